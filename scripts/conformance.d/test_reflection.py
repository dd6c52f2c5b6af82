"""Server reflection: a client that has nothing but the address finds out what can be called, and calls it."""

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from harness import TIMEOUT

pytestmark = pytest.mark.ours_only

PUBSUB = "google.pubsub.v1"

# Its only field is a google.protobuf.Struct, of a transform that is not emulated.
KNOWN_DIFFERENCES = {f"{PUBSUB}.AIInference.UnstructuredInference"}


@pytest.fixture(scope="module")
def channel(endpoint):
    with grpc.insecure_channel(endpoint) as channel:
        yield channel


@pytest.fixture(scope="module")
def database(channel):
    return ProtoReflectionDescriptorDatabase(channel)


@pytest.fixture(scope="module")
def pool(database):
    """A pool that knows nothing but what reflection tells."""
    return descriptor_pool.DescriptorPool(database)


@pytest.fixture(scope="module")
def services(database):
    return list(database.get_services())


@pytest.fixture
def invoke(channel, pool):
    """Calls a unary method with a message made from a dictionary."""

    def invoke(service, method, **fields):
        described = pool.FindServiceByName(service).FindMethodByName(method)
        request = json_format.ParseDict(fields, message_factory.GetMessageClass(described.input_type)())
        stub = channel.unary_unary(
            f"/{service}/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=message_factory.GetMessageClass(described.output_type).FromString,
        )
        return stub(request, timeout=TIMEOUT)

    return invoke


def test_services(services):
    expected = {f"{PUBSUB}.Publisher", f"{PUBSUB}.Subscriber", "grpc.health.v1.Health"}
    assert expected | {"grpc.reflection.v1.ServerReflection"} <= set(services)


def test_every_method_and_message_resolves(pool, services):
    for name in services:
        service = pool.FindServiceByName(name)
        assert service.methods
        for method in service.methods:
            assert message_factory.GetMessageClass(method.input_type)() is not None
            assert message_factory.GetMessageClass(method.output_type)() is not None


def test_streams_are_marked(pool):
    subscriber = descriptor_pb2.ServiceDescriptorProto()
    pool.FindServiceByName(f"{PUBSUB}.Subscriber").CopyToProto(subscriber)
    streams = {m.name for m in subscriber.method if m.client_streaming and m.server_streaming}
    assert streams == {"StreamingPull"}
    health = descriptor_pb2.ServiceDescriptorProto()
    pool.FindServiceByName("grpc.health.v1.Health").CopyToProto(health)
    assert [(m.client_streaming, m.server_streaming) for m in health.method] == [(False, False), (False, True)]


def test_calls_with_messages_from_reflection_alone(invoke, project):
    name = f"projects/{project}/topics/topic"
    subscription = f"projects/{project}/subscriptions/subscription"
    topic = invoke(f"{PUBSUB}.Publisher", "CreateTopic", name=name, labels={"a": "b"})
    assert topic.name == name and topic.labels["a"] == "b"
    made = invoke(
        f"{PUBSUB}.Subscriber",
        "CreateSubscription",
        name=subscription,
        topic=name,
        retryPolicy={"minimumBackoff": "3s"},
    )
    assert made.retry_policy.minimum_backoff.seconds == 3
    sent = invoke(f"{PUBSUB}.Publisher", "Publish", topic=name, messages=[{"data": "aGVsbG8="}])
    pulled = invoke(f"{PUBSUB}.Subscriber", "Pull", subscription=subscription, maxMessages=1)
    assert pulled.received_messages[0].message.data == b"hello"
    assert pulled.received_messages[0].message.message_id == sent.message_ids[0]
    assert pulled.received_messages[0].message.publish_time.seconds > 0
    assert invoke("grpc.health.v1.Health", "Check").status == 1


def published_messages():
    """The messages that Google's client library defines, which has no services."""
    from google.pubsub_v1.types import pubsub

    def nested(message):
        yield message
        for inner in message.nested_types:
            if not inner.GetOptions().map_entry:
                yield from nested(inner)

    for message in pubsub.Topic.pb(pubsub.Topic()).DESCRIPTOR.file.message_types_by_name.values():
        yield from nested(message)


def shape(message):
    """What matters of a message on the wire and in JSON."""
    proto = descriptor_pb2.DescriptorProto()
    message.CopyToProto(proto)
    oneofs = [oneof.name for oneof in proto.oneof_decl]
    fields = {
        f.number: (
            f.name.rstrip("_"),
            f.type,
            f.label,
            f.type_name,
            oneofs[f.oneof_index] if f.HasField("oneof_index") else None,
        )
        for f in proto.field
    }
    enums = {e.name: {(v.number, v.name) for v in e.value} for e in proto.enum_type}
    return fields, enums


def test_messages_are_those_that_google_publishes(pool):
    known, differing = 0, []
    for message in published_messages():
        try:
            ours = pool.FindMessageTypeByName(message.full_name)
        except KeyError:
            # No method takes or returns it.
            continue
        known += 1
        if shape(ours) != shape(message) and message.full_name not in KNOWN_DIFFERENCES:
            differing.append((message.full_name, shape(ours), shape(message)))
    assert not differing
    assert known > 60


def test_what_there_is_not_is_an_error(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    requests = [
        reflection_pb2.ServerReflectionRequest(file_containing_symbol="none.Such"),
        reflection_pb2.ServerReflectionRequest(file_by_filename="none.proto"),
        reflection_pb2.ServerReflectionRequest(
            file_containing_extension={"containing_type": f"{PUBSUB}.Topic", "extension_number": 100}
        ),
        reflection_pb2.ServerReflectionRequest(list_services="*"),
    ]
    answers = list(stub.ServerReflectionInfo(iter(requests), timeout=TIMEOUT))
    assert [a.error_response.error_code for a in answers] == [5, 5, 5, 0]
    assert answers[3].list_services_response.service


def test_a_fast_client_gets_every_answer(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    request = reflection_pb2.ServerReflectionRequest(file_containing_symbol=f"{PUBSUB}.Publisher")
    answers = list(stub.ServerReflectionInfo(iter([request] * 200), timeout=TIMEOUT))
    assert len(answers) == 200
    assert len({a.SerializeToString() for a in answers}) == 1
