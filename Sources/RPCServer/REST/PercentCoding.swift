import CloudCore

/// Percent-encoding of URLs (RFC 3986, section 2.1).
public enum PercentCoding {
    /// Decodes `text`.
    ///
    /// - Parameters:
    ///   - keepingSlashes: whether `%2F` stays as it is, as in values of several path segments.
    ///   - plusIsSpace: whether `+` stands for a space, as in a query.
    /// - Throws: INVALID_ARGUMENT for a malformed sequence, and for a result that is not UTF-8.
    public static func decode(
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

    /// The text with every byte encoded that is not unreserved (RFC 3986, section 2.3), slashes among them.
    public static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func malformed(_ text: Substring) -> Status {
        Status(.invalidArgument, "Malformed percent-encoding in the URL: \(text.prefix(200))")
    }
}
