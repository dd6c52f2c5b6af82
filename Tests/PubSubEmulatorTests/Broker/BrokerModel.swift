import CloudCore

@testable import PubSubEmulator

/// A subscription as its documentation describes it, written to be read and not to be fast: a list of messages,
/// each with its state. What a broker does is checked against it.
struct ModelSubscription {
    enum State: Equatable {
        case available
        /// Waits for a retry policy.
        case delayed(until: Instant)
        case leased(ackID: String, until: Instant, consumer: ConsumerID)
        /// Acknowledged before an earlier message of its key, whose redelivery would be this one's, too.
        case acknowledged
    }

    struct Entry {
        var id: String
        var key: String
        var size: Int
        var publishTime: Instant
        var state = State.available
        /// The number of the delivery that goes on or is next.
        var attempts = 1
        var deliveries = 0
        /// The id of the last lease, if it expired and the message has not been handed over since.
        var lateAckID: String?

        var isLeased: Bool { if case .leased = state { true } else { false } }
        /// Whether it is one of those that its key's next messages come behind.
        var isHandedOver: Bool { isLeased || state == .acknowledged }
    }

    struct Receiver {
        var id: ConsumerID
        var isOneShot: Bool
        var maxMessages: Int
        var maxBytes: Int
        /// The length of its leases; the subscription's unless given.
        var leaseSeconds: Int?
        var isBusy = false
        /// The batch on its way.
        var inFlight: [Delivery] = []

        /// Whose leases its messages are.
        var consumer: ConsumerID { isOneShot ? .none : id }
    }

    /// A message that has been given up.
    struct Letter {
        var entry: Entry
        var subscription: String
        var topic: String
    }

    enum Failure { case nacked, expired, undelivered }

    let name: String
    var topic: String?
    var deadLetterTopic: String?
    var settings: Subscription
    var entries: [Entry] = []
    var receivers: [Receiver] = []
    var lastActive: Instant
    /// Keys of messages that were dropped: whether the broker still has them is not laid down.
    var droppedKeys: Set<String> = []

    var isOrdered: Bool { settings.enableMessageOrdering }
    var isExactlyOnce: Bool { settings.enableExactlyOnceDelivery }
    var retention: Duration { settings.messageRetentionDuration ?? .seconds(604_800) }
    var expiration: Instant { lastActive + (settings.expirationPolicy?.ttl ?? .seconds(1 << 40)) }
    var unacknowledgedCount: Int { entries.count { $0.state != .acknowledged } }

    func hasOutlived(_ entry: Entry, _ now: Instant) -> Bool { entry.publishTime + retention <= now }

    /// Messages may be dropped, once outlived, as long as they are not with a receiver. Whether a message that
    /// waits for a retry policy is dropped before its wait is over is not laid down.
    func isUndetermined(_ now: Instant) -> Bool {
        entries.contains { entry in
            if case .delayed = entry.state { hasOutlived(entry, now) } else { false }
        }
    }

    mutating func dropOutlived(_ now: Instant) {
        drop(
            entries.filter { entry in
                if case .delayed = entry.state { false } else { !entry.isLeased && hasOutlived(entry, now) }
            })
    }

    private mutating func drop(_ dropped: [Entry]) {
        droppedKeys.formUnion(dropped.map(\.key))
        let ids = Set(dropped.map(\.id))
        entries.removeAll { ids.contains($0.id) }
    }

    /// An update of the settings sweeps even what waits for a retry policy.
    mutating func update(_ settings: Subscription, _ now: Instant) {
        if self.settings.deadLetterPolicy == nil, settings.deadLetterPolicy != nil {
            for index in entries.indices { entries[index].attempts = 1 }
        }
        for retained in [self.settings, settings] {
            self.settings = retained
            drop(entries.filter { !$0.isLeased && hasOutlived($0, now) })
        }
        lastActive = now
    }

    // MARK: Delivery

    private func hasKey(_ entry: Entry) -> Bool { isOrdered && !entry.key.isEmpty }

    private func sharesKey(_ entry: Entry, _ other: Entry) -> Bool { hasKey(entry) && entry.key == other.key }

    /// Those of the same key before an entry.
    func earlier(_ index: Int) -> [Entry] { entries[..<index].filter { sharesKey($0, entries[index]) } }

    /// Whether a message that is with a receiver has an earlier one of its key before it that is, too.
    func isHeldBack(_ index: Int) -> Bool { earlier(index).contains(where: \.isHandedOver) }

    /// The messages that may be delivered to a consumer now, in the order of their publishing. Of a key, they come
    /// behind what is outstanding, and go to who has that.
    func deliverable(_ now: Instant, to consumer: ConsumerID) -> [Entry] {
        var heldKeys: Set<String> = []
        for entry in entries where hasKey(entry) {
            switch entry.state {
            case .available, .acknowledged: break
            case .delayed: heldKeys.insert(entry.key)
            case .leased(_, _, let holder):
                if holder == .none || holder != consumer { heldKeys.insert(entry.key) }
            }
        }
        return entries.filter { entry in
            entry.state == .available && !hasOutlived(entry, now)
                && !(hasKey(entry) && heldKeys.contains(entry.key))
        }
    }

    /// When something changes by itself: the end of a lease or of a wait.
    var nextDeadline: Instant? {
        entries.compactMap { entry in
            switch entry.state {
            case .available, .acknowledged: nil
            case .delayed(let until), .leased(_, let until, _): until
            }
        }.min()
    }

    func index(ofLease ackID: String) -> Int? {
        entries.firstIndex { if case .leased(ackID, _, _) = $0.state { true } else { false } }
    }

    func outstanding(of id: ConsumerID) -> (messages: Int, bytes: Int) {
        var total = (messages: 0, bytes: 0)
        for case .leased(_, _, id) in entries.map(\.state) { total.messages += 1 }
        for entry in entries {
            if case .leased(_, _, id) = entry.state { total.bytes += entry.size }
        }
        return total
    }

    func canTake(_ receiver: Receiver) -> Bool {
        let held = outstanding(of: receiver.id)
        return !receiver.isBusy && held.messages < receiver.maxMessages && held.bytes < receiver.maxBytes
    }
}

/// What a simulation has found wrong.
struct Violation: Error, CustomStringConvertible {
    var description: String
}
