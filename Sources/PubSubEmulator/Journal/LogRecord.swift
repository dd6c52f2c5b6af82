import CloudCore

/// One change of a broker's state, as it stands in the log. Of the fields that name a change exactly one is set.
///
/// Only changes are written, not what leads to them: deliveries, leases and deadlines are not, because a restart ends
/// every lease anyway. An acknowledgement is written when it is given, and stays one even if it is taken back for an
/// earlier message's sake: after a restart nothing that a receiver has acknowledged is delivered again.
struct LogRecord: Message {
    /// When it happened.
    var time: Timestamp?
    var createTopic: Topic?
    var updateTopic: Topic?
    var deleteTopic: String?
    var createSubscription: Subscription?
    var updateSubscription: Subscription?
    /// A subscription that was deleted or has expired.
    var deleteSubscription: String?
    var detachSubscription: String?
    var publish: Published?
    var acknowledge: Acknowledged?
    var seek: SeekRequest?
    var createSnapshot: CreateSnapshotRequest?
    var updateSnapshot: Snapshot?
    /// A snapshot that was deleted or has expired.
    var deleteSnapshot: String?
    /// Everything was removed.
    var reset: Reset?
    /// A part of the state that a log begins with, or that was imported: all parts in a row are the state.
    var image: EmulatorState?
    /// A delivery failed, where failures are counted.
    var fail: Failed?
    /// A schema as it is after a change.
    var schema: SchemaImage?
    var deleteSchema: String?
    var policy: PolicyImage?
    var reserve: Reserved?

    /// Everything was removed.
    struct Reset: Message {
        /// The number of the next message.
        var nextNumber: Int64 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "nextNumber", &nextNumber)
        }
    }

    /// A delivery that was given back, or expired.
    struct Failed: Message {
        var subscription = ""
        var messageId = ""
        /// The number of the next delivery.
        var attempt: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "subscription", &subscription)
            visitor.field(2, "messageId", &messageId)
            visitor.field(3, "attempt", &attempt)
        }
    }

    /// Leases up to a sequence may be given before there is another such record, so later runs begin behind it.
    struct Reserved: Message {
        var sequence: Int64 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "sequence", &sequence)
        }
    }

    /// Messages of one publish, whose ids are consecutive; none when a transform has taken the message out.
    struct Published: Message {
        var topic = ""
        var firstNumber: Int64 = 0
        var messages: [PubsubMessage] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "topic", &topic)
            visitor.field(2, "firstNumber", &firstNumber)
            visitor.field(3, "messages", &messages)
        }
    }

    /// Messages that a subscription has done with.
    struct Acknowledged: Message {
        var subscription = ""
        var messageIds: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "subscription", &subscription)
            visitor.field(2, "messageIds", &messageIds)
        }
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "time", &time)
        visitor.field(2, "createTopic", &createTopic)
        visitor.field(3, "updateTopic", &updateTopic)
        visitor.field(4, "deleteTopic", &deleteTopic)
        visitor.field(5, "createSubscription", &createSubscription)
        visitor.field(6, "updateSubscription", &updateSubscription)
        visitor.field(7, "deleteSubscription", &deleteSubscription)
        visitor.field(8, "detachSubscription", &detachSubscription)
        visitor.field(9, "publish", &publish)
        visitor.field(10, "acknowledge", &acknowledge)
        visitor.field(11, "seek", &seek)
        visitor.field(12, "createSnapshot", &createSnapshot)
        visitor.field(13, "updateSnapshot", &updateSnapshot)
        visitor.field(14, "deleteSnapshot", &deleteSnapshot)
        visitor.field(15, "reset", &reset)
        visitor.field(16, "image", &image)
        visitor.field(17, "fail", &fail)
        visitor.field(18, "schema", &schema)
        visitor.field(19, "deleteSchema", &deleteSchema)
        visitor.field(20, "policy", &policy)
        visitor.field(21, "reserve", &reserve)
    }
}
