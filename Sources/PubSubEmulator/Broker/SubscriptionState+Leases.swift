import CloudCore

/// Why a lease ends without an acknowledgement.
enum LeaseEnd: Equatable {
    /// The receiver gave the message back.
    case nacked
    /// The ack deadline passed.
    case expired
    /// The message never left for the receiver, so the delivery does not count.
    case undelivered
    /// The message has gone through the subscription's transforms, so the "delivery" to them does not count.
    case transformed
    /// A transform of the subscription failed, for that reason, which counts as giving the message back.
    case untransformed(String)

    /// Whether the message was handed to nobody, so that this was no attempt.
    var isUncounted: Bool { self == .undelivered || self == .transformed }

    var event: MessageEvent.Kind {
        switch self {
        case .nacked: .nacked
        case .expired: .expired
        case .undelivered: .undelivered
        case .transformed: .transformed
        case .untransformed(let reason): .transformFailed(reason)
        }
    }
}

extension SubscriptionState {
    /// The slot that an ack id names; nil when that lease has ended.
    func slot(of id: AckID) -> Int32? {
        guard id.slot < leases.slots.count, leases.slots[id.slot].sequence == id.sequence, id.sequence != 0
        else {
            return nil
        }
        return Int32(id.slot)
    }

    /// Has done with the message of a lease.
    mutating func acknowledge(_ slot: Int32, _ context: inout DeliveryContext) {
        endLease(slot, .acknowledged, &context)
        if context.journal.isOn { noteAcknowledged(slot, &context) }
        if isHeldBack(slot) {
            leases[slot].sequence = Lease.acknowledgedMark
            acknowledgedEarly += 1
            return
        }
        if retainsAcknowledged { retainAcknowledged(leases[slot].message) }
        let key = leases[slot].key
        if key == SlotList.none {
            leases.remove(slot)
        } else {
            remove(slot, ofKey: key, &context)
        }
    }

    /// Gives the receiver of a lease another time from now on.
    mutating func extend(_ slot: Int32, seconds: Int32, _ context: inout DeliveryContext) {
        leases.extend(slot, duration: Int64(seconds) * 1_000_000_000, at: context.now)
        guard let message = leases[slot].message else { return }
        context.history.note(message, .deadlineChanged(to: leases[slot].deadline), settings.name, context.now)
    }

    /// Ends a lease so that the message is delivered again, or dead-lettered; with an ordering key, all later ones
    /// of the key that have been handed over are delivered again, too, in order, even acknowledged ones ("Order
    /// messages" in the Pub/Sub documentation). Under exactly-once delivery there are none of those, because
    /// acknowledgements out of order are refused. What is delivered again for another's sake does not count as an
    /// attempt, for neither was it given back nor did it expire.
    mutating func returnLease(_ slot: Int32, _ end: LeaseEnd, _ context: inout DeliveryContext) {
        if !end.isUncounted, leases[slot].attempts >= maxDeliveryAttempts,
            deadLetter(slot, end, &context)
        {
            return
        }
        let key = leases[slot].key
        if key == SlotList.none {
            endLease(slot, end, &context)
        } else {
            recall(from: slot, key: key, end, &context)
        }
        var delay: Int64 = 0
        if !end.isUncounted {
            delay = delays(after: end)?.delay(afterAttempts: leases[slot].attempts) ?? 0
            if leases[slot].attempts < .max { leases[slot].attempts += 1 }
            if context.journal.isOn { noteFailed(slot, &context) }
        }
        if delay > 0 {
            leases.delay(slot, duration: delay, at: context.now)
        } else if key == SlotList.none {
            leases.makeAvailable(slot)
        }
        if key != SlotList.none { settleKey(key, &context) }
    }

    private mutating func recall(
        from slot: Int32, key: Int32, _ end: LeaseEnd, _ context: inout DeliveryContext
    ) {
        let formerFirst = keys[key].firstReturned
        endLease(slot, end, &context)
        var later = leases[slot].keyLinks.next
        while later != formerFirst {
            if leases[later].isAcknowledgedEarly {
                unacknowledge(later, &context)
            } else {
                endLease(later, end, recalled: true, &context)
            }
            later = leases[later].keyLinks.next
        }
        // Only the foremost of a key waits for its backoff.
        if formerFirst != SlotList.none { leases.end(formerFirst) }
        keys[key].firstReturned = slot
    }

    /// Ends leases and waits that are over.
    mutating func expireLeases(_ context: inout DeliveryContext) {
        while let slot = leases.due(at: context.now) {
            if leases[slot].isLeased {
                expire(from: slot, &context)
            } else {
                leases.end(slot)
                if leases[slot].key == SlotList.none {
                    leases.makeAvailable(slot)
                } else {
                    settleKey(leases[slot].key, &context)
                }
            }
        }
    }

    /// Ends a lease that has expired. Later ones of its key that have, too, end first, so that each of them counts as
    /// an attempt, whichever expired first.
    private mutating func expire(from slot: Int32, _ context: inout DeliveryContext) {
        let key = leases[slot].key
        if key == SlotList.none { return returnLease(slot, .expired, &context) }
        var last = slot
        var next = leases[slot].keyLinks.next
        while next != keys[key].firstReturned {
            if hasExpired(next, context.now) { last = next }
            next = leases[next].keyLinks.next
        }
        let lettersBefore = context.deadLetters.count
        while last != slot {
            let previous = leases[last].keyLinks.previous
            if hasExpired(last, context.now) { returnLease(last, .expired, &context) }
            last = previous
        }
        returnLease(slot, .expired, &context)
        if context.deadLetters.count > lettersBefore + 1 { context.deadLetters[lettersBefore...].reverse() }
    }

    private func hasExpired(_ slot: Int32, _ now: Instant) -> Bool {
        leases[slot].isLeased && leases[slot].deadline <= now
    }

    /// Ends a lease for good.
    @inline(__always) mutating func endLease(
        _ slot: Int32, _ event: @autoclosure () -> MessageEvent.Kind, _ context: inout DeliveryContext
    ) {
        context.consumers.giveBack(leases[slot].consumer, bytes: leases[slot].size, &readyConsumers)
        leases.end(slot)
        context.leasedCount -= 1
        if let message = leases[slot].message {
            context.history.note(message, event(), settings.name, context.now)
        }
    }

    /// Ends a lease without an acknowledgement. One that expires can be acknowledged late, by its former name.
    mutating func endLease(
        _ slot: Int32, _ end: LeaseEnd, recalled isRecalled: Bool = false, _ context: inout DeliveryContext
    ) {
        let sequence = leases[slot].sequence
        endLease(slot, isRecalled ? .recalled : end.event, &context)
        if end == .expired { leases[slot].sequence = sequence | Lease.expiredMark }
    }

    // MARK: Retention

    /// Drops a message that has outlived its retention and is not leased; `slot` is in no list of returned ones.
    mutating func discard(_ slot: Int32, _ message: StoredMessage, _ context: inout DeliveryContext) {
        if leases[slot].isAcknowledgedEarly {
            acknowledgedEarly -= 1
        } else {
            context.history.note(message, .outlived, settings.name, context.now)
        }
        let key = leases[slot].key
        if key != SlotList.none {
            if keys[key].firstReturned == slot { keys[key].firstReturned = leases[slot].keyLinks.next }
            leases.remove(slot, fromKey: &keys[key].slots)
        }
        leases.remove(slot)
    }

    /// Drops what has outlived its retention. The backlog is swept exactly; what has come back and what has an
    /// ordering key is looked through at most sixteen times in a retention duration, so that it costs little;
    /// such a message is never delivered in between, because taking it checks its age.
    mutating func sweep(_ context: inout DeliveryContext) {
        let oldest = context.now.adding(nanoseconds: -retention)
        while let message = backlog.first, message.publishTime <= oldest {
            backlog.popFirst()
            context.history.note(message, .outlived, settings.name, context.now)
        }
        sweepAcknowledged(oldest)
        var slot: Int32 = 0
        while slot < leases.slots.count {
            sweep(slot: slot, oldest, &context)
            slot += 1
        }
        var key: Int32 = 0
        while key < keys.keys.count {
            sweep(key: key, oldest, &context)
            key += 1
        }
        scheduleSweep(context.now)
    }

    private mutating func sweep(slot: Int32, _ oldest: Instant, _ context: inout DeliveryContext) {
        guard !leases[slot].isLeased, let message = leases[slot].message, message.publishTime <= oldest else {
            return
        }
        if leases[slot].key == SlotList.none, leases[slot].lane == SlotList.none { leases.takeReturned(slot) }
        discard(slot, message, &context)
    }

    private mutating func sweep(key: Int32, _ oldest: Instant, _ context: inout DeliveryContext) {
        guard !keys[key].name.isEmpty else { return }
        while let message = keys[key].waiting.first, message.publishTime <= oldest {
            _ = keys.popWaiting(key)
            context.history.note(message, .outlived, settings.name, context.now)
        }
        settleKey(key, &context)
    }

    mutating func scheduleSweep(_ now: Instant) {
        if leases.count == 0, keys.waitingCount == 0, acknowledged.isEmpty {
            nextSweep = backlog.first?.publishTime.adding(nanoseconds: retention) ?? .distantFuture
        } else {
            nextSweep = now.adding(nanoseconds: max(retention / 16, 1))
        }
    }
}
