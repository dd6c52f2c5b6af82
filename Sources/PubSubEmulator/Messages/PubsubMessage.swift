import CloudCore

/// `google.pubsub.v1.PubsubMessage`.
public struct PubsubMessage: Message {
    /// The payload, at most 10 MB with everything else.
    public var data: [UInt8] = []
    /// Attributes, at most 100, keys up to 256 bytes, values up to 1,024.
    public var attributes = StringMap()
    /// The id that the server gave the message, unique within its topic.
    public var messageId = ""
    /// When the server received the message; set by the server.
    public var publishTime: Timestamp?
    /// Messages with the same key, up to 1,024 bytes, are delivered in the order of their publishing; empty for none.
    public var orderingKey = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "data", &data)
        visitor.field(2, "attributes", &attributes)
        visitor.field(3, "messageId", &messageId)
        visitor.field(4, "publishTime", &publishTime)
        visitor.field(5, "orderingKey", &orderingKey)
    }
}
