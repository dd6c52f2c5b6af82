import CloudCore

/// `google.pubsub.v1.PublishRequest`.
public struct PublishRequest: Message {
    /// The name of the topic.
    public var topic = ""
    /// The messages, 1 to 1,000.
    public var messages: [PubsubMessage] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topic", &topic)
        visitor.field(2, "messages", &messages)
    }
}

/// `google.pubsub.v1.PublishResponse`.
public struct PublishResponse: Message {
    /// The ids of the messages, in the order of the request.
    public var messageIds: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "messageIds", &messageIds)
    }
}
