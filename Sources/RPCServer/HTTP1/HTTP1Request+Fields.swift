extension HTTP1Request {
    /// Draws the conclusions from the fields: host, framing, persistence, expectation.
    mutating func checkFields() throws(HTTP1Error) {
        let hosts = fields.count(of: .host)
        // RFC 9112, 3.2: exactly one Host in HTTP/1.1.
        guard hosts == 1 || (hosts == 0 && minorVersion == 0) else {
            throw .badRequest("The request must have one Host field, not \(hosts).")
        }
        if authority.isEmpty { authority = fields[.host] ?? "" }
        framing = try bodyFraming()
        let connection = tokens(.connection)
        keepsAlive = !connection.contains("close") && (minorVersion == 1 || connection.contains("keep-alive"))
        if let expectation = fields[.expect], minorVersion == 1 {
            guard expectation.lowercased() == "100-continue" else {
                throw HTTP1Error(status: 417, message: "The only expectation supported is 100-continue.")
            }
            expectsContinue = framing != .none && framing != .length(0)
        }
    }

    /// RFC 9112, section 6.3, with everything refused that it allows to refuse.
    private func bodyFraming() throws(HTTP1Error) -> Framing {
        if fields.contains(.transferEncoding) {
            let codings = tokens(.transferEncoding)
            guard !fields.contains(.contentLength) else {
                throw .badRequest("Content-Length and Transfer-Encoding exclude each other.")
            }
            guard minorVersion == 1 else { throw .badRequest("HTTP/1.0 has no Transfer-Encoding.") }
            guard codings.last == "chunked" else {
                throw .badRequest("The last transfer coding must be chunked.")
            }
            guard codings == ["chunked"] else {
                throw HTTP1Error(status: 501, message: "The only transfer coding supported is chunked.")
            }
            return .chunked
        }
        guard let first = fields[.contentLength] else { return .none }
        guard fields.allSatisfy({ $0.known != .contentLength || $0.value == first }) else {
            throw .badRequest("The Content-Length fields differ.")
        }
        guard !first.isEmpty, first.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .badRequest("The Content-Length is not a number.")
        }
        // What has too many digits for Int is larger than any limit.
        return .length(Int(first) ?? .max)
    }

    /// The elements of a field that is a list, in lower case; empty ones are left out (RFC 9110, 5.6.1).
    private func tokens(_ name: KnownName) -> [String] {
        guard fields.contains(name) else { return [] }
        return fields.filter { $0.known == name }.flatMap { $0.value.split(separator: ",") }
            .map { Self.trimmed($0).lowercased() }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
