import CloudCore

/// What there was at a moment, to find out later what has been left behind since.
public struct EmulatorMark: Sendable {
    let topics: Set<String>
    let subscriptions: Set<String>
    let snapshots: Set<String>
    let schemas: Set<String>
    /// The number of the last lease granted before.
    let lastLease: UInt64
    /// The number of the last receiver that came before.
    let lastReceiver: UInt32
}

/// What exists now and did not exist at a mark.
public struct EmulatorLeaks: Sendable, Equatable, CustomStringConvertible {
    /// The most leases and receivers that are listed of each.
    public static let maxListed = 1_000

    /// A receiver that waits for messages: a StreamingPull, a Pull or a sequence.
    public struct Receiver: Sendable, Equatable {
        /// The number by which the history names it.
        public var number: Int
        /// The name of its subscription.
        public var subscription: String
    }

    /// The full names of topics.
    public var topics: [String] = []
    /// The full names of subscriptions.
    public var subscriptions: [String] = []
    /// The full names of snapshots.
    public var snapshots: [String] = []
    /// The full names of schemas.
    public var schemas: [String] = []
    /// Messages that are with a receiver.
    public var leases: [OutstandingMessage] = []
    /// Streams and calls that wait.
    public var receivers: [Receiver] = []

    /// Whether nothing has been left behind.
    public var isEmpty: Bool {
        topics.isEmpty && subscriptions.isEmpty && snapshots.isEmpty && schemas.isEmpty && leases.isEmpty
            && receivers.isEmpty
    }

    /// The leaks for people, a line each.
    public var description: String {
        guard !isEmpty else { return "nothing was left behind" }
        let lines =
            topics.map { "topic \($0)" } + subscriptions.map { "subscription \($0)" }
            + snapshots.map { "snapshot \($0)" } + schemas.map { "schema \($0)" }
            + leases.map { "message \($0.messageID) on \($0.subscription), \($0.state.text)" }
            + receivers.map { "receiver \($0.number) of \($0.subscription)" }
        return "left behind:" + lines.map { "\n  - \($0)" }.joined()
    }
}

extension Broker {
    /// Remembers what there is now.
    mutating func mark(at now: Instant) -> EmulatorMark {
        expire(at: now)
        return EmulatorMark(
            topics: Set(topics.names.all.map(\.name)),
            subscriptions: Set(
                subscriptions.names.all.map(\.name)),
            snapshots: Set(snapshots.names.all.map(\.name)),
            schemas: Set(schemas.names.all.map(\.name)),
            lastLease: context.lastSequence, lastReceiver: context.consumers.lastGeneration)
    }

    /// What there is now and was not at the mark. What has the name of something that was there is not new.
    mutating func leaks(since mark: EmulatorMark, at now: Instant) -> EmulatorLeaks {
        expire(at: now)
        var leaks = EmulatorLeaks()
        leaks.topics = topics.names.all.map(\.name)
            .filter { !mark.topics.contains($0) }
        leaks.snapshots = snapshots.names.all.map(\.name)
            .filter { !mark.snapshots.contains($0) }
        leaks.schemas = schemas.names.all.map(\.name)
            .filter { !mark.schemas.contains($0) }
        for (name, slot) in subscriptions.names.all {
            if !mark.subscriptions.contains(name) { leaks.subscriptions.append(name) }
            subscriptions[slot].listLeases(after: mark.lastLease, into: &leaks.leases)
        }
        leaks.receivers = context.consumers.receivers(after: mark.lastReceiver)
            .prefix(EmulatorLeaks.maxListed)
            .map {
                EmulatorLeaks.Receiver(number: $0.number, subscription: subscriptions[$0.slot].settings.name)
            }
        return leaks
    }
}

extension SubscriptionState {
    fileprivate func listLeases(after sequence: UInt64, into list: inout [OutstandingMessage]) {
        guard leases.leasedCount > 0 else { return }
        for lease in leases.slots where lease.isLeased && lease.sequence > sequence {
            guard list.count < EmulatorLeaks.maxListed, let message = lease.message else { continue }
            list.append(describe(message, lease))
        }
    }
}

extension ConsumerTable {
    /// The consumers that came after a number, with the slots of their subscriptions.
    fileprivate func receivers(after generation: UInt32) -> [(number: Int, slot: Int)] {
        all.filter { $0.subscription != SlotList.none && $0.generation > generation }
            .map { (Int($0.generation), Int($0.subscription)) }
            .sorted { $0.number < $1.number }
    }
}
