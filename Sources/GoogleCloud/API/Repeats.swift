import CloudCore

/// Whether a call may be sent again when it is not known what became of it.
///
/// Source: "Retry strategy" in Google's documentation of Cloud Storage, where a call is idempotent always, under
/// conditions (a precondition or an etag), or never; AIP-194.
public enum Repeats: Sendable, Equatable {
    /// GET, HEAD, PUT and DELETE, which HTTP defines as idempotent (RFC 9110, section 9.2.2). Other methods only
    /// after an answer or failure which says that nothing was done.
    case byMethod
    /// A call without lasting effect, or whose effect is the same when it comes twice: a reading POST, a write with an
    /// etag or precondition, or one that the API is built to be sent twice (Pub/Sub delivers at least once).
    case always
    /// Only after an answer or failure which says that nothing was done.
    case never

    /// Whether a call of an HTTP method may be sent again after a failure.
    func allows(_ method: String, after status: Status) -> Bool {
        // A refusal for lack of quota comes before anything is done.
        if status.code == .resourceExhausted || status.wasNotSent { return true }
        switch self {
        case .always: return true
        case .never: return false
        case .byMethod: return ["GET", "HEAD", "PUT", "DELETE"].contains(method)
        }
    }
}

extension Status {
    private static let notSentReason = "NOT_SENT"
    private static let localDomain = "rehearsal.local"

    /// UNAVAILABLE for a request that never left: there was no connection.
    static func notSent(_ message: String) -> Status {
        let info = Detail.errorInfo(reason: notSentReason, domain: localDomain, metadata: [:])
        return Status(.unavailable, message, details: [info])
    }

    /// Whether the request never left this machine's process.
    var wasNotSent: Bool {
        details.contains {
            if case .errorInfo(Self.notSentReason, Self.localDomain, _) = $0 { return true }
            return false
        }
    }
}
