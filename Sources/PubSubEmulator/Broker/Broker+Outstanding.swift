import CloudCore

/// Waits until nothing of its scope is outstanding.
struct QuiescenceWatch: Sendable {
    let scope: MessageScope
    /// The subscription that was last seen to hold something: most often it still does.
    var busy: String?
}

extension Broker {
    /// Whether nothing of the watch's scope is outstanding: everything has been acknowledged, dead-lettered or has
    /// expired, or its subscription is gone.
    func isQuiescent(_ watch: inout QuiescenceWatch) -> Bool {
        if let busy = watch.busy, let slot = subscriptions.slot(of: busy),
            subscriptions[slot].unacknowledgedCount > 0
        {
            return false
        }
        for slot in slots(of: watch.scope) where subscriptions[slot].unacknowledgedCount > 0 {
            watch.busy = subscriptions[slot].settings.name
            return false
        }
        return true
    }

    /// What is outstanding, and where; at most `limit` messages of it in detail.
    ///
    /// - Throws: NOT_FOUND for a topic or subscription that does not exist.
    mutating func outstanding(
        _ scope: MessageScope, limit: Int, at now: Instant
    ) throws(Status) -> OutstandingReport {
        expire(at: now)
        try check(scope)
        var report = OutstandingReport()
        for slot in slots(of: scope) {
            report.total += subscriptions[slot].unacknowledgedCount
            subscriptions[slot].listOutstanding(into: &report.messages, limit: limit)
        }
        return report
    }

    /// Makes sure that what a scope names exists.
    ///
    /// - Throws: NOT_FOUND.
    mutating func check(_ scope: MessageScope) throws(Status) {
        switch scope {
        case .everything: break
        case .topic(let name): _ = try topicSlot(name)
        case .subscription(let name): _ = try subscriptionSlot(name)
        }
    }

    /// The slots of the subscriptions of a scope, by their names.
    private func slots(of scope: MessageScope) -> [Int] {
        switch scope {
        case .everything:
            subscriptions.names.all.map(\.slot)
        case .topic(let name):
            topics.slot(of: name).map {
                topics[$0].subscriptionNames.all.map(\.slot)
            } ?? []
        case .subscription(let name): subscriptions.slot(of: name).map { [$0] } ?? []
        }
    }
}

extension SubscriptionState {
    fileprivate func listOutstanding(
        into list: inout [OutstandingMessage], limit: Int
    ) {
        var index = 0
        while index < leases.slots.count, list.count < limit {
            if let message = leases.slots[index].message, !leases.slots[index].isAcknowledgedEarly {
                list.append(describe(message, leases.slots[index]))
            }
            index += 1
        }
        index = 0
        while index < keys.keys.count, list.count < limit {
            append(keys.keys[index].waiting.count, to: &list, limit) { keys.keys[index].waiting[$0] }
            index += 1
        }
        append(backlog.count, to: &list, limit) { backlog[$0] }
    }

    /// Appends messages that have never been handed over.
    private func append(
        _ count: Int, to list: inout [OutstandingMessage], _ limit: Int, _ message: (Int) -> StoredMessage?
    ) {
        for offset in 0..<min(count, max(limit - list.count, 0)) {
            if let message = message(offset) { list.append(describe(message, attempts: 0, .waiting)) }
        }
    }

    /// A message that has been handed over at least once.
    func describe(
        _ message: StoredMessage, _ lease: Lease
    ) -> OutstandingMessage {
        let state: OutstandingMessage.State
        if lease.isLeased {
            let receiver = lease.consumer == .none ? nil : Int(lease.consumer.generation)
            state = .leased(receiver: receiver, until: lease.deadline)
        } else {
            state = lease.lane == SlotList.none ? .waiting : .backingOff(until: lease.deadline)
        }
        // The attempt that is under way, or, between two, the last.
        return describe(message, attempts: Int(lease.attempts) - (lease.isLeased ? 0 : 1), state)
    }

    private func describe(
        _ message: StoredMessage, attempts: Int, _ state: OutstandingMessage.State
    ) -> OutstandingMessage {
        OutstandingMessage(
            messageID: message.messageID, subscription: settings.name, orderingKey: message.orderingKey,
            publishTime: message.publishTime, attempts: attempts, state: state)
    }
}
