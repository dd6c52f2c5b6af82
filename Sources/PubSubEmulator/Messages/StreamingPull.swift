import CloudCore

/// `google.pubsub.v1.StreamingPullRequest`.
public struct StreamingPullRequest: Message {
    /// The name of the subscription.
    public var subscription = ""
    /// Ack ids as they were received.
    public var ackIds: [String] = []
    /// New deadlines in seconds from now; 0 is a nack.
    public var modifyDeadlineSeconds: [Int32] = []
    /// Ack ids whose deadlines change, one for each of the deadlines.
    public var modifyDeadlineAckIds: [String] = []
    /// The ack deadline of messages on this stream in seconds, 10 to 600.
    public var streamAckDeadlineSeconds: Int32 = 0
    /// Identifies the client across its streams.
    public var clientId = ""
    /// The most messages that may be outstanding on the stream; 0 or less for no limit.
    public var maxOutstandingMessages: Int64 = 0
    /// The most bytes that may be outstanding on the stream; 0 or less for no limit.
    public var maxOutstandingBytes: Int64 = 0
    /// The version of the protocol that the client speaks.
    public var protocolVersion: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(2, "ackIds", &ackIds)
        visitor.field(3, "modifyDeadlineSeconds", &modifyDeadlineSeconds)
        visitor.field(4, "modifyDeadlineAckIds", &modifyDeadlineAckIds)
        visitor.field(5, "streamAckDeadlineSeconds", &streamAckDeadlineSeconds)
        visitor.field(6, "clientId", &clientId)
        visitor.field(7, "maxOutstandingMessages", &maxOutstandingMessages)
        visitor.field(8, "maxOutstandingBytes", &maxOutstandingBytes)
        visitor.field(10, "protocolVersion", &protocolVersion)
    }
}

/// `google.pubsub.v1.StreamingPullResponse`.
public struct StreamingPullResponse: Message {
    /// The messages received.
    public var receivedMessages: [ReceivedMessage] = []
    /// `modify_ack_deadline_confirmation` of the API definition.
    public var modifyAckDeadlineConfirmation: StreamingPullResponse.ModifyAckDeadlineConfirmation?
    /// `subscription_properties` of the API definition.
    public var subscriptionProperties: StreamingPullResponse.SubscriptionProperties?
    /// `acknowledge_confirmation` of the API definition.
    public var acknowledgeConfirmation: StreamingPullResponse.AcknowledgeConfirmation?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "receivedMessages", &receivedMessages)
        visitor.field(3, "modifyAckDeadlineConfirmation", &modifyAckDeadlineConfirmation)
        visitor.field(4, "subscriptionProperties", &subscriptionProperties)
        visitor.field(5, "acknowledgeConfirmation", &acknowledgeConfirmation)
    }

    /// `google.pubsub.v1.StreamingPullResponse.AcknowledgeConfirmation`.
    public struct AcknowledgeConfirmation: Message {
        /// Ack ids as they were received.
        public var ackIds: [String] = []
        /// Ack ids that were not valid.
        public var invalidAckIds: [String] = []
        /// Ack ids out of order.
        public var unorderedAckIds: [String] = []
        /// Ack ids worth another try.
        public var temporaryFailedAckIds: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "ackIds", &ackIds)
            visitor.field(2, "invalidAckIds", &invalidAckIds)
            visitor.field(3, "unorderedAckIds", &unorderedAckIds)
            visitor.field(4, "temporaryFailedAckIds", &temporaryFailedAckIds)
        }
    }

    /// `google.pubsub.v1.StreamingPullResponse.ModifyAckDeadlineConfirmation`.
    public struct ModifyAckDeadlineConfirmation: Message {
        /// Ack ids as they were received.
        public var ackIds: [String] = []
        /// Ack ids that were not valid.
        public var invalidAckIds: [String] = []
        /// Ack ids worth another try.
        public var temporaryFailedAckIds: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "ackIds", &ackIds)
            visitor.field(2, "invalidAckIds", &invalidAckIds)
            visitor.field(3, "temporaryFailedAckIds", &temporaryFailedAckIds)
        }
    }

    /// `google.pubsub.v1.StreamingPullResponse.SubscriptionProperties`.
    public struct SubscriptionProperties: Message {
        /// `exactly_once_delivery_enabled` of the API definition.
        public var exactlyOnceDeliveryEnabled = false
        /// `message_ordering_enabled` of the API definition.
        public var messageOrderingEnabled = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "exactlyOnceDeliveryEnabled", &exactlyOnceDeliveryEnabled)
            visitor.field(2, "messageOrderingEnabled", &messageOrderingEnabled)
        }
    }
}
