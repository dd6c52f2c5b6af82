import CloudCore

/// Everything that an emulator holds, as one document: protobuf in the log, JSON for people and tools.
///
/// Messages stand in it once and are referred to by their ids. Leases are told, but do not outlive it: a message that
/// was with a receiver is delivered again by whoever is made from the document, and its deliveries go on being
/// counted. An acknowledgement that only waits for an earlier one of its ordering key counts as done.
public struct EmulatorState: Message {
    /// When it was made, by the broker's time.
    public var time: Timestamp?
    /// The number of the next message id.
    public var nextMessageNumber: Int64 = 0
    /// How many topics there have been.
    public var topicCount: Int64 = 0
    /// What the next snapshot without a name is named from.
    public var snapshotSeed: Int64 = 0
    /// The topics, by name.
    public var topics: [TopicImage] = []
    /// The subscriptions, by name.
    public var subscriptions: [SubscriptionImage] = []
    /// The snapshots, by name.
    public var snapshots: [SnapshotImage] = []
    /// The schemas, by name.
    public var schemas: [SchemaImage] = []
    /// The policies that were set on resources, by the names of these.
    public var policies: [PolicyImage] = []
    /// The messages that any of them refers to, in the order of publishing.
    public var messages: [PubsubMessage] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "time", &time)
        visitor.field(2, "nextMessageNumber", &nextMessageNumber)
        visitor.field(3, "topicCount", &topicCount)
        visitor.field(4, "snapshotSeed", &snapshotSeed)
        visitor.field(5, "topics", &topics)
        visitor.field(6, "subscriptions", &subscriptions)
        visitor.field(7, "snapshots", &snapshots)
        visitor.field(9, "schemas", &schemas)
        visitor.field(10, "policies", &policies)
        visitor.field(8, "messages", &messages)
    }
}

/// A topic in an `EmulatorState`.
public struct TopicImage: Message {
    /// Its settings.
    public var settings: Topic?
    /// Tells it from former topics of the same name.
    public var id: Int64 = 0
    /// The ids of the messages that it keeps itself, for its retention duration and its snapshots.
    public var kept: [String] = []
    /// The first revision of its schema that messages may fit, by its `number`; 0 for no bound.
    public var firstRevision: Int64 = 0
    /// The last one.
    public var lastRevision: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "settings", &settings)
        visitor.field(2, "id", &id)
        visitor.field(3, "kept", &kept)
        visitor.field(4, "firstRevision", &firstRevision)
        visitor.field(5, "lastRevision", &lastRevision)
    }
}

/// A subscription in an `EmulatorState`.
public struct SubscriptionImage: Message {
    /// Its settings.
    public var settings: Subscription?
    /// The `id` of its topic, which may have been deleted.
    public var topicId: Int64 = 0
    /// The ids of the messages that wait for their first delivery.
    public var waiting: [String] = []
    /// The messages that are with a receiver, or have come back from one.
    public var delivered: [DeliveredImage] = []
    /// The ids of the messages that are acknowledged and retained.
    public var acknowledged: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "settings", &settings)
        visitor.field(2, "topicId", &topicId)
        visitor.field(4, "waiting", &waiting)
        visitor.field(5, "delivered", &delivered)
        visitor.field(6, "acknowledged", &acknowledged)
    }
}

/// A message that a subscription has delivered, in a `SubscriptionImage`.
public struct DeliveredImage: Message {
    /// Its id.
    public var messageId = ""
    /// The number of the delivery that goes on, or is next; the first is 1.
    public var attempt: Int32 = 0
    /// When the lease that it is under ends; unset when it waits to be delivered again.
    public var leasedUntil: Timestamp?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "messageId", &messageId)
        visitor.field(2, "attempt", &attempt)
        visitor.field(3, "leasedUntil", &leasedUntil)
    }
}

/// A snapshot in an `EmulatorState`.
public struct SnapshotImage: Message {
    /// Its settings.
    public var settings: Snapshot?
    /// The `id` of its topic, which may have been deleted.
    public var topicId: Int64 = 0
    /// When it was made.
    public var created: Timestamp?
    /// The number of the first message id after it.
    public var start: Int64 = 0
    /// The ids of the messages that were not acknowledged when it was made.
    public var backlog: [String] = []
    /// The ids of the messages that its topic, which has been deleted, had kept.
    public var formerTopicKept: [String] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "settings", &settings)
        visitor.field(2, "topicId", &topicId)
        visitor.field(3, "created", &created)
        visitor.field(4, "start", &start)
        visitor.field(5, "backlog", &backlog)
        visitor.field(6, "formerTopicKept", &formerTopicKept)
    }
}
