import CloudCore

/// The limits of one batch.
struct BatchLimits {
    /// The most messages in a batch, as for a Pull (`google/pubsub/v1/pubsub.proto`).
    static let maxMessages = 1_000
    /// Bytes from which on nothing more is added to a batch.
    static let maxBytes = 4 << 20

    var messages: Int
    var bytes: Int

    init(messages: Int, bytes: Int = Self.maxBytes) {
        self.messages = min(messages, Self.maxMessages)
        self.bytes = min(bytes, Self.maxBytes)
    }
}

extension SubscriptionState {
    /// Messages and ordering keys from which anybody can take something now.
    var availableUnits: Int {
        leases.returned.count + (hasTransforms ? 0 : backlog.count) + keys.ready.count
    }

    /// Whether there may be something to take.
    var hasAvailable: Bool { availableUnits > 0 }

    /// Delivers what is available to the consumers that wait, in turn, sharing it evenly.
    mutating func pump(_ context: inout DeliveryContext) {
        if hasTransforms { startTransform(&context) }
        settleArrivals(&context)
        while let next = readyConsumers.first, hasAvailable || !context.consumers[next].keys.isEmpty {
            let preferred = formerHolder(context)
            let index = preferred?.consumer ?? next
            let share = (availableUnits + readyConsumers.count - 1) / readyConsumers.count
            let id = context.consumers.id(of: index)
            let consumer = context.consumers[index]
            let limits = BatchLimits(
                messages: consumer.maxMessages - consumer.outstandingMessages,
                bytes: consumer.maxBytes - consumer.outstandingBytes)
            let (batch, bytes) = takeBatch(
                units: share, limits, for: consumer.isOneShot ? .none : id,
                receiver: Int(id.generation), duration: consumer.leaseDuration ?? leaseDuration,
                oneOfKey: consumer.takesOneOfKey, first: preferred?.key, &context)
            if batch.isEmpty {
                // All that this consumer could have had was outlived, and is gone.
                if leases.isFull { return }
                continue
            }
            if consumer.isOneShot {
                context.consumers.remove(index, from: &consumers, ready: &readyConsumers)
                lastActive = context.now
            } else {
                context.consumers.makeUnready(index, &readyConsumers)
                context.consumers[index].isBusy = true
                context.consumers[index].outstandingMessages += batch.count
                context.consumers[index].outstandingBytes += bytes
            }
            context.effects.append(.deliver(id, batch))
        }
    }

    /// Leases what is available now to a receiver that asks.
    mutating func pull(max: Int, _ context: inout DeliveryContext) -> [Delivery] {
        lastActive = context.now
        defer { if hasTransforms { startTransform(&context) } }
        guard hasAvailable else { return [] }
        let limits = BatchLimits(messages: max)
        return takeBatch(
            units: .max, limits, for: .none, receiver: nil, duration: leaseDuration, first: nil, &context
        ).batch
    }

    /// Leases a batch: the key that is to be first, what has come back, then the oldest of what waits, for the
    /// consumer or for anybody. A unit is a message, or all of a key's messages that fit; what waits for the
    /// consumer alone is none.
    private mutating func takeBatch(
        units: Int, _ limits: BatchLimits, for consumer: ConsumerID, receiver: Int?, duration: Int64,
        oneOfKey: Bool = false, first: Int32?, _ context: inout DeliveryContext
    ) -> (batch: [Delivery], bytes: Int) {
        var taking = Taking(limits: limits, consumer: consumer, receiver: receiver, duration: duration)
        taking.takesOneOfKey = oneOfKey
        let holdsKeys = consumer != .none && !context.consumers[consumer.index].keys.isEmpty
        taking.batch.reserveCapacity(min(limits.messages, holdsKeys ? .max : units, unacknowledgedCount))
        let oldest = context.now.adding(nanoseconds: -retention)
        var units = units
        if let first { units -= takeKey(first, oldest, &taking, &context) ? 1 : 0 }
        if holdsKeys { takeHeldKeys(&units, oldest, &taking, &context) }
        while units > 0, !taking.isFull, !leases.isFull {
            if let slot = leases.returned.first {
                leases.takeReturned(slot)
                units -= lease(slot, oldest, &taking, &context) ? 1 : 0
            } else if let key = nextKey {
                units -= takeKey(key, oldest, &taking, &context) ? 1 : 0
            } else if !hasTransforms, let message = backlog.popFirst() {
                units -= lease(message, key: SlotList.none, oldest, &taking, &context) ? 1 : 0
            } else {
                break
            }
        }
        return (taking.batch, taking.bytes)
    }

    /// A batch in the making.
    struct Taking {
        let limits: BatchLimits
        let consumer: ConsumerID
        let receiver: Int?
        let duration: Int64
        var batch: [Delivery] = []
        var bytes = 0
        var takesOneOfKey = false

        init(limits: BatchLimits, consumer: ConsumerID, receiver: Int?, duration: Int64) {
            self.limits = limits
            self.consumer = consumer
            self.receiver = receiver
            self.duration = duration
        }

        var isFull: Bool { batch.count >= limits.messages || bytes >= limits.bytes }
    }

    /// Leases a message that has never been handed over; false when it has outlived its retention.
    @inline(__always) mutating func lease(
        _ message: StoredMessage, key: Int32, _ oldest: Instant, _ taking: inout Taking,
        _ context: inout DeliveryContext
    ) -> Bool {
        guard message.publishTime > oldest else {
            context.history.note(message, .outlived, settings.name, context.now)
            return false
        }
        let slot = leases.insert(message, size: Int32(clamping: message.size))
        if key != SlotList.none { leases.append(slot, to: &keys[key].slots, ofKey: key) }
        grant(slot, message, &taking, &context)
        return true
    }

    /// Leases a message that has come back; false when it has outlived its retention.
    mutating func lease(
        _ slot: Int32, _ oldest: Instant, _ taking: inout Taking, _ context: inout DeliveryContext
    ) -> Bool {
        guard let message = leases[slot].message else { return false }
        guard message.publishTime > oldest else {
            discard(slot, message, &context)
            return false
        }
        grant(slot, leases[slot].transformed ?? message, &taking, &context)
        return true
    }

    @inline(__always) private mutating func grant(
        _ slot: Int32, _ message: StoredMessage, _ taking: inout Taking, _ context: inout DeliveryContext
    ) {
        let sequence = context.nextSequence()
        leases.grant(
            slot, sequence: sequence, consumer: taking.consumer, duration: taking.duration, at: context.now)
        context.leasedCount += 1
        let ackID = AckID(slot: Int(slot), sequence: sequence).text(salt: salt)
        let attempt = leases[slot].attempts
        taking.batch.append(Delivery(ackID: ackID, message: message, attempt: attempt, traits: traits))
        taking.bytes += Int(leases[slot].size)
        context.history.note(
            message, .delivered(ackID: ackID, attempt: Int(attempt), receiver: taking.receiver),
            settings.name,
            context.now)
    }
}
