/// A JSON value (RFC 8259). Objects keep the order of their members.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits `Int64`.
    case int(Int64)
    /// A number without fraction or exponent that fits `UInt64` but not `Int64`.
    case uint(UInt64)
    /// Any other number; always finite in parsed JSON.
    case double(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    /// What the parser refuses to go beyond.
    public struct Limits: Sendable {
        /// The most arrays and objects inside each other; Google's JSON parsers allow 100.
        public var depth = 100
        /// The most values in the whole text, which bounds the memory of the tree.
        public var values = 1 << 20

        /// The default limits.
        public init() {}
    }

    /// Parses one JSON text of UTF-8 bytes, strictly: RFC 8259 with unique member names, paired surrogates and
    /// numbers in the range of a double.
    ///
    /// - Throws: INVALID_ARGUMENT with line, column and byte offset of the fault.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: Limits = Limits()
    ) throws(Status) -> JSON {
        var parser = JSONParser(bytes, limits)
        return try parser.parseText()
    }

    /// Parses one JSON text; see `parse(_:limits:)` of bytes.
    public static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(Status) -> JSON {
        let result: Result<JSON, Status> = bytes.withUnsafeBytes { input in
            Result { () throws(Status) in try parse(input, limits: limits) }
        }
        return try result.get()
    }

    /// Parses one JSON text; see `parse(_:limits:)` of bytes.
    public static func parse(_ text: String, limits: Limits = Limits()) throws(Status) -> JSON {
        var text = text
        let result: Result<JSON, Status> = text.withUTF8 { input in
            Result { () throws(Status) in try parse(UnsafeRawBufferPointer(input), limits: limits) }
        }
        return try result.get()
    }
}
