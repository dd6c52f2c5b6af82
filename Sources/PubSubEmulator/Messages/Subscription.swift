import CloudCore

/// `google.pubsub.v1.Subscription`.
public struct Subscription: Message {
    /// The resource name.
    public var name = ""
    /// The name of the topic.
    public var topic = ""
    /// Where messages are pushed to; not set for pull.
    public var pushConfig: PushConfig?
    /// The ack deadline in seconds.
    public var ackDeadlineSeconds: Int32 = 0
    /// Whether acknowledged messages are kept for a seek, as long as others.
    public var retainAckedMessages = false
    /// How long messages are kept, 10 minutes to 31 days.
    public var messageRetentionDuration: Duration?
    /// Labels of the resource, at most 64.
    public var labels: StringMap = [:]
    /// Whether messages with the same ordering key are delivered in order.
    public var enableMessageOrdering = false
    /// `expiration_policy` of the API definition.
    public var expirationPolicy: ExpirationPolicy?
    /// The filter, at most 256 bytes; cannot be changed after creation.
    public var filter = ""
    /// `dead_letter_policy` of the API definition.
    public var deadLetterPolicy: DeadLetterPolicy?
    /// `retry_policy` of the API definition.
    public var retryPolicy: RetryPolicy?
    /// Whether the subscription is detached from its topic, and so gets no messages.
    public var detached = false
    /// Whether a message is never redelivered once acknowledged or while outstanding.
    public var enableExactlyOnceDelivery = false
    /// `topic_message_retention_duration` of the API definition.
    public var topicMessageRetentionDuration: Duration?
    /// `bigquery_config` of the API definition.
    public var bigqueryConfig: BigQueryConfig?
    /// The state, set by the service.
    public var state = Subscription.State(rawValue: 0)
    /// `cloud_storage_config` of the API definition.
    public var cloudStorageConfig: CloudStorageConfig?
    /// `analytics_hub_subscription_info` of the API definition.
    public var analyticsHubSubscriptionInfo: Subscription.AnalyticsHubSubscriptionInfo?
    /// Transforms, applied in this order.
    public var messageTransforms: [MessageTransform] = []
    /// Resource manager tags, input only.
    public var tags: StringMap = [:]
    /// `bigtable_config` of the API definition.
    public var bigtableConfig: BigtableConfig?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "topic", &topic)
        visitor.field(4, "pushConfig", &pushConfig)
        visitor.field(5, "ackDeadlineSeconds", &ackDeadlineSeconds)
        visitor.field(7, "retainAckedMessages", &retainAckedMessages)
        visitor.field(8, "messageRetentionDuration", &messageRetentionDuration)
        visitor.field(9, "labels", &labels)
        visitor.field(10, "enableMessageOrdering", &enableMessageOrdering)
        visitor.field(11, "expirationPolicy", &expirationPolicy)
        visitor.field(12, "filter", &filter)
        visitor.field(13, "deadLetterPolicy", &deadLetterPolicy)
        visitor.field(14, "retryPolicy", &retryPolicy)
        visitor.field(15, "detached", &detached)
        visitor.field(16, "enableExactlyOnceDelivery", &enableExactlyOnceDelivery)
        visitor.field(17, "topicMessageRetentionDuration", &topicMessageRetentionDuration)
        visitor.field(18, "bigqueryConfig", &bigqueryConfig)
        visitor.field(19, "state", &state)
        visitor.field(22, "cloudStorageConfig", &cloudStorageConfig)
        visitor.field(23, "analyticsHubSubscriptionInfo", &analyticsHubSubscriptionInfo)
        visitor.field(25, "messageTransforms", &messageTransforms)
        visitor.field(26, "tags", &tags)
        visitor.field(27, "bigtableConfig", &bigtableConfig)
    }

    /// `google.pubsub.v1.Subscription.State` of the API definition.
    public struct State: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"),
            (1, "ACTIVE"),
            (2, "RESOURCE_ERROR"),
        ]

        /// `STATE_UNSPECIFIED`.
        public static let unspecified = State(rawValue: 0)
        /// `ACTIVE`.
        public static let active = State(rawValue: 1)
        /// `RESOURCE_ERROR`.
        public static let resourceError = State(rawValue: 2)
    }

    /// `google.pubsub.v1.Subscription.AnalyticsHubSubscriptionInfo`.
    public struct AnalyticsHubSubscriptionInfo: Message {
        /// `listing` of the API definition.
        public var listing = ""
        /// The name of the subscription.
        public var subscription = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "listing", &listing)
            visitor.field(2, "subscription", &subscription)
        }
    }
}

/// `google.pubsub.v1.RetryPolicy`.
public struct RetryPolicy: Message {
    /// The least delay before a redelivery, 0 to 600 s; 10 s unless set.
    public var minimumBackoff: Duration?
    /// The most delay before a redelivery, 0 to 600 s; 600 s unless set.
    public var maximumBackoff: Duration?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "minimumBackoff", &minimumBackoff)
        visitor.field(2, "maximumBackoff", &maximumBackoff)
    }
}

/// `google.pubsub.v1.DeadLetterPolicy`.
public struct DeadLetterPolicy: Message {
    /// The topic that takes what could not be delivered.
    public var deadLetterTopic = ""
    /// Deliveries before a message is given up, 5 to 100; 0 means 5.
    public var maxDeliveryAttempts: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "deadLetterTopic", &deadLetterTopic)
        visitor.field(2, "maxDeliveryAttempts", &maxDeliveryAttempts)
    }
}

/// `google.pubsub.v1.ExpirationPolicy`.
public struct ExpirationPolicy: Message {
    /// How long the resource lives without activity, at least a day; without it, it never expires.
    public var ttl: Duration?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "ttl", &ttl)
    }
}
