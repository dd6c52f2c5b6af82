extension Status {
    /// Appends the error body of Google's REST APIs, compact: `{"error":{"code":404,"message":…}}`.
    public func writeErrorBody(to out: inout OutputBuffer) {
        out.append("{\"error\":{\"code\":")
        out.append(utf8: String(code.httpStatus))
        out.append(",\"message\":")
        JSONText.append(message, to: &out)
        out.append(",\"status\":\"")
        out.append(utf8: code.name)
        out.append(UInt8(ascii: "\""))
        for (index, detail) in details.enumerated() {
            out.append(index == 0 ? ",\"details\":[" : ",")
            ProtoJSONEncoder.encode(StatusDetailMessage(detail).packed, to: &out)
        }
        out.append(details.isEmpty ? "}}" : "]}}")
    }

    /// The error body of Google's REST APIs, indented as they are.
    public var errorBody: [UInt8] {
        var compact = OutputBuffer()
        writeErrorBody(to: &compact)
        var out = OutputBuffer()
        compact.withBytes { JSONIndenter.indent($0, to: &out) }
        out.append(UInt8(ascii: "\n"))
        return out.copyBytes()
    }

    /// Reads the answer of a failed REST call: Google's error body, the older one without `status`, OAuth's,
    /// or none of these. What the body does not say comes from the HTTP status.
    public init(httpStatus: Int, errorBody bytes: UnsafeRawBufferPointer) {
        if let json = try? JSON.parse(bytes) {
            self.init(httpStatus: httpStatus, errorBody: json)
        } else {
            let excerpt = String(decoding: bytes.prefix(300), as: UTF8.self)
            self.init(Code(httpStatus: httpStatus), excerpt.isEmpty ? "HTTP status \(httpStatus)" : excerpt)
        }
    }

    /// Reads the parsed body of a failed REST call; see `init(httpStatus:errorBody:)` of bytes.
    public init(httpStatus: Int, errorBody json: JSON) {
        // Streaming methods answer an array of one.
        let body = json[0] ?? json
        guard case .object(let error)? = body["error"] else {
            let text = body["error_description"]?.stringValue ?? body["error"]?.stringValue
            self.init(
                Code(httpStatus: httpStatus),
                text ?? body["message"]?.stringValue ?? "HTTP status \(httpStatus)")
            return
        }
        let named = error["status"]?.stringValue.flatMap { Code(name: $0) }
        let reason = error["errors"]?[0]?["reason"]?.stringValue
        let code = named ?? Code(reason: reason) ?? Code(httpStatus: httpStatus)
        let details = (error["details"]?.arrayValue ?? []).compactMap { Self.detail($0) }
        self.init(
            code == .ok ? .unknown : code, error["message"]?.stringValue ?? "HTTP status \(httpStatus)",
            details: details)
    }

    private static func detail(_ json: JSON) -> Detail? {
        json.objectValue.flatMap { StatusDetailMessage(AnyMessage(json: $0))?.detail }
    }
}

extension Status.Code {
    /// The code for an HTTP status, where only that is known.
    public init(httpStatus: Int) {
        self =
            switch httpStatus {
            case 400: .invalidArgument
            case 401: .unauthenticated
            case 403: .permissionDenied
            case 404, 410: .notFound
            case 408, 504: .deadlineExceeded
            case 409: .aborted
            case 412: .failedPrecondition
            case 413, 429: .resourceExhausted
            case 416: .outOfRange
            case 499: .cancelled
            case 501: .unimplemented
            case 502, 503: .unavailable
            case 500..<600: .internal
            default: .unknown
            }
    }

    /// The code for a reason of the older error body, where the HTTP status alone would mislead.
    init?(reason: String?) {
        switch reason {
        case "duplicate", "alreadyExists", "conflict": self = .alreadyExists
        case "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded": self = .resourceExhausted
        default: return nil
        }
    }
}
