import CloudCore

extension SubscriptionState {
    /// What is not acknowledged and has not outlived its retention, in the order of publishing.
    func unacknowledgedMessages(at now: Instant) -> [StoredMessage] {
        var messages = backlog.all
        messages += leases.slots.lazy.filter { !$0.isAcknowledgedEarly }.compactMap(\.message)
        for key in keys.keys { messages += key.waiting.all }
        let oldest = now.adding(nanoseconds: -retention)
        return Self.inOrder(messages.filter { $0.publishTime > oldest })
    }

    /// Makes exactly those messages unacknowledged that satisfy `isUnacknowledged`: of what the subscription holds,
    /// of the acknowledged ones that it has retained, and of `others`, which its topic or a snapshot has.
    ///
    /// Leases of messages that stay unacknowledged go on, unless an earlier message of their ordering key comes back:
    /// then they end, so that the key is delivered in order. The filter and the retention duration apply to what
    /// comes back, which counts its deliveries from the start.
    mutating func seek(
        reviving others: [StoredMessage], _ context: inout DeliveryContext,
        where isUnacknowledged: (StoredMessage) -> Bool
    ) {
        releaseAcknowledgedEarly()
        sweep(&context)
        let retained = acknowledged.all
        acknowledged.removeAll()
        for message in retained where !isUnacknowledged(message) { acknowledged.append(message) }
        acknowledgeAll(&context) { !isUnacknowledged($0) }

        var held = Set(unacknowledgedMessages(at: .init(nanoseconds: .min)).map(\.number))
        let oldest = context.now.adding(nanoseconds: -retention)
        let revived = Self.inOrder(retained.filter(isUnacknowledged) + others).filter { message in
            message.publishTime > oldest && admits(message) && held.insert(message.number).inserted
        }
        for message in revived { context.history.note(message, .replayed, settings.name, context.now) }
        insert(revived, &context)
        sweep(&context)
    }

    /// Acknowledges messages by their numbers, as a log tells it; O(n) in what the subscription holds.
    mutating func acknowledge(numbers: Set<UInt64>, _ context: inout DeliveryContext) {
        acknowledgeAll(&context) { numbers.contains($0.number) }
    }

    /// Acknowledges what satisfies `isDone`; the ack ids of its leases are of former leases from then on.
    private mutating func acknowledgeAll(
        _ context: inout DeliveryContext, where isDone: (StoredMessage) -> Bool
    ) {
        backlog.replaceAll(with: skim(backlog.all, &context, isDone))
        var key: Int32 = 0
        // A table that has become empty may be given back on the way.
        while key < keys.keys.count {
            if !keys[key].waiting.isEmpty {
                let left = skim(keys[key].waiting.all, &context, isDone)
                keys.setWaiting(RingBuffer(left), ofKey: key)
                settleKey(key, &context)
            }
            key += 1
        }
        var slot: Int32 = 0
        while slot < leases.slots.count {
            if let message = leases[slot].message, isDone(message) { skip(slot, message, &context) }
            slot += 1
        }
    }

    /// What is left of messages that have never been handed over.
    private mutating func skim(
        _ messages: [StoredMessage], _ context: inout DeliveryContext,
        _ isDone: (StoredMessage) -> Bool
    ) -> [StoredMessage] {
        var left: [StoredMessage] = []
        for message in messages {
            if isDone(message) {
                context.history.note(message, .skipped, settings.name, context.now)
                retainAcknowledged(message)
            } else {
                left.append(message)
            }
        }
        return left
    }

    private mutating func skip(_ slot: Int32, _ message: StoredMessage, _ context: inout DeliveryContext) {
        let key = leases[slot].key
        if leases[slot].isLeased {
            endLease(slot, .skipped, &context)
        } else {
            context.history.note(message, .skipped, settings.name, context.now)
            if key == SlotList.none, leases[slot].lane == SlotList.none { leases.takeReturned(slot) }
        }
        if key != SlotList.none {
            if keys[key].firstReturned == slot { keys[key].firstReturned = leases[slot].keyLinks.next }
            leases.remove(slot, fromKey: &keys[key].slots)
        }
        leases.remove(slot)
        if key != SlotList.none { settleKey(key, &context) }
        retainAcknowledged(message)
    }

    // MARK: Messages that come back

    private mutating func insert(_ revived: [StoredMessage], _ context: inout DeliveryContext) {
        let isKeyed: (StoredMessage) -> Bool = { [isOrdered] in isOrdered && !$0.orderingKey.isEmpty }
        let unkeyed = revived.filter { !isKeyed($0) }
        if !unkeyed.isEmpty { backlog.replaceAll(with: Self.inOrder(backlog.all + unkeyed)) }
        for (name, messages) in Dictionary(grouping: revived.filter(isKeyed), by: \.orderingKey) {
            insert(messages, ofKey: keys.index(of: name), &context)
        }
    }

    /// Puts messages where they belong among those of their key. What has been handed over stays at the front of a
    /// key, so what comes back in between has to go there, too.
    private mutating func insert(
        _ revived: [StoredMessage], ofKey key: Int32, _ context: inout DeliveryContext
    ) {
        guard let first = revived.first?.number else { return }
        var slots: [Int32] = []
        while let slot = keys[key].slots.first {
            leases.remove(slot, fromKey: &keys[key].slots)
            if number(slot) > first {
                if leases[slot].isLeased { endLease(slot, .recalled, &context) } else { leases.end(slot) }
            }
            slots.append(slot)
        }
        let lastHandedOver = slots.last.map { number($0) } ?? 0
        for message in revived where message.number < lastHandedOver {
            let slot = leases.insert(message, size: Int32(clamping: message.size))
            leases[slot].isRaw = hasTransforms
            slots.append(slot)
        }
        slots.sort { number($0) < number($1) }
        for slot in slots { leases.append(slot, to: &keys[key].slots, ofKey: key) }
        keys[key].firstReturned = slots.first { !leases[$0].isLeased } ?? SlotList.none
        let waiting = revived.filter { $0.number > lastHandedOver }
        if !waiting.isEmpty {
            keys.setWaiting(RingBuffer(Self.inOrder(keys[key].waiting.all + waiting)), ofKey: key)
        }
        settleKey(key, &context)
    }

    private func number(_ slot: Int32) -> UInt64 { leases[slot].message?.number ?? 0 }

    /// Messages in the order of their publishing.
    static func inOrder(_ messages: [StoredMessage]) -> [StoredMessage] {
        messages.map { (number: $0.number, message: $0) }.sorted { $0.number < $1.number }.map(\.message)
    }
}
