import CloudCore

/// What a subscription holds.
public struct SubscriptionStatistics: Sendable, Equatable {
    /// Messages that are not acknowledged, outstanding ones among them.
    public var unacknowledged: Int
    /// Messages that are with a receiver, under a lease.
    public var outstanding: Int
    /// Receivers that wait for messages: Pull calls, streams and sequences.
    public var receivers: Int
}

extension Broker {
    /// What a subscription holds.
    ///
    /// - Throws: NOT_FOUND.
    mutating func statistics(_ name: String, at now: Instant) throws(Status) -> SubscriptionStatistics {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        return SubscriptionStatistics(
            unacknowledged: subscriptions[slot].unacknowledgedCount,
            outstanding: subscriptions[slot].leases.leasedCount,
            receivers: subscriptions[slot].consumers.count)
    }

    /// Whether nothing has been created, or nothing is left of it.
    var isEmpty: Bool {
        topics.count == 0 && subscriptions.count == 0 && snapshots.count == 0 && schemas.names.count == 0
    }

    /// Removes everything; consumers end with NOT_FOUND. Ids go on where they were.
    mutating func removeAll(at now: Instant) {
        expire(at: now)
        for entry in subscriptions.names.all {
            removeSubscription(entry.slot)
        }
        for entry in snapshots.names.all {
            removeSnapshot(entry.slot)
        }
        for entry in topics.names.all {
            context.effects.append(.removed(entry.name))
        }
        topics = NamedSlab()
        replayDeadlines = DeadlineHeap()
        schemas.removeAll()
        context.history.removeAll()
        if context.journal.isOn { noteReset() }
    }
}
