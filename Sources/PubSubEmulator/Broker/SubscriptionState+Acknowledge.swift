import CloudCore

/// Acknowledgements out of the ordinary: before those of earlier messages of the key, and after the deadline.
extension SubscriptionState {
    /// Whether an earlier message of the key has not been done with.
    func isHeldBack(_ slot: Int32) -> Bool {
        let key = leases[slot].key
        return key != SlotList.none && keys[key].slots.head != slot
    }

    /// Acknowledges by an id whose deadline has passed. "May succeed", says `Subscriber.Acknowledge` in
    /// `google/pubsub/v1/pubsub.proto`: here it does until the message is handed over again; with an ordering key,
    /// while the message is the first of it.
    mutating func acknowledgeLate(_ id: AckID, _ context: inout DeliveryContext) {
        guard id.slot < leases.slots.count,
            leases.slots[id.slot].sequence == id.sequence | Lease.expiredMark,
            let message = leases.slots[id.slot].message
        else { return }
        let slot = Int32(id.slot)
        if isHeldBack(slot) { return }
        if context.journal.isOn { noteAcknowledged(slot, &context) }
        context.history.note(message, .acknowledged, settings.name, context.now)
        retainAcknowledged(message)
        let key = leases[slot].key
        if key != SlotList.none { return remove(slot, ofKey: key, &context) }
        if leases[slot].lane == SlotList.none { leases.takeReturned(slot) }
        leases.remove(slot)
    }

    /// Takes a message of a key that is in no list of returned ones, and those acknowledged before it that only
    /// waited for that.
    mutating func remove(_ slot: Int32, ofKey key: Int32, _ context: inout DeliveryContext) {
        if keys[key].firstReturned == slot { keys[key].firstReturned = leases[slot].keyLinks.next }
        leases.remove(slot, fromKey: &keys[key].slots)
        leases.remove(slot)
        while let next = keys[key].slots.first, leases[next].isAcknowledgedEarly {
            finishAcknowledgedEarly(next)
        }
        settleKey(key, &context)
    }

    private mutating func finishAcknowledgedEarly(_ slot: Int32) {
        acknowledgedEarly -= 1
        let (message, key) = (leases[slot].message, leases[slot].key)
        leases.remove(slot, fromKey: &keys[key].slots)
        leases.remove(slot)
        retainAcknowledged(message)
    }

    /// Lets no early acknowledgement be taken back any more: a seek goes by what is acknowledged now. Each has an
    /// earlier message of its key before it, so no key becomes empty.
    mutating func releaseAcknowledgedEarly() {
        if acknowledgedEarly == 0 { return }
        var slot: Int32 = 0
        while slot < leases.slots.count {
            if leases[slot].isAcknowledgedEarly { finishAcknowledgedEarly(slot) }
            slot += 1
        }
    }

    /// Takes an early acknowledgement back, because an earlier message of the key comes again.
    mutating func unacknowledge(_ slot: Int32, _ context: inout DeliveryContext) {
        leases[slot].sequence = 0
        acknowledgedEarly -= 1
        if let message = leases[slot].message {
            context.history.note(message, .recalled, settings.name, context.now)
        }
    }
}
