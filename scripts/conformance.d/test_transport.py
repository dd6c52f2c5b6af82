"""gRPC itself: compression, deadlines, cancellation, health, and what is not there."""

import threading

import grpc
import pytest
from google.pubsub_v1 import types
from google.pubsub_v1.services.publisher import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.rpc import status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from harness import TIMEOUT, call

PUBLISH = "/google.pubsub.v1.Publisher/Publish"
GET_TOPIC = "/google.pubsub.v1.Publisher/GetTopic"
PULL = "/google.pubsub.v1.Subscriber/Pull"


@pytest.fixture
def channel(endpoint):
    with grpc.insecure_channel(endpoint) as channel:
        yield channel


def unary(channel, method, request=b"", **arguments):
    """Calls any method with bytes for messages."""
    return channel.unary_unary(method)(request, timeout=TIMEOUT, **arguments)


def publish_request(topic, payload):
    return types.PublishRequest.serialize(types.PublishRequest(topic=topic, messages=[{"data": payload}]))


@pytest.mark.parametrize("size", [1, 1000, 1_000_000])
def test_gzip_compressed_requests_are_understood(endpoint, topic, subscription, messages, size):
    payload = b"compress me " * (size // 12 + 1)
    with grpc.insecure_channel(endpoint, compression=grpc.Compression.Gzip) as channel:
        client = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        call(client.publish, topic=topic, messages=[{"data": payload}])
    [received] = messages.drain(subscription, 1)
    assert received.message.data == payload


def test_an_unknown_compression_is_unimplemented(channel, topic):
    with pytest.raises(grpc.RpcError) as raised:
        unary(channel, PUBLISH, publish_request(topic, b"x"), compression=grpc.Compression.Deflate)
    assert raised.value.code() in (grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL)


@pytest.mark.parametrize(
    "method",
    [
        "/google.pubsub.v1.Publisher/NoSuchMethod",
        "/google.pubsub.v2.Publisher/Publish",
        "/nothing",
        "/a/b/c",
    ],
)
def test_unknown_methods_are_unimplemented(channel, method):
    with pytest.raises(grpc.RpcError) as raised:
        unary(channel, method)
    assert raised.value.code() == grpc.StatusCode.UNIMPLEMENTED
    assert raised.value.details()


@pytest.mark.official_deviates("UNKNOWN")
@pytest.mark.parametrize(
    "body",
    [b"\x0a", b"\x0a\xff\xff\xff\xff\x7f", b"\xff" * 11, b"\x0f\x00"],
    ids=["length missing", "length too long", "overlong varint", "wire type 7"],
)
def test_malformed_protobuf_is_an_error_and_the_connection_goes_on(channel, topic, body):
    with pytest.raises(grpc.RpcError) as raised:
        unary(channel, GET_TOPIC, body)
    assert raised.value.code() in (
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.CANCELLED,
    )
    assert unary(channel, PUBLISH, publish_request(topic, b"x"))


def test_unknown_fields_are_ignored(channel, topic):
    unknown = b"\xc2\x3e\x05hello"
    assert unary(channel, PUBLISH, publish_request(topic, b"x") + unknown)


def test_the_caller_s_deadline_ends_the_call(channel, subscription):
    request = types.PullRequest.serialize(types.PullRequest(subscription=subscription, max_messages=1))
    try:
        answer = channel.unary_unary(PULL)(request, timeout=0.5)
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    else:
        assert answer == b""


def test_cancelling_a_waiting_pull_leaves_the_message_for_the_next(channel, topic, subscription, messages):
    request = types.PullRequest.serialize(types.PullRequest(subscription=subscription, max_messages=1))
    ended = threading.Event()
    waiting = channel.unary_unary(PULL).future(request, timeout=TIMEOUT)
    waiting.add_done_callback(lambda _: ended.set())
    # An answer on the same connection comes after the Pull was sent: so the cancellation cancels something.
    unary(channel, GET_TOPIC, types.GetTopicRequest.serialize(types.GetTopicRequest(topic=topic)))
    assert waiting.cancel() and ended.wait(TIMEOUT)
    unary(channel, GET_TOPIC, types.GetTopicRequest.serialize(types.GetTopicRequest(topic=topic)))
    messages.publish(topic, b"not lost")
    assert messages.pull(subscription)[0].message.data == b"not lost"


def test_a_lost_connection_leaves_the_message_for_the_next(endpoint, topic, subscription, messages):
    request = types.PullRequest.serialize(types.PullRequest(subscription=subscription, max_messages=1))
    with grpc.insecure_channel(endpoint) as channel:
        waiting = channel.unary_unary(PULL).future(request, timeout=TIMEOUT)
        unary(channel, GET_TOPIC, types.GetTopicRequest.serialize(types.GetTopicRequest(topic=topic)))
    assert waiting.exception().code() == grpc.StatusCode.CANCELLED
    messages.publish(topic, b"not lost")
    assert messages.pull(subscription)[0].message.data == b"not lost"


@pytest.mark.official_deviates("no gRPC health service")
@pytest.mark.parametrize("service", ["", "google.pubsub.v1.Publisher", "google.pubsub.v1.Subscriber"])
def test_health_is_serving(channel, service):
    answer = health_pb2_grpc.HealthStub(channel).Check(
        health_pb2.HealthCheckRequest(service=service), timeout=TIMEOUT
    )
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


@pytest.mark.official_deviates("no gRPC health service")
def test_health_of_an_unknown_service_is_not_found(channel):
    with pytest.raises(grpc.RpcError) as raised:
        health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(service="no.Such"), timeout=TIMEOUT
        )
    assert raised.value.code() == grpc.StatusCode.NOT_FOUND


@pytest.mark.official_deviates("no gRPC health service")
@pytest.mark.parametrize(("service", "status"), [("", "SERVING"), ("no.Such", "SERVICE_UNKNOWN")])
def test_watching_health_tells_the_status_at_once_and_goes_on(channel, service, status):
    watch = health_pb2_grpc.HealthStub(channel).Watch(
        health_pb2.HealthCheckRequest(service=service), timeout=TIMEOUT
    )
    assert health_pb2.HealthCheckResponse.ServingStatus.Name(next(watch).status) == status
    assert watch.is_active()
    watch.cancel()


def test_error_messages_survive_in_any_script(channel):
    request = types.GetTopicRequest.serialize(types.GetTopicRequest(topic="projects/p/topics/grüße 100%\n"))
    with pytest.raises(grpc.RpcError) as raised:
        unary(channel, GET_TOPIC, request)
    assert raised.value.code() in (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND)
    assert "%25" not in raised.value.details() and "%C3" not in raised.value.details()


def test_details_of_an_error_repeat_its_code_and_message(channel):
    """`grpc-status-details-bin` may be left out; when it is there it must agree with the status."""
    with pytest.raises(grpc.RpcError) as raised:
        unary(channel, GET_TOPIC, types.GetTopicRequest.serialize(types.GetTopicRequest(topic="nonsense")))
    packed = dict(raised.value.trailing_metadata()).get("grpc-status-details-bin")
    if packed is not None:
        status = status_pb2.Status.FromString(packed)
        assert status.code == raised.value.code().value[0]
        assert status.message == raised.value.details()


def test_many_calls_at_once_on_one_connection(channel, topic):
    request = publish_request(topic, b"x" * 1000)
    calls = [channel.unary_unary(PUBLISH).future(request, timeout=TIMEOUT) for _ in range(1000)]
    ids = {types.PublishResponse.deserialize(call.result()).message_ids[0] for call in calls}
    assert len(ids) == 1000


def test_many_connections_at_once(endpoint, topic):
    options = [("grpc.use_local_subchannel_pool", 1)]
    channels = [grpc.insecure_channel(endpoint, options=options) for _ in range(50)]
    request = publish_request(topic, b"x")
    calls = [channel.unary_unary(PUBLISH).future(request, timeout=TIMEOUT) for channel in channels]
    assert all(call.result() for call in calls)
    for channel in channels:
        channel.close()


def test_large_metadata_within_the_limit_is_accepted(channel, topic):
    metadata = [(f"x-header-{i}", "v" * 100) for i in range(40)]
    assert unary(channel, PUBLISH, publish_request(topic, b"x"), metadata=metadata)
