import CloudCore

@testable import PubSubEmulator

extension BrokerSimulation {
    /// Does what the broker asks for, and checks that it may ask for it.
    mutating func takeEffects() throws {
        for effect in broker.takeEffects() {
            if case .removed = effect { continue }
            guard case .deliver(let id, let batch) = effect else {
                throw Violation(description: "a consumer ended without a reason")
            }
            guard let (name, index) = receiver(id), let receiver = models[name]?.receivers[index] else {
                throw Violation(description: "a delivery to a consumer that is not there")
            }
            if batch.isEmpty { throw Violation(description: "an empty delivery") }
            if receiver.isBusy { throw Violation(description: "a delivery to a consumer that is busy") }
            let seconds = receiver.leaseSeconds ?? Int(models[name]?.settings.ackDeadlineSeconds ?? 0)
            try take(batch, name, receiver.consumer, seconds: seconds)
            if receiver.isOneShot {
                if batch.count > receiver.maxMessages {
                    throw Violation(description: "more than was asked for")
                }
                models[name]?.receivers.remove(at: index)
                models[name]?.lastActive = now
            } else {
                models[name]?.receivers[index].isBusy = true
                models[name]?.receivers[index].inFlight = batch
                try checkCredit(name, receiver, batch)
            }
        }
    }

    func receiver(_ id: ConsumerID) -> (String, Int)? {
        for (name, model) in models {
            if let index = model.receivers.firstIndex(where: { $0.id == id }) { return (name, index) }
        }
        return nil
    }

    private func checkCredit(
        _ name: String, _ receiver: ModelSubscription.Receiver, _ batch: [Delivery]
    ) throws {
        let held = models[name]?.outstanding(of: receiver.id) ?? (messages: 0, bytes: 0)
        let last = batch.last?.message.size ?? 0
        if held.messages > receiver.maxMessages || held.bytes - last >= receiver.maxBytes {
            throw Violation(description: "more outstanding than allowed: \(held) of \(receiver)")
        }
    }

    /// Leases a batch in the model, and checks that each message of it may be leased.
    mutating func take(_ batch: [Delivery], _ name: String, _ consumer: ConsumerID, seconds: Int) throws {
        guard let before = models[name] else { throw Violation(description: "a delivery from nowhere") }
        let deliverable =
            before.isUndetermined(now) ? nil : Set(before.deliverable(now, to: consumer).map(\.id))
        for delivery in batch {
            guard ackIDs.insert(delivery.ackID).inserted else {
                throw Violation(description: "ack id \(delivery.ackID) again")
            }
            guard
                let index = models[name]?.entries.firstIndex(where: { $0.id == delivery.message.messageID }),
                let entry = models[name]?.entries[index]
            else {
                throw Violation(description: "\(delivery.message.messageID) was acknowledged or never there")
            }
            if entry.isLeased { throw Violation(description: "\(entry.id) is leased already") }
            if before.hasOutlived(entry, now) {
                throw Violation(description: "\(entry.id) has outlived its retention")
            }
            if let deliverable, !deliverable.contains(entry.id) {
                throw Violation(description: "\(entry) may not be delivered now")
            }
            guard Int(delivery.attempt) == entry.attempts else {
                throw Violation(
                    description: "\(entry.id): attempt \(delivery.attempt), should be \(entry.attempts)")
            }
            guard delivery.traits == SubscriptionTraits(before.settings) else {
                throw Violation(description: "\(delivery.traits) of \(before.settings)")
            }
            try checkOrder(index, name)
            if consumer != .none, !before.earlier(index).isEmpty { counts.affine += 1 }
            models[name]?.entries[index].deliveries += 1
            models[name]?.entries[index].lateAckID = nil
            models[name]?.entries[index].state = .leased(
                ackID: delivery.ackID, until: now + .seconds(seconds), consumer: consumer)
            counts.deliveries += 1
            if entry.deliveries > 0 { counts.redeliveries += 1 }
        }
    }

    /// All messages of the key that were published before must be with a receiver, or acknowledged.
    private func checkOrder(_ index: Int, _ name: String) throws {
        guard let model = models[name] else { return }
        for earlier in model.earlier(index) {
            if earlier.isHandedOver || model.hasOutlived(earlier, now) { continue }
            throw Violation(description: "\(model.entries[index].id) comes before \(earlier.id)")
        }
    }

    mutating func expectEnds(_ ids: [ConsumerID]) throws {
        let ended = broker.takeEffects().compactMap { effect -> ConsumerID? in
            if case .end(let id, let status) = effect, status.code == .notFound { id } else { nil }
        }
        if Set(ended) != Set(ids) { throw Violation(description: "ended \(ended), should have ended \(ids)") }
    }

    /// What holds after every step.
    mutating func checkSettled(_ name: String) throws {
        guard let model = models[name], !model.isUndetermined(now) else { return }
        for idle in model.receivers where model.canTake(idle) {
            guard let entry = model.deliverable(now, to: idle.consumer).first else { continue }
            throw Violation(description: "\(entry) waits, and so does \(idle)")
        }
        let slot = try broker.subscriptionSlot(name)
        let count = broker.subscriptions[slot].unacknowledgedCount
        guard count >= model.unacknowledgedCount else {
            throw Violation(description: "\(count) messages, should be \(model.unacknowledgedCount)")
        }
    }

    mutating func checkAll() throws {
        for name in models.keys { try checkSettled(name) }
        let leased = models.values.reduce(0) { $0 + $1.entries.count { $0.isLeased } }
        guard broker.leasedCount == leased else {
            throw Violation(description: "\(broker.leasedCount) leases, should be \(leased)")
        }
        if models.values.contains(where: { $0.isUndetermined(now) }) { return }
        let next = models.values.compactMap(\.nextDeadline).min()
        let actual = broker.nextDeadline
        if actual != next {
            throw Violation(
                description:
                    "the next deadline is \(String(describing: actual)), not \(String(describing: next))")
        }
    }

    /// Delivers and acknowledges all there is, and sees that nothing stays behind.
    mutating func drain() throws {
        for name in Array(models.keys) {
            for receiver in models[name]?.receivers ?? [] { broker.removeConsumer(receiver.id, at: now) }
            models[name]?.receivers = []
            models[name]?.lastActive = now
        }
        for _ in 0..<5 { try advanceToNextDeadlines() }
        for name in Array(models.keys) { try drain(name) }
        guard broker.leasedCount == 0, broker.context.consumers.count == 0, broker.nextDeadline == nil else {
            throw Violation(description: "something stayed behind")
        }
    }

    private mutating func advanceToNextDeadlines() throws {
        now = now + .seconds(600)
        for name in models.keys {
            letters += models[name]?.expire(now, mayForward: Self.mayForward(name)) ?? []
        }
        broker.expire(at: now)
        try takeLetters()
    }

    private mutating func drain(_ name: String) throws {
        while true {
            let batch = try broker.pull(name, max: 7, at: now)
            try take(batch, name, .none, seconds: 10)
            if batch.isEmpty { break }
            try broker.acknowledge(batch.map(\.ackID), of: name, at: now)
            for delivery in batch { models[name]?.entries.removeAll { $0.id == delivery.message.messageID } }
        }
        let slot = try broker.subscriptionSlot(name)
        let (left, leases, keys) = (
            models[name]?.entries ?? [], broker.subscriptions[slot].leases.count,
            broker.subscriptions[slot].keys.count + broker.subscriptions[slot].acknowledgedEarly
        )
        guard left.isEmpty, leases == 0, keys == 0, broker.subscriptions[slot].unacknowledgedCount == 0 else {
            throw Violation(
                description: "\(name) keeps \(left.count) messages, \(leases) leases, \(keys) keys")
        }
    }
}
