/// A JSON value that knows where in its text it stands, for checks that say where something is wrong.
public struct LocatedJSON: Sendable {
    /// What a value is. Objects keep the order of their members, whose names are unique.
    public enum Content: Sendable {
        case null
        case bool(Bool)
        /// As `JSON.int`, `JSON.uint` or `JSON.double`.
        case number(JSON)
        case string(String)
        case array([LocatedJSON])
        case object([Member])
    }

    /// A member of an object.
    public struct Member: Sendable {
        /// The member's name.
        public var key: String
        /// Where the name starts, in bytes from the start of the text.
        public var keyOffset: Int
        /// The member's value.
        public var value: LocatedJSON
    }

    /// What the value is.
    public var content: Content
    /// Where the value starts, in bytes from the start of the text.
    public var offset: Int

    /// Makes a value that stands at an offset.
    public init(content: Content, offset: Int) {
        self.content = content
        self.offset = offset
    }

    /// Parses one JSON text, as strictly as `JSON.parse`.
    ///
    /// - Throws: INVALID_ARGUMENT with line, column and byte offset of the fault.
    public static func parse(
        _ bytes: [UInt8], limits: JSON.Limits = JSON.Limits()
    ) throws(Status) -> LocatedJSON {
        let result: Result<LocatedJSON, Status> = bytes.withUnsafeBytes { input in
            Result { () throws(Status) in
                var parser = JSONParser(input, limits)
                return try parser.parseLocatedText()
            }
        }
        return try result.get()
    }

    /// A member of an object; nil when this is no object or has no such member.
    public subscript(key: String) -> LocatedJSON? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The string, or nil.
    public var stringValue: String? {
        guard case .string(let text) = content else { return nil }
        return text
    }

    /// What the value is called in error texts.
    public var kind: String {
        switch content {
        case .null: "null"
        case .bool: "boolean"
        case .number(.double): "number with a fraction or exponent"
        case .number: "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONParser {
    fileprivate mutating func parseLocatedText() throws(Status) -> LocatedJSON {
        skipSpace()
        let value = try parseLocated()
        skipSpace()
        guard offset == input.count else { throw failure("Expected the end of the text.") }
        return value
    }

    private mutating func parseLocated() throws(Status) -> LocatedJSON {
        let start = offset
        let content: LocatedJSON.Content
        switch peek {
        case UInt8(ascii: "{"): content = .object(try parseLocatedMembers())
        case UInt8(ascii: "["): content = .array(try parseLocatedElements())
        default:
            switch try parseValue() {
            case .null: content = .null
            case .bool(let value): content = .bool(value)
            case .string(let value): content = .string(value)
            case let number: content = .number(number)
            }
        }
        return LocatedJSON(content: content, offset: start)
    }

    private mutating func parseLocatedElements() throws(Status) -> [LocatedJSON] {
        try beginLocated()
        var elements: [LocatedJSON] = []
        if peek == UInt8(ascii: "]") {
            offset += 1
            depth -= 1
            return elements
        }
        repeat {
            elements.append(try parseLocated())
            skipSpace()
        } while try !endsList(UInt8(ascii: "]"), "Expected , or ] after array value.")
        return elements
    }

    private mutating func parseLocatedMembers() throws(Status) -> [LocatedJSON.Member] {
        try beginLocated()
        var members: [LocatedJSON.Member] = []
        var seen: Set<String> = []
        if peek == UInt8(ascii: "}") {
            offset += 1
            depth -= 1
            return members
        }
        repeat {
            guard peek == UInt8(ascii: "\"") else { throw unexpected("Expected an object key.") }
            let start = offset
            let key = try parseString()
            guard seen.insert(key).inserted else {
                offset = start
                throw failure("Duplicate object key \"\(key.prefix(100))\".")
            }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw unexpected("Expected : after object key.") }
            offset += 1
            skipSpace()
            members.append(LocatedJSON.Member(key: key, keyOffset: start, value: try parseLocated()))
            skipSpace()
        } while try !endsList(UInt8(ascii: "}"), "Expected , or } after key:value pair.")
        return members
    }

    /// Counts a collection as a value, and enters it.
    private mutating func beginLocated() throws(Status) {
        values += 1
        guard values <= limits.values else { throw failure("More than \(limits.values) values.") }
        try enter()
    }
}
