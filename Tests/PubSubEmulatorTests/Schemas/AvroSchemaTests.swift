import CloudCore
import Testing

@testable import PubSubEmulator

/// Avro schemas and data (Apache Avro 1.11, specification).
struct AvroSchemaTests {
    static let person = """
        {"type": "record", "name": "Person", "namespace": "a.b", "fields": [
          {"name": "age", "type": "int", "default": 0},
          {"name": "name", "type": ["null", "string"], "default": null}]}
        """

    static func record(_ field: String) -> String {
        #"{"type": "record", "name": "R", "fields": ["# + field + "]}"
    }

    static let definitions: [(text: String, fault: String?)] = [
        (#""string""#, nil),
        (person, nil),
        (record(#"{"name": "next", "type": ["null", "R"]}"#), nil),
        (record(#"{"name": "t", "type": {"type": "long", "logicalType": "timestamp-millis"}}"#), nil),
        (record(#"{"name": "x", "type": {"type": "array", "items": "int"}, "default": [1, 2]}"#), nil),
        (record(#"{"name": "x", "type": ["string", "null"], "default": "a"}"#), nil),
        (record(#"{"name": "x", "type": "bytes", "default": "\u00ff"}"#), nil),
        (
            #"["null", {"type": "fixed", "name": "F", "size": 2}, {"type": "fixed", "name": "G", "size": 2}]"#,
            nil
        ),
        ("", "the definition is empty"),
        ("{", "Unexpected end of string. Expected an object key. (line 1, column 2, byte 1)"),
        (#""strin""#, #"unknown type "strin" (line 1, column 1)"#),
        ("1", "a type is a name, an array (a union) or an object, not a integer (line 1, column 1)"),
        ("[]", "a union must have branches (line 1, column 1)"),
        (#"["int", "int"]"#, "a union must not have two branches of type int (line 1, column 9)"),
        (#"[["int"]]"#, "a union must not be directly in a union (line 1, column 2)"),
        ("{}", #"an object of a type must have a "type" (line 1, column 1)"#),
        (#"{"type": "array"}"#, #"a type of kind array must have "items" (line 1, column 1)"#),
        (
            #"{"type": "enum", "name": "E", "symbols": ["A", "A"]}"#,
            "symbols must be different (line 1, column 42)"
        ),
        (
            #"{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}"#,
            "the default of an enum must be one of its symbols (line 1, column 60)"
        ),
        (
            #"{"type": "fixed", "name": "F", "size": -1}"#,
            "size must be an integer from 0 to 2,147,483,647 (line 1, column 40)"
        ),
        (
            #"{"type": "fixed", "name": "1F", "size": 1}"#,
            "a name is letters, digits and _, no digit first, with dots between parts, and no primitive type's "
                + "(line 1, column 27)"
        ),
        (
            record(#"{"name": "x", "type": {"type": "fixed", "name": "R", "size": 1}}"#),
            #"field `x`: the name "R" is defined twice (line 1, column 92)"#
        ),
        (
            record(#"{"name": "x", "type": "int", "default": "a"}"#),
            "field `x`: its default: expected int, found string (line 1, column 84)"
        ),
        (
            record(#"{"name": "x", "type": ["null", "int"], "default": 1}"#),
            "field `x`: its default: expected null, found integer (line 1, column 94)"
        ),
        (
            record(#"{"name": "x", "type": "int"}, {"name": "x", "type": "int"}"#),
            "the record has two fields `x` (line 1, column 74)"
        ),
        (record(#"{"name": "x"}"#), #"field `x`: the field must have a "type" (line 1, column 44)"#),
    ]

    @Test("A definition is taken, or refused with the reason and the place", arguments: definitions)
    func definition(text: String, fault: String?) throws { try expectDefinition(.avro, text, fault) }

    @Test("A definition has up to 300 KB")
    func size() throws {
        let text = #""string""#
        let room = SchemaLimits.definitionBytes - text.utf8.count
        try expectDefinition(.avro, text + String(repeating: " ", count: room), nil)
        try expectDefinition(
            .avro, text + String(repeating: " ", count: room + 1),
            "the definition has 307201 bytes, must have at most 307200")
    }

    static let binaryCases: [SchemaCase] = [
        SchemaCase(person, [0x54, 0x02, 0x06, 0x61, 0x62, 0x63]),
        SchemaCase(person, [0x54, 0x00]),
        SchemaCase(#""null""#, []),
        SchemaCase(#""int""#, [0xff, 0xff, 0xff, 0xff, 0x0f]),
        SchemaCase(
            #""int""#, [0xff, 0xff, 0xff, 0xff, 0x1f], "expected int, found a number beyond 32 bits at byte 0"
        ),
        SchemaCase(#""long""#, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
        SchemaCase(
            #""long""#, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            "expected long, found a number beyond 64 bits at byte 0"),
        SchemaCase(#""boolean""#, [0x02], "expected boolean, 0 or 1, found byte 2 at byte 0"),
        SchemaCase(
            #""double""#, [0, 0], "expected double of 8 bytes, found the end of the data after 2 at byte 0"),
        SchemaCase(#""int""#, [0x02, 0x02], "too much data: 1 bytes after the value's end at byte 1"),
        SchemaCase(person, [0x54], "field `name`: expected a union, found the end of the data at byte 1"),
        SchemaCase(
            person, [0x54, 0x04], "field `name`: expected a union of 2 branches, found number 2 at byte 1"),
        SchemaCase(
            person, [0x54, 0x02, 0x02, 0xff],
            "field `name`: expected string, found bytes that are not UTF-8 at byte 3"),
        SchemaCase(#""bytes""#, [0x01], "expected bytes, found the length -1 at byte 0"),
        SchemaCase(#"{"type": "array", "items": "int"}"#, [0x04, 0x02, 0x04, 0x00]),
        SchemaCase(#"{"type": "array", "items": "int"}"#, [0x03, 0x04, 0x02, 0x04, 0x00]),
        SchemaCase(
            #"{"type": "array", "items": "boolean"}"#, [0x04, 0x01, 0x03],
            "field `[1]`: expected boolean, 0 or 1, found byte 3 at byte 2"),
        SchemaCase(
            #"{"type": "map", "values": "boolean"}"#, [0x02, 0x02, 0x6b, 0x09],
            "field `[\"k\"]`: expected boolean, 0 or 1, found byte 9 at byte 3"),
        SchemaCase(
            #"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#, [0x04],
            "expected E of 2 symbols, found number 2 at byte 0"),
        SchemaCase(#"{"type": "fixed", "name": "F", "size": 2}"#, [0x01, 0x02]),
        SchemaCase(
            #"{"type": "array", "items": "null"}"#, [0xfe, 0xff, 0xff, 0xff, 0x7f],
            "field `[65536]`: more than 65536 values without bytes at byte 5"),
    ]

    @Test("Binary data fits, or is refused with the field, the reason and the byte", arguments: binaryCases)
    func binary(one: SchemaCase) throws { try one.check(.avro, .binary) }

    static let jsonCases: [SchemaCase] = [
        SchemaCase(person, json: #"{"age": 1, "name": {"string": "x"}}"#),
        SchemaCase(person, json: #"{"name": null, "age": -2147483648}"#),
        SchemaCase(
            person, json: #"{"name": null, "age": "one"}"#,
            "field `age`: expected int, found string at byte 22"),
        SchemaCase(
            person, json: #"{"name": null, "age": 1.5}"#,
            "field `age`: expected int, found number with a fraction or exponent at byte 22"),
        SchemaCase(
            person, json: #"{"name": null, "age": 2147483648}"#,
            "field `age`: 2147483648 is out of the range of int at byte 22"),
        SchemaCase(
            person, json: #"{"name": "x", "age": 1}"#,
            "field `name`: expected a union of null, string, written as null or as {\"branch\": value}, found string at byte 9"
        ),
        SchemaCase(
            person, json: #"{"name": {"int": 1}, "age": 1}"#,
            "field `name`: \"int\" is no branch of the union of null, string at byte 10"),
        SchemaCase(person, json: #"{"name": null}"#, "field `age`: is missing from the object at byte 0"),
        SchemaCase(
            person, json: #"{"age": 1, "name": null, "x": 1}"#, "the record has no field `x` at byte 25"),
        SchemaCase(person, json: "[]", "expected a.b.Person, found array at byte 0"),
        SchemaCase(#""double""#, json: "1"),
        SchemaCase(#""double""#, json: #""NaN""#),
        SchemaCase(#""float""#, json: #""one""#, "expected float, found string at byte 0"),
        SchemaCase(#""bytes""#, json: #""\u00ffa""#),
        SchemaCase(
            #""bytes""#, json: #""\u0100""#,
            "bytes are written as characters up to U+00FF, found one beyond at byte 0"),
        SchemaCase(
            #"{"type": "fixed", "name": "F", "size": 2}"#, json: #""a""#,
            "expected 2 bytes, found 1 at byte 0"),
        SchemaCase(
            #"{"type": "enum", "name": "E", "symbols": ["A"]}"#, json: #""B""#,
            "\"B\" is none of the symbols of E at byte 0"),
        SchemaCase(
            #"{"type": "map", "values": {"type": "array", "items": "int"}}"#, json: #"{"k": [1, true]}"#,
            "field `[\"k\"][1]`: expected int, found boolean at byte 10"),
        SchemaCase(
            #"["null", {"type": "enum", "name": "E", "namespace": "x", "symbols": ["A"]}]"#,
            json: #"{"x.E": "A"}"#),
        SchemaCase(
            #""int""#, json: "1 2",
            "not JSON: Invalid JSON payload received. Expected the end of the text. (line 1, column 3, byte 2)"
        ),
    ]

    @Test("JSON data fits, or is refused with the field, the reason and the byte", arguments: jsonCases)
    func json(one: SchemaCase) throws { try one.check(.avro, .json) }

    @Test("A record that is always in itself has no data, however deep")
    func endless() throws {
        let endless = Self.record(#"{"name": "r", "type": "R"}"#)
        let definition = try SchemaDefinition.parse(Schema(.avro, endless))
        #expect(throws: SchemaFault.self) { try definition.check([], .binary) }
    }

    static let revisionCases: [(old: String, new: String, problem: String?)] = [
        (#""int""#, #""int""#, nil),
        (#""string""#, #""bytes""#, nil),
        (
            #""int""#, #""long""#,
            "the previous revision does not read data of the new one: expected int, written as long"
        ),
        (record(""), record(#"{"name": "x", "type": "int", "default": 0}"#), nil),
        (record(#"{"name": "x", "type": "int", "default": 0}"#), record(""), nil),
        (
            record(""), record(#"{"name": "x", "type": "int"}"#),
            "the new revision does not read data of the previous one: field `x` of R was not written, and has no default"
        ),
        (
            record(#"{"name": "x", "type": "int"}"#), record(""),
            "the previous revision does not read data of the new one: field `x` of R was not written, and has no default"
        ),
        (
            #"{"type": "enum", "name": "E", "symbols": ["A"]}"#,
            #"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#,
            "the previous revision does not read data of the new one: E lacks the symbol B, and has no default"
        ),
        (
            #"{"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}"#,
            #"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#, nil
        ),
        (
            record(#"{"name": "n", "type": ["null", "R"]}"#),
            record(#"{"name": "n", "type": ["R", "null"]}"#),
            nil
        ),
        (
            #"["null", "int"]"#, #"["null", "int", "string"]"#,
            "the previous revision does not read data of the new one: no branch of the union reads string"
        ),
        (
            #"{"type": "fixed", "name": "F", "size": 2}"#, #"{"type": "fixed", "name": "F", "size": 3}"#,
            "the new revision does not read data of the previous one: F has 3 bytes, was written with 2"
        ),
    ]

    @Test("A revision reads what the previous one writes, and the other way round", arguments: revisionCases)
    func revision(old: String, new: String, problem: String?) throws {
        let (old, new) = (
            try SchemaDefinition.parse(Schema(.avro, old)), try SchemaDefinition.parse(Schema(.avro, new))
        )
        #expect(new.incompatibility(with: old) == problem)
    }
}
