import CloudCore

/// Transforms of a subscription: they are applied before delivery; what they filter is acknowledged, what fails may
/// go to a dead letter topic ("Choose between topic and subscription SMTs", "Troubleshooting a subscription with
/// Single Message Transforms"). That the filter of the subscription comes first, and that dead letters and what is
/// replayed are the messages as they were published, is said on no page that could be found.
///
/// The transformer is one more receiver, but for messages that are raw: it gets them under a lease, in jobs, and
/// then the lease ends. A message that comes through goes back among those that may be handed over, transformed
/// once and for all, and its attempt does not count. One that is filtered is acknowledged. One that fails is
/// given back: the attempt counts, and backoff, ordering and dead lettering are those of any nack. So nothing about
/// leases is said twice, a seek or a deletion in between ends the lease and with it the job's say, each step is
/// O(1), and a subscription without transforms pays a branch where it takes messages.
extension SubscriptionState {
    /// The most messages of a job, and the bytes from which on nothing more is added to it.
    private static var jobMessages: Int { 100 }
    private static var jobBytes: Int { 1 << 20 }
    /// Transformed messages that wait for a receiver, from which on no further job begins.
    private static var lookahead: Int { 1_000 }
    /// How long a job may take: longer than any transformer does, so that nothing waits for ever.
    private static var jobDuration: Int64 { 600_000_000_000 }
    /// Between attempts to transform a message, without a retry policy. Google documents a retry, not its pace;
    /// these are the bounds of push, without which a function that always fails would be called all the time.
    private static var failureBackoff: Backoff { Backoff(minimum: 100_000_000, maximum: 60_000_000_000) }

    /// The delays before the next attempt.
    func delays(after end: LeaseEnd) -> Backoff? {
        if case .untransformed = end { return backoff ?? Self.failureBackoff }
        return backoff
    }

    /// Begins a job when none is under way and receivers have not too much to do already.
    mutating func startTransform(_ context: inout DeliveryContext) {
        guard transformJob == nil, !context.isRecovering, availableUnits < Self.lookahead else { return }
        var taking = Taking(
            limits: BatchLimits(messages: Self.jobMessages, bytes: Self.jobBytes), consumer: .none,
            receiver: nil,
            duration: Self.jobDuration)
        let oldest = context.now.adding(nanoseconds: -retention)
        while !taking.isFull, !leases.isFull {
            if let slot = leases.raw.first {
                leases.takeReturned(slot)
                leaseRaw(slot, oldest, &taking, &context)
            } else if let key = keys.raw.first {
                takeRawKey(key, oldest, &taking, &context)
            } else if let message = backlog.popFirst() {
                leaseRaw(message, key: SlotList.none, oldest, &taking, &context)
            } else {
                break
            }
        }
        guard !taking.batch.isEmpty else { return }
        let number = context.nextSequence()
        transformJob = number
        context.effects.append(
            .transform(
                TransformJob(
                    number: number, subscription: settings.name, transforms: transforms, batch: taking.batch))
        )
    }

    /// Takes what is raw at the front of a key, in order.
    private mutating func takeRawKey(
        _ key: Int32, _ oldest: Instant, _ taking: inout Taking, _ context: inout DeliveryContext
    ) {
        while !taking.isFull, !leases.isFull {
            let slot = keys[key].firstReturned
            if slot != SlotList.none {
                guard leases[slot].isRaw else { break }
                keys[key].firstReturned = leases[slot].keyLinks.next
                leaseRaw(slot, oldest, &taking, &context)
            } else if let message = keys.popWaiting(key) {
                leaseRaw(message, key: key, oldest, &taking, &context)
            } else {
                break
            }
        }
        settleKey(key, &context)
    }

    private mutating func leaseRaw(
        _ message: StoredMessage, key: Int32, _ oldest: Instant, _ taking: inout Taking,
        _ context: inout DeliveryContext
    ) {
        guard message.publishTime > oldest else {
            return context.history.note(message, .outlived, settings.name, context.now)
        }
        let slot = leases.insert(message, size: Int32(clamping: message.size))
        leases[slot].isRaw = true
        if key != SlotList.none { leases.append(slot, to: &keys[key].slots, ofKey: key) }
        grantRaw(slot, message, &taking, &context)
    }

    private mutating func leaseRaw(
        _ slot: Int32, _ oldest: Instant, _ taking: inout Taking, _ context: inout DeliveryContext
    ) {
        guard let message = leases[slot].message else { return }
        guard message.publishTime > oldest else { return discard(slot, message, &context) }
        grantRaw(slot, message, &taking, &context)
    }

    private mutating func grantRaw(
        _ slot: Int32, _ message: StoredMessage, _ taking: inout Taking, _ context: inout DeliveryContext
    ) {
        let sequence = context.nextSequence()
        leases.grant(slot, sequence: sequence, consumer: .none, duration: taking.duration, at: context.now)
        context.leasedCount += 1
        let ackID = AckID(slot: Int(slot), sequence: sequence).text(salt: salt)
        taking.batch.append(
            Delivery(ackID: ackID, message: message, attempt: leases[slot].attempts, traits: traits))
        taking.bytes += Int(leases[slot].size)
    }

    // MARK: Results

    /// Takes over what came of a job, an outcome for each of its messages; leases that have ended are passed over.
    mutating func finishTransform(
        _ job: TransformJob, _ outcomes: [TransformOutcome], _ context: inout DeliveryContext
    ) {
        guard transformJob == job.number else { return }
        transformJob = nil
        let pairs = zip(job.batch, outcomes)
        for (delivery, outcome) in pairs where delivery.message.orderingKey.isEmpty || !isOrdered {
            finish(delivery, outcome, &context)
        }
        guard isOrdered else { return }
        // Backwards: giving a message of a key back takes all later ones along.
        for (delivery, outcome) in pairs.reversed() where !delivery.message.orderingKey.isEmpty {
            finish(delivery, outcome, &context)
        }
    }

    private mutating func finish(
        _ delivery: Delivery, _ outcome: TransformOutcome, _ context: inout DeliveryContext
    ) {
        guard let id = AckID(delivery.ackID, salt: salt), let slot = slot(of: id) else { return }
        switch outcome {
        case .message(let data, let attributes):
            let message = delivery.message.with(data: data, attributes: attributes)
            leases[slot].transformed = message
            leases[slot].size = Int32(clamping: message.size)
            leases[slot].isRaw = false
            returnLease(slot, .transformed, &context)
        case .filtered:
            remove(filtered: slot, &context)
        case .failed(let reason):
            if !hasTransforms { leases[slot].isRaw = false }
            returnLease(slot, .untransformed(reason), &context)
        }
    }

    /// The subscription has done with a message, as if it had been acknowledged, but in whatever order.
    private mutating func remove(filtered slot: Int32, _ context: inout DeliveryContext) {
        endLease(slot, .transformedAway, &context)
        if context.journal.isOn { noteAcknowledged(slot, &context) }
        if retainsAcknowledged { retainAcknowledged(leases[slot].message) }
        let key = leases[slot].key
        if key == SlotList.none { leases.remove(slot) } else { remove(slot, ofKey: key, &context) }
    }

    /// After the transforms of the settings have changed: what has gone through the former ones stays as it is,
    /// and without transforms nothing is raw. Looks at all that is held.
    mutating func adoptTransforms(_ context: inout DeliveryContext) {
        if !hasTransforms {
            while let slot = leases.raw.first {
                leases.takeReturned(slot)
                leases[slot].isRaw = false
                leases.makeAvailable(slot)
            }
            for slot in leases.slots.indices where !leases.slots[slot].isLeased {
                leases[Int32(slot)].isRaw = false
            }
        }
        for key in keys.keys.indices where !keys.keys[key].isEmpty { settleKey(Int32(key), &context) }
    }
}

extension StoredMessage {
    /// The same message with what a transform has made of it.
    func with(data: [UInt8], attributes: StringMap) -> StoredMessage {
        StoredMessage(
            data: data, attributes: attributes, orderingKey: orderingKey, messageID: messageID,
            publishTime: publishTime)
    }
}
