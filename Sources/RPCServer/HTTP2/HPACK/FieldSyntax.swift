/// The characters and fields that HTTP/2 allows (RFC 9113, section 8.2).
enum FieldSyntax {
    /// Whether `name` is a token in lower case (RFC 9113, section 8.2.1; RFC 9110, section 5.6.2).
    static func isName(_ name: UnsafeRawBufferPointer) -> Bool {
        guard !name.isEmpty else { return false }
        return name.allSatisfy(isLowerCaseTokenByte)
    }

    /// Whether `value` has no NUL, LF or CR, and neither starts nor ends with white space
    /// (RFC 9113, section 8.2.1).
    static func isValue(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let first = value.first, let last = value.last else { return true }
        if isWhiteSpace(first) || isWhiteSpace(last) { return false }
        return value.allSatisfy { $0 != 0 && $0 != 0x0a && $0 != 0x0d }
    }

    /// Whether a field is connection-specific (RFC 9113, section 8.2.2), or no request pseudo-header field
    /// that this server understands (section 8.3).
    static func isForbidden(_ known: KnownName, value: UnsafeRawBufferPointer) -> Bool {
        switch known {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade: true
        case .status, .protocol, .unknownPseudo: true
        // 8.2.2: TE "MUST NOT contain any value other than trailers".
        case .te: !value.elementsEqual("trailers".utf8)
        default: false
        }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isLowerCaseTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
