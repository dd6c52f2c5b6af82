import CloudCore

/// Finds the state that the records of a log lead to, one after the other.
///
/// Acknowledgements name messages, not leases. They are gathered and applied together, in one pass over what a
/// subscription holds: at the end, before a record whose effect depends on what is acknowledged, or when there are
/// so many that the pass pays.
struct Recovery: ~Copyable {
    private var broker = Broker()
    private var image: EmulatorState?
    private var acknowledged: [String: Set<UInt64>] = [:]
    /// The numbers of the next deliveries of messages that have failed.
    private var attempts: [String: [UInt64: Int32]] = [:]
    private var policies: [String: IAMv1.Policy] = [:]
    /// Where sequences of leases have been reserved up to.
    private(set) var reservedSequence: UInt64 = 0
    /// Records applied.
    private(set) var count = 0

    init() { broker.isRecovering = true }

    /// Applies a record.
    ///
    /// - Throws: INVALID_ARGUMENT for one that no broker can have written at this place.
    mutating func apply(_ record: LogRecord) throws(Status) {
        count += 1
        do throws(Status) {
            if let part = record.image { return gather(part) }
            try finishImage()
            try apply(record, at: record.time?.instant ?? broker.context.now)
        } catch {
            throw Status(.invalidArgument, "record \(count) does not fit what is before it: \(error.message)")
        }
        for case .removed(let name) in broker.takeEffects() { policies[name] = nil }
    }

    /// The state after the last record. Time goes on from `now`, or from the last record if that is later.
    ///
    /// - Throws: INVALID_ARGUMENT for a log that no broker can have written.
    mutating func finish(at now: Instant) throws(Status) -> EmulatorState {
        try finishImage()
        for name in acknowledged.keys.sorted() { try settle(name) }
        var state = broker.image(at: now)
        for index in state.subscriptions.indices {
            guard let failed = attempts[state.subscriptions[index].settings?.name ?? ""] else { continue }
            state.subscriptions[index].count(failed)
        }
        state.policies = policies.sorted { $0.key < $1.key }.map { resource, policy in
            var image = PolicyImage()
            image.resource = resource
            image.policy = policy
            return image
        }
        return state
    }

    private mutating func gather(_ part: EmulatorState) {
        if image == nil { image = EmulatorState() }
        image?.append(part)
    }

    private mutating func finishImage() throws(Status) {
        guard let image else { return }
        self.image = nil
        var restored = Broker()
        restored.isRecovering = true
        try restored.restore(image, at: image.time?.instant ?? broker.context.now)
        broker = restored
        (acknowledged, attempts, policies) = ([:], [:], [:])
        for policy in image.policies { policies[policy.resource] = policy.policy }
    }

    private mutating func apply(_ record: LogRecord, at now: Instant) throws(Status) {
        if let published = record.publish {
            try publish(published, at: now)
        } else if let done = record.acknowledge {
            try acknowledge(done)
        } else if let failed = record.fail {
            if let number = UInt64(failed.messageId) {
                attempts[failed.subscription, default: [:]][number] = failed.attempt
            }
        } else if let topic = record.createTopic {
            broker.expire(at: now)
            try broker.createTopic(topic)
        } else if let topic = record.updateTopic {
            try broker.updateTopic(topic, at: now)
        } else if let name = record.deleteTopic {
            broker.expire(at: now)
            try broker.deleteTopic(name)
        } else {
            try applyToSubscription(record, at: now)
        }
    }

    private mutating func applyToSubscription(_ record: LogRecord, at now: Instant) throws(Status) {
        if let subscription = record.createSubscription {
            try broker.createSubscription(subscription, at: now)
        } else if let subscription = record.updateSubscription {
            try settle(subscription.name)
            let hadPolicy =
                try broker.subscription(subscription.name, at: now).deadLetterPolicy != nil
            if !hadPolicy { attempts[subscription.name] = nil }
            try broker.updateSubscription(subscription, at: now)
        } else if let name = record.deleteSubscription {
            forget(name)
            try broker.deleteSubscription(name, at: now)
        } else if let name = record.detachSubscription {
            forget(name)
            try broker.detachSubscription(name, at: now)
        } else if let request = record.seek {
            try seek(request, at: now)
        } else {
            try applyToSnapshot(record, at: now)
        }
    }

    private mutating func applyToSnapshot(_ record: LogRecord, at now: Instant) throws(Status) {
        if let request = record.createSnapshot {
            try settle(request.subscription)
            _ = try broker.createSnapshot(
                request.name, of: request.subscription, labels: request.labels, at: now)
        } else if let snapshot = record.updateSnapshot {
            try broker.updateSnapshot(snapshot, at: now)
        } else if let name = record.deleteSnapshot {
            try broker.deleteSnapshot(name, at: now)
        } else {
            try applyToTheRest(record, at: now)
        }
    }

    private mutating func applyToTheRest(_ record: LogRecord, at now: Instant) throws(Status) {
        if let schema = record.schema {
            try broker.restore(schema)
        } else if let name = record.deleteSchema {
            try broker.deleteSchema(name)
        } else if let policy = record.policy {
            policies[policy.resource] = policy.policy
        } else if let reserve = record.reserve {
            reservedSequence = UInt64(clamping: reserve.sequence) % AckID.sequenceLimit
        } else if let reset = record.reset {
            (acknowledged, attempts) = ([:], [:])
            broker.removeAll(at: now)
            broker.nextMessageNumber = min(
                max(MessageID.first, UInt64(clamping: reset.nextNumber)), RestoredMessages.numberLimit)
        } else {
            throw Status(.invalidArgument, "it changes nothing that this version knows of")
        }
    }

    private mutating func publish(_ published: LogRecord.Published, at now: Instant) throws(Status) {
        guard let number = UInt64(exactly: published.firstNumber), number >= broker.nextMessageNumber,
            number < RestoredMessages.numberLimit
        else {
            throw Status(.invalidArgument, "message id \(published.firstNumber) has been given before")
        }
        broker.nextMessageNumber = number
        _ = try broker.publish(published.messages, to: published.topic, at: now)
    }

    private mutating func acknowledge(_ done: LogRecord.Acknowledged) throws(Status) {
        acknowledged[done.subscription, default: []].formUnion(done.messageIds.lazy.compactMap { UInt64($0) })
        guard let count = acknowledged[done.subscription]?.count, count > 100_000 else { return }
        let slot = try broker.subscriptionSlot(done.subscription)
        if count > broker.subscriptions[slot].unacknowledgedCount / 2 { try settle(done.subscription) }
    }

    private mutating func seek(_ request: SeekRequest, at now: Instant) throws(Status) {
        try settle(request.subscription)
        if let time = request.time {
            try broker.seek(request.subscription, to: time.instant, at: now)
        } else {
            try broker.seek(request.subscription, toSnapshot: request.snapshot ?? "", at: now)
        }
        // What a seek has done with is counted anew when it comes back.
        guard attempts[request.subscription] != nil else { return }
        let slot = try broker.subscriptionSlot(request.subscription)
        let held = broker.subscriptions[slot].unacknowledgedMessages(at: broker.context.now)
        let numbers = Set(held.map(\.number))
        attempts[request.subscription] = attempts[request.subscription]?.filter { numbers.contains($0.key) }
    }

    /// Acknowledges what has been gathered for a subscription.
    private mutating func settle(_ name: String) throws(Status) {
        guard let done = acknowledged.removeValue(forKey: name) else { return }
        let slot = try broker.subscriptionSlot(name)
        broker.subscriptions[slot].acknowledge(numbers: done, &broker.context)
        if let failed = attempts[name] { attempts[name] = failed.filter { !done.contains($0.key) } }
    }

    private mutating func forget(_ name: String) {
        acknowledged[name] = nil
        attempts[name] = nil
    }
}

extension SubscriptionImage {
    /// Takes over the numbers of next deliveries.
    fileprivate mutating func count(_ attempts: [UInt64: Int32]) {
        for index in delivered.indices {
            if let attempt = attempts[delivered[index].number] { delivered[index].attempt = attempt }
        }
        var waiting: [String] = []
        for id in self.waiting {
            guard let attempt = UInt64(id).flatMap({ attempts[$0] }), attempt > 1 else {
                waiting.append(id)
                continue
            }
            var failed = DeliveredImage()
            failed.messageId = id
            failed.attempt = attempt
            delivered.append(failed)
        }
        self.waiting = waiting
    }
}
