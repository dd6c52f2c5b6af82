import CloudCore

extension SubscriptionState {
    /// Takes over the messages of a state. Those that have been delivered stand first, and may be delivered again.
    mutating func restore(
        _ image: SubscriptionImage, _ messages: borrowing RestoredMessages, _ context: inout DeliveryContext
    ) throws(Status) {
        var seen: Set<String> = []
        var attempts: [String: Int32] = [:]
        let ids = image.delivered.map(\.messageId)
        let delivered = try messages.all(ids, &seen)
        let waiting = try messages.all(image.waiting, &seen)
        for message in image.delivered { attempts[message.messageId] = max(1, message.attempt) }
        if isOrdered {
            restoreKeys(
                Self.inOrder((delivered + waiting).filter { !$0.orderingKey.isEmpty }), attempts, &context)
        }
        for message in delivered where !isOrdered || message.orderingKey.isEmpty {
            leases.makeAvailable(restoreSlot(message, attempts))
        }
        for message in waiting where !isOrdered || message.orderingKey.isEmpty { backlog.append(message) }
        if retainsAcknowledged {
            for message in try messages.all(image.acknowledged) { acknowledged.append(message) }
        }
        scheduleSweep(context.now)
    }

    /// Restores keys. Up to the last message of a key that has been delivered, all of it goes where delivered ones are,
    /// so that the key stays in order.
    private mutating func restoreKeys(
        _ all: [StoredMessage], _ attempts: [String: Int32], _ context: inout DeliveryContext
    ) {
        var last: [String: UInt64] = [:]
        for message in all where attempts[message.messageID] != nil {
            last[message.orderingKey] = message.number
        }
        var touched: Set<Int32> = []
        for message in all {
            guard message.number <= last[message.orderingKey] ?? 0 else {
                keys.append(message, raw: hasTransforms)
                continue
            }
            let slot = restoreSlot(message, attempts)
            let key = keys.index(of: message.orderingKey)
            leases.append(slot, to: &keys[key].slots, ofKey: key)
            if keys[key].firstReturned == SlotList.none { keys[key].firstReturned = slot }
            touched.insert(key)
        }
        for key in touched.sorted() { settleKey(key, &context) }
    }

    private mutating func restoreSlot(_ message: StoredMessage, _ attempts: [String: Int32]) -> Int32 {
        let slot = leases.insert(message, size: Int32(clamping: message.size))
        leases[slot].attempts = attempts[message.messageID] ?? 1
        leases[slot].isRaw = hasTransforms
        return slot
    }
}
