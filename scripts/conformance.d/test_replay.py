"""Filters, seek, snapshots and detached subscriptions, over gRPC and over REST."""

import datetime

import pytest
from google.api_core import exceptions
from google.protobuf import duration_pb2
from harness import call
from http1 import Rest

UTC = datetime.timezone.utc


def data(batch):
    return [message.message.data for message in batch]


@pytest.fixture
def make_snapshot(subscriber, project):
    """Makes a snapshot of a subscription, and returns it."""

    def make(subscription, id="snapshot", **settings):
        name = f"projects/{project}/snapshots/{id}"
        return call(subscriber.create_snapshot, name=name, subscription=subscription, **settings)

    return make


@pytest.mark.official_deviates("filters are accepted and ignored")
def test_only_what_matches_the_filter_is_delivered(make_subscription, messages, topic):
    name = make_subscription(filter='attributes.color = "red" AND NOT hasPrefix(attributes.size, "x")')
    messages.publish(topic, b"no attributes")
    messages.publish(topic, b"too large", attributes={"color": "red", "size": "xl"})
    messages.publish(topic, b"right", attributes={"color": "red", "size": "m"})
    assert data(messages.pull(name, 10)) == [b"right"]
    assert messages.is_empty(name)


@pytest.mark.official_deviates("filters are not parsed")
@pytest.mark.parametrize(
    "text",
    [
        "attributes:a AND attributes:b OR attributes:c",
        'attributes.a = "' + "x" * 240 + '"',
        'data = "x"',
        "attributes.a = attributes.b",
    ],
    ids=["mixed operators", "257 bytes", "not an attribute", "two keys"],
)
def test_what_is_no_filter_is_refused(make_subscription, text):
    with pytest.raises(exceptions.InvalidArgument, match="filter"):
        make_subscription(filter=text)


def test_a_seek_to_a_time_replays_what_was_acknowledged(subscriber, make_subscription, messages, topic):
    name = make_subscription(retain_acked_messages=True)
    messages.publish(topic, b"1", b"2")
    messages.drain(name, 2)
    call(subscriber.seek, subscription=name, time=datetime.datetime(2020, 1, 1, tzinfo=UTC))
    assert sorted(data(messages.drain(name, 2))) == [b"1", b"2"]


def test_a_seek_into_the_future_purges(subscriber, subscription, messages, topic):
    messages.publish(topic, b"1", b"2")
    call(subscriber.seek, subscription=subscription, time=datetime.datetime(2100, 1, 1, tzinfo=UTC))
    assert messages.is_empty(subscription)


@pytest.mark.official_deviates("a topic keeps no messages")
def test_a_topic_keeps_messages_for_later_subscriptions(publisher, subscriber, messages, project):
    topic = f"projects/{project}/topics/kept"
    call(publisher.create_topic, name=topic, message_retention_duration=duration_pb2.Duration(seconds=600))
    messages.publish(topic, b"1")
    name = f"projects/{project}/subscriptions/later"
    made = call(subscriber.create_subscription, name=name, topic=topic)
    assert made.topic_message_retention_duration.total_seconds() == 600
    assert messages.is_empty(name)
    call(subscriber.seek, subscription=name, time=datetime.datetime(2020, 1, 1, tzinfo=UTC))
    assert data(messages.pull(name)) == [b"1"]


def test_a_snapshot_brings_back_its_backlog_and_all_later_messages(
    subscriber, subscription, make_snapshot, messages, topic
):
    messages.publish(topic, b"before")
    messages.drain(subscription, 1)
    messages.publish(topic, b"backlog")
    snapshot = make_snapshot(subscription)
    assert snapshot.topic == topic
    messages.publish(topic, b"later")
    messages.drain(subscription, 2)
    call(subscriber.seek, subscription=subscription, snapshot=snapshot.name)
    assert sorted(data(messages.drain(subscription, 2))) == [b"backlog", b"later"]


def test_snapshots_are_listed_and_deleted(publisher, subscriber, subscription, make_snapshot, topic, project):
    names = [make_snapshot(subscription, id).name for id in ("one", "two")]
    listed = call(subscriber.list_snapshots, project=f"projects/{project}").snapshots
    assert sorted(snapshot.name for snapshot in listed) == names
    assert sorted(call(publisher.list_topic_snapshots, topic=topic).snapshots) == names
    call(subscriber.delete_snapshot, snapshot=names[0])
    with pytest.raises(exceptions.NotFound):
        call(subscriber.get_snapshot, snapshot=names[0])
    with pytest.raises(exceptions.AlreadyExists):
        make_snapshot(subscription, "two")


@pytest.mark.official_deviates("no labels on snapshots, and no update of them")
def test_the_labels_of_a_snapshot_are_changed(subscriber, subscription, make_snapshot):
    snapshot = make_snapshot(subscription, labels={"a": "1"})
    assert snapshot.labels == {"a": "1"}
    snapshot.labels["a"] = "2"
    request = {"snapshot": snapshot, "update_mask": {"paths": ["labels"]}}
    assert call(subscriber.update_snapshot, request=request).labels == {"a": "2"}


def test_a_snapshot_of_another_topic_is_refused(
    publisher, subscriber, subscription, make_snapshot, project
):
    snapshot = make_snapshot(subscription)
    other = f"projects/{project}/topics/other"
    call(publisher.create_topic, name=other)
    name = f"projects/{project}/subscriptions/other"
    call(subscriber.create_subscription, name=name, topic=other)
    with pytest.raises(exceptions.FailedPrecondition, match="is different from that of the snapshot"):
        call(subscriber.seek, subscription=name, snapshot=snapshot.name)


@pytest.mark.official_deviates("no DetachSubscription")
def test_a_detached_subscription_is_not_received_from(
    publisher, subscriber, subscription, messages, topic
):
    messages.publish(topic, b"1")
    call(publisher.detach_subscription, subscription=subscription)
    assert call(subscriber.get_subscription, subscription=subscription).detached
    with pytest.raises(exceptions.FailedPrecondition):
        messages.pull(subscription)


@pytest.mark.official_deviates("no labels on snapshots, no update of them, no detaching")
def test_the_same_over_rest(endpoint, messages, make_subscription, project, topic):
    rest = Rest(endpoint)
    name = make_subscription(filter="attributes:a")
    snapshot = f"projects/{project}/snapshots/snapshot"

    def ok(method, path, body=None):
        status, answer = rest(method, f"/v1/{path}", body)
        assert status == 200, answer
        return answer

    messages.publish(topic, b"no")
    messages.publish(topic, b"yes", attributes={"a": ""})
    made = ok("PUT", snapshot, {"subscription": name, "labels": {"k": "v"}})
    assert (made["name"], made["topic"], made["labels"]) == (snapshot, topic, {"k": "v"})
    assert ok("GET", snapshot) == made
    assert ok("GET", f"projects/{project}/snapshots") == {"snapshots": [made]}
    assert ok("GET", f"{topic}/snapshots") == {"snapshots": [snapshot]}
    changes = {"snapshot": {"labels": {"k": "w"}}, "updateMask": "labels"}
    assert ok("PATCH", snapshot, changes)["labels"] == {"k": "w"}
    assert data(messages.drain(name, 1)) == [b"yes"]
    assert ok("POST", f"{name}:seek", {"snapshot": snapshot}) == {}
    assert data(messages.drain(name, 1)) == [b"yes"]
    assert ok("POST", f"{name}:seek", {"time": "2100-01-01T00:00:00Z"}) == {}
    assert ok("DELETE", snapshot) == {}
    assert ok("POST", f"{name}:detach") == {}
    status, answer = rest("POST", f"/v1/{name}:pull", {"maxMessages": 1})
    assert (status, answer["error"]["status"]) == (400, "FAILED_PRECONDITION")
    rest.close()
