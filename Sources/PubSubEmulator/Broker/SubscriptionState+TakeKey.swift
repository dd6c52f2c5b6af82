import CloudCore

/// Batches of ordering keys.
extension SubscriptionState {
    /// Takes from the consumer's own keys, unless somebody else's message is older: one busy key does not keep all
    /// others waiting.
    mutating func takeHeldKeys(
        _ units: inout Int, _ oldest: Instant, _ taking: inout Taking, _ context: inout DeliveryContext
    ) {
        while !taking.isFull, !leases.isFull, let held = context.consumers[taking.consumer.index].keys.first {
            if units > 0, let slot = leases.returned.first {
                leases.takeReturned(slot)
                units -= lease(slot, oldest, &taking, &context) ? 1 : 0
                continue
            }
            let time = publishTime(ofNext: held)
            if units > 0, let key = keys.ready.first, publishTime(ofNext: key) < time {
                units -= takeKey(key, oldest, &taking, &context) ? 1 : 0
            } else if units > 0, !hasTransforms, let message = backlog.first, message.publishTime < time {
                backlog.popFirst()
                units -= lease(message, key: SlotList.none, oldest, &taking, &context) ? 1 : 0
            } else {
                takeKey(held, oldest, &taking, &context)
            }
        }
    }

    /// The ready key to take from next, unless the backlog has an older message.
    var nextKey: Int32? {
        guard let key = keys.ready.first else { return nil }
        guard !hasTransforms, let unkeyed = backlog.first else { return key }
        return publishTime(ofNext: key) <= unkeyed.publishTime ? key : nil
    }

    private func publishTime(ofNext key: Int32) -> Instant {
        let slot = keys[key].firstReturned
        let message = slot == SlotList.none ? keys[key].waiting.first : leases[slot].message
        return message?.publishTime ?? Instant(nanoseconds: .min)
    }

    /// Takes from a key, in order, as much as fits; whether anything did. The rest is for the same consumer, if it
    /// is a standing one, else for nobody until this is acknowledged.
    @discardableResult mutating func takeKey(
        _ key: Int32, _ oldest: Instant, _ taking: inout Taking, _ context: inout DeliveryContext
    ) -> Bool {
        let before = taking.batch.count
        while !taking.isFull, !leases.isFull {
            let slot = keys[key].firstReturned
            if slot != SlotList.none {
                if leases[slot].isRaw { break }
                keys[key].firstReturned = leases[slot].keyLinks.next
                _ = lease(slot, oldest, &taking, &context)
            } else if !hasTransforms, let message = keys.popWaiting(key) {
                _ = lease(message, key: key, oldest, &taking, &context)
            } else {
                break
            }
            if taking.takesOneOfKey { break }
        }
        // A holder is changed outside of its queue only.
        if keys[key].queue != .held { keys[key].holder = taking.consumer }
        settleKey(key, &context)
        return taking.batch.count > before
    }
}
