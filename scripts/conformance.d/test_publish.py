"""Publishing over gRPC: single, batched, ordered, and the limits of the API."""

import time

import pytest
from google.api_core import exceptions
from google.cloud import pubsub_v1
from google.cloud.pubsub_v1.types import BatchSettings, PublisherOptions
from harness import TIMEOUT, call

MIB = 1 << 20


def test_a_message_arrives_as_it_was_sent(topic, subscription, messages):
    attributes = {"greeting": "grüß dich", "empty": ""}
    payload = bytes(range(256))
    before = time.time()
    [id] = messages.publish(topic, payload, attributes=attributes)
    [received] = messages.pull(subscription)
    message = received.message
    assert (message.data, dict(message.attributes), message.message_id) == (payload, attributes, id)
    assert before - 1 <= message.publish_time.timestamp() <= time.time() + 1


def test_a_message_of_attributes_only_is_enough(publisher, topic, subscription, messages):
    call(publisher.publish, topic=topic, messages=[{"attributes": {"key": "value"}}])
    [received] = messages.pull(subscription)
    assert (received.message.data, dict(received.message.attributes)) == (b"", {"key": "value"})


def test_every_subscription_gets_its_own_copy(topic, make_subscription, messages):
    subscriptions = [make_subscription(f"sub-{i}") for i in range(3)]
    messages.publish(topic, b"for all")
    assert [messages.pull(name)[0].message.data for name in subscriptions] == [b"for all"] * 3


def test_publishing_without_subscriptions_is_fine(topic, messages):
    assert messages.publish(topic, b"unheard")


def test_ids_are_unique_and_one_for_each_message(topic, messages):
    ids = messages.publish(topic, *[b"x"] * 100) + messages.publish(topic, *[b"x"] * 100)
    assert len(set(ids)) == 200


def test_the_batching_client_delivers_each_message_once(endpoint, topic, subscription, messages):
    batching = pubsub_v1.PublisherClient(batch_settings=BatchSettings(max_messages=50, max_latency=0.05))
    futures = [batching.publish(topic, str(i).encode()) for i in range(500)]
    ids = [future.result(TIMEOUT) for future in futures]
    received = messages.drain(subscription, 500)
    assert sorted(int(m.message.data) for m in received) == list(range(500))
    assert {m.message.message_id for m in received} == set(ids)
    assert messages.is_empty(subscription)


def test_the_ordering_client_keeps_the_order_of_each_key(endpoint, topic, make_subscription, messages):
    name = make_subscription(enable_message_ordering=True)
    ordering = pubsub_v1.PublisherClient(
        batch_settings=BatchSettings(max_messages=7, max_latency=0.01),
        publisher_options=PublisherOptions(enable_message_ordering=True),
    )
    keys = ["red", "green", "blue"]
    futures = [ordering.publish(topic, str(i).encode(), ordering_key=key) for i in range(40) for key in keys]
    for future in futures:
        future.result(TIMEOUT)
    received = messages.drain(name, 120)
    for key in keys:
        order = [int(m.message.data) for m in received if m.message.ordering_key == key]
        assert order == list(range(40)), key


def test_a_thousand_messages_in_one_request(topic, subscription, messages):
    payloads = [str(i).encode() for i in range(1000)]
    assert len(messages.publish(topic, *payloads)) == 1000
    assert sorted(m.message.data for m in messages.drain(subscription, 1000)) == sorted(payloads)


def test_a_message_of_9_mib_arrives_whole(topic, subscription, messages):
    payload = bytes(i * 7 & 0xFF for i in range(997)) * (9 * MIB // 997)
    messages.publish(topic, payload)
    [received] = messages.drain(subscription, 1)
    assert received.message.data == payload


@pytest.mark.parametrize(
    ("request_messages", "text"),
    [
        ([{}], "(?i)empty"),
        ([{"data": b"fine"}, {}], "(?i)empty"),
        ([], "(?i)no messages"),
        ([{"data": b"x"}] * 1001, "(?i)too many messages"),
    ],
    ids=["an empty message", "one empty among others", "none", "1,001"],
)
def test_unusable_batches_are_refused(publisher, topic, request_messages, text):
    with pytest.raises(exceptions.InvalidArgument, match=text):
        call(publisher.publish, topic=topic, messages=request_messages)


@pytest.mark.official_deviates("requests over 11 MB hang", run=False)
@pytest.mark.parametrize("size", [10 * MIB + 1, 11 * MIB, 24 * MIB])
def test_more_than_10_mib_are_refused(publisher, topic, size):
    # The real service says INVALID_ARGUMENT of a request, a gRPC server RESOURCE_EXHAUSTED of a message.
    with pytest.raises((exceptions.InvalidArgument, exceptions.ResourceExhausted)):
        call(publisher.publish, topic=topic, messages=[{"data": bytes(size)}])


@pytest.mark.official_deviates("limits of attributes and ordering keys are not checked")
@pytest.mark.parametrize(
    "message",
    [
        {"attributes": {f"key-{i}": "" for i in range(101)}},
        {"attributes": {"k" * 257: "v"}},
        {"attributes": {"k": "v" * 1025}},
        {"attributes": {"k": "ü" * 513}},
        {"ordering_key": "k" * 1025},
    ],
    ids=["101 attributes", "long key", "long value", "long value in UTF-8", "long ordering key"],
)
def test_fields_over_their_limit_are_refused(publisher, topic, message):
    with pytest.raises(exceptions.InvalidArgument):
        call(publisher.publish, topic=topic, messages=[{"data": b"x", **message}])


def test_fields_at_their_limit_are_accepted(publisher, topic, subscription, messages):
    attributes = {f"{i:03}".ljust(256, "k"): "v" * 1024 for i in range(100)}
    call(publisher.publish, topic=topic, messages=[{"data": b"x", "attributes": attributes}])
    assert dict(messages.pull(subscription)[0].message.attributes) == attributes


@pytest.mark.official_deviates("keys may be mixed")
def test_one_request_has_one_ordering_key(publisher, topic):
    mixed = [{"data": b"a", "ordering_key": "a"}, {"data": b"b", "ordering_key": "b"}]
    with pytest.raises(exceptions.InvalidArgument, match="(?i)ordering.key"):
        call(publisher.publish, topic=topic, messages=mixed)
