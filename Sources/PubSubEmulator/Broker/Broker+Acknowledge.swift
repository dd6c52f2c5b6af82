import CloudCore

extension Broker {
    /// Has done with the messages of these leases. Leases that have ended are passed over.
    ///
    /// - Throws: NOT_FOUND; INVALID_ARGUMENT for an id that is not of this subscription, before anything is done.
    mutating func acknowledge(_ ids: [String], of name: String, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        if ids.count > 1 { try checkIDs(ids, slot) }
        for text in ids {
            let id = try ackID(text, slot)
            guard let lease = subscriptions[slot].slot(of: id) else { continue }
            subscriptions[slot].acknowledge(lease, &context)
        }
        settle(slot)
    }

    /// Gives the receivers of these leases so many seconds from now; 0 makes the messages available at once.
    /// Leases that have ended are passed over.
    ///
    /// - Throws: NOT_FOUND; INVALID_ARGUMENT for an id that is not of this subscription, before anything is done.
    mutating func modifyAckDeadline(
        _ ids: [String], of name: String, seconds: Int32, at now: Instant
    ) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        if ids.count > 1 { try checkIDs(ids, slot) }
        for text in ids { try modify(text, seconds, slot) }
        settle(slot)
    }

    /// Does what one request of a stream asks for: acknowledgements, then new deadlines, one for each id.
    ///
    /// - Throws: NOT_FOUND; INVALID_ARGUMENT for an id that is not of this subscription, before anything is done.
    mutating func update(
        _ name: String, acknowledge ids: [String], modify modified: [String], seconds: [Int32],
        at now: Instant
    ) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(name)
        try checkIDs(ids, slot)
        try checkIDs(modified, slot)
        for text in ids {
            let id = try ackID(text, slot)
            guard let lease = subscriptions[slot].slot(of: id) else { continue }
            subscriptions[slot].acknowledge(lease, &context)
        }
        for (text, seconds) in zip(modified, seconds) { try modify(text, seconds, slot) }
        settle(slot)
    }

    private mutating func modify(_ text: String, _ seconds: Int32, _ slot: Int) throws(Status) {
        let id = try ackID(text, slot)
        guard let lease = subscriptions[slot].slot(of: id) else { return }
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
    }

    private func checkIDs(_ ids: [String], _ slot: Int) throws(Status) {
        for text in ids { _ = try ackID(text, slot) }
    }

    private func ackID(_ text: String, _ slot: Int) throws(Status) -> AckID {
        guard let id = AckID(text, salt: subscriptions[slot].salt) else {
            throw Status(.invalidArgument, "Invalid ack id (ack_id=\(text.prefix(200)))")
        }
        return id
    }
}
