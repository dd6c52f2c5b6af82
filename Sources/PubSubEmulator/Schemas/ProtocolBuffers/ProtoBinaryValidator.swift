/// Checks data in the wire format of protocol buffers ("Encoding"), by walking over it once.
///
/// Fields that the schema does not have are taken as long as they are well formed: that is what a parser does, and
/// nothing is said about the service. A field of the schema with the wire type of another is refused, though a parser
/// would take it for an unknown field: it is always a mistake, which would show only at the receiver.
struct ProtoBinaryValidator: ~Copyable {
    private let schema: ProtoSchema
    private let data: [UInt8]
    private var offset = 0
    private var depth = 0

    init(_ schema: ProtoSchema, _ data: [UInt8]) {
        self.schema = schema
        self.data = data
    }

    mutating func check() throws(SchemaFault) {
        try message(schema.root, until: data.count, group: nil)
    }

    private enum Wire: UInt64 {
        case varint = 0
        case fixed64 = 1
        case delimited = 2
        case startGroup = 3
        case endGroup = 4
        case fixed32 = 5

        var text: String {
            switch self {
            case .varint: "varint"
            case .fixed64: "64-bit value"
            case .delimited: "length-delimited value"
            case .startGroup: "start of a group"
            case .endGroup: "end of a group"
            case .fixed32: "32-bit value"
            }
        }
    }

    /// Fields up to `end`, or up to the end of a group.
    private mutating func message(_ place: Int, until end: Int, group: Int?) throws(SchemaFault) {
        try enter()
        defer { depth -= 1 }
        var required: Set<Int> = []
        while group != nil || offset < end {
            let start = offset
            let (number, wire) = try tag(end)
            if wire == .endGroup {
                guard number == group else {
                    throw SchemaFault("found the end of group \(number), which was not begun", at: start)
                }
                break
            }
            guard let index = schema.messages[place].byNumber[number] else {
                try skip(wire, number, end)
                continue
            }
            do throws(SchemaFault) {
                let isKnown = try field(place, index, wire, end, start)
                if isKnown, schema.messages[place].fields[index].label == .required {
                    required.insert(number)
                }
            } catch {
                throw error.inside(schema.messages[place].fields[index].name)
            }
        }
        guard required.count < schema.messages[place].requiredCount else { return }
        let missing = schema.messages[place].fields.first {
            $0.label == .required && !required.contains($0.number)
        }
        throw SchemaFault("is required, but missing", path: missing?.name ?? "")
    }

    private mutating func enter() throws(SchemaFault) {
        depth += 1
        guard depth <= SchemaLimits.depth else {
            throw SchemaFault("nested more than \(SchemaLimits.depth) levels deep", at: offset)
        }
    }

    /// The value of a field; false when it is an enum's that proto2 takes for unknown.
    private mutating func field(
        _ place: Int, _ index: Int, _ wire: Wire, _ end: Int, _ start: Int
    ) throws(SchemaFault) -> Bool {
        let type = schema.messages[place].fields[index].type
        let isRepeated = schema.messages[place].fields[index].label == .repeated
        switch type {
        case .message(let place):
            try expect(.delimited, wire, type, start)
            let last = try length(end)
            try message(place, until: last, group: nil)
        case .group(let group):
            try expect(.startGroup, wire, type, start)
            try message(group, until: end, group: schema.messages[place].fields[index].number)
        case .scalar(.string):
            try expect(.delimited, wire, type, start)
            try string(end)
        case .scalar(.bytes):
            try expect(.delimited, wire, type, start)
            offset = try length(end)
        case .scalar, .enumeration:
            let expected = Self.wire(of: type)
            if wire == .delimited, isRepeated {
                let last = try length(end)
                while offset < last { try skip(expected, 0, last) }
                return true
            }
            try expect(expected, wire, type, start)
            if expected == .varint {
                let value = try varint(end)
                guard case .enumeration(let place) = type, schema.syntax == .proto2 else { return true }
                let number = Int32(truncatingIfNeeded: value)
                return schema.enumerations[place].numbers.contains(number)
            }
            try skip(expected, 0, end)
        }
        return true
    }

    private static func wire(of type: ProtoSchema.FieldType) -> Wire {
        switch type {
        case .scalar(.double), .scalar(.fixed64), .scalar(.sfixed64): .fixed64
        case .scalar(.float), .scalar(.fixed32), .scalar(.sfixed32): .fixed32
        default: .varint
        }
    }

    private func expect(
        _ expected: Wire, _ found: Wire, _ type: ProtoSchema.FieldType, _ start: Int
    ) throws(SchemaFault) {
        guard expected != found else { return }
        throw SchemaFault(
            "expected \(schema.name(of: type)), a \(expected.text), found a \(found.text)", at: start)
    }

    // MARK: Parts

    private mutating func tag(_ end: Int) throws(SchemaFault) -> (number: Int, wire: Wire) {
        let start = offset
        guard offset < end else {
            throw SchemaFault("expected the end of a group, found the end of the data", at: offset)
        }
        let bits = try varint(end)
        guard bits <= UInt64(UInt32.max), let wire = Wire(rawValue: bits & 7), bits >> 3 > 0 else {
            throw SchemaFault("expected a field's number and wire type, found \(bits)", at: start)
        }
        return (Int(bits >> 3), wire)
    }

    /// At most ten bytes; bits beyond 64 are dropped, as parsers do.
    private mutating func varint(_ end: Int) throws(SchemaFault) -> UInt64 {
        let start = offset
        var bits: UInt64 = 0
        for index in 0..<10 {
            guard offset < end else {
                throw SchemaFault("expected a varint, found the end of the data", at: offset)
            }
            let byte = data[offset]
            offset += 1
            bits |= UInt64(byte & 0x7f) << UInt64(index * 7)
            if byte < 0x80 { return bits }
        }
        throw SchemaFault("a varint of more than 10 bytes", at: start)
    }

    /// A length; returns where what has it ends.
    private mutating func length(_ end: Int) throws(SchemaFault) -> Int {
        let start = offset
        let value = try varint(end)
        guard let length = Int(exactly: value), length <= end - offset else {
            throw SchemaFault(
                "expected \(value) bytes, found the end of the data after \(end - offset)", at: start)
        }
        return offset + length
    }

    private mutating func string(_ end: Int) throws(SchemaFault) {
        let last = try length(end)
        defer { offset = last }
        // Parsers of proto2 take any bytes for a string.
        guard schema.syntax == .proto3, String(validating: data[offset..<last], as: UTF8.self) == nil else {
            return
        }
        throw SchemaFault("expected string, found bytes that are not UTF-8", at: offset)
    }

    private mutating func skip(_ wire: Wire, _ number: Int, _ end: Int) throws(SchemaFault) {
        switch wire {
        case .varint: _ = try varint(end)
        case .fixed64: try skip(8, end)
        case .fixed32: try skip(4, end)
        case .delimited: offset = try length(end)
        case .startGroup: try skipGroup(number, end)
        case .endGroup: break
        }
    }

    private mutating func skip(_ count: Int, _ end: Int) throws(SchemaFault) {
        guard count <= end - offset else {
            throw SchemaFault(
                "expected \(count) bytes, found the end of the data after \(end - offset)", at: offset)
        }
        offset += count
    }

    private mutating func skipGroup(_ group: Int, _ end: Int) throws(SchemaFault) {
        try enter()
        defer { depth -= 1 }
        while true {
            let start = offset
            let (number, wire) = try tag(end)
            if wire == .endGroup {
                if number == group { return }
                throw SchemaFault("found the end of group \(number), which was not begun", at: start)
            }
            try skip(wire, number, end)
        }
    }
}

extension ProtoSchema {
    /// Checks data in the wire format.
    func checkBinary(_ data: [UInt8]) throws(SchemaFault) {
        var validator = ProtoBinaryValidator(self, data)
        try validator.check()
    }
}
