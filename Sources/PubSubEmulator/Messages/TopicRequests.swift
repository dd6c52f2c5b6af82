import CloudCore

/// `google.pubsub.v1.GetTopicRequest`.
public struct GetTopicRequest: Message {
    /// The name of the topic.
    public var topic = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topic", &topic)
    }
}

/// `google.pubsub.v1.UpdateTopicRequest`.
public struct UpdateTopicRequest: Message {
    /// The name of the topic.
    public var topic: Topic?
    /// The fields to update, as snake_case paths; at least one.
    public var updateMask: FieldMask?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topic", &topic)
        visitor.field(2, "updateMask", &updateMask)
    }
}

/// `google.pubsub.v1.ListTopicsRequest`.
public struct ListTopicsRequest: Message {
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

/// `google.pubsub.v1.ListTopicsResponse`.
public struct ListTopicsResponse: Message {
    /// The topics.
    public var topics: [Topic] = []
    /// Where the listing goes on, empty at its end.
    public var nextPageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topics", &topics)
        visitor.field(2, "nextPageToken", &nextPageToken)
    }
}

/// `google.pubsub.v1.ListTopicSubscriptionsRequest`.
public struct ListTopicSubscriptionsRequest: Message {
    /// The name of the topic.
    public var topic = ""
    /// The most items to return in one answer; 0 lets the server choose.
    public var pageSize: Int32 = 0
    /// Where the listing goes on: the `nextPageToken` of the answer before, or empty.
    public var pageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topic", &topic)
        visitor.field(2, "pageSize", &pageSize)
        visitor.field(3, "pageToken", &pageToken)
    }
}

/// `google.pubsub.v1.ListTopicSubscriptionsResponse`.
public struct ListTopicSubscriptionsResponse: Message {
    /// The subscriptions.
    public var subscriptions: [String] = []
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

/// `google.pubsub.v1.ListTopicSnapshotsRequest`.
public struct ListTopicSnapshotsRequest: Message {
    /// The name of the topic.
    public var topic = ""
    /// The most items to return in one answer; 0 lets the server choose.
    public var pageSize: Int32 = 0
    /// Where the listing goes on: the `nextPageToken` of the answer before, or empty.
    public var pageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topic", &topic)
        visitor.field(2, "pageSize", &pageSize)
        visitor.field(3, "pageToken", &pageToken)
    }
}

/// `google.pubsub.v1.ListTopicSnapshotsResponse`.
public struct ListTopicSnapshotsResponse: Message {
    /// The snapshots.
    public var snapshots: [String] = []
    /// Where the listing goes on, empty at its end.
    public var nextPageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "snapshots", &snapshots)
        visitor.field(2, "nextPageToken", &nextPageToken)
    }
}

/// `google.pubsub.v1.DeleteTopicRequest`.
public struct DeleteTopicRequest: Message {
    /// The name of the topic.
    public var topic = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "topic", &topic)
    }
}
