import CloudCore

/// What the requests of a StreamingPull may ask for (`google/pubsub/v1/pubsub.proto`, StreamingPullRequest).
enum StreamingPullRules {
    /// A flow control limit: 0 and less mean none.
    static func limit(_ value: Int64) -> Int? { value > 0 ? Int(clamping: value) : nil }

    static func checkAckDeadline(_ seconds: Int32) throws(Status) {
        guard Limits.ackDeadlineSeconds.contains(seconds) else {
            throw Status(
                .invalidArgument,
                "stream_ack_deadline_seconds must be between 10 and 600 seconds (stream_ack_deadline_seconds=\(seconds))"
            )
        }
    }

    /// Checks a request after the first. A client id that is given again is let pass, as the definition does.
    static func checkLater(_ request: StreamingPullRequest) throws(Status) {
        guard request.subscription.isEmpty else {
            throw Status(.invalidArgument, "subscription may only be set in first message")
        }
        let fixed = [
            ("max_outstanding_messages", request.maxOutstandingMessages),
            ("max_outstanding_bytes", request.maxOutstandingBytes),
            ("protocol_version", request.protocolVersion),
        ]
        for (field, value) in fixed where value != 0 {
            throw Status(.invalidArgument, "\(field) may only be set in first message (\(field)=\(value))")
        }
        if request.streamAckDeadlineSeconds != 0 { try checkAckDeadline(request.streamAckDeadlineSeconds) }
    }

    static func checkModifications(_ request: StreamingPullRequest) throws(Status) {
        guard request.modifyDeadlineSeconds.count == request.modifyDeadlineAckIds.count else {
            throw Status(
                .invalidArgument,
                "ack IDs and deadlines must have the same size (\(request.modifyDeadlineAckIds.count) ids, "
                    + "\(request.modifyDeadlineSeconds.count) deadlines)")
        }
        let allowed = 0...Limits.ackDeadlineSeconds.upperBound
        for seconds in request.modifyDeadlineSeconds where !allowed.contains(seconds) {
            throw Status(
                .invalidArgument,
                "ack_deadline_secs out of bounds (modify_deadline_seconds=\(seconds), must be 0 to 600)")
        }
    }

    /// Acknowledges and modifies as a request asks; what came of it, under exactly-once delivery.
    static func update(
        _ broker: inout Broker, _ subscription: String, _ request: StreamingPullRequest, at now: Instant
    ) throws(Status) -> StreamOutcome? {
        if request.ackIds.isEmpty, request.modifyDeadlineAckIds.isEmpty { return nil }
        return try broker.update(
            subscription, acknowledge: request.ackIds, modify: request.modifyDeadlineAckIds,
            seconds: request.modifyDeadlineSeconds, at: now)
    }
}
