import CloudCore

extension Broker {
    /// Leases what is available now, at most `max` messages.
    ///
    /// - Throws: NOT_FOUND; FAILED_PRECONDITION where the subscription is detached or not pulled.
    mutating func pull(_ name: String, max: Int, at now: Instant) throws(Status) -> [Delivery] {
        expire(at: now)
        let slot = try attachedSlot(name)
        guard subscriptions[slot].isPulled else { throw Self.notPulled }
        let batch = subscriptions[slot].pull(max: max, &context)
        touch(slot)
        return batch
    }

    /// Adds a consumer that is delivered to once, at most `max` messages, and then is gone.
    ///
    /// - Throws: NOT_FOUND; FAILED_PRECONDITION where the subscription is detached or not pulled.
    mutating func addWaiter(_ name: String, max: Int, at now: Instant) throws(Status) -> ConsumerID {
        var consumer = Consumer()
        consumer.isOneShot = true
        consumer.maxMessages = max
        return try add(consumer, to: name, isReceiver: true, at: now)
    }

    /// Adds a standing consumer: a receiver, or what takes the messages of a subscription that is not pulled.
    ///
    /// - Throws: NOT_FOUND; FAILED_PRECONDITION for a receiver where the subscription is detached or not pulled.
    mutating func addConsumer(
        _ name: String, _ options: ConsumerOptions, isReceiver: Bool = true, at now: Instant
    ) throws(Status) -> ConsumerID {
        var consumer = Consumer()
        consumer.maxMessages = options.maxOutstandingMessages ?? .max
        consumer.maxBytes = options.maxOutstandingBytes ?? .max
        consumer.leaseDuration = options.ackDeadline?.clampedNanoseconds
        consumer.takesOneOfKey = options.takesOneOfKey
        return try add(consumer, to: name, isReceiver: isReceiver, at: now)
    }

    private mutating func add(
        _ consumer: Consumer, to name: String, isReceiver: Bool, at now: Instant
    ) throws(Status) -> ConsumerID {
        expire(at: now)
        let slot = try attachedSlot(name)
        guard subscriptions[slot].isPulled || !isReceiver else { throw Self.notPulled }
        var consumer = consumer
        consumer.subscription = Int32(slot)
        let id = subscriptions[slot].add(consumer, &context)
        touch(slot)
        return id
    }

    /// Tells that the last batch has left for the consumer: it may have another.
    mutating func resume(_ id: ConsumerID, at now: Instant) {
        expire(at: now)
        guard context.consumers.contains(id), context.consumers[id.index].isBusy else { return }
        let slot = Int(context.consumers[id.index].subscription)
        context.consumers[id.index].isBusy = false
        subscriptions[slot].resume(consumer: id.index, &context)
        touch(slot)
    }

    /// Gives leases to a consumer from now on for another time; nil for the subscription's.
    mutating func setAckDeadline(_ deadline: Duration?, of id: ConsumerID) {
        guard context.consumers.contains(id) else { return }
        context.consumers[id.index].leaseDuration = deadline?.clampedNanoseconds
    }

    /// Removes a consumer that has gone. What it holds stays leased until it is acknowledged, by whatever way, or
    /// expires; `undelivered` are the ack ids of what never left for it, which is available again at once.
    mutating func removeConsumer(_ id: ConsumerID, undelivered: [Delivery] = [], at now: Instant) {
        expire(at: now)
        guard context.consumers.contains(id) else { return }
        let slot = Int(context.consumers[id.index].subscription)
        subscriptions[slot].remove(consumer: id.index, &context)
        giveBack(undelivered, slot)
    }

    /// Makes deliveries that never left for their receiver available again.
    mutating func giveBack(_ undelivered: [Delivery], to name: String, at now: Instant) {
        expire(at: now)
        guard let slot = subscriptions.slot(of: name) else { return }
        giveBack(undelivered, slot)
    }

    private mutating func giveBack(_ undelivered: [Delivery], _ slot: Int) {
        for delivery in undelivered {
            guard let id = AckID(delivery.ackID, salt: subscriptions[slot].salt),
                let lease = subscriptions[slot].slot(of: id)
            else { continue }
            subscriptions[slot].returnLease(lease, .undelivered, &context)
        }
        subscriptions[slot].pump(&context)
        touch(slot)
    }
}

extension SubscriptionState {
    fileprivate mutating func add(_ consumer: Consumer, _ context: inout DeliveryContext) -> ConsumerID {
        lastActive = context.now
        let id = context.consumers.insert(consumer, into: &consumers)
        context.consumers.makeReadyIfAble(id.index, &readyConsumers)
        pump(&context)
        return id
    }

    mutating func resume(consumer index: Int32, _ context: inout DeliveryContext) {
        context.consumers.makeReadyIfAble(index, &readyConsumers)
        pump(&context)
    }

    /// Forgets a consumer; its leases stay.
    mutating func remove(consumer index: Int32, _ context: inout DeliveryContext) {
        lastActive = context.now
        releaseKeys(ofConsumer: index, &context)
        context.consumers.remove(index, from: &consumers, ready: &readyConsumers)
    }
}
