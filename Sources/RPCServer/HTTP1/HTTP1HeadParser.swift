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
        var end = offset
        while end < head.count, head[end] != UInt8(ascii: "\n") { end += 1 }
        guard end < head.count else { return nil }
        defer { offset = end + 1 }
        return UnsafeRawBufferPointer(rebasing: head[offset..<max(end - 1, offset)])
    }

    // MARK: Request line

    private mutating func parseRequestLine() throws(HTTP1Error) {
        guard let line = nextLine(), let (first, last) = Self.outerSpaces(line) else {
            throw .badRequest("The request line is not METHOD TARGET VERSION.")
        }
        let method = UnsafeRawBufferPointer(rebasing: line[..<first])
        guard !method.isEmpty, method.count <= Self.maxMethodLength, method.allSatisfy(Self.isTokenByte)
        else {
            throw .badRequest("The method is not a token.")
        }
        request.method = String(decoding: method, as: UTF8.self)
        try parseVersion(UnsafeRawBufferPointer(rebasing: line[(last + 1)...]))
        try parseTarget(UnsafeRawBufferPointer(rebasing: line[(first + 1)..<last]))
    }

    /// Where the first and the last space of a line are; nil if it has fewer than two.
    private static func outerSpaces(_ line: UnsafeRawBufferPointer) -> (Int, Int)? {
        var (first, last) = (0, line.count - 1)
        while first < last, line[first] != 0x20 { first += 1 }
        while last > first, line[last] != 0x20 { last -= 1 }
        return first < last ? (first, last) : nil
    }

    private mutating func parseVersion(_ version: UnsafeRawBufferPointer) throws(HTTP1Error) {
        guard version.count == 8, version.starts(with: "HTTP/".utf8), Self.isDigit(version[5]),
            version[6] == UInt8(ascii: "."), Self.isDigit(version[7])
        else { throw .badRequest("The request line does not end with an HTTP version.") }
        guard version[5] == UInt8(ascii: "1") else {
            throw HTTP1Error(status: 505, message: "This connection speaks HTTP/1.1.")
        }
        request.minorVersion = version[7] == UInt8(ascii: "0") ? 0 : 1
    }

    /// The four forms of RFC 9112, section 3.2.
    private mutating func parseTarget(_ target: UnsafeRawBufferPointer) throws(HTTP1Error) {
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
        var colon = 0
        var isLower = true
        while colon < line.count, line[colon] != UInt8(ascii: ":") {
            // 5.1: no white space between name and colon, which isTokenByte refuses.
            guard Self.isTokenByte(line[colon]) else {
                throw .badRequest("A header name is not a token, or has no colon behind it.")
            }
            if Self.isUpper(line[colon]) { isLower = false }
            colon += 1
        }
        guard colon < line.count else { throw .badRequest("A header line has no colon.") }
        guard colon > 0 else { throw .badRequest("A header line has no name.") }
        let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
        let value = try Self.fieldValue(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
        if isLower {
            request.fields.append(HeaderField(name: name, value: value))
        } else {
            let field = Self.withLowercase(name) { HeaderField(name: $0, value: value) }
            request.fields.append(field)
        }
    }

    /// A field's value without the white space around it (RFC 9110, section 5.5).
    private static func fieldValue(
        _ text: UnsafeRawBufferPointer
    ) throws(HTTP1Error) -> UnsafeRawBufferPointer {
        var start = 0
        var end = text.count
        while start < end, isSpace(text[start]) { start += 1 }
        while start < end, isSpace(text[end - 1]) { end -= 1 }
        for index in start..<end where (text[index] < 0x20 && text[index] != 0x09) || text[index] == 0x7f {
            throw .badRequest("A header value has a control character.")
        }
        return UnsafeRawBufferPointer(rebasing: text[start..<end])
    }

    private static func withLowercase<R>(
        _ name: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 1) { lower in
            for (index, byte) in name.enumerated() { lower[index] = isUpper(byte) ? byte | 0x20 : byte }
            return body(UnsafeRawBufferPointer(lower))
        }
    }

    // MARK: Characters

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isUpper(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    }

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
