import CloudCore

/// What counts as not acknowledged in a snapshot: messages that were not when it was made, and all later ones. It
/// refers to the former, which are stored once, and to the place in the topic's log where the latter begin.
struct SnapshotCut: Sendable {
    /// Not acknowledged when it was made, in the order of publishing.
    let backlog: [StoredMessage]
    /// The number of the first message published after it.
    let start: UInt64

    /// Whether a message of the topic counts as not acknowledged; O(log n).
    func isUnacknowledged(_ message: StoredMessage) -> Bool {
        let number = message.number
        if number >= start { return true }
        let index = backlog.indices.partition { backlog[$0].number >= number }
        return index < backlog.count && backlog[index].number == number
    }
}

/// A snapshot: its settings, and the acknowledgements that it has kept.
struct SnapshotState: ~Copyable {
    var settings: Snapshot
    /// The topic's slot; nil when the topic has been deleted.
    var topic: Int?
    /// The id of its topic, deleted or not.
    let topicID: UInt64
    let created: Instant
    let cut: SnapshotCut
    /// What a topic that has been deleted had kept for its snapshots, which share the memory.
    var formerLog = RingBuffer<StoredMessage>()

    /// How long a snapshot of messages that have just been published lives, and any snapshot at most; and how long
    /// one has to live to be made (`google/pubsub/v1/pubsub.proto`, Snapshot.expire_time).
    static let maxLifetime = Duration.seconds(7 * 86_400)
    static let minLifetime = Duration.seconds(3_600)

    var expiration: Instant { settings.expireTime?.instant ?? created + Self.maxLifetime }

    init(_ settings: Snapshot, topic: Int?, id topicID: UInt64, _ cut: SnapshotCut, at now: Instant) {
        self.settings = settings
        self.topic = topic
        self.topicID = topicID
        self.cut = cut
        created = now
    }
}
