extension ProtoParser {
    /// A message, after the word `message`; returns its place.
    mutating func parseMessage(in scope: String) throws(SchemaFault) -> Int {
        let start = offset
        let name = ProtoFile.join(scope, try identifier("the message's name"))
        let place = try addMessage(name, at: start)
        try parseBody(of: place)
        return place
    }

    mutating func addMessage(
        _ name: String, at offset: Int, isMapEntry: Bool = false
    ) throws(SchemaFault) -> Int {
        let place = file.schema.messages.count
        file.schema.messages.append(
            ProtoSchema.Message(name: name, isMapEntry: isMapEntry, offset: offset))
        try file.declare(name, .message(place), at: offset)
        return place
    }

    mutating func parseBody(of place: Int) throws(SchemaFault) {
        try expect("{")
        try nested { (parser) throws(SchemaFault) in
            while try !parser.accept(symbol: "}") { try parser.parseElement(of: place) }
        }
    }

    private mutating func parseElement(of place: Int) throws(SchemaFault) {
        let scope = file.schema.messages[place].name
        switch token {
        case .symbol(UInt8(ascii: ";")): try advance()
        case .identifier("message"):
            try advance()
            _ = try parseMessage(in: scope)
        case .identifier("enum"):
            try advance()
            try parseEnum(in: scope)
        case .identifier("extend"):
            try advance()
            try parseExtend(in: scope)
        case .identifier("extensions"):
            try advance()
            try parseExtensions(of: place)
        case .identifier("reserved"):
            try advance()
            try parseReserved(of: place)
        case .identifier("option"):
            try advance()
            _ = try parseOptionStatement(ProtoOptions.message)
        case .identifier("oneof"):
            try advance()
            try parseOneof(of: place)
        default:
            let field = try parseField(in: scope, oneof: nil)
            file.schema.messages[place].fields.append(field)
        }
    }

    private mutating func parseOneof(of place: Int) throws(SchemaFault) {
        let scope = file.schema.messages[place].name
        let start = offset
        let name = try identifier("the oneof's name")
        try file.declare(ProtoFile.join(scope, name), .other, at: start)
        let oneof = file.schema.messages[place].oneofs.count
        file.schema.messages[place].oneofs.append(name)
        try expect("{")
        var isEmpty = true
        while try !accept(symbol: "}") {
            if try accept("option") {
                _ = try parseOptionStatement(ProtoOptions.oneof)
            } else {
                let field = try parseField(in: scope, oneof: oneof)
                file.schema.messages[place].fields.append(field)
                isEmpty = false
            }
        }
        if isEmpty { throw SchemaFault("a oneof must have fields", at: start) }
    }

    /// `extend Message { … }`, after its first word.
    mutating func parseExtend(in scope: String) throws(SchemaFault) {
        let start = offset
        guard syntax == .proto2 else {
            throw SchemaFault("proto3 has extensions for options only, which need an import", at: start)
        }
        var found = ProtoFile.Extension(extendee: try typeName(), offset: start, scope: scope, fields: [])
        try expect("{")
        while try !accept(symbol: "}") {
            var field = try parseField(in: scope, oneof: nil, isExtension: true)
            guard field.label != .required else {
                throw SchemaFault("an extension must not be required", at: field.offset)
            }
            field.name = "[\(ProtoFile.join(scope, field.name))]"
            field.jsonName = field.name
            found.fields.append(field)
        }
        if found.fields.isEmpty { throw SchemaFault("an extend must have fields", at: start) }
        file.extensions.append(found)
    }

    // MARK: Ranges

    private mutating func parseExtensions(of place: Int) throws(SchemaFault) {
        guard syntax == .proto2 else { throw SchemaFault("proto3 has no extension ranges", at: offset) }
        repeat {
            let start = offset
            let range = try parseRange(1...ProtoRules.maxNumber)
            guard file.schema.messages[place].extensions.insert(range) else {
                throw SchemaFault("extension ranges overlap", at: start)
            }
        } while try accept(symbol: ",")
        if token == .symbol(UInt8(ascii: "[")) {
            throw SchemaFault("options of extension ranges are not supported in schemas", at: offset)
        }
        try expect(";")
    }

    private mutating func parseReserved(of place: Int) throws(SchemaFault) {
        if case .string = token {
            repeat {
                let start = offset
                let isNew = file.schema.messages[place].reservedNames.insert(try string()).inserted
                guard isNew else { throw SchemaFault("a name is reserved twice", at: start) }
            } while try accept(symbol: ",")
        } else {
            repeat {
                let start = offset
                let range = try parseRange(1...ProtoRules.maxNumber)
                guard file.schema.messages[place].reserved.insert(range) else {
                    throw SchemaFault("reserved ranges overlap", at: start)
                }
            } while try accept(symbol: ",")
        }
        try expect(";")
    }

    /// `number`, `number to number` or `number to max`.
    mutating func parseRange(_ bounds: ClosedRange<Int>) throws(SchemaFault) -> ClosedRange<Int> {
        let start = offset
        let first = try integer(in: bounds, "a number")
        guard try accept("to") else { return first...first }
        let last = try accept("max") ? bounds.upperBound : try integer(in: bounds, "a number")
        guard first <= last else { throw SchemaFault("a range that ends before it begins", at: start) }
        return first...last
    }

    // MARK: Enums

    private mutating func parseEnum(in scope: String) throws(SchemaFault) {
        let start = offset
        let name = ProtoFile.join(scope, try identifier("the enum's name"))
        let place = file.schema.enumerations.count
        file.schema.enumerations.append(ProtoSchema.Enumeration(name: name))
        try file.declare(name, .enumeration(place), at: start)
        try expect("{")
        var parts = EnumParts()
        while try !accept(symbol: "}") { try parseEnumElement(of: place, in: scope, &parts) }
        let enumeration = file.schema.enumerations[place]
        guard let first = enumeration.values.first else {
            throw SchemaFault("an enum must have values", at: start)
        }
        guard syntax == .proto2 || first.number == 0 else {
            throw SchemaFault("the first value of a proto3 enum must be 0", at: start)
        }
        for value in enumeration.values {
            let number = Int(value.number)
            guard !parts.reserved.contains(number), !parts.reservedNames.contains(value.name)
            else { throw SchemaFault("\(value.name) = \(number) is reserved", at: start) }
        }
        if !parts.allowsAliases, enumeration.numbers.count < enumeration.values.count {
            throw SchemaFault("two values of an enum have the same number, without allow_alias", at: start)
        }
    }

    private struct EnumParts {
        var reserved = NumberRanges()
        var reservedNames: Set<String> = []
        var allowsAliases = false
    }

    private mutating func parseEnumElement(
        of place: Int, in scope: String, _ parts: inout EnumParts
    ) throws(SchemaFault) {
        let bounds = Int(Int32.min)...Int(Int32.max)
        if try accept(symbol: ";") { return }
        if try accept("option") {
            let option = try parseOptionStatement(ProtoOptions.enumeration)
            if option.name == "allow_alias" { parts.allowsAliases = option.value == .word("true") }
            return
        }
        if token == .identifier("reserved") {
            try advance()
            if token != .symbol(UInt8(ascii: "=")) {
                repeat {
                    let start = offset
                    let isNew: Bool
                    if case .string = token {
                        isNew = parts.reservedNames.insert(try string()).inserted
                    } else {
                        isNew = parts.reserved.insert(try parseRange(bounds))
                    }
                    guard isNew else { throw SchemaFault("it is reserved twice", at: start) }
                } while try accept(symbol: ",")
                return try expect(";")
            }
            return try parseEnumValue("reserved", at: offset, of: place, in: scope)
        }
        let start = offset
        let name = try identifier("the name of a value")
        try parseEnumValue(name, at: start, of: place, in: scope)
    }

    private mutating func parseEnumValue(
        _ name: String, at start: Int, of place: Int, in scope: String
    ) throws(SchemaFault) {
        try expect("=")
        let number = Int32(
            truncatingIfNeeded: try integer(in: Int(Int32.min)...Int(Int32.max), "a value's number"))
        _ = try parseOptionList(ProtoOptions.value)
        try expect(";")
        // Values are siblings of their enum, not children.
        try file.declare(ProtoFile.join(scope, name), .other, at: start)
        file.schema.enumerations[place].values.append((name, number))
        file.schema.enumerations[place].numbers.insert(number)
        file.schema.enumerations[place].byName[name] = number
    }
}
