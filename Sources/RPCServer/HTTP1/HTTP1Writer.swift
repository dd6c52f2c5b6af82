import CloudCore

/// Writes answers of HTTP/1.1 (RFC 9112, section 4).
enum HTTP1Writer {
    /// Appends `response`; the length of an answer to HEAD is that of the body it leaves out.
    static func append(
        _ response: HTTPResponse, to out: inout OutputBuffer, isHead: Bool, closes: Bool,
        keepsAliveHTTP10: Bool
    ) {
        out.append("HTTP/1.1 ")
        out.append(utf8: String(response.status))
        out.append(UInt8(ascii: " "))
        out.append(utf8: response.reason)
        out.append("\r\n")
        if !response.contentType.isEmpty { append("content-type", response.contentType, to: &out) }
        for (name, value) in response.headers { append(name, value, to: &out) }
        // RFC 9110, 8.6: no Content-Length with 204, and 304 has no body.
        let hasBody = response.status != 204 && response.status != 304
        if hasBody { append("content-length", String(response.bodyCount), to: &out) }
        if closes { append("connection", "close", to: &out) }
        if keepsAliveHTTP10 { append("connection", "keep-alive", to: &out) }
        out.append("\r\n")
        if hasBody, !isHead { out.append(response.body) }
    }

    private static func append(_ name: String, _ value: String, to out: inout OutputBuffer) {
        append(text: name, to: &out)
        out.append(": ")
        append(text: value, to: &out)
        out.append("\r\n")
    }

    /// Line breaks become spaces: a value must not end its field (response splitting).
    private static func append(text: String, to out: inout OutputBuffer) {
        var text = text
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            var index = 0
            while index < bytes.count, !endsField(bytes[index]) { index += 1 }
            out.append(UnsafeRawBufferPointer(rebasing: bytes[..<index]))
            for byte in bytes[index...] { out.append(endsField(byte) ? 0x20 : byte) }
        }
    }

    private static func endsField(_ byte: UInt8) -> Bool { byte == 0x0d || byte == 0x0a || byte == 0 }
}
