import CloudCore

/// `google.pubsub.v1.AcknowledgeRequest`.
public struct AcknowledgeRequest: Message {
    /// The name of the subscription.
    public var subscription = ""
    /// Ack ids as they were received.
    public var ackIds: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(2, "ackIds", &ackIds)
    }
}

/// `google.pubsub.v1.ModifyAckDeadlineRequest`.
public struct ModifyAckDeadlineRequest: Message {
    /// The name of the subscription.
    public var subscription = ""
    /// The ack deadline in seconds.
    public var ackDeadlineSeconds: Int32 = 0
    /// Ack ids as they were received.
    public var ackIds: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(3, "ackDeadlineSeconds", &ackDeadlineSeconds)
        visitor.field(4, "ackIds", &ackIds)
    }
}
