import CloudCore
import Testing

@testable import PubSubEmulator

/// Schemas in the language of protocol buffers, and data in both of its encodings.
struct ProtoSchemaTests {
    static let proto3 = """
        syntax = "proto3";
        package a.b;  // a comment
        option java_package = "x";
        message M {
          string s = 1;
          repeated int32 n = 2 [packed = false, deprecated = true];
          map<string, N> m = 3;
          oneof o { bool b = 4; E e = 5; }
          message N { optional bytes y = 1; uint64 u = 2; float f = 3; }
          enum E { Z = 0; Y = 7; }  /* another */
          reserved 100 to max; reserved "gone";
        }
        """
    static let proto2 = """
        message M {
          required int32 id = 1 [default = -1];
          optional group Part = 2 { required string x = 3; }
          repeated double d = 4;
          optional string s = 5;
          optional E e = 6;
          enum E { A = 1; }
          extensions 100 to 200;
        }
        extend M { optional M.E more = 100; }
        """

    static func message(_ body: String) -> String { #"syntax = "proto3"; message M { "# + body + " }" }

    static let definitions: [(text: String, fault: String?)] = [
        (proto3, nil), (proto2, nil), ("message M {}", nil),
        (message("N.P p = 1; message N { message P { M m = 1; } } .M r = 2;"), nil),
        (message("enum E { option allow_alias = true; A = 0; B = 0; } repeated E e = 1;"), nil),
        (message("string message = 1; int32 enum = 2; bool map = 3;"), nil),
        ("", "the definition is empty"),
        ("message", "expected the message's name, found the end of the definition (line 1, column 8)"),
        (
            #"syntax = "proto3";"#,
            "a schema must have one top-level message, found none (line 1, column 19)"
        ),
        (
            "message A {}\nmessage B {}",
            "a schema must have only one top-level type; put this message into the other one (line 2, column 1)"
        ),
        (
            "message A {} enum E { X = 0; }",
            "a schema must have only one top-level type, a message; put this enum into it (line 1, column 14)"
        ),
        (
            #"import "google/protobuf/timestamp.proto"; message M {}"#,
            "import statements are not supported in schemas (line 1, column 1)"
        ),
        (
            #"syntax = "proto4"; "#,
            "syntax must be \"proto2\" or \"proto3\", not \"proto4\" (line 1, column 10)"
        ),
        ("edition = \"2023\";", "editions are not supported; use proto2 or proto3 (line 1, column 9)"),
        ("message M {} service S {}", "services are not supported in schemas (line 1, column 14)"),
        (message("int32 x = 0;"), "expected a field number from 1 to 536870911, found 0 (line 1, column 42)"),
        (message("int32 x = 19000;"), "field numbers 19000 to 19999 are reserved (line 1, column 42)"),
        (message("int32 x = 1; int32 y = 1;"), "field number 1 is used twice in M (line 1, column 51)"),
        (message("int32 x = 1; int32 x = 2;"), "\"M.x\" is already defined (line 1, column 51)"),
        (message("int32 x = 1; reserved 1;"), "x = 1 is reserved (line 1, column 38)"),
        (message("int32 x = 1; reserved \"x\";"), "x = 1 is reserved (line 1, column 38)"),
        (message("Missing x = 1;"), "unknown type \"Missing\" (line 1, column 40)"),
        (message("required int32 x = 1;"), "proto3 has no required fields (line 1, column 32)"),
        (message("int32 x = 1 [default = 1];"), "proto3 has no defaults (line 1, column 38)"),
        (message("enum E { A = 1; }"), "the first value of a proto3 enum must be 0 (line 1, column 37)"),
        (
            message("enum E { A = 0; B = 0; }"),
            "two values of an enum have the same number, without allow_alias (line 1, column 37)"
        ),
        (message("oneof o {}"), "a oneof must have fields (line 1, column 38)"),
        (
            message("map<float, int32> m = 1;"),
            "a map's keys are integers, bools or strings (line 1, column 36)"
        ),
        (message("int32 x = 1 [packd = true];"), "unknown option \"packd\" (line 1, column 45)"),
        (message("int32 a_b = 1; int32 aB = 2;"), "two fields have the JSON name aB (line 1, column 53)"),
        (
            "message M { int32 x = 1; }",
            "expected optional, required or repeated in front of a proto2 field, found \"int32\" (line 1, column 13)"
        ),
        (
            "message M { optional int32 x = 1 [default = \"a\"]; }",
            "the default is of another type (line 1, column 28)"
        ),
        (
            "message M {} extend M { optional int32 x = 1; }",
            "M has no extension range with 1 (line 1, column 40)"
        ),
        ("/* message", "a comment that does not end (line 1, column 1)"),
        ("message M { ä", "unexpected byte 195 outside of a string (line 1, column 13)"),
    ]

    @Test("A definition is taken, or refused with the reason and the place", arguments: definitions)
    func definition(text: String, fault: String?) throws {
        try expectDefinition(.protocolBuffer, text, fault)
    }

    @Test("Messages are nested up to 100 levels deep")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "message M { ", count: depth) + String(repeating: "}", count: depth)
        }
        try expectDefinition(.protocolBuffer, nested(100), nil)
        try expectDefinition(
            .protocolBuffer, nested(101), "nested more than 100 levels deep (line 1, column 1213)")
    }

    static let binaryCases: [SchemaCase] = [
        SchemaCase(proto3, []),
        SchemaCase(proto3, [0x0a, 0x01, 0x78, 0x12, 0x02, 0x01, 0x02, 0x10, 0x03]),
        SchemaCase(proto3, [0x1a, 0x07, 0x0a, 0x01, 0x6b, 0x12, 0x02, 0x10, 0x01]),
        SchemaCase(proto3, [0x98, 0x06, 0x01]),
        SchemaCase(proto3, [0x28, 0x63]),
        SchemaCase(
            proto3, [0x08, 0x01],
            "field `s`: expected string, a length-delimited value, found a varint at byte 0"),
        SchemaCase(
            proto3, [0x0a, 0x01, 0xff], "field `s`: expected string, found bytes that are not UTF-8 at byte 2"
        ),
        SchemaCase(
            proto3, [0x0a, 0x05, 0x78],
            "field `s`: expected 5 bytes, found the end of the data after 1 at byte 1"),
        SchemaCase(
            proto3, [0x1a, 0x04, 0x12, 0x02, 0x18, 0x01],
            "field `m.value.f`: expected float, a 32-bit value, found a varint at byte 4"),
        SchemaCase(
            proto3, [0x12, 0x01, 0x80], "field `n`: expected a varint, found the end of the data at byte 3"),
        SchemaCase(proto3, [0x07], "expected a field's number and wire type, found 7 at byte 0"),
        SchemaCase(proto3, [0x00, 0x00], "expected a field's number and wire type, found 0 at byte 0"),
        SchemaCase(
            proto3, [0x20] + [UInt8](repeating: 0xff, count: 10),
            "field `b`: a varint of more than 10 bytes at byte 1"),
        SchemaCase(proto3, [0x9b, 0x06, 0x9c, 0x06]),
        SchemaCase(
            proto3, [0x9b, 0x06, 0xa4, 0x06], "found the end of group 100, which was not begun at byte 2"),
        SchemaCase(proto2, [0x08, 0x01]),
        SchemaCase(
            proto2, [0x08, 0x01, 0x13, 0x1a, 0x00, 0x14, 0x2a, 0x01, 0xff, 0x30, 0x09, 0xa0, 0x06, 0x01]),
        SchemaCase(proto2, [], "field `id`: is required, but missing"),
        SchemaCase(proto2, [0x08, 0x01, 0x13, 0x14], "field `part.x`: is required, but missing"),
        SchemaCase(
            proto2, [0x08, 0x01, 0x13],
            "field `part`: expected the end of a group, found the end of the data at byte 3"),
        SchemaCase(
            proto2, [0x08, 0x01, 0xa2, 0x06, 0x00],
            "field `[more]`: expected M.E, a varint, found a length-delimited value at byte 2"),
    ]

    @Test("Binary data fits, or is refused with the field, the reason and the byte", arguments: binaryCases)
    func binary(one: SchemaCase) throws { try one.check(.protocolBuffer, .binary) }

    static let jsonCases: [SchemaCase] = [
        SchemaCase(proto3, json: "{}"),
        SchemaCase(
            proto3,
            json:
                #"{"s": "x", "n": [1, "2", 3.0], "m": {"k": {"y": "YQ==", "u": "18446744073709551615"}}, "e": "Y"}"#
        ),
        SchemaCase(proto3, json: #"{"s": null, "b": null, "e": 99}"#),
        SchemaCase(proto3, json: #"{"s": 1}"#, "field `s`: expected string, found integer at byte 6"),
        SchemaCase(
            proto3, json: #"{"n": [1, 2147483648]}"#, "field `n[1]`: the number is no int32 at byte 10"),
        SchemaCase(proto3, json: #"{"n": [null]}"#, "field `n[0]`: expected int32, found null at byte 7"),
        SchemaCase(proto3, json: #"{"n": 1}"#, "field `n`: expected array, found integer at byte 6"),
        SchemaCase(
            proto3, json: #"{"m": {"k": {"y": "?"}}}"#,
            "field `m[\"k\"].y`: expected bytes in base64, found another string at byte 18"),
        SchemaCase(
            proto3, json: #"{"m": {"k": {"f": 1e39}}}"#,
            "field `m[\"k\"].f`: the number is out of the range of float at byte 18"),
        SchemaCase(proto3, json: #"{"x": 1}"#, "a.b.M has no field `x` at byte 1"),
        SchemaCase(
            proto3, json: #"{"b": true, "e": 0}"#,
            "field `e`: another field of oneof o is given too at byte 12"),
        SchemaCase(proto3, json: #"{"e": "X"}"#, "field `e`: \"X\" is no value of a.b.M.E at byte 6"),
        SchemaCase(proto3, json: "[]", "expected a.b.M, found array at byte 0"),
        SchemaCase(proto2, json: #"{"id": "7", "part": {"x": ""}, "d": [1, "NaN", "-1.5"], "[more]": "A"}"#),
        SchemaCase(proto2, json: "{}", "field `id`: is required, but missing from the object at byte 0"),
        SchemaCase(proto2, json: #"{"id": 1, "e": 9}"#, "field `e`: 9 is no value of M.E at byte 15"),
        SchemaCase(message("int32 a_b = 1;"), json: #"{"aB": 1}"#),
        SchemaCase(message("int32 a_b = 1;"), json: #"{"a_b": 1}"#),
        SchemaCase(
            message("int32 a_b = 1;"), json: #"{"a_b": 1, "aB": 1}"#, "field `a_b`: is given twice at byte 11"
        ),
        SchemaCase(message("map<bool, int32> m = 1;"), json: #"{"m": {"true": 1}}"#),
        SchemaCase(
            message("map<int32, int32> m = 1;"), json: #"{"m": {"k": 1}}"#,
            "field `m[\"k\"]`: expected int32, found string at byte 7"),
    ]

    @Test("JSON data fits, or is refused with the field, the reason and the byte", arguments: jsonCases)
    func json(one: SchemaCase) throws { try one.check(.protocolBuffer, .json) }

    static let revisionCases: [(old: String, new: String, problem: String?)] = [
        ("int32 a = 1;", "int32 a = 1; string b = 2; optional M c = 3;", nil),
        ("int32 a = 1; string b = 2;", "int32 a = 1;", nil),
        ("int32 a = 1;", "int32 b = 1;", "field M.a = 1 was changed"),
        ("int32 a = 1;", "int64 a = 1;", "field M.a = 1 was changed"),
        ("int32 a = 1;", "repeated int32 a = 1;", "field M.a = 1 was changed"),
        ("", "repeated int32 a = 1;", "field M.a was added, which is not optional"),
        ("map<int32, int32> a = 1;", "", "field M.a was removed, which is not optional"),
        ("enum E { A = 0; }", "enum E { A = 0; B = 5; }", "M.B = 5 is missing in M.E"),
        ("enum E { A = 0; B = 5; }", "enum E { A = 0; }", "M.B = 5 is missing in M.E"),
    ]

    @Test("A revision adds and removes optional fields only", arguments: revisionCases)
    func revision(old: String, new: String, problem: String?) throws {
        let (old, new) = (
            try SchemaDefinition.parse(Schema(.protocolBuffer, Self.message(old))),
            try SchemaDefinition.parse(Schema(.protocolBuffer, Self.message(new)))
        )
        #expect(new.incompatibility(with: old) == problem)
    }
}
