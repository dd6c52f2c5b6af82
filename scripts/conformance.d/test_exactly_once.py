"""Exactly-once delivery: which acknowledgements are refused, and what clients learn of theirs."""

import queue

import pytest
from google.api_core import exceptions
from google.cloud.pubsub_v1.subscriber import exceptions as subscriber_exceptions
from harness import TIMEOUT, call
from test_subscriber import subscribed, take

REASON = "EXACTLY_ONCE_ACKID_FAILURE"
PERMANENT = "PERMANENT_FAILURE_INVALID_ACK_ID"


@pytest.fixture
def exactly_once(make_subscription):
    return make_subscription(enable_exactly_once_delivery=True)


def refused(error):
    """The ack ids that an error's ErrorInfo names, with what it says of each."""
    [info] = [d for d in error.details if getattr(d, "reason", None) == REASON]
    return dict(info.metadata)


def test_the_setting_is_returned(subscriber, exactly_once):
    found = call(subscriber.get_subscription, subscription=exactly_once)
    assert found.enable_exactly_once_delivery


def test_an_acknowledged_message_is_gone(topic, exactly_once, messages):
    messages.publish(topic, b"x")
    messages.ack(exactly_once, messages.pull(exactly_once))
    assert messages.is_empty(exactly_once)


def test_an_ack_id_is_good_once(topic, exactly_once, messages):
    messages.publish(topic, b"x")
    batch = messages.pull(exactly_once)
    messages.ack(exactly_once, batch)
    with pytest.raises(exceptions.InvalidArgument) as raised:
        messages.ack(exactly_once, batch)
    assert refused(raised.value) == {batch[0].ack_id: PERMANENT}


def test_only_the_latest_ack_id_is_good(topic, exactly_once, messages):
    messages.publish(topic, b"x")
    first = messages.pull(exactly_once)
    messages.nack(exactly_once, first)
    second = messages.pull(exactly_once)
    with pytest.raises(exceptions.InvalidArgument) as raised:
        messages.ack(exactly_once, first)
    assert refused(raised.value) == {first[0].ack_id: PERMANENT}
    messages.ack(exactly_once, second)
    assert messages.is_empty(exactly_once)


def test_good_ids_of_a_request_are_acknowledged_beside_bad_ones(topic, exactly_once, messages):
    messages.publish(topic, b"a", b"b")
    batch = messages.drain_unacked(exactly_once, 2)
    messages.ack(exactly_once, batch[:1])
    with pytest.raises(exceptions.InvalidArgument) as raised:
        messages.ack(exactly_once, batch)
    assert refused(raised.value) == {batch[0].ack_id: PERMANENT}
    assert messages.is_empty(exactly_once)


def test_a_deadline_of_an_invalid_id_is_refused(topic, exactly_once, messages):
    messages.publish(topic, b"x")
    batch = messages.pull(exactly_once)
    messages.ack(exactly_once, batch)
    with pytest.raises(exceptions.InvalidArgument) as raised:
        messages.set_deadline(exactly_once, batch, 60)
    assert refused(raised.value) == {batch[0].ack_id: PERMANENT}


def test_a_subscriber_learns_that_its_acknowledgement_succeeded(subscriber, topic, exactly_once, messages):
    outcomes = queue.Queue()

    def handle(message):
        outcomes.put(message.ack_with_response())

    with subscribed(subscriber, exactly_once, handle):
        messages.publish(topic, b"x")
        [outcome] = take(outcomes, 1)
        assert outcome.result(TIMEOUT) == subscriber_exceptions.AcknowledgeStatus.SUCCESS
    assert messages.is_empty(exactly_once)


def test_a_subscriber_learns_that_its_nack_succeeded(subscriber, topic, exactly_once, messages):
    outcomes, tries = queue.Queue(), []

    def handle(message):
        tries.append(message.message_id)
        outcomes.put(message.nack_with_response() if len(tries) == 1 else message.ack_with_response())

    with subscribed(subscriber, exactly_once, handle):
        messages.publish(topic, b"x")
        for outcome in take(outcomes, 2):
            assert outcome.result(TIMEOUT) == subscriber_exceptions.AcknowledgeStatus.SUCCESS
    assert messages.is_empty(exactly_once)


def test_a_thousand_messages_are_each_handled_once(subscriber, topic, exactly_once, messages):
    received, outcomes = queue.Queue(), queue.Queue()

    def handle(message):
        received.put(message.message_id)
        outcomes.put(message.ack_with_response())

    with subscribed(subscriber, exactly_once, handle):
        ids = [id for _ in range(10) for id in messages.publish(topic, *[b"x"] * 100)]
        assert sorted(take(received, 1000)) == sorted(ids)
        for outcome in take(outcomes, 1000):
            outcome.result(TIMEOUT)
    assert received.empty()
    assert messages.is_empty(exactly_once)
