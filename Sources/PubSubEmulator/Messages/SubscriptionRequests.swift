import CloudCore

/// `google.pubsub.v1.GetSubscriptionRequest`.
public struct GetSubscriptionRequest: Message {
    /// The name of the subscription.
    public var subscription = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
    }
}

/// `google.pubsub.v1.UpdateSubscriptionRequest`.
public struct UpdateSubscriptionRequest: Message {
    /// The name of the subscription.
    public var subscription: Subscription?
    /// The fields to update, as snake_case paths; at least one.
    public var updateMask: FieldMask?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(2, "updateMask", &updateMask)
    }
}

/// `google.pubsub.v1.ListSubscriptionsRequest`.
public struct ListSubscriptionsRequest: Message {
    /// The project, as `projects/{project}`.
    public var project = ""
    /// The most items to return in one answer; 0 lets the server choose.
    public var pageSize: Int32 = 0
    /// Where the listing goes on: the `nextPageToken` of the answer before, or empty.
    public var pageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "project", &project)
        visitor.field(2, "pageSize", &pageSize)
        visitor.field(3, "pageToken", &pageToken)
    }
}

/// `google.pubsub.v1.ListSubscriptionsResponse`.
public struct ListSubscriptionsResponse: Message {
    /// The subscriptions.
    public var subscriptions: [Subscription] = []
    /// Where the listing goes on, empty at its end.
    public var nextPageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscriptions", &subscriptions)
        visitor.field(2, "nextPageToken", &nextPageToken)
    }
}

/// `google.pubsub.v1.DeleteSubscriptionRequest`.
public struct DeleteSubscriptionRequest: Message {
    /// The name of the subscription.
    public var subscription = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
    }
}

/// `google.pubsub.v1.ModifyPushConfigRequest`.
public struct ModifyPushConfigRequest: Message {
    /// The name of the subscription.
    public var subscription = ""
    /// Where messages are pushed to; not set for pull.
    public var pushConfig: PushConfig?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(2, "pushConfig", &pushConfig)
    }
}

/// `google.pubsub.v1.DetachSubscriptionRequest`.
public struct DetachSubscriptionRequest: Message {
    /// The name of the subscription.
    public var subscription = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
    }
}

/// `google.pubsub.v1.DetachSubscriptionResponse`.
public struct DetachSubscriptionResponse: Message {
    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
}
