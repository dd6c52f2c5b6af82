"""Seek, snapshots and detaching: what was acknowledged comes again, and what was not goes."""

import datetime

import pytest
from google.api_core import exceptions
from harness import call

FUTURE = datetime.timedelta(hours=1)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


@pytest.fixture
def retaining(make_subscription):
    return make_subscription("retaining", retain_acked_messages=True)


@pytest.fixture
def take_snapshot(subscriber, project):
    def take(subscription, id="snapshot", **fields):
        name = f"projects/{project}/snapshots/{id}"
        return call(subscriber.create_snapshot, name=name, subscription=subscription, **fields)

    return take


def data(batch):
    return sorted(m.message.data for m in batch)


def test_a_seek_into_the_past_brings_back_what_was_acknowledged(subscriber, topic, retaining, messages):
    start = now() - datetime.timedelta(seconds=5)
    messages.publish(topic, b"a", b"b")
    messages.drain(retaining, 2)
    assert messages.is_empty(retaining)
    call(subscriber.seek, request={"subscription": retaining, "time": start})
    assert data(messages.drain(retaining, 2)) == [b"a", b"b"]


def test_a_seek_into_the_future_acknowledges_everything(subscriber, topic, subscription, messages):
    messages.publish(topic, b"a", b"b")
    call(subscriber.seek, request={"subscription": subscription, "time": now() + FUTURE})
    assert messages.is_empty(subscription)


def test_a_seek_to_a_snapshot_brings_its_backlog_back(
    subscriber, topic, subscription, messages, take_snapshot
):
    messages.publish(topic, b"acked")
    messages.drain(subscription, 1)
    messages.publish(topic, b"kept")
    snapshot = take_snapshot(subscription)
    messages.publish(topic, b"later")
    messages.drain(subscription, 2)
    call(subscriber.seek, request={"subscription": subscription, "snapshot": snapshot.name})
    assert data(messages.drain(subscription, 2)) == [b"kept", b"later"]
    assert messages.is_empty(subscription)


@pytest.mark.official_deviates("labels are lost")
def test_a_snapshot_lives_for_seven_days(topic, subscription, take_snapshot):
    snapshot = take_snapshot(subscription, labels={"team": "blue"})
    assert snapshot.topic == topic
    assert dict(snapshot.labels) == {"team": "blue"}
    left = snapshot.expire_time - now()
    assert datetime.timedelta(days=6, hours=23) < left <= datetime.timedelta(days=7)


@pytest.mark.official_deviates("no UpdateSnapshot")
def test_snapshots_are_listed_updated_and_deleted(
    publisher, subscriber, project, topic, subscription, take_snapshot
):
    names = [take_snapshot(subscription, id).name for id in ("aaa", "bbb")]
    listed = call(subscriber.list_snapshots, project=f"projects/{project}")
    assert [snapshot.name for snapshot in listed] == names
    assert list(call(publisher.list_topic_snapshots, topic=topic)) == names
    request = {"snapshot": {"name": names[0], "labels": {"a": "b"}}, "update_mask": {"paths": ["labels"]}}
    assert dict(call(subscriber.update_snapshot, request=request).labels) == {"a": "b"}
    call(subscriber.delete_snapshot, snapshot=names[0])
    with pytest.raises(exceptions.NotFound):
        call(subscriber.get_snapshot, snapshot=names[0])
    with pytest.raises(exceptions.AlreadyExists):
        take_snapshot(subscription, "bbb")


def test_a_snapshot_of_another_topic_is_refused(
    publisher, subscriber, project, topic, subscription, take_snapshot
):
    snapshot = take_snapshot(subscription)
    other = f"projects/{project}/topics/other"
    call(publisher.create_topic, name=other)
    name = f"projects/{project}/subscriptions/other"
    call(subscriber.create_subscription, name=name, topic=other)
    with pytest.raises(exceptions.FailedPrecondition):
        call(subscriber.seek, request={"subscription": name, "snapshot": snapshot.name})


@pytest.mark.official_deviates("no DetachSubscription")
def test_a_detached_subscription_gives_nothing(publisher, subscriber, topic, subscription, messages):
    messages.publish(topic, b"x")
    call(publisher.detach_subscription, subscription=subscription)
    assert call(subscriber.get_subscription, subscription=subscription).detached
    with pytest.raises(exceptions.FailedPrecondition):
        messages.pull(subscription)
