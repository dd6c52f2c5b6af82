"""Exactly-once delivery as bare requests see it: error details, confirmations, order."""

import queue

import grpc
import pytest
from google.api_core import exceptions
from google.cloud.pubsub_v1.subscriber.exceptions import AcknowledgeError, AcknowledgeStatus
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from harness import TIMEOUT, call
from http1 import Rest
from streams import Stream
from test_subscriber import subscribed, take

pytestmark = pytest.mark.official_deviates("exactly-once delivery is not enforced", run=False)


@pytest.fixture
def exact(make_subscription):
    return make_subscription(enable_exactly_once_delivery=True)


def failures(error):
    """The metadata of an error's ErrorInfo, by ack id."""
    [detail] = rpc_status.from_call(error.response).details
    info = error_details_pb2.ErrorInfo()
    assert detail.Unpack(info)
    assert (info.reason, info.domain) == ("EXACTLY_ONCE_ACKID_FAILURE", "pubsub.googleapis.com")
    return dict(info.metadata)


def test_an_acknowledgement_reports_that_the_id_is_no_longer_good(subscriber, topic, exact, messages):
    outcomes = queue.Queue()

    def handle(message):
        # Another hand gives the message back behind the client's.
        call(
            subscriber.modify_ack_deadline,
            request={"subscription": exact, "ack_ids": [message.ack_id], "ack_deadline_seconds": 0},
        )
        outcomes.put(message.ack_with_response())

    with subscribed(subscriber, exact, handle):
        messages.publish(topic, b"x")
        [outcome] = take(outcomes, 1)
        with pytest.raises(AcknowledgeError) as raised:
            outcome.result(TIMEOUT)
    assert raised.value.error_code == AcknowledgeStatus.INVALID_ACK_ID


def test_with_ordering_each_key_is_acknowledged_in_order(subscriber, topic, make_subscription, messages):
    name = make_subscription(enable_exactly_once_delivery=True, enable_message_ordering=True)
    outcomes = queue.Queue()

    def handle(message):
        outcomes.put((message.ordering_key, message.data, message.ack_with_response()))

    with subscribed(subscriber, name, handle):
        for key in "abc":
            messages.publish(topic, *[str(i).encode() for i in range(30)], ordering_key=key)
        handled = take(outcomes, 90)
        assert {o.result(TIMEOUT) for _, _, o in handled} == {AcknowledgeStatus.SUCCESS}
    for key in "abc":
        assert [int(data) for k, data, _ in handled if k == key] == list(range(30))
    assert messages.is_empty(name)


def test_a_failure_of_a_large_request_still_names_ids(subscriber, exact):
    ids = [f"invalid{i:08}" for i in range(1000)]
    with pytest.raises(exceptions.InvalidArgument) as raised:
        call(subscriber.acknowledge, subscription=exact, ack_ids=ids)
    assert len(failures(raised.value)) >= 50


def test_acknowledgements_out_of_order_are_transient_failures(subscriber, topic, make_subscription, messages):
    name = make_subscription(enable_exactly_once_delivery=True, enable_message_ordering=True)
    messages.publish(topic, b"1", b"2", ordering_key="key")
    batch = messages.pull(name, 2)
    with pytest.raises(exceptions.GoogleAPICallError) as raised:
        messages.ack(name, batch[1:])
    assert failures(raised.value) == {batch[1].ack_id: "TRANSIENT_FAILURE_UNORDERED_ACK_ID"}
    messages.ack(name, batch)
    assert messages.is_empty(name)


def test_a_stream_confirms(subscriber, topic, exact, messages):
    messages.publish(topic, b"1")
    with Stream(subscriber, subscription=exact, stream_ack_deadline_seconds=10) as stream:
        message = stream.next()
        assert stream.responses[0].subscription_properties.exactly_once_delivery_enabled
        stream.send(modify_deadline_ack_ids=[message.ack_id], modify_deadline_seconds=[20])
        assert stream.next_response().modify_ack_deadline_confirmation.ack_ids == [message.ack_id]
        stream.send(ack_ids=[message.ack_id, "malformed"])
        confirmation = stream.next_response().acknowledge_confirmation
        assert (confirmation.ack_ids, confirmation.invalid_ack_ids) == ([message.ack_id], ["malformed"])


def test_rest_names_the_ids(endpoint, exact):
    rest = Rest(endpoint)
    status, body = rest("POST", f"/v1/{exact}:acknowledge", {"ackIds": ["malformed"]})
    rest.close()
    assert (status, body["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert body["error"]["details"] == [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "EXACTLY_ONCE_ACKID_FAILURE",
            "domain": "pubsub.googleapis.com",
            "metadata": {"malformed": "PERMANENT_FAILURE_INVALID_ACK_ID"},
        }
    ]


def test_it_can_be_switched_on_later(subscriber, topic, subscription, messages):
    request = {
        "subscription": {"name": subscription, "enable_exactly_once_delivery": True},
        "update_mask": {"paths": ["enable_exactly_once_delivery"]},
    }
    assert call(subscriber.update_subscription, request=request).enable_exactly_once_delivery
    with pytest.raises(exceptions.InvalidArgument) as raised:
        call(subscriber.acknowledge, subscription=subscription, ack_ids=["malformed"])
    assert raised.value.grpc_status_code == grpc.StatusCode.INVALID_ARGUMENT
