import CloudCore

/// How many ack ids a request may have: as many as it has room for, whose size is limited
/// ("Pub/Sub quotas and limits", resource limits).
enum AckRules {
    /// Checks the ack ids of an Acknowledge or ModifyAckDeadline.
    ///
    /// The size is that of the encoded request; over REST, too, where the service nowhere says what it counts. The text
    /// is the service's (googleapis/nodejs-pubsub #1366).
    static func check(_ ids: [String], of subscription: String, deadline: Int32 = 0) throws(Status) {
        if ids.isEmpty { throw Status(.invalidArgument, "No ack ids specified.") }
        guard encodedBytes(ids, subscription, deadline) > Limits.bytesPerAckRequest else { return }
        throw Status(
            .invalidArgument,
            "Request payload size exceeds the limit: \(Limits.bytesPerAckRequest) bytes.",
            details: [
                .badRequest([
                    .init(
                        field: "ack_ids",
                        description: "\(ids.count) ids are too many for one request; send them in several.")
                ])
            ])
    }

    /// The size of the request in protobuf.
    private static func encodedBytes(_ ids: [String], _ subscription: String, _ deadline: Int32) -> Int {
        var bytes = subscription.isEmpty ? 0 : encodedBytes(subscription)
        for id in ids { bytes += encodedBytes(id) }
        // Deadlines that are not refused for themselves are not negative.
        if deadline > 0 { bytes += 1 + varintBytes(Int(deadline)) }
        return bytes
    }

    /// A string with its tag, which is one byte, and its length.
    @inline(__always) private static func encodedBytes(_ text: String) -> Int {
        let count = text.utf8.count
        return 1 + varintBytes(count) + count
    }

    @inline(__always) private static func varintBytes(_ value: Int) -> Int {
        if value < 0x80 { return 1 }
        return (Int.bitWidth - value.leadingZeroBitCount + 6) / 7
    }
}
