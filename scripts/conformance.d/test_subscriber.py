"""The high-level subscriber client: its StreamingPull manager, leases, flow control and ordering."""

import queue
import threading
from contextlib import contextmanager

import pytest
from google.cloud import pubsub_v1
from google.cloud.pubsub_v1.subscriber import exceptions as subscriber_exceptions
from google.cloud.pubsub_v1.types import FlowControl, PublisherOptions
from harness import TIMEOUT


@contextmanager
def subscribed(subscriber, subscription, callback, **arguments):
    """Runs `callback` for each message until the block ends; an error of the stream is raised there."""
    future = subscriber.subscribe(
        subscription, callback=callback, await_callbacks_on_shutdown=True, **arguments
    )
    try:
        yield future
    finally:
        future.cancel()
        future.result(TIMEOUT)


def take(received, count):
    return [received.get(timeout=TIMEOUT) for _ in range(count)]


def test_messages_are_received_and_acknowledged(subscriber, topic, subscription, messages):
    received = queue.Queue()

    def handle(message):
        message.ack()
        received.put(message.data)

    with subscribed(subscriber, subscription, handle):
        messages.publish(topic, *[str(i).encode() for i in range(200)])
        assert sorted(int(data) for data in take(received, 200)) == list(range(200))
    assert messages.is_empty(subscription)


def test_nacked_messages_return_until_they_are_acknowledged(subscriber, topic, subscription, messages):
    received, tries = queue.Queue(), {}

    def handle(message):
        tries[message.data] = tries.get(message.data, 0) + 1
        if tries[message.data] < 3:
            message.nack()
        else:
            message.ack()
            received.put(message.data)

    with subscribed(subscriber, subscription, handle):
        messages.publish(topic, *[str(i).encode() for i in range(20)])
        take(received, 20)
    assert set(tries.values()) == {3}
    assert messages.is_empty(subscription)


def test_flow_control_of_one_message_lets_one_through_at_a_time(subscriber, topic, subscription, messages):
    received, running, most = queue.Queue(), threading.Semaphore(1), []

    def handle(message):
        most.append(running.acquire(blocking=False))
        received.put(message.data)
        running.release()
        message.ack()

    with subscribed(subscriber, subscription, handle, flow_control=FlowControl(max_messages=1)):
        messages.publish(topic, *[str(i).encode() for i in range(20)])
        assert len(set(take(received, 20))) == 20
    assert all(most)


def test_messages_of_a_key_are_handled_in_order(subscriber, topic, make_subscription):
    name = make_subscription(enable_message_ordering=True)
    ordering = pubsub_v1.PublisherClient(publisher_options=PublisherOptions(enable_message_ordering=True))
    received = queue.Queue()

    def handle(message):
        received.put((message.ordering_key, int(message.data)))
        message.ack()

    with subscribed(subscriber, name, handle):
        futures = [
            ordering.publish(topic, str(i).encode(), ordering_key=key) for i in range(50) for key in "abc"
        ]
        for future in futures:
            future.result(TIMEOUT)
        handled = take(received, 150)
    for key in "abc":
        assert [number for k, number in handled if k == key] == list(range(50)), key


@pytest.mark.official_deviates("a nacked message goes behind its key's later ones")
def test_a_nack_in_a_key_replays_from_there(subscriber, topic, make_subscription, messages):
    name = make_subscription(enable_message_ordering=True)
    received, handled = queue.Queue(), []

    def handle(message):
        handled.append(message.data)
        if handled.count(b"2") == 1 and message.data == b"2":
            message.nack()
        else:
            message.ack()
            received.put(message.data)

    with subscribed(subscriber, name, handle, flow_control=FlowControl(max_messages=1)):
        messages.publish(topic, b"1", b"2", b"3", ordering_key="key")
        assert take(received, 3) == [b"1", b"2", b"3"]


def test_an_acknowledgement_reports_success(subscriber, topic, subscription, messages):
    outcomes = queue.Queue()

    def handle(message):
        outcomes.put(message.ack_with_response())

    with subscribed(subscriber, subscription, handle):
        messages.publish(topic, b"x")
        [outcome] = take(outcomes, 1)
        assert outcome.result(TIMEOUT) == subscriber_exceptions.AcknowledgeStatus.SUCCESS


def test_a_missing_subscription_ends_the_subscriber(subscriber, project):
    from google.api_core import exceptions

    future = subscriber.subscribe(f"projects/{project}/subscriptions/missing", callback=lambda message: None)
    with pytest.raises(exceptions.NotFound):
        future.result(TIMEOUT)


def test_two_subscribers_share_the_messages(endpoint, topic, subscription, messages):
    received = queue.Queue()

    def handle(message):
        message.ack()
        received.put(message.message_id)

    with (
        pubsub_v1.SubscriberClient() as one,
        pubsub_v1.SubscriberClient() as two,
        subscribed(one, subscription, handle),
        subscribed(two, subscription, handle),
    ):
        ids = messages.publish(topic, *[b"x"] * 100)
        assert sorted(take(received, 100)) == sorted(ids)
