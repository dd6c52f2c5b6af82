import CloudCore

/// Percent-encoding of the parts of a URL (RFC 3986, section 2).
enum PercentEncoding {
    private static let unreserved = set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    private static let pathCharacters = unreserved.union(set("/:@!$&'()*+,;="))

    /// A path, whose slashes separate its segments. A percent sign in it is data, not an escape.
    static func path(_ text: String) -> String { encode(text, keeping: pathCharacters) }

    /// A query parameter's name or value.
    static func query(_ text: String) -> String { encode(text, keeping: unreserved) }

    /// One segment of a path, in which a slash is data: the name of an object for example.
    static func segment(_ text: String) -> String { encode(text, keeping: unreserved) }

    /// A query with its question mark; empty without parameters.
    static func queryString(_ parameters: [(String, String)]) -> String {
        parameters.isEmpty ? "" : "?" + form(parameters)
    }

    /// Names and values as a form has them (`application/x-www-form-urlencoded`).
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { query($0.0) + "=" + query($0.1) }.joined(separator: "&")
    }

    private static func set(_ characters: StaticString) -> Set<UInt8> {
        Set("\(characters)".utf8)
    }

    private static func encode(_ text: String, keeping kept: Set<UInt8>) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if kept.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [0x25, Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
