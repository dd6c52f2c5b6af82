"""Schemas: definitions, revisions, and what a topic with a schema accepts."""

import json

import grpc
import pytest
from google.api_core import exceptions
from google.pubsub_v1.services.schema_service import SchemaServiceClient
from google.pubsub_v1.services.schema_service.transports import SchemaServiceGrpcTransport
from google.pubsub_v1.types import Encoding, Schema, SchemaView
from harness import call

AVRO = json.dumps(
    {
        "type": "record",
        "name": "Person",
        "fields": [{"name": "name", "type": "string"}, {"name": "age", "type": "int"}],
    }
)
PROTO = 'syntax = "proto3"; message Person { string name = 1; int32 age = 2; }'
AVRO_WITH_MORE = json.dumps(
    {
        "type": "record",
        "name": "Person",
        "fields": [
            {"name": "name", "type": "string"},
            {"name": "age", "type": "int"},
            {"name": "city", "type": "string", "default": ""},
        ],
    }
)
NO_PROTO = pytest.mark.official_deviates("no protocol buffer schemas")


@pytest.fixture(scope="module")
def schemas(endpoint):
    with grpc.insecure_channel(endpoint) as channel:
        yield SchemaServiceClient(transport=SchemaServiceGrpcTransport(channel=channel))


@pytest.fixture
def create(schemas, project):
    def make(id="person", kind=Schema.Type.AVRO, definition=AVRO):
        schema = {"type_": kind, "definition": definition}
        request = {"parent": f"projects/{project}", "schema": schema, "schema_id": id}
        return call(schemas.create_schema, request=request)

    return make


@pytest.fixture
def typed_topic(publisher, subscriber, project):
    """Creates a topic with a schema, and a subscription to it."""

    def make(schema, encoding):
        topic = f"projects/{project}/topics/typed"
        call(publisher.create_topic, name=topic, schema_settings={"schema": schema, "encoding": encoding})
        subscription = f"projects/{project}/subscriptions/typed"
        call(subscriber.create_subscription, name=subscription, topic=topic)
        return topic, subscription

    return make


def test_a_schema_is_returned_as_it_was_created(schemas, project, create):
    made = create()
    assert made.name == f"projects/{project}/schemas/person"
    assert len(made.revision_id) == 8
    found = call(schemas.get_schema, name=made.name)
    assert (found.definition, found.type_, found.revision_id) == (AVRO, Schema.Type.AVRO, made.revision_id)
    listed = list(call(schemas.list_schemas, request={"parent": f"projects/{project}", "view": SchemaView.FULL}))
    assert [schema.definition for schema in listed] == [AVRO]


@pytest.mark.parametrize(
    ("kind", "definition"),
    [
        (Schema.Type.AVRO, "{"),
        (Schema.Type.AVRO, '{"type": "record", "name": "A"}'),
        (Schema.Type.AVRO, '{"type": "nonsense"}'),
        pytest.param(Schema.Type.PROTOCOL_BUFFER, "message {", marks=NO_PROTO),
        pytest.param(
            Schema.Type.PROTOCOL_BUFFER, 'syntax = "proto3"; message A { string a = 0; }', marks=NO_PROTO
        ),
    ],
)
def test_what_is_no_schema_is_refused(schemas, project, create, kind, definition):
    with pytest.raises(exceptions.InvalidArgument):
        create(kind=kind, definition=definition)
    with pytest.raises(exceptions.InvalidArgument):
        schema = {"type_": kind, "definition": definition}
        call(schemas.validate_schema, request={"parent": f"projects/{project}", "schema": schema})


GOOD_AND_BAD = [
    (Schema.Type.AVRO, AVRO, Encoding.JSON, b'{"name": "Ada", "age": 36}', b'{"name": "Ada", "age": "36"}'),
    (Schema.Type.AVRO, AVRO, Encoding.BINARY, b"\x06Ada\x48", b"\x06Ad"),
    pytest.param(
        Schema.Type.PROTOCOL_BUFFER,
        PROTO,
        Encoding.JSON,
        b'{"name": "Ada", "age": 36}',
        b'{"name": 3}',
        marks=NO_PROTO,
    ),
    pytest.param(
        Schema.Type.PROTOCOL_BUFFER,
        PROTO,
        Encoding.BINARY,
        b"\x0a\x03Ada\x10\x24",
        b"\x0a\x09Ada",
        marks=NO_PROTO,
    ),
]


@pytest.mark.parametrize(("kind", "definition", "encoding", "good", "bad"), GOOD_AND_BAD)
def test_a_topic_takes_what_its_schema_allows(
    create, typed_topic, messages, kind, definition, encoding, good, bad
):
    schema = create(kind=kind, definition=definition)
    topic, subscription = typed_topic(schema.name, encoding)
    with pytest.raises(exceptions.InvalidArgument):
        messages.publish(topic, good, bad)
    messages.publish(topic, good)
    [received] = messages.pull(subscription)
    assert received.message.data == good
    attributes = dict(received.message.attributes)
    assert attributes["googclient_schemaname"] == schema.name
    assert attributes["googclient_schemaencoding"] == Encoding(encoding).name
    assert attributes["googclient_schemarevisionid"] == schema.revision_id


@pytest.mark.parametrize(("kind", "definition", "encoding", "good", "bad"), GOOD_AND_BAD)
def test_a_message_can_be_tried_beforehand(schemas, project, create, kind, definition, encoding, good, bad):
    schema = create(kind=kind, definition=definition)
    request = {"parent": f"projects/{project}", "name": schema.name, "encoding": encoding, "message": good}
    call(schemas.validate_message, request=request)
    with pytest.raises(exceptions.InvalidArgument):
        call(schemas.validate_message, request={**request, "message": bad})


def test_revisions_are_committed_rolled_back_and_deleted(schemas, create):
    first = create()
    schema = {"name": first.name, "type_": Schema.Type.AVRO, "definition": AVRO_WITH_MORE}
    second = call(schemas.commit_schema, request={"name": first.name, "schema": schema})
    assert second.revision_id != first.revision_id
    listed = [s.revision_id for s in call(schemas.list_schema_revisions, name=first.name)]
    assert sorted(listed) == sorted([first.revision_id, second.revision_id])
    third = call(schemas.rollback_schema, request={"name": first.name, "revision_id": first.revision_id})
    assert third.definition == AVRO
    assert third.revision_id not in listed
    named = f"{first.name}@{second.revision_id}"
    assert call(schemas.get_schema, name=named).definition == AVRO_WITH_MORE
    call(schemas.delete_schema_revision, request={"name": named})
    with pytest.raises(exceptions.NotFound):
        call(schemas.get_schema, name=named)


def test_a_topic_needs_its_schema(publisher, project):
    settings = {"schema": f"projects/{project}/schemas/none", "encoding": Encoding.JSON}
    with pytest.raises(exceptions.NotFound):
        call(publisher.create_topic, name=f"projects/{project}/topics/typed", schema_settings=settings)


def test_a_deleted_schema_is_gone(schemas, create):
    schema = create()
    call(schemas.delete_schema, name=schema.name)
    with pytest.raises(exceptions.NotFound):
        call(schemas.get_schema, name=schema.name)
