import CloudCore

@testable import PubSubEmulator

/// Drives a broker with random calls and checks it against `ModelSubscription` after each.
struct BrokerSimulation: ~Copyable {
    var random: SeededGenerator
    var broker = Broker(recordsHistory: true)
    var now = Instant(nanoseconds: 1_900_000_000_000_000_000)
    var topics: Set<String> = []
    var models: [String: ModelSubscription] = [:]
    /// Every ack id there has been.
    var ackIDs: Set<String> = []
    var formerAckIDs: [(id: String, subscription: String)] = []
    /// What has been given up in this step.
    var letters: [ModelSubscription.Letter] = []
    var counts = Counts()

    /// How often what matters has happened, for a simulation in which it does not shows nothing.
    struct Counts {
        var deliveries = 0, redeliveries = 0, acknowledged = 0, acknowledgedEarly = 0, acknowledgedLate = 0
        var exactly = 0, invalid = 0, unordered = 0, deadLettered = 0, affine = 0
    }

    /// Subscriptions that may not forward to their dead letter topics.
    static func mayForward(_ name: String) -> Bool { !name.hasSuffix("4") }

    static let topicNames = (0..<3).map { "projects/p/topics/topic\($0)" }
    static let subscriptionNames = (0..<5).map { "projects/p/subscriptions/sub\($0)" }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        broker.context.deadLetterPermission = { subscription, _ in Self.mayForward(subscription) }
    }

    mutating func run(steps: Int) throws {
        for _ in 0..<steps {
            try step()
            try takeLetters()
            try takeEffects()
            try checkAll()
        }
        try drain()
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<2: try createOrDelete()
        case 2..<30: try publish()
        case 30..<40: try pull()
        case 40..<62: try acknowledge()
        case 62..<72: try modify()
        case 72..<78: try addReceiver()
        case 78..<88: try resume()
        case 88..<92: try removeReceiver()
        case 92..<94: try update()
        default: try advance()
        }
    }

    mutating func anySubscription() -> String {
        Self.subscriptionNames.randomElement(using: &random) ?? ""
    }

    // MARK: Steps

    private mutating func createOrDelete() throws {
        let topic = Self.topicNames.randomElement(using: &random) ?? ""
        let name = anySubscription()
        if !topics.contains(topic) {
            try broker.createTopic(Topic(name: topic))
            topics.insert(topic)
        } else if models[name] == nil {
            let settings = makeSettings(name, topic)
            try broker.createSubscription(settings, at: now)
            models[name] = ModelSubscription(
                name: name, topic: topic, deadLetterTopic: settings.deadLetterPolicy?.deadLetterTopic,
                settings: settings, lastActive: now)
        } else if random.oneIn(3) {
            try broker.deleteTopic(topic)
            topics.remove(topic)
            for name in models.keys where models[name]?.topic == topic { models[name]?.topic = nil }
            for name in models.keys where models[name]?.deadLetterTopic == topic {
                models[name]?.deadLetterTopic = nil
                models[name]?.settings.deadLetterPolicy?.deadLetterTopic = Broker.deletedTopic
            }
        } else if random.oneIn(3) {
            try broker.deleteSubscription(name, at: now)
            let receivers = models.removeValue(forKey: name)?.receivers ?? []
            try expectEnds(receivers.map(\.id))
        }
    }

    private mutating func makeSettings(_ name: String, _ topic: String) -> Subscription {
        var settings = Subscription(name: name, topic: topic)
        settings.enableMessageOrdering = random.oneIn(2)
        settings.enableExactlyOnceDelivery = random.oneIn(2)
        settings.deadLetterPolicy = makeDeadLetterPolicy()
        settings.ackDeadlineSeconds = [10, 30, 600].randomElement(using: &random) ?? 10
        settings.messageRetentionDuration = .seconds(
            [600, 3_600, 86_400].randomElement(using: &random) ?? 600)
        settings.expirationPolicy = ExpirationPolicy()
        if random.oneIn(2) { settings.expirationPolicy?.ttl = .seconds(86_400) }
        if random.oneIn(3) {
            settings.retryPolicy = RetryPolicy()
            settings.retryPolicy?.minimumBackoff = .seconds([0, 1, 10].randomElement(using: &random) ?? 0)
            settings.retryPolicy?.maximumBackoff = .seconds([10, 60].randomElement(using: &random) ?? 10)
        }
        return settings
    }

    private mutating func makeDeadLetterPolicy() -> DeadLetterPolicy? {
        guard random.oneIn(2), let topic = topics.sorted().randomElement(using: &random) else { return nil }
        var policy = DeadLetterPolicy()
        policy.deadLetterTopic = topic
        // Fewer than the service lets one choose, so that it happens often.
        policy.maxDeliveryAttempts = Int32.random(in: 1...4, using: &random)
        return policy
    }

    private mutating func update() throws {
        let name = anySubscription()
        guard var settings = models[name]?.settings else { return }
        settings.messageRetentionDuration = .seconds([600, 3_600].randomElement(using: &random) ?? 600)
        settings.ackDeadlineSeconds = [10, 20].randomElement(using: &random) ?? 10
        if random.oneIn(3) { settings.enableExactlyOnceDelivery.toggle() }
        if random.oneIn(3) {
            settings.deadLetterPolicy = makeDeadLetterPolicy()
            models[name]?.deadLetterTopic = settings.deadLetterPolicy?.deadLetterTopic
        }
        if models[name]?.topic == nil { settings.topic = Broker.deletedTopic }
        models[name]?.update(settings, now)
        try broker.updateSubscription(settings, at: now)
    }

    private mutating func publish() throws {
        let topic = Self.topicNames.randomElement(using: &random) ?? ""
        let key = random.oneIn(2) ? "" : "key\(Int.random(in: 0..<4, using: &random))"
        let messages = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            PubsubMessage(
                data: [UInt8](repeating: 1, count: Int.random(in: 1...50, using: &random)), orderingKey: key)
        }
        guard topics.contains(topic) else {
            return try expect(.notFound) { (broker, now) throws(Status) in
                try broker.publish(messages, to: topic, at: now)
            }
        }
        let ids = try broker.publish(messages, to: topic, at: now)
        for (id, message) in zip(ids, messages) {
            let size = message.data.count + key.utf8.count
            let entry = ModelSubscription.Entry(id: id, key: key, size: size, publishTime: now)
            for name in models.keys where models[name]?.topic == topic { models[name]?.entries.append(entry) }
        }
    }

    private mutating func pull() throws {
        let name = anySubscription()
        let max = Int.random(in: 1...12, using: &random)
        guard let model = models[name] else {
            return try expect(.notFound) { (broker, now) throws(Status) in
                try broker.pull(name, max: max, at: now)
            }
        }
        let deliverable = model.deliverable(now, to: .none).count
        let isUndetermined = model.isUndetermined(now)
        let batch = try broker.pull(name, max: max, at: now)
        models[name]?.lastActive = now
        try take(batch, name, .none, seconds: Int(model.settings.ackDeadlineSeconds))
        guard isUndetermined || batch.count == min(max, deliverable) else {
            throw Violation(description: "pull(\(max)) gave \(batch.count) of \(deliverable)")
        }
    }

    private mutating func addReceiver() throws {
        let name = anySubscription()
        guard models[name] != nil else {
            return try expect(.notFound) { (broker, now) throws(Status) in
                try broker.addWaiter(name, max: 1, at: now)
            }
        }
        var receiver = ModelSubscription.Receiver(
            id: .none, isOneShot: random.oneIn(3), maxMessages: Int.random(in: 1...5, using: &random),
            maxBytes: .max)
        models[name]?.lastActive = now
        if receiver.isOneShot {
            receiver.id = try broker.addWaiter(name, max: receiver.maxMessages, at: now)
        } else {
            if random.oneIn(2) { receiver.maxBytes = Int.random(in: 1...200, using: &random) }
            if random.oneIn(3) { receiver.maxMessages = .max }
            receiver.leaseSeconds = 15
            let options = ConsumerOptions(
                maxOutstandingMessages: receiver.maxMessages, maxOutstandingBytes: receiver.maxBytes,
                ackDeadline: .seconds(15))
            receiver.id = try broker.addConsumer(name, options, at: now)
        }
        models[name]?.receivers.append(receiver)
    }

    private mutating func resume() throws {
        let name = anySubscription()
        guard let index = models[name]?.receivers.indices.randomElement(using: &random) else { return }
        guard let receiver = models[name]?.receivers[index] else { return }
        models[name]?.receivers[index].isBusy = false
        models[name]?.receivers[index].inFlight = []
        broker.resume(receiver.id, at: now)
    }

    private mutating func removeReceiver() throws {
        let name = anySubscription()
        guard let index = models[name]?.receivers.indices.randomElement(using: &random),
            let receiver = models[name]?.receivers.remove(at: index)
        else { return }
        models[name]?.lastActive = now
        let undelivered = random.oneIn(2) ? receiver.inFlight : []
        broker.removeConsumer(receiver.id, undelivered: undelivered, at: now)
        for delivery in undelivered {
            guard let lease = models[name]?.index(ofLease: delivery.ackID) else { continue }
            _ = models[name]?.fail(lease, .undelivered, now, mayForward: true)
        }
        models[name]?.dropOutlived(now)
    }

    private mutating func advance() throws {
        let seconds: Int64 = [0, 1, 1, 5, 5, 10, 10, 60, 60, 700, 4_000].randomElement(using: &random) ?? 1
        try advance(by: random.oneIn(400) ? .seconds(90_000) : .seconds(seconds))
    }

    private mutating func advance(by duration: Duration) throws {
        now = now + duration
        for name in models.keys {
            guard let model = models[name] else { continue }
            // Leases end before their subscription does, however far the clock jumps.
            letters += models[name]?.expire(now, mayForward: Self.mayForward(name)) ?? []
            if model.receivers.isEmpty, model.expiration <= now { models[name] = nil }
        }
        broker.expire(at: now)
    }

    mutating func expect<R>(
        _ code: Status.Code, _ body: (inout Broker, Instant) throws(Status) -> R
    ) throws {
        do throws(Status) {
            _ = try body(&broker, now)
        } catch {
            if error.code == code { return }
            throw Violation(description: "expected \(code.name), got \(error)")
        }
        throw Violation(description: "expected \(code.name), but it succeeded")
    }
}
