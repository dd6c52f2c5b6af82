import CloudCore

/// The rules for fields.
enum ProtoRules {
    static let maxNumber = (1 << 29) - 1
    /// Numbers that the implementation of protocol buffers keeps for itself.
    static let implementation = 19_000...19_999

    /// The name in JSON: without underscores, and the letter after one in upper case.
    static func jsonName(_ name: String) -> String {
        var bytes: [UInt8] = []
        var isCapital = false
        for byte in name.utf8 {
            if byte == UInt8(ascii: "_") {
                isCapital = true
            } else {
                bytes.append(isCapital && (0x61...0x7a).contains(byte) ? byte - 0x20 : byte)
                isCapital = false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ProtoParser {
    /// A field of a message, of a oneof, or an extension.
    mutating func parseField(
        in scope: String, oneof: Int?, isExtension: Bool = false
    ) throws(SchemaFault) -> ProtoSchema.Field {
        let start = offset
        let label = try parseLabel(isInOneof: oneof != nil)
        if token == .identifier("map") {
            try advance()
            // `map` may also be the name of a type.
            if token == .symbol(UInt8(ascii: "<")) {
                guard label == nil, oneof == nil, !isExtension else {
                    throw SchemaFault("a map has no label, and is no part of a oneof or extend", at: start)
                }
                return try parseMap(in: scope)
            }
            var name = "map"
            while try accept(symbol: ".") { name += "." + (try identifier("a name")) }
            return try parseField(ofType: name, label, in: scope, oneof, isExtension, start)
        }
        if label != nil || oneof != nil, token == .identifier("group") {
            try advance()
            if case .identifier(let name) = token, name.utf8.first.map({ (0x41...0x5a).contains($0) }) == true
            {
                return try parseGroup(label, in: scope, oneof, start)
            }
            return try parseField(ofType: "group", label, in: scope, oneof, isExtension, start)
        }
        let type = try typeName()
        return try parseField(ofType: type, label, in: scope, oneof, isExtension, start)
    }

    private mutating func parseLabel(isInOneof: Bool) throws(SchemaFault) -> ProtoSchema.Label? {
        let start = offset
        let label: ProtoSchema.Label
        switch token {
        case .identifier("optional"): label = .optional
        case .identifier("required"): label = .required
        case .identifier("repeated"): label = .repeated
        default: return nil
        }
        try advance()
        if isInOneof { throw SchemaFault("fields of a oneof have no label", at: start) }
        if label == .required, syntax == .proto3 {
            throw SchemaFault("proto3 has no required fields", at: start)
        }
        return label
    }

    private mutating func parseField(
        ofType type: String, _ label: ProtoSchema.Label?, in scope: String, _ oneof: Int?,
        _ isExtension: Bool,
        _ start: Int
    ) throws(SchemaFault) -> ProtoSchema.Field {
        guard label != nil || oneof != nil || syntax == .proto3 else {
            throw SchemaFault(
                "expected optional, required or repeated in front of a proto2 field, found \"\(type.prefix(100))\"",
                at: start)
        }
        let nameOffset = offset
        let name = try identifier("the field's name")
        try expect("=")
        var field = ProtoSchema.Field(
            name: name, jsonName: ProtoRules.jsonName(name), number: try fieldNumber(),
            label: label ?? .optional, type: .scalar(.bool), typeName: type, isImplicit: label == nil,
            oneof: oneof, offset: nameOffset)
        if let scalar = ProtoSchema.Scalar(rawValue: type) {
            field.type = .scalar(scalar)
            field.typeName = ""
        }
        for option in try parseOptionList(ProtoOptions.field) { try apply(option, to: &field) }
        try expect(";")
        try file.declare(ProtoFile.join(scope, name), .other, at: nameOffset)
        return field
    }

    mutating func fieldNumber() throws(SchemaFault) -> Int {
        let start = offset
        let number = try integer(in: 1...ProtoRules.maxNumber, "a field number")
        guard !ProtoRules.implementation.contains(number) else {
            throw SchemaFault("field numbers 19000 to 19999 are reserved", at: start)
        }
        return number
    }

    private func apply(
        _ option: (name: String, value: OptionValue), to field: inout ProtoSchema.Field
    ) throws(SchemaFault) {
        switch (option.name, option.value) {
        case ("json_name", .string(let name)): field.jsonName = name
        case ("json_name", _): throw SchemaFault("json_name must be a string", at: field.offset)
        case ("packed", _):
            let isPackable =
                switch field.type {
                case .scalar(.string), .scalar(.bytes): false
                default: true
                }
            guard field.label == .repeated, isPackable else {
                throw SchemaFault("packed is for repeated numbers, bools and enums", at: field.offset)
            }
        case ("default", let value): try checkDefault(value, of: field)
        default: break
        }
    }

    private func checkDefault(_ value: OptionValue, of field: ProtoSchema.Field) throws(SchemaFault) {
        guard syntax == .proto2 else { throw SchemaFault("proto3 has no defaults", at: field.offset) }
        guard field.label != .repeated else {
            throw SchemaFault("a repeated field has no default", at: field.offset)
        }
        let fits: Bool
        switch (field.type, value) {
        // An enum's value; whether it has it is seen when the type is known.
        case (_, .word) where !field.typeName.isEmpty: fits = true
        case (_, _) where !field.typeName.isEmpty: fits = false
        case (.scalar(.bool), .word(let word)): fits = word == "true" || word == "false"
        case (.scalar(.string), .string), (.scalar(.bytes), .string), (.scalar(.bytes), .bytes): fits = true
        case (.scalar(.double), .number), (.scalar(.float), .number): fits = true
        case (.scalar(.double), .word(let word)), (.scalar(.float), .word(let word)):
            fits = word == "inf" || word == "nan"
        case (.scalar(let type), .number(let isNegative, let isInteger)):
            let isUnsigned = [.uint32, .uint64, .fixed32, .fixed64].contains(type)
            let isText = [.bool, .string, .bytes].contains(type)
            fits = isInteger && !isText && !(isNegative && isUnsigned)
        default: fits = false
        }
        guard fits else { throw SchemaFault("the default is of another type", at: field.offset) }
    }

    // MARK: Maps and groups

    private mutating func parseMap(in scope: String) throws(SchemaFault) -> ProtoSchema.Field {
        try expect("<")
        let keyOffset = offset
        let keys: [ProtoSchema.Scalar] = [
            .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32, .sfixed64,
            .bool, .string,
        ]
        guard let key = ProtoSchema.Scalar(rawValue: try typeName()), keys.contains(key) else {
            throw SchemaFault("a map's keys are integers, bools or strings", at: keyOffset)
        }
        try expect(",")
        let valueOffset = offset
        let valueName = try typeName()
        try expect(">")
        var map = try parseField(ofType: "map", .repeated, in: scope, nil, false, offset)
        let entryName = ProtoRules.jsonName("_" + map.name) + "Entry"
        let entry = try addMessage(ProtoFile.join(scope, entryName), at: map.offset, isMapEntry: true)
        var value = ProtoSchema.Field(
            name: "value", jsonName: "value", number: 2, type: .scalar(.bool), typeName: valueName,
            offset: valueOffset)
        if let scalar = ProtoSchema.Scalar(rawValue: valueName) {
            value.type = .scalar(scalar)
            value.typeName = ""
        }
        file.schema.messages[entry].fields = [
            ProtoSchema.Field(name: "key", jsonName: "key", number: 1, type: .scalar(key), offset: keyOffset),
            value,
        ]
        map.type = .message(entry)
        map.typeName = ""
        return map
    }

    private mutating func parseGroup(
        _ label: ProtoSchema.Label?, in scope: String, _ oneof: Int?, _ start: Int
    ) throws(SchemaFault) -> ProtoSchema.Field {
        guard syntax == .proto2 else { throw SchemaFault("proto3 has no groups", at: start) }
        let nameOffset = offset
        let name = try identifier("the group's name")
        try expect("=")
        let number = try fieldNumber()
        _ = try parseOptionList(ProtoOptions.field)
        let place = try addMessage(ProtoFile.join(scope, name), at: nameOffset)
        try parseBody(of: place)
        let fieldName = name.lowercased()
        try file.declare(ProtoFile.join(scope, fieldName), .other, at: nameOffset)
        return ProtoSchema.Field(
            name: fieldName, jsonName: ProtoRules.jsonName(fieldName), number: number,
            label: label ?? .optional, type: .group(place), oneof: oneof, offset: nameOffset)
    }
}
