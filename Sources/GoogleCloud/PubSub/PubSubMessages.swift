/// A subscription as it is asked for or as it is: its settings, with nil for the server's default.
public struct SubscriptionSpec: Sendable, Equatable {
    /// The full name, `projects/p/subscriptions/s`.
    public var name: String
    /// The full name of its topic; `_deleted-topic_` once that is deleted.
    public var topic: String
    /// How long a message stays leased, 10 to 600 seconds; 0 asks for the default of 10.
    public var ackDeadlineSeconds: Int
    /// How long unacknowledged messages are kept, 10 minutes to 31 days; nil for 7 days.
    public var messageRetention: Duration?
    /// Whether messages with an ordering key arrive in their order.
    public var enableMessageOrdering: Bool
    /// Labels, at most 64.
    public var labels: [String: String]
    /// The least delay before a redelivery, 0 to 600 s; nil with `maximumBackoff` for immediate redelivery.
    public var minimumBackoff: Duration?
    /// The longest delay before a redelivery, 0 to 600 s.
    public var maximumBackoff: Duration?
    /// When an unused subscription expires; nil for the default of 31 days.
    public var expiration: Expiration?

    /// When an unused subscription is deleted.
    public enum Expiration: Sendable, Equatable {
        /// Never.
        case never
        /// After that time without activity, at least one day.
        case after(Duration)
    }

    /// Makes a specification; what is not given is the server's default.
    public init(
        name: String, topic: String, ackDeadlineSeconds: Int = 0, messageRetention: Duration? = nil,
        enableMessageOrdering: Bool = false, labels: [String: String] = [:], minimumBackoff: Duration? = nil,
        maximumBackoff: Duration? = nil, expiration: Expiration? = nil
    ) {
        self.name = name
        self.topic = topic
        self.ackDeadlineSeconds = ackDeadlineSeconds
        self.messageRetention = messageRetention
        self.enableMessageOrdering = enableMessageOrdering
        self.labels = labels
        self.minimumBackoff = minimumBackoff
        self.maximumBackoff = maximumBackoff
        self.expiration = expiration
    }
}

/// A message to publish: data, or at least one attribute.
public struct OutgoingMessage: Sendable, Equatable {
    /// The payload, at most 10 MB.
    public var data: [UInt8]
    /// Attributes, at most 100.
    public var attributes: [String: String]
    /// Messages of the same key are delivered in order; empty for no order.
    public var orderingKey: String

    /// Makes a message from its parts.
    public init(data: [UInt8] = [], attributes: [String: String] = [:], orderingKey: String = "") {
        self.data = data
        self.attributes = attributes
        self.orderingKey = orderingKey
    }
}

/// A message that was received and is leased until it is acknowledged or its deadline passes.
public struct IncomingMessage: Sendable, Equatable {
    /// What acknowledges this delivery.
    public var ackID: String
    /// The message's id, unique within its topic.
    public var messageID: String
    /// The payload.
    public var data: [UInt8]
    /// Attributes.
    public var attributes: [String: String]
    /// The key by which the message is ordered; empty for none.
    public var orderingKey: String
    /// How often the message was delivered, from 1; 0 without a dead-letter policy.
    public var deliveryAttempt: Int

    /// Makes a message from its parts.
    public init(
        ackID: String, messageID: String, data: [UInt8] = [], attributes: [String: String] = [:],
        orderingKey: String = "", deliveryAttempt: Int = 0
    ) {
        self.ackID = ackID
        self.messageID = messageID
        self.data = data
        self.attributes = attributes
        self.orderingKey = orderingKey
        self.deliveryAttempt = deliveryAttempt
    }
}
