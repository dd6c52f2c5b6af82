import CloudCore

extension Broker {
    /// Marks what a subscription holds as acknowledged, if it was published before `time`, and else as not
    /// acknowledged: what the subscription has retained of acknowledged messages, and what its topic has retained,
    /// is delivered again. A time in the future purges the subscription. Of a message published at that very time
    /// the definition says nothing; it is delivered.
    ///
    /// O(n log n) in what the subscription and the topic hold.
    ///
    /// - Throws: NOT_FOUND; FAILED_PRECONDITION for a detached subscription.
    mutating func seek(_ name: String, to time: Instant, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try attachedSlot(name)
        let retained = subscriptions[slot].topic.map { topics[$0].log.messages(since: time, at: context.now) }
        subscriptions[slot].seek(reviving: retained ?? [], &context) { $0.publishTime >= time }
        if context.journal.isOn { noteSeek(name) { $0.time = Timestamp(time) } }
        settleSeek(slot)
    }

    /// Gives a subscription the state that a snapshot of its topic has kept: what was acknowledged when it was made
    /// is, and what was not, or was published later, is not.
    ///
    /// O(n log n) in what the subscription and the snapshot hold.
    ///
    /// - Throws: NOT_FOUND; FAILED_PRECONDITION for a detached subscription, or a snapshot of another topic.
    mutating func seek(_ name: String, toSnapshot snapshotName: String, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try attachedSlot(name)
        let snapshot = try snapshotSlot(snapshotName)
        guard snapshots[snapshot].topicID == subscriptions[slot].topicID else {
            throw Status(
                .failedPrecondition,
                "The subscription's topic \(subscriptions[slot].settings.topic) is different from that of the snapshot "
                    + "\(snapshots[snapshot].settings.topic)")
        }
        let cut = snapshots[snapshot].cut
        let later =
            snapshots[snapshot].topic.map { topics[$0].log.messages.messages(from: cut.start) }
            ?? snapshots[snapshot].formerLog.messages(from: cut.start)
        subscriptions[slot].seek(reviving: cut.backlog + later, &context, where: cut.isUnacknowledged)
        if context.journal.isOn { noteSeek(name) { $0.snapshot = snapshotName } }
        settleSeek(slot)
    }

    private mutating func settleSeek(_ slot: Int) {
        subscriptions[slot].lastActive = context.now
        subscriptions[slot].pump(&context)
        touch(slot)
    }
}
