/// A Pub/Sub topic (an entry of `topics`).
public struct Topic: Resource {
    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// The service that publishes to it (`producer_service`).
    public var producerService: ServiceLink?

    /// Makes an empty topic, to be filled in.
    public init() {}

    /// Makes a topic from its parts.
    public init(name: String, producer: ServiceLink? = nil) {
        common.name = name
        producerService = producer
    }
}

/// A Pub/Sub subscription (an entry of `subscriptions`).
public struct Subscription: Resource {
    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// The topic (`topic`): its name in this architecture, or `projects/…/topics/…` for one outside of it.
    public var topic = ""
    /// The service that consumes it (`consumer_service`).
    public var consumerService: ServiceLink?
    /// The acknowledgement deadline in seconds (`ack_deadline_seconds`), 10 to 600.
    public var ackDeadlineSeconds: Int?
    /// How long unacknowledged messages are kept (`message_retention_duration`), 10 minutes to 31 days.
    public var messageRetention: Duration?
    /// The delay before a redelivery (`retry_policy`).
    public var retryPolicy: RetryBackoff?

    /// Makes an empty subscription, to be filled in.
    public init() {}

    /// Makes a subscription from its parts.
    public init(name: String, topic: String, consumer: ServiceLink? = nil, ackDeadlineSeconds: Int? = nil) {
        common.name = name
        self.topic = topic
        consumerService = consumer
        self.ackDeadlineSeconds = ackDeadlineSeconds
    }

    /// Whether the topic belongs to another architecture: it is named in full and never created or renamed.
    public var hasExternalTopic: Bool { topic.contains("/") }
}

/// The bounds of the delay before a redelivery (`retry_policy`), each 0 to 600 seconds.
public struct RetryBackoff: Sendable, Equatable {
    /// The first delay (`minimum_backoff`).
    public var minimumBackoff: Duration?
    /// The greatest delay (`maximum_backoff`).
    public var maximumBackoff: Duration?

    /// Makes a policy of Google's defaults.
    public init() {}

    /// Makes a policy from its bounds.
    public init(minimumBackoff: Duration?, maximumBackoff: Duration?) {
        self.minimumBackoff = minimumBackoff
        self.maximumBackoff = maximumBackoff
    }
}
