import CloudCore
import Testing

@testable import PubSubEmulator

/// What time does: retry policies, retention, deadlines.
struct TimeTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
    }

    @Test(
        "A retry policy doubles its delay from the least to the most, after a nack as after an expiry",
        arguments: [true, false])
    func backoff(isNack: Bool) throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(10)
            $0.retryPolicy?.maximumBackoff = .seconds(50)
        }
        try emulator.publish("x", to: "topic")
        for delay in [10, 20, 40, 50, 50] {
            let received = try #require(try emulator.pull("sub").first)
            if isNack { try received.nack() } else { timeline.advance(by: .seconds(10)) }
            timeline.advance(by: .seconds(delay) - .nanoseconds(1))
            #expect(try emulator.pull("sub").isEmpty)
            timeline.advance(by: .nanoseconds(1))
        }
        #expect(try emulator.pull("sub")[0].attempt == 6)
    }

    @Test(
        "Without a retry policy, and with a least delay of 0, a message comes back at once",
        arguments: [true, false])
    func immediately(hasPolicy: Bool) throws {
        try emulator.createSubscription("sub", topic: "topic") {
            if hasPolicy { $0.retryPolicy = RetryPolicy() }
            $0.retryPolicy?.minimumBackoff = .zero
        }
        try emulator.publish("x", to: "topic")
        try emulator.pull("sub")[0].nack()
        #expect(try emulator.pull("sub").count == 1)
    }

    @Test(
        "A message is kept for the retention duration, and not delivered after it", arguments: [true, false])
    func retention(isOrdered: Bool) throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.messageRetentionDuration = .seconds(600)
            $0.enableMessageOrdering = isOrdered
        }
        let early = try emulator.publish("early", orderingKey: isOrdered ? "k" : "", to: "topic")
        timeline.advance(by: .seconds(599))
        try emulator.publish("late", orderingKey: isOrdered ? "k" : "", to: "topic")
        try emulator.pull("sub", max: 1)[0].nack()
        timeline.advance(by: .seconds(1))
        #expect(try emulator.pull("sub").map(\.message.text) == ["late"])
        #expect(emulator.history(of: early)?.events.last?.kind == .outlived)
    }

    @Test("A backlog that has outlived its retention gives its memory back with the next call")
    func retentionOfBacklog() throws {
        try emulator.createSubscription("sub", topic: "topic")
        try emulator.publish((0..<1_000).map { PubsubMessage("\($0)") }, to: "topic")
        timeline.advance(by: .seconds(604_800))
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("While a message is with a receiver its retention does not matter")
    func retentionOfLeased() throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.messageRetentionDuration = .seconds(600)
            $0.ackDeadlineSeconds = 600
        }
        try emulator.publish("x", to: "topic")
        timeline.advance(by: .seconds(500))
        let received = try emulator.pull("sub")[0]
        timeline.advance(by: .seconds(200))
        try received.ack()
        #expect(emulator.messages()[0].isAcknowledged(by: emulator.subscriptionName("sub")))
    }

    @Test("The timeline is armed for the earliest deadline, and for nothing when all is acknowledged")
    func alarms() throws {
        try emulator.createSubscription("sub", topic: "topic")
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
        #expect(timeline.nextAlarm == nil, "a backlog alone does not move time")
        let first = try emulator.pull("sub", max: 1)[0]
        timeline.advance(by: .seconds(4))
        let second = try emulator.pull("sub", max: 1)[0]
        #expect(timeline.nextAlarm == timeline.now + .seconds(6))
        try first.ack()
        #expect(timeline.nextAlarm == timeline.now + .seconds(10))
        try second.ack()
        #expect(timeline.nextAlarm == nil)
    }

    @Test("A clock that goes back does not bring deadlines forward, nor back")
    func clockGoesBack() throws {
        var broker = Broker()
        let start = Instant(nanoseconds: 1_000_000_000_000)
        try broker.createTopic(Topic(name: "t"))
        var settings = Subscription(name: "s", topic: "t")
        settings.ackDeadlineSeconds = 10
        try broker.createSubscription(settings, at: start)
        _ = try broker.publish([PubsubMessage("1"), PubsubMessage("2")], to: "t", at: start)
        _ = try broker.pull("s", max: 1, at: start)
        _ = try broker.pull("s", max: 1, at: start - .seconds(500))
        #expect(broker.nextDeadline == start + .seconds(10))
        broker.expire(at: start + .seconds(10))
        #expect(broker.leasedCount == 0)
    }
}
