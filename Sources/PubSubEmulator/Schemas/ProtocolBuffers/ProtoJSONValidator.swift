import CloudCore

/// Checks data in the JSON of protocol buffers ("ProtoJSON Format"). Its depth is bounded by that of the JSON.
///
/// Members that are no fields are refused, as Google's parsers do unless told otherwise.
struct ProtoJSONValidator {
    let schema: ProtoSchema

    func check(_ data: [UInt8]) throws(SchemaFault) {
        let json: LocatedJSON
        do throws(Status) {
            json = try LocatedJSON.parse(data)
        } catch {
            throw SchemaFault("not JSON: \(error.message)")
        }
        try message(json, schema.root)
    }

    private func message(_ json: LocatedJSON, _ place: Int) throws(SchemaFault) {
        guard case .object(let members) = json.content else {
            throw mismatch(json, schema.messages[place].name)
        }
        var seen: Set<Int> = []
        var oneofs: Set<Int> = []
        for member in members {
            guard let index = schema.messages[place].byName[member.key] else {
                throw SchemaFault(
                    "\(schema.messages[place].name) has no field `\(member.key.prefix(100))`",
                    at: member.keyOffset)
            }
            let field = schema.messages[place].fields[index]
            guard seen.insert(index).inserted else {
                throw SchemaFault("is given twice", at: member.keyOffset, path: field.name)
            }
            // Null stands for a field that is not there.
            if case .null = member.value.content {
                if field.label == .required { seen.remove(index) }
                continue
            }
            if let oneof = field.oneof, !oneofs.insert(oneof).inserted {
                throw SchemaFault(
                    "another field of oneof \(schema.messages[place].oneofs[oneof]) is given too",
                    at: member.keyOffset, path: field.name)
            }
            do throws(SchemaFault) {
                try self.field(member.value, field)
            } catch {
                throw error.inside(field.name)
            }
        }
        guard schema.messages[place].requiredCount > 0 else { return }
        for (index, field) in schema.messages[place].fields.enumerated()
        where field.label == .required && !seen.contains(index) {
            throw SchemaFault("is required, but missing from the object", at: json.offset, path: field.name)
        }
    }

    private func field(_ json: LocatedJSON, _ field: ProtoSchema.Field) throws(SchemaFault) {
        if let entry = schema.mapEntry(of: field) { return try map(json, entry) }
        guard field.label == .repeated else { return try value(json, field.type) }
        guard case .array(let elements) = json.content else { throw mismatch(json, "array") }
        for (index, element) in elements.enumerated() {
            do throws(SchemaFault) {
                try value(element, field.type)
            } catch {
                throw error.insideItem(index)
            }
        }
    }

    private func map(_ json: LocatedJSON, _ entry: ProtoSchema.Message) throws(SchemaFault) {
        guard case .object(let members) = json.content else { throw mismatch(json, "object for a map") }
        for member in members {
            do throws(SchemaFault) {
                if case .scalar(let key) = entry.fields[0].type {
                    try mapKey(LocatedJSON(content: .string(member.key), offset: member.keyOffset), key)
                }
                try value(member.value, entry.fields[1].type)
            } catch {
                throw error.insideEntry(member.key)
            }
        }
    }

    private func mapKey(_ json: LocatedJSON, _ type: ProtoSchema.Scalar) throws(SchemaFault) {
        guard type == .bool else { return try scalar(json, type) }
        guard json.stringValue == "true" || json.stringValue == "false" else { throw mismatch(json, "bool") }
    }

    private func value(_ json: LocatedJSON, _ type: ProtoSchema.FieldType) throws(SchemaFault) {
        switch type {
        case .scalar(let type): try scalar(json, type)
        case .enumeration(let place): try enumeration(json, schema.enumerations[place])
        case .message(let place), .group(let place): try message(json, place)
        }
    }

    private func enumeration(_ json: LocatedJSON, _ type: ProtoSchema.Enumeration) throws(SchemaFault) {
        switch json.content {
        case .string(let name):
            if type.byName[name] != nil { return }
            throw SchemaFault("\"\(name.prefix(100))\" is no value of \(type.name)", at: json.offset)
        case .number(let number):
            guard let value = number.intValue.flatMap({ Int32(exactly: $0) }) else {
                throw mismatch(json, type.name)
            }
            // Enums of proto3 are open: numbers without a name are values too.
            if schema.syntax == .proto3 || type.numbers.contains(value) { return }
            throw SchemaFault("\(value) is no value of \(type.name)", at: json.offset)
        default: throw mismatch(json, type.name)
        }
    }

    private func scalar(_ json: LocatedJSON, _ type: ProtoSchema.Scalar) throws(SchemaFault) {
        switch type {
        case .bool:
            if case .bool = json.content { return }
        case .string:
            if case .string = json.content { return }
        case .bytes:
            guard case .string(let text) = json.content else { break }
            if Base64.decode(text) != nil { return }
            throw SchemaFault("expected bytes in base64, found another string", at: json.offset)
        case .double, .float: return try floating(json, type)
        case .int32, .sint32, .sfixed32:
            return try integer(json, type) { $0.intValue.flatMap { Int32(exactly: $0) } != nil }
        case .uint32, .fixed32:
            return try integer(json, type) { $0.intValue.flatMap { UInt32(exactly: $0) } != nil }
        case .int64, .sint64, .sfixed64: return try integer(json, type) { $0.intValue != nil }
        case .uint64, .fixed64: return try integer(json, type, Self.isUInt64)
        }
        throw mismatch(json, type.rawValue)
    }

    private static func isUInt64(_ number: JSON) -> Bool {
        switch number {
        case .int(let value): value >= 0
        case .uint: true
        case .double(let value): UInt64(exactly: value) != nil
        default: false
        }
    }

    /// A number, or the text of one.
    private func number(_ json: LocatedJSON) -> JSON? {
        switch json.content {
        case .number(let number): return number
        case .string(let text):
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || ProtoLexer.isDigit(first),
                let last = text.utf8.last, ProtoLexer.isDigit(last)
            else { return nil }
            return try? JSON.parse(text)
        default: return nil
        }
    }

    private func integer(
        _ json: LocatedJSON, _ type: ProtoSchema.Scalar, _ isInRange: (JSON) -> Bool
    ) throws(SchemaFault) {
        guard let number = number(json) else { throw mismatch(json, type.rawValue) }
        guard isInRange(number) else {
            throw SchemaFault("the number is no \(type.rawValue)", at: json.offset)
        }
    }

    private func floating(_ json: LocatedJSON, _ type: ProtoSchema.Scalar) throws(SchemaFault) {
        switch json.content {
        case .string("NaN"), .string("Infinity"), .string("-Infinity"): return
        default: break
        }
        guard let value = number(json)?.doubleValue else { throw mismatch(json, type.rawValue) }
        if type == .float, Float(value).isInfinite {
            throw SchemaFault("the number is out of the range of float", at: json.offset)
        }
    }

    private func mismatch(_ json: LocatedJSON, _ expected: String) -> SchemaFault {
        SchemaFault("expected \(expected), found \(json.kind)", at: json.offset)
    }
}

extension ProtoSchema {
    /// Checks data in the JSON of protocol buffers.
    func checkJSON(_ data: [UInt8]) throws(SchemaFault) { try ProtoJSONValidator(schema: self).check(data) }
}
