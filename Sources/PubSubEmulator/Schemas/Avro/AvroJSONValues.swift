import CloudCore

/// What JSON the values of simple types are written as (Apache Avro 1.11, "JSON Encoding").
enum AvroJSONValues {
    /// Checks a value of a primitive, enum or fixed type.
    static func check(_ json: LocatedJSON, _ entry: AvroSchema.Entry) throws(SchemaFault) {
        switch entry.kind {
        case .null:
            if case .null = json.content { return }
        case .boolean:
            if case .bool = json.content { return }
        case .int: return try integer(json, "int") { Int32(exactly: $0) != nil }
        case .long: return try integer(json, "long") { _ in true }
        case .float, .double:
            switch json.content {
            case .number: return
            // What Avro's C++ and Java libraries write for values that JSON has no number for.
            case .string("NaN"), .string("Infinity"), .string("-Infinity"): return
            default: break
            }
        case .string:
            if case .string = json.content { return }
        case .bytes:
            if case .string(let text) = json.content { return try bytes(text, json, size: nil) }
        case .fixed(let size):
            if case .string(let text) = json.content { return try bytes(text, json, size: size) }
        case .enumeration(let symbols):
            if case .string(let text) = json.content {
                if symbols.known.contains(text) { return }
                throw SchemaFault(
                    "\"\(text.prefix(100))\" is none of the symbols of \(entry.name)", at: json.offset)
            }
        case .record, .array, .map, .union: break
        }
        throw mismatch(json, entry.name)
    }

    /// A value of another kind than the type's.
    static func mismatch(_ json: LocatedJSON, _ expected: String) -> SchemaFault {
        SchemaFault("expected \(expected), found \(json.kind)", at: json.offset)
    }

    private static func integer(
        _ json: LocatedJSON, _ name: String, _ isInRange: (Int64) -> Bool
    ) throws(SchemaFault) {
        guard case .number(let number) = json.content else { throw mismatch(json, name) }
        switch number {
        case .int(let value):
            if isInRange(value) { return }
            throw SchemaFault("\(value) is out of the range of \(name)", at: json.offset)
        case .double(let value):
            // An integer that is too large for 64 bits is also a double here, and so is -0.
            if value == 0 { return }
            throw mismatch(json, name)
        default: throw SchemaFault("the number is out of the range of \(name)", at: json.offset)
        }
    }

    /// Bytes are strings whose characters U+0000 to U+00FF stand for a byte each.
    private static func bytes(_ text: String, _ json: LocatedJSON, size: Int?) throws(SchemaFault) {
        var count = 0
        for scalar in text.unicodeScalars {
            guard scalar.value <= 0xff else {
                throw SchemaFault(
                    "bytes are written as characters up to U+00FF, found one beyond", at: json.offset)
            }
            count += 1
        }
        if let size, count != size {
            throw SchemaFault("expected \(size) bytes, found \(count)", at: json.offset)
        }
    }
}

/// Checks the defaults of a schema's fields. They are written like data in JSON, but the default of a union is a bare
/// value of its first branch (Apache Avro 1.11, "Complex Types").
struct AvroDefaults {
    let schema: AvroSchema

    func check(_ json: LocatedJSON, _ type: Int) throws(SchemaFault) {
        let entry = schema.types[type]
        switch (entry.kind, json.content) {
        case (.union(let branches), _):
            guard let first = branches.types.first else { return }
            try check(json, first)
        case (.array(let items), .array(let elements)):
            for element in elements { try check(element, items) }
        case (.map(let values), .object(let members)):
            for member in members { try check(member.value, values) }
        case (.record(let fields), .object(let members)):
            let given = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
            for field in fields {
                if let value = given[field.name] {
                    try check(value, field.type)
                } else if !field.hasDefault {
                    throw SchemaFault("it lacks the field `\(field.name)`", at: json.offset)
                }
            }
        default: try AvroJSONValues.check(json, entry)
        }
    }
}
