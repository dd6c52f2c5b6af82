import CloudCore

/// Percent-encoding of URLs (RFC 3986, section 2.1).
enum PercentCoding {
    /// Decodes `text`.
    ///
    /// - Parameters:
    ///   - keepingSlashes: whether `%2F` stays as it is, as in values of several path segments.
    ///   - plusIsSpace: whether `+` stands for a space, as in a query.
    /// - Throws: INVALID_ARGUMENT for a malformed sequence, and for a result that is not UTF-8.
    static func decode(
        _ text: Substring, keepingSlashes: Bool = false, plusIsSpace: Bool = false
    ) throws(Status) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+"), plusIsSpace {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst(), let low = rest.popFirst(),
                    let first = Hexadecimal.value(of: high),
                    let second = Hexadecimal.value(of: low)
                else { throw malformed(text) }
                let decoded = first << 4 | second
                if decoded == UInt8(ascii: "/"), keepingSlashes {
                    bytes += [byte, high, low]
                } else {
                    bytes.append(decoded)
                }
            } else {
                bytes.append(byte)
            }
        }
        guard let string = String(validating: bytes, as: UTF8.self) else { throw malformed(text) }
        return string
    }

    private static func malformed(_ text: Substring) -> Status {
        Status(.invalidArgument, "Malformed percent-encoding in the URL: \(text.prefix(200))")
    }
}
