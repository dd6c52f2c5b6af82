import CloudCore

@testable import PubSubEmulator

extension ReplaySimulation {
    mutating func createOrDeleteSnapshot() throws {
        let name = Self.snapshotNames.randomElement(using: &random) ?? ""
        let source = Self.subscriptionNames.randomElement(using: &random) ?? ""
        if model.snapshots[name] != nil {
            guard random.oneIn(2) else {
                return try expect(.alreadyExists, source) { (broker, now) throws(Status) in
                    try broker.createSnapshot(name, of: source, labels: [:], at: now)
                }
            }
            try broker.deleteSnapshot(name, at: now)
            model.snapshots[name] = nil
            return model.trim(now)
        }
        guard let subscription = model.subscriptions[source], !subscription.isDetached else { return }
        let backlog = subscription.unacknowledged.filter { subscription.isRetained($0, now) }
        let expiration = (backlog.map(\.time).min() ?? now) + .seconds(604_800)
        guard expiration >= now + .seconds(3_600) else {
            return try expect(.failedPrecondition, source) { (broker, now) throws(Status) in
                try broker.createSnapshot(name, of: source, labels: [:], at: now)
            }
        }
        let snapshot = try broker.createSnapshot(name, of: source, labels: [:], at: now)
        guard snapshot.expireTime?.instant == expiration else {
            throw Violation(description: "\(snapshot) should expire at \(expiration)")
        }
        model.snapshots[name] = .init(
            topicID: subscription.topicID, topic: subscription.topic, backlog: backlog,
            start: broker.nextMessageNumber, expiration: expiration)
    }

    mutating func seekToSnapshot() throws {
        let name = Self.subscriptionNames.randomElement(using: &random) ?? ""
        let target = Self.snapshotNames.randomElement(using: &random) ?? ""
        guard let subscription = model.subscriptions[name] else { return }
        guard let snapshot = model.snapshots[target], !subscription.isDetached,
            snapshot.topicID == subscription.topicID
        else {
            let code: Status.Code =
                !subscription.isDetached && model.snapshots[target] == nil ? .notFound : .failedPrecondition
            return try expect(code, name) { (broker, now) throws(Status) in
                try broker.seek(name, toSnapshot: target, at: now)
            }
        }
        try broker.seek(name, toSnapshot: target, at: now)
        let later = snapshot.topic.flatMap { model.topics[$0]?.messages } ?? Array(snapshot.former)
        let others = snapshot.backlog.union(later.filter { $0.number >= snapshot.start })
        seek(name, others) { $0.number >= snapshot.start || snapshot.backlog.contains($0) }
        counts.snapshotsSought += 1
    }

    mutating func seekToTime() throws {
        let name = Self.subscriptionNames.randomElement(using: &random) ?? ""
        guard let subscription = model.subscriptions[name], !subscription.isDetached else { return }
        let back: Int64 = [0, 1, 60, 700, 5_000, -100, 1_000_000].randomElement(using: &random) ?? 0
        let time = now - .seconds(back)
        try broker.seek(name, to: time, at: now)
        let topic = subscription.topic.flatMap { model.topics[$0] }
        let others = topic?.logged.filter { message in
            message.time >= time && topic?.retention.map { message.time + $0 > now } ?? false
        }
        seek(name, others ?? []) { $0.time >= time }
        counts.seeks += 1
    }

    private mutating func seek(
        _ name: String, _ others: Set<ModelMessage>, where isUnacknowledged: (ModelMessage) -> Bool
    ) {
        let before = model.subscriptions[name]?.unacknowledged ?? []
        model.subscriptions[name]?.seek(others, now, where: isUnacknowledged)
        let after = model.subscriptions[name]?.unacknowledged ?? []
        counts.replayed += after.subtracting(before).count
        counts.purged += before.subtracting(after).count
    }

    private mutating func expect<R>(
        _ code: Status.Code, _ source: String, _ body: (inout Broker, Instant) throws(Status) -> R
    ) throws {
        guard let subscription = model.subscriptions[source] else { return }
        let code = subscription.isDetached ? .failedPrecondition : code
        do throws(Status) {
            _ = try body(&broker, now)
        } catch {
            if error.code == code { return }
            throw Violation(description: "expected \(code.name), got \(error)")
        }
        throw Violation(description: "expected \(code.name), but it succeeded")
    }

    // MARK: Checks

    /// What holds after every step.
    mutating func check() throws {
        var leased = 0
        for (name, subscription) in model.subscriptions {
            try check(name, subscription)
            leased += subscription.leases.count
        }
        guard broker.leasedCount == leased, broker.subscriptions.count == model.subscriptions.count else {
            throw Violation(description: "\(broker.leasedCount) leases, should be \(leased)")
        }
        for (name, topic) in model.topics {
            let log = broker.topics[try broker.topicSlot(name)].log
            try compare(log.messages.suffix(from: 0), topic.logged, "the log of \(name)")
            if log.isOn != model.keepsLog(name) {
                throw Violation(description: "the log of \(name) is on or off")
            }
        }
        guard broker.snapshots.count == model.snapshots.count else {
            throw Violation(
                description: "\(broker.snapshots.count) snapshots, should be \(model.snapshots.count)")
        }
    }

    private mutating func check(_ name: String, _ subscription: ReplayModel.ModelSubscription) throws {
        let slot = try broker.subscriptionSlot(name)
        let held = broker.subscriptions[slot].unacknowledgedMessages(at: now)
        try compare(
            held, subscription.unacknowledged.filter { subscription.isRetained($0, now) },
            "the backlog of \(name)")
        let retained = broker.subscriptions[slot].acknowledged
        try compare(
            retained.suffix(from: 0).filter { $0.publishTime + subscription.retention > now },
            subscription.acknowledged.filter { subscription.isRetained($0, now) }, "what \(name) has retained"
        )
        for (message, lease) in subscription.leases {
            let id = AckID(lease.ackID, salt: broker.subscriptions[slot].salt)
            guard let place = id.flatMap({ broker.subscriptions[slot].slot(of: $0) }),
                broker.subscriptions[slot].leases[place].message?.number == message.number
            else { throw Violation(description: "the lease of \(message.number) of \(name) has ended") }
        }
    }

    private func compare(_ actual: [StoredMessage], _ expected: Set<ModelMessage>, _ what: String) throws {
        let numbers = actual.map(\.number)
        guard numbers.sorted() == expected.map(\.number).sorted() else {
            let (missing, extra) = (
                expected.map(\.number).filter { !numbers.contains($0) },
                numbers.filter { number in !expected.contains { $0.number == number } }
            )
            throw Violation(description: "\(what): missing \(missing), too many \(extra)")
        }
    }

    /// Lets all that is retained run out, and sees that no memory stays behind.
    mutating func end() throws {
        now = now + .seconds(40 * 86_400)
        broker.expire(at: now)
        model.expire(now)
        try check()
        guard broker.leasedCount == 0, broker.snapshots.count == 0, broker.replayDeadlines.first == nil else {
            throw Violation(description: "something stayed behind")
        }
        for name in model.topics.keys {
            let slot = try broker.topicSlot(name)
            guard broker.topics[slot].log.messages.isEmpty, broker.topics[slot].snapshotNames.count == 0
            else {
                throw Violation(description: "the topic keeps something")
            }
        }
        for name in model.subscriptions.keys {
            let slot = try broker.subscriptionSlot(name)
            guard broker.subscriptions[slot].unacknowledgedCount == 0,
                broker.subscriptions[slot].keys.count == 0,
                broker.subscriptions[slot].acknowledged.isEmpty
            else { throw Violation(description: "\(name) keeps something") }
        }
    }
}
