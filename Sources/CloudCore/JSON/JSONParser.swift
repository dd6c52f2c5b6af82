/// A strict parser of one JSON text (RFC 8259), by recursive descent with bounded depth.
///
/// Duplicate member names are refused: RFC 8259 section 4 calls what they mean unpredictable, and the protobuf
/// conformance suite (`FieldNameDuplicate`) wants proto3 JSON parsers to refuse them.
struct JSONParser {
    /// Longer numbers are refused; no double needs more than 767 significant digits.
    static let maxNumberLength = 1_024

    let input: UnsafeRawBufferPointer
    let limits: JSON.Limits
    var offset = 0
    var depth = 0
    var values = 0

    init(_ input: UnsafeRawBufferPointer, _ limits: JSON.Limits = JSON.Limits()) {
        self.input = input
        self.limits = limits
    }

    /// The number that the whole of `text` is, or nil.
    static func number(_ text: String) -> JSON? {
        var text = text
        return text.withUTF8 { bytes in
            var parser = JSONParser(UnsafeRawBufferPointer(bytes))
            guard let value = try? parser.parseNumber(), parser.offset == bytes.count else { return nil }
            return value
        }
    }

    mutating func parseText() throws(Status) -> JSON {
        skipSpace()
        let value = try parseValue()
        skipSpace()
        guard offset == input.count else { throw failure("Expected the end of the text.") }
        return value
    }

    /// The next byte, or 0, which no grammar rule starts with, at the end.
    var peek: UInt8 { offset < input.count ? input[offset] : 0 }

    mutating func skipSpace() {
        while offset < input.count {
            switch input[offset] {
            case 0x20, 0x0a, 0x0d, 0x09: offset += 1
            default: return
            }
        }
    }

    mutating func parseValue() throws(Status) -> JSON {
        values += 1
        guard values <= limits.values else { throw failure("More than \(limits.values) values.") }
        switch peek {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return try parseNumber()
        default: throw unexpected("Expected a value.")
        }
    }

    mutating func literal(_ text: StaticString, _ value: JSON) throws(Status) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard peek == text.utf8Start[index] else { throw unexpected("Expected a value.") }
            offset += 1
        }
        return value
    }

    mutating func enter() throws(Status) {
        depth += 1
        guard depth <= limits.depth else { throw failure("Nested more than \(limits.depth) levels deep.") }
        offset += 1
        skipSpace()
    }

    mutating func parseArray() throws(Status) -> JSON {
        try enter()
        var elements: [JSON] = []
        if peek == UInt8(ascii: "]") {
            offset += 1
            depth -= 1
            return .array([])
        }
        while true {
            elements.append(try parseValue())
            skipSpace()
            if try endsList(UInt8(ascii: "]"), "Expected , or ] after array value.") { break }
        }
        return .array(elements)
    }

    mutating func parseObject() throws(Status) -> JSON {
        try enter()
        var object = JSONObject()
        if peek == UInt8(ascii: "}") {
            offset += 1
            depth -= 1
            return .object(object)
        }
        // Beyond a few members a linear search for duplicates would make the whole quadratic.
        var seen: Set<String> = []
        while true {
            guard peek == UInt8(ascii: "\"") else { throw unexpected("Expected an object key.") }
            let start = offset
            let key = try parseString()
            if object.members.count == 16 { seen = Set(object.members.lazy.map(\.key)) }
            let isNew =
                object.members.count < 16
                ? !object.members.contains { $0.key == key } : seen.insert(key).inserted
            guard isNew else {
                offset = start
                throw failure("Duplicate object key \"\(key.prefix(100))\".")
            }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw unexpected("Expected : after object key.") }
            offset += 1
            skipSpace()
            object.members.append((key, try parseValue()))
            skipSpace()
            if try endsList(UInt8(ascii: "}"), "Expected , or } after key:value pair.") { break }
        }
        return .object(object)
    }

    /// Consumes `close` and answers true, or a comma and answers false.
    mutating func endsList(_ close: UInt8, _ expected: StaticString) throws(Status) -> Bool {
        let byte = peek
        guard byte == close || byte == UInt8(ascii: ",") else { throw unexpected(expected) }
        offset += 1
        if byte == close {
            depth -= 1
            return true
        }
        skipSpace()
        return false
    }

    // MARK: Faults

    func unexpected(_ expected: StaticString) -> Status {
        failure((offset < input.count ? "Unexpected token. " : "Unexpected end of string. ") + "\(expected)")
    }

    func failure(_ reason: String) -> Status {
        var line = 1
        var lineStart = 0
        for index in 0..<offset where input[index] == 0x0a {
            line += 1
            lineStart = index + 1
        }
        let place = "(line \(line), column \(offset - lineStart + 1), byte \(offset))"
        return Status(.invalidArgument, "Invalid JSON payload received. \(reason) \(place)")
    }
}
