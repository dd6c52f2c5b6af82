"""Prints the published definitions of messages and enumerations as a Swift file."""

from google.api import annotations_pb2  # noqa: F401 - its files are in the pool once it is imported
from google.iam.v1 import iam_policy_pb2, options_pb2, policy_pb2
from google.protobuf import any_pb2, duration_pb2, empty_pb2, field_mask_pb2, timestamp_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.pubsub_v1.types import pubsub, schema
from google.rpc import error_details_pb2, status_pb2
from google.type import expr_pb2
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

HEAD = """/// The published definitions, as scripts/descriptors has written them. Do not edit.
///
/// A message or enumeration a paragraph: its full name, then each field with number, name, JSON name and type, or
/// each value with its number. A type begins with `repeated`, with `optional` if it has presence by itself, or with
/// the name of its `oneof` in parentheses.
enum PublishedFields {
    static let text = \"\"\"
"""
TAIL = """        \"\"\"
}"""

KINDS = {
    value: name[5:].lower() for name, value in vars(FieldDescriptor).items() if name.startswith("TYPE_")
}


def files():
    """The files whose types this package may have."""
    modules = [
        any_pb2, duration_pb2, empty_pb2, field_mask_pb2, timestamp_pb2, error_details_pb2, status_pb2,
        expr_pb2, iam_policy_pb2, options_pb2, policy_pb2, health_pb2, reflection_pb2,
    ]  # fmt: skip
    # The files of the generated client are descriptions of their own, without services.
    generated = [pubsub.Topic, schema.Schema]
    return [m.DESCRIPTOR for m in modules] + [t.pb(t()).DESCRIPTOR.file for t in generated]


def json_name(name):
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def type_of(field):
    """The type in the words of the API definition, with the full names of messages and enumerations."""
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        key, value = field.message_type.fields
        return f"map<{type_of(key)},{type_of(value)}>"
    if field.message_type is not None:
        return field.message_type.full_name
    if field.enum_type is not None:
        return field.enum_type.full_name
    return KINDS[field.type]


def label_of(field):
    if field.is_repeated and not type_of(field).startswith("map<"):
        return "repeated "
    oneof = field.containing_oneof
    if oneof is None:
        return ""
    # A lone optional field is in a oneof of its own, which the definition does not have.
    return "optional " if oneof.name == "_" + field.name else f"({oneof.name}) "


def lines(message):
    if message.GetOptions().map_entry:
        return
    yield f"message {message.full_name}"
    for field in sorted(message.fields, key=lambda field: field.number):
        # The generator of the Python client appends this to names that Python has taken.
        name = field.name.rstrip("_")
        yield f"  {field.number} {name} {json_name(name)} {label_of(field)}{type_of(field)}"
    for enumeration in message.enum_types:
        yield from values(enumeration)
    for nested in message.nested_types:
        yield from lines(nested)


def values(enumeration):
    yield f"enum {enumeration.full_name}"
    for value in enumeration.values:
        yield f"  {value.number} {value.name}"


def main():
    print(HEAD, end="")
    for file in sorted(files(), key=lambda file: (file.package, file.name)):
        for enumeration in file.enum_types_by_name.values():
            for line in values(enumeration):
                print("        " + line)
        for message in file.message_types_by_name.values():
            for line in lines(message):
                print("        " + line)
    print(TAIL)


main()
