import CloudCore

extension Broker {
    /// Has done with the messages of these leases. A lease that has expired counts until its message is handed over
    /// again; others that have ended are passed over.
    ///
    /// - Throws: NOT_FOUND; INVALID_ARGUMENT for an id that is not of this subscription, before anything is done.
    ///   Under exactly-once delivery, what `AckOutcome.failure` says of ids that were not good, after the others
    ///   are done.
    mutating func acknowledge(_ ids: [String], of name: String, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        if subscriptions[slot].isExactlyOnce {
            let outcome = acknowledgeExactly(ids, slot)
            settle(slot)
            if let failure = outcome.failure { throw failure }
            return
        }
        for id in try ackIDs(ids, slot) { acknowledge(id, slot) }
        settle(slot)
    }

    /// Gives the receivers of these leases so many seconds from now; 0 makes the messages available at once.
    /// Leases that have ended are passed over.
    ///
    /// - Throws: as `acknowledge`.
    mutating func modifyAckDeadline(
        _ ids: [String], of name: String, seconds: Int32, at now: Instant
    ) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        if subscriptions[slot].isExactlyOnce {
            let outcome = modifyExactly(ids, slot) { _ in seconds }
            settle(slot)
            if let failure = outcome.failure { throw failure }
            return
        }
        for id in try ackIDs(ids, slot) { modify(id, seconds, slot) }
        settle(slot)
    }

    /// Does what one request of a stream asks for: acknowledgements, then new deadlines, one for each id.
    ///
    /// - Returns: under exactly-once delivery, what came of each id; else nil.
    /// - Throws: NOT_FOUND; without exactly-once delivery, INVALID_ARGUMENT for an id that is not of this
    ///   subscription, before anything is done.
    mutating func update(
        _ name: String, acknowledge ids: [String], modify modified: [String], seconds: [Int32],
        at now: Instant
    ) throws(Status) -> StreamOutcome? {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        if subscriptions[slot].isExactlyOnce {
            var outcome = StreamOutcome(traits: subscriptions[slot].traits)
            outcome.acknowledged = acknowledgeExactly(ids, slot)
            outcome.modified = modifyExactly(modified, slot) { $0 < seconds.count ? seconds[$0] : 0 }
            settle(slot)
            return outcome
        }
        let acknowledged = try ackIDs(ids, slot)
        let modified = try ackIDs(modified, slot)
        for id in acknowledged { acknowledge(id, slot) }
        for (id, seconds) in zip(modified, seconds) { modify(id, seconds, slot) }
        settle(slot)
        return nil
    }

    @inline(__always) private mutating func acknowledge(_ id: AckID, _ slot: Int) {
        guard let lease = subscriptions[slot].slot(of: id) else {
            return subscriptions[slot].acknowledgeLate(id, &context)
        }
        subscriptions[slot].acknowledge(lease, &context)
    }

    private mutating func modify(_ id: AckID, _ seconds: Int32, _ slot: Int) {
        guard let lease = subscriptions[slot].slot(of: id) else { return }
        modify(lease, seconds, slot)
    }

    private mutating func modify(_ lease: Int32, _ seconds: Int32, _ slot: Int) {
        if seconds == 0 {
            subscriptions[slot].returnLease(lease, .nacked, &context)
        } else {
            subscriptions[slot].extend(lease, seconds: seconds, &context)
        }
    }

    private mutating func settle(_ slot: Int) {
        subscriptions[slot].lastActive = context.now
        subscriptions[slot].pump(&context)
        touch(slot)
        if !context.deadLetters.isEmpty { forwardDeadLetters() }
    }

    /// Reads all ids of a request, before anything is done with the first.
    private func ackIDs(_ texts: [String], _ slot: Int) throws(Status) -> [AckID] {
        var ids: [AckID] = []
        ids.reserveCapacity(texts.count)
        let salt = subscriptions[slot].salt
        for text in texts {
            guard let id = AckID(text, salt: salt) else {
                throw Status(.invalidArgument, "Invalid ack id (ack_id=\(text.prefix(200)))")
            }
            ids.append(id)
        }
        return ids
    }

    // MARK: Exactly once

    // Only the latest id of a message is good, and only while its lease stands ("Exactly-once delivery" in the
    // Pub/Sub documentation). An id that a request has twice counts once, for "acknowledging a message more than
    // once will not result in an error".

    /// With ordering, what is acknowledged has to be the beginning of its key: so nothing that is acknowledged is ever
    /// delivered again for an earlier message's sake. Within a request any order will do.
    private mutating func acknowledgeExactly(_ ids: [String], _ slot: Int) -> AckOutcome {
        var outcome = AckOutcome()
        var seen: Set<String> = []
        var heldBack: [(text: String, id: AckID)] = []
        for text in ids where seen.insert(text).inserted {
            guard let (id, lease) = lease(text, slot) else {
                outcome.invalid.append(text)
                continue
            }
            if subscriptions[slot].isHeldBack(lease) {
                heldBack.append((text, id))
            } else {
                subscriptions[slot].acknowledge(lease, &context)
                outcome.done.append(text)
            }
        }
        // Leases of a key are granted in its order.
        heldBack.sort { $0.id.sequence < $1.id.sequence }
        for (text, id) in heldBack {
            guard let lease = subscriptions[slot].slot(of: id), !subscriptions[slot].isHeldBack(lease) else {
                outcome.unordered.append(text)
                continue
            }
            subscriptions[slot].acknowledge(lease, &context)
            outcome.done.append(text)
        }
        return outcome
    }

    private mutating func modifyExactly(
        _ ids: [String], _ slot: Int, seconds: (Int) -> Int32
    ) -> AckOutcome {
        var outcome = AckOutcome()
        var seen: Set<String> = []
        for (index, text) in ids.enumerated() where seen.insert(text).inserted {
            guard let (_, lease) = lease(text, slot) else {
                outcome.invalid.append(text)
                continue
            }
            modify(lease, seconds(index), slot)
            outcome.done.append(text)
        }
        return outcome
    }

    private func lease(_ text: String, _ slot: Int) -> (id: AckID, lease: Int32)? {
        guard let id = AckID(text, salt: subscriptions[slot].salt),
            let lease = subscriptions[slot].slot(of: id)
        else { return nil }
        return (id, lease)
    }
}
