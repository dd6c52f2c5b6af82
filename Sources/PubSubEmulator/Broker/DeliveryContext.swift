import CloudCore

/// What an operation of the broker asks its caller to do, after the broker's lock is released.
enum Effect: Sendable {
    /// Hand these messages to the consumer. A standing consumer gets nothing more until it is resumed.
    case deliver(ConsumerID, [Delivery])
    /// The consumer has been removed: tell it why.
    case end(ConsumerID, Status)
    /// The topic, subscription, snapshot or schema of that name is gone: forget what is kept about it.
    case removed(String)
    /// Apply a subscription's transforms to messages and tell the broker what came of it.
    case transform(TransformJob)
}

/// What all subscriptions of a broker share while they deliver.
struct DeliveryContext: ~Copyable {
    /// The time of the operation; it never runs backwards, whatever the clock does.
    var now = Instant(nanoseconds: .min)
    var consumers = ConsumerTable()
    var effects: [Effect] = []
    var history: MessageHistory
    /// What is written to the log of the data directory; off without one.
    var journal = Journal()
    /// See `Broker.isRecovering`.
    var isRecovering = false
    /// What subscriptions have given up, to be published to their dead letter topics.
    var deadLetters: [DeadLetter] = []
    /// Whether a subscription may forward to its dead letter topic; nil for always.
    var deadLetterPermission: DeadLetterPermission?
    /// Leases that stand, of all subscriptions.
    var leasedCount = 0
    private(set) var lastSequence: UInt64 = 0

    init(recordsHistory: Bool) { history = MessageHistory(isOn: recordsHistory) }

    /// Lets sequences go on behind `sequence`.
    mutating func restartSequence(at sequence: UInt64) { lastSequence = sequence % AckID.sequenceLimit }

    /// A sequence that no lease has had: 40 bits, enough for a million leases a second for twelve days.
    mutating func nextSequence() -> UInt64 {
        lastSequence = (lastSequence + 1) % AckID.sequenceLimit
        if lastSequence == 0 { lastSequence = 1 }
        return lastSequence
    }
}
