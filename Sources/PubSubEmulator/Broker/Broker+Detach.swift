import CloudCore

extension Broker {
    /// Detaches a subscription from its topic: it drops what it holds, acknowledged or not, and gets nothing more.
    /// Its consumers end, and later ones are refused, with FAILED_PRECONDITION. Snapshots made of it stay. To detach
    /// it again changes nothing.
    ///
    /// - Throws: NOT_FOUND.
    mutating func detachSubscription(_ name: String, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        guard !subscriptions[slot].isDetached else { return }
        while let index = subscriptions[slot].consumers.first {
            context.effects.append(.end(context.consumers.id(of: index), Self.detached(name)))
            subscriptions[slot].remove(consumer: index, &context)
        }
        subscriptions[slot].detach(&context)
        leaveTopic(slot)
        subscriptions[slot].topic = nil
        if context.journal.isOn { context.journal.note(context.now) { $0.detachSubscription = name } }
        forgetDeadlines(slot)
        touch(slot)
    }

    /// The slot of a subscription that is not detached.
    ///
    /// - Throws: NOT_FOUND, FAILED_PRECONDITION.
    mutating func attachedSlot(_ name: String) throws(Status) -> Int {
        let slot = try subscriptionSlot(name)
        if subscriptions[slot].isDetached { throw Self.detached(name) }
        return slot
    }

    /// What a call that needs messages of a detached subscription ends with; the words are not Google's, which are
    /// not known.
    private static func detached(_ name: String) -> Status {
        .resource(.failedPrecondition, "Subscription is detached from its topic", "Subscription", name)
    }
}

extension SubscriptionState {
    /// Drops everything, without an end for those who hold leases: their ack ids are of former leases from now on.
    fileprivate mutating func detach(_ context: inout DeliveryContext) {
        for message in unacknowledgedMessages(at: context.now) {
            context.history.note(message, .dropped, settings.name, context.now)
        }
        context.leasedCount -= leases.leasedCount
        backlog.replaceAll(with: [])
        leases = LeaseTable()
        keys = KeyTable()
        acknowledgedEarly = 0
        acknowledged.removeAll()
        nextSweep = .distantFuture
        settings.detached = true
        isDetached = true
        lastActive = context.now
    }
}
