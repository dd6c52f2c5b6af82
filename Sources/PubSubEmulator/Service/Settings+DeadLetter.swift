import CloudCore

extension Settings {
    /// A dead letter policy as it is kept: 0 attempts are 5 (DeadLetterPolicy in `google/pubsub/v1/pubsub.proto`).
    static func complete(_ policy: DeadLetterPolicy?) throws(Status) -> DeadLetterPolicy? {
        guard var policy else { return nil }
        // So it reads after the topic has been deleted, and an update of something else brings it back.
        if policy.deadLetterTopic != Broker.deletedTopic {
            try ResourceNames.check(
                policy.deadLetterTopic, .topics, field: "dead_letter_policy.dead_letter_topic")
        }
        if policy.maxDeliveryAttempts == 0 { policy.maxDeliveryAttempts = Limits.deliveryAttempts.lowerBound }
        try checkAttempts(policy.maxDeliveryAttempts)
        return policy
    }

    private static func checkAttempts(_ attempts: Int32) throws(Status) {
        let limits = Limits.deliveryAttempts
        if limits.contains(attempts) { return }
        let (side, bound, limit) =
            attempts < limits.lowerBound
            ? ("small", "minimum", limits.lowerBound) : ("large", "maximum", limits.upperBound)
        let text =
            "The value for max_delivery_attempts is too \(side). You passed \(attempts) in the request, but the \(bound) "
            + "value is \(limit)."
        let field = "dead_letter_policy.max_delivery_attempts"
        throw Status(
            .outOfRange, text, details: [.badRequest([.init(field: field, description: text)])])
    }
}
