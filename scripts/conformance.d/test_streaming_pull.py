"""StreamingPull, request by request."""

import grpc
import pytest
from harness import call
from streams import Stream


@pytest.fixture
def open_stream(subscriber, subscription):
    """Opens a stream on `subscription` (or another) with a deadline of 10 s and the fields given."""
    streams = []

    def open(name=subscription, **fields):
        stream = Stream(subscriber, subscription=name, stream_ack_deadline_seconds=10, **fields)
        streams.append(stream)
        return stream

    yield open
    for stream in streams:
        stream.__exit__()


def fails(stream, code, text=""):
    """Whether the stream ends with `code` and a message that matches `text`."""
    with pytest.raises(grpc.RpcError) as raised:
        stream.next()
    assert raised.value.code() == code, raised.value.details()
    assert text.lower() in raised.value.details().lower()


def test_messages_published_before_and_after_the_stream_was_opened_arrive(topic, open_stream, messages):
    messages.publish(topic, b"before")
    stream = open_stream()
    assert stream.next().message.data == b"before"
    messages.publish(topic, b"after")
    assert stream.next().message.data == b"after"


def test_acks_on_the_stream_count(topic, subscription, open_stream, messages):
    messages.publish(topic, b"one")
    stream = open_stream()
    received = stream.next()
    stream.send(ack_ids=[received.ack_id])
    messages.publish(topic, b"two")
    second = stream.next()
    # Both orders went the same way, so the acknowledgement was handled before this nack.
    stream.send(modify_deadline_ack_ids=[second.ack_id], modify_deadline_seconds=[0])
    assert stream.next().message.data == b"two"
    messages.nack(subscription, [received])
    messages.publish(topic, b"three")
    assert stream.next().message.data == b"three"


def test_a_nack_on_the_stream_redelivers(topic, open_stream, messages):
    [id] = messages.publish(topic, b"again")
    stream = open_stream()
    for _ in range(3):
        received = stream.next()
        assert received.message.message_id == id
        stream.send(modify_deadline_ack_ids=[received.ack_id], modify_deadline_seconds=[0])


def test_deadlines_set_on_the_stream_count(topic, open_stream, messages):
    messages.publish(topic, b"soon")
    stream = open_stream()
    received = stream.next()
    stream.send(modify_deadline_ack_ids=[received.ack_id], modify_deadline_seconds=[1])
    assert stream.next().message.message_id == received.message.message_id


@pytest.mark.official_deviates("flow control is ignored")
def test_no_more_messages_are_outstanding_than_allowed(topic, open_stream, messages):
    stream = open_stream(max_outstanding_messages=2)
    messages.publish(topic, *[b"first"] * 2)
    outstanding = stream.take(2)
    messages.publish(topic, *[b"second"] * 2)
    # A second subscriber gets what the first has no room for: so the first really was passed over.
    other = open_stream()
    assert [m.message.data for m in other.take(2)] == [b"second"] * 2
    other.__exit__()
    stream.send(ack_ids=[m.ack_id for m in outstanding])
    messages.publish(topic, b"third")
    assert stream.next().message.data == b"third"


@pytest.mark.official_deviates("flow control is ignored")
def test_no_more_bytes_are_outstanding_than_allowed(topic, open_stream, messages):
    # The limit stops what comes after it was reached, so it is the first message that must reach it.
    stream = open_stream(max_outstanding_bytes=1000)
    messages.publish(topic, bytes(1200))
    stream.next()
    messages.publish(topic, b"x" * 200)
    assert open_stream().next().message.data == b"x" * 200


def test_a_message_larger_than_the_byte_limit_still_arrives(topic, open_stream, messages):
    stream = open_stream(max_outstanding_bytes=1000)
    messages.publish(topic, bytes(5000))
    assert len(stream.next().message.data) == 5000


@pytest.mark.official_deviates("flow control is ignored")
def test_two_streams_share_the_messages(topic, open_stream, messages):
    streams = [open_stream(max_outstanding_messages=10) for _ in range(2)]
    ids = messages.publish(topic, *[b"x"] * 20)
    received = [m.message.message_id for stream in streams for m in stream.take(10)]
    assert sorted(received) == sorted(ids)


def test_a_key_s_messages_arrive_in_order(topic, make_subscription, open_stream, messages):
    name = make_subscription("ordered", enable_message_ordering=True)
    stream = open_stream(name)
    payloads = [str(i).encode() for i in range(50)]
    for payload in payloads:
        messages.publish(topic, payload, ordering_key="key")
    received = []
    while len(received) < 50:
        message = stream.next()
        stream.send(ack_ids=[message.ack_id])
        received.append(message.message.data)
    assert received == payloads


def test_the_answer_tells_the_subscription_s_properties(topic, make_subscription, open_stream, messages):
    stream = open_stream(make_subscription("ordered", enable_message_ordering=True))
    messages.publish(topic, b"x", ordering_key="key")
    stream.next()
    assert stream.responses[0].subscription_properties.message_ordering_enabled


def test_a_large_backlog_flows(topic, open_stream, messages):
    for _ in range(5):
        messages.publish(topic, *[bytes(1000)] * 1000)
    stream = open_stream()
    seen = set()
    while len(seen) < 5000:
        message = stream.next()
        seen.add(message.message.message_id)
        stream.send(ack_ids=[message.ack_id])


@pytest.mark.parametrize("seconds", [9, 601, -1])
def test_the_stream_s_deadline_must_be_in_range(subscriber, subscription, seconds):
    with Stream(subscriber, subscription=subscription, stream_ack_deadline_seconds=seconds) as stream:
        fails(stream, grpc.StatusCode.INVALID_ARGUMENT, "between 10 and 600")


def test_the_first_request_must_name_the_subscription(subscriber, subscription):
    with Stream(subscriber, stream_ack_deadline_seconds=10) as stream:
        fails(stream, grpc.StatusCode.INVALID_ARGUMENT, "subscription")


def test_later_requests_must_not_name_the_subscription(open_stream, subscription):
    stream = open_stream()
    stream.send(subscription=subscription)
    fails(stream, grpc.StatusCode.INVALID_ARGUMENT, "subscription")


def test_a_missing_subscription_is_not_found(open_stream, project):
    stream = open_stream(f"projects/{project}/subscriptions/missing")
    fails(stream, grpc.StatusCode.NOT_FOUND, "Subscription does not exist")


def test_deadlines_must_pair_with_ack_ids(topic, open_stream, messages):
    messages.publish(topic, b"x")
    stream = open_stream()
    received = stream.next()
    stream.send(modify_deadline_ack_ids=[received.ack_id], modify_deadline_seconds=[10, 20])
    fails(stream, grpc.StatusCode.INVALID_ARGUMENT, "same size")


@pytest.mark.official_deviates("not checked after the first request")
@pytest.mark.parametrize("fields", [{"max_outstanding_messages": 1}, {"max_outstanding_bytes": 1}])
def test_later_requests_must_not_set_what_belongs_to_the_first(open_stream, fields):
    stream = open_stream()
    stream.send(**fields)
    fails(stream, grpc.StatusCode.INVALID_ARGUMENT)


def test_deleting_the_subscription_ends_the_stream(subscriber, topic, subscription, open_stream, messages):
    stream = open_stream()
    messages.publish(topic, b"the stream is open once this was received")
    stream.next()
    call(subscriber.delete_subscription, subscription=subscription)
    fails(stream, grpc.StatusCode.NOT_FOUND)


def test_closing_the_sending_side_ends_the_stream_cleanly(topic, open_stream, messages):
    messages.publish(topic, b"x")
    stream = open_stream()
    stream.next()
    stream.close_send()
    with pytest.raises(StopIteration):
        stream.next_response()
