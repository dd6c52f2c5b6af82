/// Parses the head of a request: request line and fields, without the empty line that ends it.
///
/// What could be read in two ways is refused, for another reader may have read it the other way
/// (RFC 9112, section 11.2, request smuggling).
struct HTTP1HeadParser {
    /// The longest method name.
    private static let maxMethodLength = 32

    private let head: UnsafeRawBufferPointer
    private var offset = 0
    private var request = HTTP1Request()

    /// Parses `head`, whose every line ends with CRLF.
    static func parse(_ head: UnsafeRawBufferPointer) throws(HTTP1Error) -> HTTP1Request {
        var parser = HTTP1HeadParser(head: head)
        try parser.parseRequestLine()
        while let line = parser.nextLine() { try parser.parseField(line) }
        try parser.request.checkFields()
        return parser.request
    }

    private init(head: UnsafeRawBufferPointer) { self.head = head }

    private mutating func nextLine() -> UnsafeRawBufferPointer? {
        guard offset < head.count, let end = head[offset...].firstIndex(of: UInt8(ascii: "\n")) else {
            return nil
        }
        defer { offset = end + 1 }
        return UnsafeRawBufferPointer(rebasing: head[offset..<max(end - 1, offset)])
    }

    // MARK: Request line

    private mutating func parseRequestLine() throws(HTTP1Error) {
        guard let line = nextLine(), let first = line.firstIndex(of: 0x20),
            let last = line.lastIndex(of: 0x20), first < last
        else { throw .badRequest("The request line is not METHOD TARGET VERSION.") }
        let method = line[..<first]
        guard !method.isEmpty, method.count <= Self.maxMethodLength, method.allSatisfy(Self.isTokenByte)
        else {
            throw .badRequest("The method is not a token.")
        }
        request.method = String(decoding: method, as: UTF8.self)
        try parseVersion(line[(last + 1)...])
        try parseTarget(line[(first + 1)..<last])
    }

    private mutating func parseVersion(_ version: Slice<UnsafeRawBufferPointer>) throws(HTTP1Error) {
        let digits = Array(version.suffix(3))
        guard version.count == 8, version.starts(with: "HTTP/".utf8), Self.isDigit(digits[0]),
            digits[1] == UInt8(ascii: "."), Self.isDigit(digits[2])
        else { throw .badRequest("The request line does not end with an HTTP version.") }
        guard digits[0] == UInt8(ascii: "1") else {
            throw HTTP1Error(status: 505, message: "This connection speaks HTTP/1.1.")
        }
        request.minorVersion = digits[2] == UInt8(ascii: "0") ? 0 : 1
    }

    /// The four forms of RFC 9112, section 3.2.
    private mutating func parseTarget(_ target: Slice<UnsafeRawBufferPointer>) throws(HTTP1Error) {
        guard !target.isEmpty, target.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") }) else {
            throw .badRequest("The request target has a character that must be percent-encoded.")
        }
        let text = String(decoding: target, as: UTF8.self)
        if request.method == "CONNECT" {
            throw HTTP1Error(status: 501, message: "CONNECT is not supported: this server is no proxy.")
        }
        if text.utf8.first == UInt8(ascii: "/") || (text == "*" && request.method == "OPTIONS") {
            request.target = text
            return
        }
        let lower = text.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else {
            throw .badRequest("The request target is neither a path nor an absolute URI.")
        }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        request.authority = String(rest[..<end])
        guard !request.authority.isEmpty else { throw .badRequest("The request target has no host.") }
        request.target = rest[end...].first == "/" ? String(rest[end...]) : "/" + rest[end...]
    }

    // MARK: Fields

    private mutating func parseField(_ line: UnsafeRawBufferPointer) throws(HTTP1Error) {
        // 5.2: a line that starts with white space continues the one before in obsolete syntax.
        if let first = line.first, Self.isSpace(first) { throw .badRequest("A header field is folded.") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw .badRequest("A header line has no colon.")
        }
        // 5.1: no white space between name and colon, which isTokenByte refuses.
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(Self.isTokenByte) else {
            throw .badRequest("A header name is not a token.")
        }
        var value = line[(colon + 1)...]
        while let first = value.first, Self.isSpace(first) { value = value.dropFirst() }
        while let last = value.last, Self.isSpace(last) { value = value.dropLast() }
        guard value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7f) || $0 == 0x09 }) else {
            throw .badRequest("A header value has a control character.")
        }
        let lower = name.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
        let field = lower.withUnsafeBytes {
            HeaderField(name: $0, value: UnsafeRawBufferPointer(rebasing: value))
        }
        request.fields.append(field)
    }

    // MARK: Characters

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
            UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
