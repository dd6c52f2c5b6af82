import CloudCore

@testable import PubSubEmulator

/// Drives a broker with random calls that publish, receive, seek, and make and delete what can be sought to, and
/// compares what it holds with `ReplayModel` after each.
struct ReplaySimulation: ~Copyable {
    var random: SeededGenerator
    var broker = Broker()
    var now = Instant(nanoseconds: 1_900_000_000_000_000_000)
    var model = ReplayModel()
    var formerAckIDs: [(id: String, subscription: String)] = []
    var topicCount = 0
    var counts = (seeks: 0, replayed: 0, purged: 0, snapshotsSought: 0)

    static let topicNames = (0..<2).map { "projects/p/topics/topic\($0)" }
    static let subscriptionNames = (0..<4).map { "projects/p/subscriptions/sub\($0)" }
    static let snapshotNames = (0..<4).map { "projects/p/snapshots/snap\($0)" }

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func run(steps: Int, ends: Bool = true) throws {
        for _ in 0..<steps {
            try step()
            try check()
        }
        if ends { try end() }
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<5: try createOrDelete()
        case 5..<35: try publish()
        case 35..<52: try pull()
        case 52..<66: try acknowledge()
        case 66..<70: try giveBack()
        case 70..<76: try createOrDeleteSnapshot()
        case 76..<82: try seekToSnapshot()
        case 82..<88: try seekToTime()
        case 88..<92: try update()
        default: try advance()
        }
    }

    private mutating func pick(_ names: [String]) -> String { names.randomElement(using: &random) ?? "" }

    // MARK: Resources

    private mutating func createOrDelete() throws {
        let topic = pick(Self.topicNames)
        let name = pick(Self.subscriptionNames)
        if model.topics[topic] == nil {
            var settings = Topic(name: topic)
            if random.oneIn(2) { settings.messageRetentionDuration = .seconds(1_200) }
            try broker.createTopic(settings)
            topicCount += 1
            model.topics[topic] = .init(id: topicCount, retention: settings.messageRetentionDuration)
        } else if model.subscriptions[name] == nil {
            try createSubscription(name, topic)
        } else if random.oneIn(12) {
            try broker.deleteTopic(topic)
            forget(topic)
        } else if random.oneIn(model.subscriptions[name]?.topic == nil ? 2 : 8) {
            try broker.deleteSubscription(name, at: now)
            model.subscriptions[name] = nil
        } else if random.oneIn(12) {
            try broker.detachSubscription(name, at: now)
            model.subscriptions[name]?.isDetached = true
            model.subscriptions[name]?.topic = nil
            model.subscriptions[name]?.unacknowledged = []
            model.subscriptions[name]?.acknowledged = []
            model.subscriptions[name]?.early = []
            model.subscriptions[name]?.leases = [:]
        }
    }

    private mutating func createSubscription(_ name: String, _ topic: String) throws {
        var settings = Subscription(name: name, topic: topic)
        settings.enableMessageOrdering = random.oneIn(2)
        settings.filter = random.oneIn(3) ? "attributes:red" : ""
        settings.retainAckedMessages = random.oneIn(2)
        settings.messageRetentionDuration = .seconds(
            [600, 3_600, 700_000].randomElement(using: &random) ?? 600)
        settings.ackDeadlineSeconds = 10
        try broker.createSubscription(settings, at: now)
        model.subscriptions[name] = .init(
            topicID: model.topics[topic]?.id ?? 0, topic: topic, isOrdered: settings.enableMessageOrdering,
            isFiltered: !settings.filter.isEmpty, retains: settings.retainAckedMessages,
            ownRetention: settings.messageRetentionDuration ?? .zero,
            topicRetention: model.topics[topic]?.retention)
    }

    private mutating func forget(_ topic: String) {
        let messages = model.topics[topic]?.messages ?? []
        for name in model.snapshots.keys where model.snapshots[name]?.topic == topic {
            let start = model.snapshots[name]?.start ?? 0
            model.snapshots[name]?.former = Set(messages.filter { $0.number >= start })
            model.snapshots[name]?.topic = nil
        }
        for name in model.subscriptions.keys where model.subscriptions[name]?.topic == topic {
            model.subscriptions[name]?.topic = nil
            model.subscriptions[name]?.topicRetention = nil
            model.subscriptions[name]?.drop(now)
        }
        model.topics[topic] = nil
    }

    private mutating func update() throws {
        let topic = pick(Self.topicNames)
        if random.oneIn(2), model.topics[topic] != nil {
            var settings = Topic(name: topic)
            settings.messageRetentionDuration =
                [nil, .seconds(600), .seconds(5_000)].randomElement(using: &random) ?? nil
            try broker.updateTopic(settings, at: now)
            model.topics[topic]?.retention = settings.messageRetentionDuration
            for name in model.subscriptions.keys where model.subscriptions[name]?.topic == topic {
                model.subscriptions[name]?.drop(now)
                model.subscriptions[name]?.topicRetention = settings.messageRetentionDuration
                model.subscriptions[name]?.drop(now)
            }
            model.trim(now)
        }
        let name = pick(Self.subscriptionNames)
        guard model.subscriptions[name] != nil else { return }
        var settings = try broker.subscription(name, at: now)
        settings.retainAckedMessages = random.oneIn(2)
        settings.messageRetentionDuration = .seconds([600, 3_600].randomElement(using: &random) ?? 600)
        try broker.updateSubscription(settings, at: now)
        model.subscriptions[name]?.drop(now)
        model.subscriptions[name]?.retains = settings.retainAckedMessages
        if !settings.retainAckedMessages { model.subscriptions[name]?.acknowledged = [] }
        model.subscriptions[name]?.ownRetention = settings.messageRetentionDuration ?? .zero
        model.subscriptions[name]?.drop(now)
    }

    // MARK: Messages

    private mutating func publish() throws {
        let topic = pick(Self.topicNames)
        guard model.topics[topic] != nil else { return }
        let key = ["", "a", "b"].randomElement(using: &random) ?? ""
        let colors = (0..<Int.random(in: 1...3, using: &random)).map { _ in random.oneIn(2) }
        let ids = try broker.publish(
            colors.map { PubsubMessage("x", attributes: $0 ? ["red": ""] : [:], orderingKey: key) },
            to: topic, at: now)
        let keepsLog = model.keepsLog(topic)
        for (id, isRed) in zip(ids, colors) {
            let message = ModelMessage(number: UInt64(id) ?? 0, time: now, key: key, isRed: isRed)
            model.topics[topic]?.messages.append(message)
            if keepsLog { model.topics[topic]?.logged.insert(message) }
            for name in model.subscriptions.keys where model.subscriptions[name]?.topic == topic {
                if model.subscriptions[name]?.isFiltered == true, !isRed { continue }
                model.subscriptions[name]?.unacknowledged.insert(message)
            }
        }
    }

    private mutating func pull() throws {
        let name = pick(Self.subscriptionNames)
        guard let subscription = model.subscriptions[name], !subscription.isDetached else { return }
        let max = random.oneIn(3) ? 1_000 : Int.random(in: 1...5, using: &random)
        let deliverable = subscription.deliverable(now)
        let batch = try broker.pull(name, max: max, at: now)
        guard batch.count == min(max, deliverable.count) else {
            throw Violation(description: "pull(\(max)) gave \(batch.count) of \(deliverable.count)")
        }
        var last: [String: UInt64] = [:]
        for delivery in batch {
            let number = delivery.message.number
            guard let message = deliverable.first(where: { $0.number == number }) else {
                throw Violation(description: "\(number) may not be delivered now")
            }
            if subscription.isOrdered, !message.key.isEmpty {
                let earlier = deliverable.filter {
                    $0.key == message.key && $0.number < number && $0.number > last[message.key] ?? 0
                }
                if !earlier.isEmpty { throw Violation(description: "\(number) comes before \(earlier)") }
                last[message.key] = number
            }
            model.subscriptions[name]?.leases[message] = (delivery.ackID, now + .seconds(10))
        }
    }

    private mutating func acknowledge() throws {
        let name = pick(Self.subscriptionNames)
        guard let leases = model.subscriptions[name]?.leases else { return }
        var ids: [String] = []
        for (message, lease) in leases.sorted(by: { $0.key.number < $1.key.number }) where random.oneIn(2) {
            ids.append(lease.ackID)
            formerAckIDs.append((lease.ackID, name))
            model.subscriptions[name]?.acknowledge(message)
        }
        ids += formerAckIDs.suffix(20).filter { $0.subscription == name }.prefix(2).map(\.id)
        try broker.acknowledge(ids, of: name, at: now)
    }

    private mutating func giveBack() throws {
        let name = pick(Self.subscriptionNames)
        let leases = model.subscriptions[name]?.leases.sorted { $0.key.number < $1.key.number } ?? []
        guard let (message, lease) = leases.randomElement(using: &random) else { return }
        try broker.modifyAckDeadline([lease.ackID], of: name, seconds: 0, at: now)
        formerAckIDs.append((lease.ackID, name))
        model.subscriptions[name]?.giveBack(message)
    }

    private mutating func advance() throws {
        let seconds: Int64 = [1, 5, 10, 60, 500, 4_000].randomElement(using: &random) ?? 1
        now = now + (random.oneIn(60) ? .seconds(400_000) : .seconds(seconds))
        broker.expire(at: now)
        model.expire(now)
    }
}
