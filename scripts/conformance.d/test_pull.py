"""Unary Pull, Acknowledge and ModifyAckDeadline."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from google.api_core import exceptions
from harness import call

deviates = pytest.mark.official_deviates


def data(batch):
    return [received.message.data for received in batch]


def test_pull_returns_no_more_than_asked_for(topic, subscription, messages):
    messages.publish(topic, *[b"x"] * 10)
    assert len(messages.pull(subscription, 4)) <= 4


def test_an_acknowledged_message_does_not_return(topic, subscription, messages):
    messages.publish(topic, b"once")
    messages.drain(subscription, 1)
    assert messages.is_empty(subscription)


def test_a_message_out_with_one_puller_is_not_given_to_another(topic, subscription, messages):
    messages.publish(topic, b"mine")
    assert messages.pull(subscription)
    assert messages.is_empty(subscription)


def test_a_nacked_message_returns_at_once(topic, subscription, messages):
    [id] = messages.publish(topic, b"again")
    first = messages.pull(subscription)
    messages.nack(subscription, first)
    second = messages.pull(subscription)
    assert [m.message.message_id for m in second] == [id]
    assert second[0].ack_id != first[0].ack_id


def test_a_message_returns_once_its_deadline_has_passed(topic, subscription, messages):
    messages.publish(topic, b"late")
    messages.set_deadline(subscription, messages.pull(subscription), 1)
    start = time.monotonic()
    assert data(messages.pull(subscription)) == [b"late"]
    assert time.monotonic() - start > 0.8


def test_a_longer_deadline_holds_the_message(topic, subscription, messages):
    messages.publish(topic, b"held", b"short")
    batch = []
    while len(batch) < 2:
        batch += messages.pull(subscription, 2)
    held, short = sorted(batch, key=lambda m: m.message.data)
    messages.set_deadline(subscription, [held], 600)
    messages.set_deadline(subscription, [short], 1)
    assert data(messages.pull(subscription, 2)) == [b"short"]
    messages.ack(subscription, [held])


def test_a_waiting_pull_is_woken_by_a_publish(topic, subscription, messages):
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(messages.pull, subscription)
        messages.publish(topic, b"wake up")
        assert data(waiting.result(5)) == [b"wake up"]


def test_many_waiting_pulls_share_the_messages(topic, subscription, messages):
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(messages.pull, subscription) for _ in range(8)]
        for i in range(8):
            messages.publish(topic, str(i).encode())
        received = sum((data(future.result(5)) for future in waiting), [])
    assert sorted(received) == [str(i).encode() for i in range(8)]


def test_return_immediately_does_not_wait(subscription, messages):
    start = time.monotonic()
    assert messages.is_empty(subscription)
    assert time.monotonic() - start < 1


def test_an_empty_pull_answers_before_the_caller_s_deadline(subscriber, subscription):
    request = {"subscription": subscription, "max_messages": 1}
    response = subscriber.pull(request=request, retry=None, timeout=2)
    assert not response.received_messages


@deviates("a waiting Pull goes on", run=False)
def test_deleting_the_subscription_ends_a_waiting_pull(subscriber, subscription, messages):
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(messages.pull, subscription)
        call(subscriber.delete_subscription, subscription=subscription)
        with pytest.raises(exceptions.NotFound):
            waiting.result(5)


@pytest.mark.parametrize("count", [0, pytest.param(-1, marks=deviates("-1 is accepted"))])
def test_pull_must_ask_for_at_least_one(subscriber, subscription, count):
    with pytest.raises(exceptions.InvalidArgument, match="max_messages"):
        call(subscriber.pull, subscription=subscription, max_messages=count)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("pull", {"max_messages": 1}),
        ("acknowledge", {"ack_ids": ["some-id"]}),
        ("modify_ack_deadline", {"ack_ids": ["some-id"], "ack_deadline_seconds": 10}),
    ],
)
def test_a_missing_subscription_is_not_found(subscriber, project, method, arguments):
    name = f"projects/{project}/subscriptions/missing"
    with pytest.raises(exceptions.NotFound, match="Subscription does not exist"):
        call(getattr(subscriber, method), request={"subscription": name, **arguments})


def test_acknowledging_nothing_is_refused(subscriber, subscription):
    with pytest.raises(exceptions.InvalidArgument, match="(?i)ack ids"):
        call(subscriber.acknowledge, subscription=subscription, ack_ids=[])


def test_a_malformed_ack_id_is_refused(subscriber, subscription):
    with pytest.raises(exceptions.InvalidArgument, match="(?i)ack.?id"):
        call(subscriber.acknowledge, subscription=subscription, ack_ids=["no ack id of ours"])


def test_acknowledging_twice_is_harmless(topic, subscription, messages):
    messages.publish(topic, b"x")
    batch = messages.pull(subscription)
    messages.ack(subscription, batch)
    messages.ack(subscription, batch)


@pytest.mark.parametrize("seconds", [-1, pytest.param(601, marks=deviates("601 is accepted"))])
def test_deadlines_out_of_range_are_refused(topic, subscription, messages, seconds):
    messages.publish(topic, b"x")
    batch = messages.pull(subscription)
    with pytest.raises(exceptions.InvalidArgument, match="(?i)deadline"):
        messages.set_deadline(subscription, batch, seconds)


@deviates("a nacked message goes behind its key's later ones")
def test_a_key_s_messages_come_in_order_and_again_from_the_one_nacked(topic, make_subscription, messages):
    name = make_subscription(enable_message_ordering=True)
    messages.publish(topic, b"1", b"2", b"3", ordering_key="key")
    first = messages.pull(name, 1)
    assert data(first) == [b"1"]
    messages.nack(name, first)
    assert data(messages.drain(name, 3)) == [b"1", b"2", b"3"]
