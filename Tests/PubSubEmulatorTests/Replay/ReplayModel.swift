import CloudCore

@testable import PubSubEmulator

/// A message as `ReplayModel` sees it.
struct ModelMessage: Hashable {
    var number: UInt64
    var time: Instant
    var key: String
    var isRed: Bool
}

/// Topics, subscriptions and snapshots as their documentation describes what is retained and replayed: sets of all
/// messages there have been, each looked through on every step.
struct ReplayModel {
    struct ModelTopic {
        var id: Int
        var retention: Duration?
        /// All that have been published to it.
        var messages: [ModelMessage] = []
        /// What the topic itself has to keep.
        var logged: Set<ModelMessage> = []
    }

    struct ModelSnapshot {
        var topicID: Int
        var topic: String?
        var backlog: Set<ModelMessage>
        var start: UInt64
        var expiration: Instant
        /// All messages of the topic from `start` on, once the topic has been deleted.
        var former: Set<ModelMessage> = []
    }

    struct ModelSubscription {
        var topicID: Int
        var topic: String?
        var isOrdered: Bool
        var isFiltered: Bool
        var retains: Bool
        var ownRetention: Duration
        var topicRetention: Duration?
        var isDetached = false
        var unacknowledged: Set<ModelMessage> = []
        var acknowledged: Set<ModelMessage> = []
        /// Acknowledged while an earlier message of their key is outstanding, whose redelivery would be theirs, too.
        var early: Set<ModelMessage> = []
        /// The ack ids of leases that stand, and their ends.
        var leases: [ModelMessage: (ackID: String, until: Instant)] = [:]

        var retention: Duration { max(ownRetention, topicRetention ?? .zero) }

        func isRetained(_ message: ModelMessage, _ now: Instant) -> Bool { message.time + retention > now }

        /// Forgets what has outlived its retention, which leased messages do not.
        mutating func drop(_ now: Instant) {
            unacknowledged = unacknowledged.filter { leases[$0] != nil || isRetained($0, now) }
            acknowledged = acknowledged.filter { isRetained($0, now) }
            early = early.filter { isRetained($0, now) }
        }

        mutating func acknowledge(_ message: ModelMessage) {
            unacknowledged.remove(message)
            leases[message] = nil
            early.insert(message)
            for message in early where !isBehindLease(message) { finish(message) }
        }

        private func isBehindLease(_ message: ModelMessage) -> Bool {
            isOrdered && !message.key.isEmpty
                && leases.keys.contains { $0.key == message.key && $0.number < message.number }
        }

        mutating func finish(_ message: ModelMessage) {
            unacknowledged.remove(message)
            early.remove(message)
            leases[message] = nil
            if retains { acknowledged.insert(message) }
        }

        /// Ends a lease, and those of later messages of its key.
        mutating func giveBack(_ message: ModelMessage) {
            leases[message] = nil
            if isOrdered, !message.key.isEmpty { recall(message.key, after: message.number) }
        }

        mutating func recall(_ key: String, after number: UInt64) {
            leases = leases.filter { $0.key.key != key || $0.key.number < number }
            let recalled = early.filter { $0.key == key && $0.number > number }
            early.subtract(recalled)
            unacknowledged.formUnion(recalled)
        }

        mutating func expire(_ now: Instant) {
            for message in leases.keys.sorted(by: { $0.number < $1.number }) {
                if let lease = leases[message], lease.until <= now { giveBack(message) }
            }
            drop(now)
        }

        /// What a pull without a limit has to deliver.
        func deliverable(_ now: Instant) -> Set<ModelMessage> {
            let held = Set(leases.keys.map(\.key))
            return unacknowledged.filter { message in
                leases[message] == nil && isRetained(message, now)
                    && !(isOrdered && !message.key.isEmpty && held.contains(message.key))
            }
        }

        mutating func seek(
            _ others: Set<ModelMessage>, _ now: Instant, where isUnacknowledged: (ModelMessage) -> Bool
        ) {
            for message in early { finish(message) }
            drop(now)
            let replayed = acknowledged.filter(isUnacknowledged)
            acknowledged.subtract(replayed)
            for message in unacknowledged where !isUnacknowledged(message) { finish(message) }
            let revived = replayed.union(others).subtracting(unacknowledged).filter {
                isRetained($0, now) && ($0.isRed || !isFiltered)
            }
            for message in revived where isOrdered && !message.key.isEmpty {
                recall(message.key, after: message.number)
            }
            unacknowledged.formUnion(revived)
        }
    }

    var topics: [String: ModelTopic] = [:]
    var subscriptions: [String: ModelSubscription] = [:]
    var snapshots: [String: ModelSnapshot] = [:]

    /// Lets time pass, and forgets what nothing keeps any more.
    mutating func expire(_ now: Instant) {
        snapshots = snapshots.filter { $0.value.expiration > now }
        for name in subscriptions.keys { subscriptions[name]?.expire(now) }
        trim(now)
    }

    mutating func trim(_ now: Instant) {
        for (name, topic) in topics {
            let start = snapshots.values.filter { $0.topic == name }.map(\.start).min() ?? .max
            topics[name]?.logged = topic.logged.filter { message in
                message.number >= start || topic.retention.map { message.time + $0 > now } ?? false
            }
        }
    }

    func keepsLog(_ topic: String) -> Bool {
        topics[topic]?.retention != nil || snapshots.values.contains { $0.topic == topic }
    }
}
