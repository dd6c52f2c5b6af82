"""Message transforms: JavaScript functions of topics and subscriptions."""

import shutil

import pytest
from google.api_core import exceptions
from google.pubsub_v1 import types
from harness import call
from http1 import Rest

pytestmark = [
    pytest.mark.ours_only,
    pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed"),
]

UPPER = "function upper(message) { message.data = message.data.toUpperCase(); return message; }"
DROP = "const drop = message => message.data.startsWith('drop') ? null : message;"


def udf(name, code, **fields):
    return types.MessageTransform(javascript_udf={"function_name": name, "code": code}, **fields)


@pytest.fixture
def transformed(publisher, project):
    """Creates a topic with transforms, and returns its name."""

    def make(*transforms):
        name = f"projects/{project}/topics/transformed"
        call(publisher.create_topic, request=types.Topic(name=name, message_transforms=transforms))
        return name

    return make


def subscribe(subscriber, topic, *transforms):
    name = topic.replace("topics", "subscriptions")
    request = types.Subscription(name=name, topic=topic, message_transforms=transforms)
    call(subscriber.create_subscription, request=request)
    return name


def data(batch):
    return [received.message.data for received in batch]


def test_a_topic_transforms_and_filters_before_it_stores(subscriber, transformed, messages):
    topic = transformed(udf("drop", DROP), udf("upper", UPPER))
    subscription = subscribe(subscriber, topic)
    ids = messages.publish(topic, b"a", b"drop", b"b")
    assert len(set(ids)) == 3
    assert data(messages.drain(subscription, 2)) == [b"A", b"B"]
    assert messages.is_empty(subscription)


def test_a_subscription_transforms_what_it_delivers(subscriber, topic, subscription, messages):
    other = topic.replace("topics/topic", "subscriptions/other")
    request = types.Subscription(name=other, topic=topic, message_transforms=[udf("upper", UPPER)])
    call(subscriber.create_subscription, request=request)
    messages.publish(topic, b"a")
    assert data(messages.drain(other, 1)) == [b"A"]
    assert data(messages.drain(subscription, 1)) == [b"a"]


def test_a_failing_function_fails_the_publish(transformed, messages):
    topic = transformed(udf("bad", "function bad() { throw new Error('no such thing'); }"))
    with pytest.raises(exceptions.InvalidArgument, match="no such thing"):
        messages.publish(topic, b"a")


def test_code_that_does_not_compile_is_refused_with_its_line(transformed):
    with pytest.raises(exceptions.InvalidArgument, match="line 2"):
        transformed(udf("bad", "function bad(message) {\n  return message +* 1;\n}"))


def test_rest_publishes_through_transforms(endpoint, subscriber, transformed, messages):
    topic = transformed(udf("upper", UPPER))
    subscription = subscribe(subscriber, topic)
    rest = Rest(endpoint)
    status, body = rest("POST", f"/v1/{topic}:publish", {"messages": [{"data": "YQ=="}]})
    rest.close()
    assert (status, len(body["messageIds"])) == (200, 1)
    assert data(messages.drain(subscription, 1)) == [b"A"]
