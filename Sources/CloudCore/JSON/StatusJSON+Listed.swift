/// Errors in the form of Google's older JSON APIs, BigQuery and Cloud Storage, which list a reason in camelCase beside the
/// code: `{"error":{"code":404,"message":…,"errors":[{"message":…,"domain":"global","reason":"notFound"}],"status":…}}`.
///
/// Source: "Error messages" in BigQuery's documentation, which has a table of the reasons.
extension Status {
    private static let listedDomain = "global"

    /// A status with the reason that such an error has.
    public static func listed(
        _ code: Code, _ reason: String, _ message: String, location: String? = nil
    ) -> Status {
        Status(
            code, message,
            details: [
                .errorInfo(
                    reason: reason, domain: listedDomain, metadata: location.map { ["location": $0] } ?? [:])
            ])
    }

    /// The reason: the one that was given, or what the code commonly means.
    public var listedReason: String {
        if let given = listedInfo { return given.reason }
        return switch code {
        case .invalidArgument, .outOfRange, .ok: "invalid"
        case .notFound: "notFound"
        case .alreadyExists: "duplicate"
        case .permissionDenied: "accessDenied"
        case .unauthenticated: "authError"
        case .resourceExhausted: "rateLimitExceeded"
        case .failedPrecondition: "conditionNotMet"
        case .aborted: "conflict"
        case .unimplemented: "notImplemented"
        case .unavailable, .deadlineExceeded: "backendError"
        case .cancelled: "stopped"
        case .internal, .unknown, .dataLoss: "internalError"
        }
    }

    /// The HTTP status: unlike newer ones these APIs have one of their own for an etag that does not match.
    public var listedHTTPStatus: Int { listedReason == "conditionNotMet" ? 412 : code.httpStatus }

    /// Appends the error body, compact.
    public func writeListedErrorBody(to out: inout OutputBuffer) {
        var entry: JSONObject = [
            "message": .string(message), "domain": .string(Self.listedDomain),
            "reason": .string(listedReason),
        ]
        if let location = listedInfo?.location {
            entry["location"] = .string(location)
            entry["locationType"] = "parameter"
        }
        out.append("{\"error\":{\"code\":")
        out.append(utf8: String(listedHTTPStatus))
        out.append(",\"message\":")
        JSONText.append(message, to: &out)
        out.append(",\"errors\":[")
        JSON.object(entry).write(to: &out)
        out.append("],\"status\":\"")
        out.append(utf8: code.name)
        out.append(UInt8(ascii: "\""))
        let others = details.filter { !$0.isListed }
        for (index, detail) in others.enumerated() {
            out.append(index == 0 ? ",\"details\":[" : ",")
            ProtoJSONEncoder.encode(StatusDetailMessage(detail).packed, to: &out)
        }
        out.append(others.isEmpty ? "}}" : "]}}")
    }

    private var listedInfo: (reason: String, location: String?)? {
        for case .errorInfo(let reason, Self.listedDomain, let metadata) in details {
            return (reason, metadata["location"])
        }
        return nil
    }
}

extension Status.Detail {
    fileprivate var isListed: Bool {
        if case .errorInfo(_, "global", _) = self { true } else { false }
    }
}
