import CloudCore

/// What came of the ack ids of one request under exactly-once delivery, each id once.
struct AckOutcome: Sendable, Equatable {
    /// Done.
    var done: [String] = []
    /// Malformed, or of a lease that does not stand: expired, given back, acknowledged, or superseded.
    var invalid: [String] = []
    /// Acknowledgements before that of an earlier message of the key: to be tried again.
    var unordered: [String] = []

    /// The most ids that a failure names. Clients refuse trailers of more than 8 KiB, which 110 of them would be.
    static let namedIDsLimit = 100

    /// What a unary call ends with when not all is done; nil when it is.
    ///
    /// The text of invalid ids and the names in the details are the service's, as clients quote and read them; those
    /// of unordered ones are what the Java client's users report. The code for unordered ones alone is not known.
    var failure: Status? {
        if invalid.isEmpty, unordered.isEmpty { return nil }
        var metadata: [String: String] = [:]
        for id in invalid.prefix(Self.namedIDsLimit) { metadata[id] = "PERMANENT_FAILURE_INVALID_ACK_ID" }
        for id in unordered.prefix(Self.namedIDsLimit - metadata.count) {
            metadata[id] = "TRANSIENT_FAILURE_UNORDERED_ACK_ID"
        }
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
}

/// What came of a stream's request under exactly-once delivery.
struct StreamOutcome: Sendable {
    var acknowledged = AckOutcome()
    var modified = AckOutcome()
    /// What the stream is told of the subscription.
    var traits: SubscriptionTraits
}
