import CloudCore

/// `google.pubsub.v1.PullRequest`.
public struct PullRequest: Message {
    /// The name of the subscription.
    public var subscription = ""
    /// Deprecated: answer at once, even with nothing.
    public var returnImmediately = false
    /// The most messages to return, at least 1.
    public var maxMessages: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(2, "returnImmediately", &returnImmediately)
        visitor.field(3, "maxMessages", &maxMessages)
    }
}

/// `google.pubsub.v1.PullResponse`.
public struct PullResponse: Message {
    /// The messages received.
    public var receivedMessages: [ReceivedMessage] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "receivedMessages", &receivedMessages)
    }
}

/// `google.pubsub.v1.ReceivedMessage`.
public struct ReceivedMessage: Message {
    /// Identifies this delivery when it is acknowledged.
    public var ackId = ""
    /// The message.
    public var message: PubsubMessage?
    /// How often delivery was attempted, from 1; 0 without a dead letter policy.
    public var deliveryAttempt: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "ackId", &ackId)
        visitor.field(2, "message", &message)
        visitor.field(3, "deliveryAttempt", &deliveryAttempt)
    }
}
