import CloudCore
import Testing

@testable import PubSubEmulator

/// What a seek does to leases, to ordering keys and to receivers that wait.
struct SeekTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
    }

    @Test("A seek into the future purges, ends leases, and spares what is published later")
    func purge() throws {
        try emulator.createSubscription("sub", topic: "topic") { $0.retainAckedMessages = true }
        for index in 0..<10 { try emulator.publish("\(index)", to: "topic") }
        let leased = try emulator.pull("sub", max: 3)
        try emulator.seek("sub", to: timeline.now + .seconds(3_600))
        #expect(
            try emulator.statistics(of: "sub")
                == SubscriptionStatistics(unacknowledged: 0, outstanding: 0, receivers: 0))
        #expect(timeline.nextAlarm == nil)
        try leased[0].ack()
        try leased[1].nack()
        timeline.advance(by: .seconds(60))
        #expect(try emulator.pull("sub").isEmpty, "their ack ids are of former leases")
        try emulator.publish("new", to: "topic")
        #expect(try emulator.pull("sub").map(\.message.text) == ["new"])
        #expect(emulator.history(of: leased[0].message.messageId)?.events.last?.kind == .skipped)
    }

    @Test("A lease of a message that stays unacknowledged goes on; one of an acknowledged message ends")
    func leases() throws {
        try emulator.createSubscription("sub", topic: "topic")
        try emulator.publish("old", to: "topic")
        timeline.advance(by: .seconds(1))
        let time = timeline.now
        try emulator.publish("new", to: "topic")
        let received = try emulator.pull("sub")
        try emulator.seek("sub", to: time)
        #expect(try emulator.statistics(of: "sub").outstanding == 1)
        #expect(try emulator.pull("sub").isEmpty, "what is with a receiver is not delivered again")
        try received[1].ack()
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("A replayed message goes to receivers that wait, and counts its deliveries from the start")
    func delivery() throws {
        try emulator.createSubscription("sub", topic: "topic") { $0.retainAckedMessages = true }
        let id = try emulator.publish("x", to: "topic")
        for _ in 0..<2 { try emulator.pull("sub")[0].nack() }
        try emulator.pull("sub")[0].ack()
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("sub")) { $0.maxOutstandingMessages = 1 }
        #expect(try stream.texts.isEmpty)
        try emulator.seek("sub", to: timeline.now)
        #expect(try stream.texts == ["x"])
        let kinds = try #require(emulator.history(of: id)).events.map(\.kind)
        #expect(kinds.dropLast().last == .replayed)
        if case .delivered(_, let attempt, _) = kinds.last {
            #expect(attempt == 1)
        } else {
            Issue.record("\(kinds)")
        }
    }

    @Test("A stream gets the credit back of what a seek acknowledges")
    func credit() throws {
        try emulator.createSubscription("sub", topic: "topic")
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("sub")) { $0.maxOutstandingMessages = 1 }
        try emulator.publish("1", to: "topic")
        stream.flush()
        timeline.advance(by: .seconds(1))
        try emulator.publish("2", to: "topic")
        #expect(try stream.texts == ["1"])
        try emulator.seek("sub", to: timeline.now)
        #expect(try stream.texts == ["1", "2"])
    }

    @Test(
        "An ordering key is replayed in order: what is outstanding of it after the replayed message is taken back"
    )
    func ordering() throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.enableMessageOrdering = true
            $0.retainAckedMessages = true
        }
        let start = timeline.now
        for text in ["1", "2", "3", "4"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        try emulator.publish("other", orderingKey: "o", to: "topic")
        let received = try emulator.pull("sub", max: 3)
        for one in received where one.message.text == "2" { try one.ack() }
        try emulator.seek("sub", to: start)
        try received[0].ack()
        let rest = try emulator.pull("sub").map(\.message)
        #expect(
            rest.filter { $0.orderingKey == "k" }.map(\.text) == ["2", "3", "4"], "1 was outstanding before 2"
        )
        #expect(rest.filter { $0.orderingKey == "o" }.map(\.text) == ["other"])
        try received[2].ack()
        #expect(try emulator.statistics(of: "sub").unacknowledged == 4, "3 has another ack id now")
    }

    @Test(
        "A key whose first message waits for a retry policy is delivered at once when an earlier one is replayed"
    )
    func orderingWithBackoff() throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.enableMessageOrdering = true
            $0.retainAckedMessages = true
            $0.retryPolicy = RetryPolicy()
        }
        let start = timeline.now
        for text in ["1", "2"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        let received = try emulator.pull("sub")
        try received[0].ack()
        try received[1].nack()
        #expect(try emulator.pull("sub").isEmpty)
        try emulator.seek("sub", to: start)
        #expect(try emulator.pull("sub").map(\.message.text) == ["1", "2"])
    }

    @Test("A message of the very time that is sought to is delivered")
    func border() throws {
        try emulator.createSubscription("sub", topic: "topic") { $0.retainAckedMessages = true }
        try emulator.publish("1", to: "topic")
        timeline.advance(by: .nanoseconds(1))
        try emulator.publish("2", to: "topic")
        try emulator.seek("sub", to: timeline.now)
        #expect(try emulator.pull("sub").map(\.message.text) == ["2"])
    }

    @Test("A seek wants a subscription, and either a valid time or a snapshot")
    func refusals() throws {
        try emulator.createSubscription("sub", topic: "topic")
        let missing = expectCode(.notFound) { () throws(Status) in try emulator.seek("none", to: timeline.now)
        }
        #expect(missing?.message.hasPrefix("Subscription does not exist") == true)
        var request = SeekRequest()
        request.subscription = emulator.subscriptionName("sub")
        expectCode(.invalidArgument) { () throws(Status) in try emulator.subscriber.seek(request) }
        request.time = Timestamp(seconds: .max)
        expectCode(.invalidArgument) { () throws(Status) in try emulator.subscriber.seek(request) }
        request.time = Timestamp(timeline.now)
        request.snapshot = emulator.snapshotName("snap")
        expectCode(.invalidArgument) { () throws(Status) in try emulator.subscriber.seek(request) }
        for time in [Timestamp(seconds: 253_402_300_799), Timestamp(seconds: -62_135_596_800)] {
            request = SeekRequest()
            request.subscription = emulator.subscriptionName("sub")
            request.time = time
            _ = try emulator.subscriber.seek(request)
        }
    }
}
