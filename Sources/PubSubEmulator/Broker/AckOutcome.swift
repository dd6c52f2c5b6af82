import CloudCore

/// What came of the ack ids of one request under exactly-once delivery, each id once.
struct AckOutcome: Sendable, Equatable {
    /// Done.
    var done: [String] = []
    /// Malformed, or of a lease that does not stand: expired, given back, acknowledged, or superseded.
    var invalid: [String] = []
    /// Acknowledgements before that of an earlier message of the key: to be tried again.
    var unordered: [String] = []

    /// The most bytes of ids that a failure names, with what it says of each: longer details fit no trailers.
    static let namedBytesLimit = 3_500

    /// What a unary call ends with when not all is done; nil when it is.
    ///
    /// The text of invalid ids and the names in the details are the service's, as clients quote and read them; those
    /// of unordered ones are what the Java client's users report. The code for unordered ones alone is not known.
    var failure: Status? {
        if invalid.isEmpty, unordered.isEmpty { return nil }
        let detail = Status.Detail.errorInfo(
            reason: "EXACTLY_ONCE_ACKID_FAILURE", domain: "pubsub.googleapis.com", metadata: metadata)
        if invalid.isEmpty {
            return Status(
                .failedPrecondition, "Some acknowledgement ids in the request were sent out of order.",
                details: [detail])
        }
        return Status(
            .invalidArgument,
            "Some acknowledgement ids in the request were invalid. This could be because the acknowledgement ids "
                + "have expired or the acknowledgement ids were malformed.",
            details: [detail])
    }

    /// What is wrong with each id, as far as there is room for it.
    private var metadata: [String: String] {
        var metadata: [String: String] = [:]
        var bytes = 0
        for (ids, failure) in [
            (invalid, "PERMANENT_FAILURE_INVALID_ACK_ID"), (unordered, "TRANSIENT_FAILURE_UNORDERED_ACK_ID"),
        ] {
            for id in ids {
                // An entry of a map has six bytes of tags and lengths, and more for long ones.
                bytes += id.utf8.count + failure.utf8.count + 8
                if bytes > Self.namedBytesLimit { return metadata }
                metadata[id] = failure
            }
        }
        return metadata
    }
}

/// What came of a stream's request under exactly-once delivery.
struct StreamOutcome: Sendable {
    var acknowledged = AckOutcome()
    var modified = AckOutcome()
    /// What the stream is told of the subscription.
    var traits: SubscriptionTraits
}
