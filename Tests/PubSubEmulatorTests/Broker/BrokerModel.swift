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
    }

    struct Entry {
        var id: String
        var key: String
        var size: Int
        var publishTime: Instant
        var state = State.available
        var attempts = 0

        var isLeased: Bool { if case .leased = state { true } else { false } }
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
    }

    let name: String
    var topic: String?
    var settings: Subscription
    var entries: [Entry] = []
    var receivers: [Receiver] = []
    var lastActive: Instant

    var isOrdered: Bool { settings.enableMessageOrdering }
    var retention: Duration { settings.messageRetentionDuration ?? .seconds(604_800) }
    var expiration: Instant { lastActive + (settings.expirationPolicy?.ttl ?? .seconds(1 << 40)) }

    func hasOutlived(_ entry: Entry, _ now: Instant) -> Bool { entry.publishTime + retention <= now }

    /// Messages may be dropped, once outlived, as long as they are not with a receiver. Whether a message that
    /// waits for a retry policy is dropped before its wait is over is not laid down.
    func isUndetermined(_ now: Instant) -> Bool {
        entries.contains { entry in
            if case .delayed = entry.state { hasOutlived(entry, now) } else { false }
        }
    }

    mutating func dropOutlived(_ now: Instant) {
        entries = entries.filter { entry in
            if case .available = entry.state { !hasOutlived(entry, now) } else { true }
        }
    }

    /// An update of the settings sweeps even what waits for a retry policy.
    mutating func update(_ settings: Subscription, _ now: Instant) {
        for retained in [self.settings, settings] {
            self.settings = retained
            entries = entries.filter { $0.isLeased || !hasOutlived($0, now) }
        }
        lastActive = now
    }

    /// The messages that may be delivered now, in the order of their publishing.
    func deliverable(_ now: Instant) -> [Entry] {
        var heldKeys: Set<String> = []
        for entry in entries where isOrdered && entry.state != .available { heldKeys.insert(entry.key) }
        heldKeys.remove("")
        return entries.filter { entry in
            entry.state == .available && !hasOutlived(entry, now)
                && !(isOrdered && heldKeys.contains(entry.key))
        }
    }

    /// When something changes by itself: the end of a lease or of a wait.
    var nextDeadline: Instant? {
        entries.compactMap { entry in
            switch entry.state {
            case .available: nil
            case .delayed(let until), .leased(_, let until, _): until
            }
        }.min()
    }

    mutating func expire(_ now: Instant) {
        for index in entries.indices {
            if case .delayed(let until) = entries[index].state, until <= now {
                entries[index].state = .available
            }
        }
        // In order, so that of a key only the first that has expired counts, and takes the rest with it.
        for index in entries.indices {
            if case .leased(_, let until, _) = entries[index].state, until <= now { giveBack(index, now) }
        }
        dropOutlived(now)
    }

    /// Ends a lease without an acknowledgement.
    mutating func giveBack(_ index: Int, _ now: Instant, counts: Bool = true) {
        if isOrdered, !entries[index].key.isEmpty {
            for later in entries.indices where later > index && entries[later].key == entries[index].key {
                if !counts, entries[later].isLeased { entries[later].attempts -= 1 }
                entries[later].state = .available
            }
        }
        if !counts { entries[index].attempts -= 1 }
        let delay = counts ? backoff(entries[index].attempts) : .zero
        entries[index].state = delay > .zero ? .delayed(until: now + delay) : .available
    }

    private func backoff(_ attempts: Int) -> Duration {
        guard let policy = settings.retryPolicy else { return .zero }
        var delay = policy.minimumBackoff ?? .seconds(10)
        let maximum = policy.maximumBackoff ?? .seconds(600)
        for _ in 1..<max(attempts, 1) where delay < maximum { delay = delay * 2 }
        return min(delay, maximum)
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
