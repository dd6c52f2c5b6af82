import CloudCore

/// Whether the service may forward from a subscription to its dead letter topic, both given by name.
///
/// The service forwards as its service agent, who needs to publish to the topic and to acknowledge on the
/// subscription (DeadLetterPolicy in `google/pubsub/v1/pubsub.proto`). It is asked for each message that would be
/// forwarded, under the broker's lock: it has to be quick, and must not call the emulator.
public typealias DeadLetterPermission = @Sendable (_ subscription: String, _ topic: String) -> Bool

/// A message that a subscription has given up, on its way to the dead letter topic.
struct DeadLetter: Sendable {
    let message: StoredMessage
    /// The name of the subscription.
    let subscription: String
    /// The slot of the dead letter topic.
    let topic: Int
    /// How many deliveries have failed.
    let attempts: Int32
    /// Why a transform of the subscription failed, if that was the last failure.
    let transformFault: String?

    /// The message's attributes with those that tell where it comes from ("Dead-letter topics" in the Pub/Sub
    /// documentation).
    var attributes: StringMap {
        var attributes = message.attributes
        let parts = subscription.split(separator: "/")
        attributes["CloudPubSubDeadLetterSourceDeliveryCount"] = "\(attempts)"
        attributes["CloudPubSubDeadLetterSourceSubscription"] = parts.last.map { String($0) }
        attributes["CloudPubSubDeadLetterSourceSubscriptionProject"] =
            parts.count > 1 ? String(parts[1]) : nil
        attributes["CloudPubSubDeadLetterSourceTopicPublishTime"] = publishTime
        // "Troubleshooting a subscription with Single Message Transforms".
        if let transformFault { attributes["CloudPubSubDeadLetterSourceSMTErrorMessage"] = transformFault }
        return attributes
    }

    /// In milliseconds and with an offset, as in messages that the service has forwarded:
    /// `2026-08-24T10:35:14.812+00:00`.
    private var publishTime: String {
        let time = Timestamp(message.publishTime)
        let milliseconds = Int(time.nanos) / 1_000_000
        let second = Timestamp(seconds: time.seconds).rfc3339.dropLast()
        return "\(second).\(milliseconds / 100)\(milliseconds / 10 % 10)\(milliseconds % 10)+00:00"
    }
}
