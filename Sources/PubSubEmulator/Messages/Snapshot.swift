import CloudCore

/// `google.pubsub.v1.Snapshot`.
public struct Snapshot: Message {
    /// The resource name.
    public var name = ""
    /// The name of the topic.
    public var topic = ""
    /// When the snapshot expires.
    public var expireTime: Timestamp?
    /// Labels of the resource, at most 64.
    public var labels: StringMap = [:]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "topic", &topic)
        visitor.field(3, "expireTime", &expireTime)
        visitor.field(4, "labels", &labels)
    }
}

/// `google.pubsub.v1.CreateSnapshotRequest`.
public struct CreateSnapshotRequest: Message {
    /// The resource name.
    public var name = ""
    /// The name of the subscription.
    public var subscription = ""
    /// Labels of the resource, at most 64.
    public var labels: StringMap = [:]
    /// Resource manager tags, input only.
    public var tags: StringMap = [:]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "subscription", &subscription)
        visitor.field(3, "labels", &labels)
        visitor.field(4, "tags", &tags)
    }
}

/// `google.pubsub.v1.GetSnapshotRequest`.
public struct GetSnapshotRequest: Message {
    /// The name of the snapshot.
    public var snapshot = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "snapshot", &snapshot)
    }
}

/// `google.pubsub.v1.UpdateSnapshotRequest`.
public struct UpdateSnapshotRequest: Message {
    /// The name of the snapshot.
    public var snapshot: Snapshot?
    /// The fields to update, as snake_case paths; at least one.
    public var updateMask: FieldMask?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "snapshot", &snapshot)
        visitor.field(2, "updateMask", &updateMask)
    }
}

/// `google.pubsub.v1.ListSnapshotsRequest`.
public struct ListSnapshotsRequest: Message {
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

/// `google.pubsub.v1.ListSnapshotsResponse`.
public struct ListSnapshotsResponse: Message {
    /// The snapshots.
    public var snapshots: [Snapshot] = []
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

/// `google.pubsub.v1.DeleteSnapshotRequest`.
public struct DeleteSnapshotRequest: Message {
    /// The name of the snapshot.
    public var snapshot = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "snapshot", &snapshot)
    }
}

/// `google.pubsub.v1.SeekRequest`.
public struct SeekRequest: Message {
    /// The name of the subscription.
    public var subscription = ""
    /// The instant to seek to.
    public var time: Timestamp?
    /// The name of the snapshot.
    public var snapshot: String?

    /// What of it excludes one another.
    public static let oneofs = [Oneof("target", 2, 3)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "subscription", &subscription)
        visitor.field(2, "time", &time)
        visitor.field(3, "snapshot", &snapshot)
    }
}

/// `google.pubsub.v1.SeekResponse`.
public struct SeekResponse: Message {
    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
}
