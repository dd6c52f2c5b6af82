import CloudCore
import RPCServer

/// Several calls in one request, as `multipart/mixed` of `application/http`.
///
/// Source: "Send batch requests" in the Cloud Storage documentation, which allows 100 calls.
struct StorageBatch {
    /// The most calls of one batch.
    static let maxCalls = 100

    private struct Part {
        var contentID: String
        var bytes: [UInt8] = []
    }

    private var parts: [Part] = []

    /// Reads the parts.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(contentType: String, _ body: UnsafeRawBufferPointer) throws(Status) {
        var parser = try MultipartParser(contentType: contentType)
        var found: [Part] = []
        try parser.take(body) { event in
            switch event {
            case .part(let fields): found.append(Part(contentID: fields["content-id"] ?? ""))
            case .data(let bytes): found[found.count - 1].bytes += bytes
            }
        }
        guard parser.isDone, (1...Self.maxCalls).contains(found.count) else {
            throw Status.listed(
                .invalidArgument, "badContent",
                "A batch has 1 to \(Self.maxCalls) calls, and ends with its boundary; \(found.count) came.")
        }
        parts = found
    }

    /// The answer: that of each call.
    func answer(_ serve: (BatchedRequest) throws(Status) -> HTTPResponse) -> HTTPResponse {
        let boundary = "batch_\(Hexadecimal.text(UInt64(CRC32C.checksum(parts.flatMap(\.bytes))), digits: 8))"
        var body = OutputBuffer()
        for part in parts {
            body.append(utf8: "--\(boundary)\r\nContent-Type: application/http\r\n")
            if !part.contentID.isEmpty {
                body.append(utf8: "Content-ID: \(Self.answered(part.contentID))\r\n")
            }
            body.append("\r\n")
            Self.append(Self.response(part.bytes, serve), to: &body)
            body.append("\r\n")
        }
        body.append(utf8: "--\(boundary)--\r\n")
        return HTTPResponse(
            status: 200, contentType: "multipart/mixed; boundary=\(boundary)", body: body.copyBytes())
    }

    private static func response(
        _ bytes: [UInt8], _ serve: (BatchedRequest) throws(Status) -> HTTPResponse
    ) -> HTTPResponse {
        do throws(Status) {
            let response = try serve(try BatchedRequest(bytes))
            guard response.source == nil,
                response.contentType.hasPrefix("application/json") || response.body.isEmpty
            else { throw StorageFault.unsupported("A download in a batch") }
            return response
        } catch {
            return error.storageResponse
        }
    }

    /// `<a+1>` becomes `<response-a+1>`.
    private static func answered(_ id: String) -> String {
        let safe = id.filter { $0 != "\r" && $0 != "\n" }
        return safe.hasPrefix("<") ? "<response-\(safe.dropFirst())" : "response-\(safe)"
    }

    private static func append(_ response: HTTPResponse, to body: inout OutputBuffer) {
        body.append(utf8: "HTTP/1.1 \(response.status) \(response.reason)\r\n")
        if !response.contentType.isEmpty { body.append(utf8: "Content-Type: \(response.contentType)\r\n") }
        for (name, value) in response.headers { body.append(utf8: "\(name): \(value)\r\n") }
        body.append(utf8: "Content-Length: \(response.body.count)\r\n\r\n")
        body.append(response.body)
    }
}
