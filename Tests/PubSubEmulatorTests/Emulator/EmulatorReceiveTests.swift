import CloudCore
import Testing

@testable import PubSubEmulator

/// The in-process API, from publishing to acknowledgement.
struct EmulatorReceiveTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("orders")
        try emulator.createSubscription("billing", topic: "orders")
    }

    @Test("A sequence yields what was published before and after it began, in order")
    func receivesBacklogAndNewMessages() async throws {
        try emulator.publish("1", to: "orders")
        var iterator = emulator.receive(from: "billing").makeAsyncIterator()
        let first = try await iterator.next()
        try emulator.publish("2", to: "orders")
        let second = try await iterator.next()
        #expect([first?.message.text, second?.message.text] == ["1", "2"])
    }

    @Test("A sequence that waits is woken by a publish")
    func wakesWaitingSequence() async throws {
        async let first = emulator.receive(from: "billing").first { _ in true }
        await waitUntil { try emulator.statistics(of: "billing").receivers == 1 }
        try emulator.publish("hello", to: "orders")
        #expect(try await first?.message.text == "hello")
    }

    @Test("A pull that waits is woken by a publish")
    func wakesWaitingPull() async throws {
        async let pulled = emulator.pull("billing", wait: .seconds(60))
        await waitUntil { try emulator.statistics(of: "billing").receivers == 1 }
        try emulator.publish("hello", to: "orders")
        #expect(try await pulled.map(\.message.text) == ["hello"])
        #expect(timeline.nextAlarm != nil, "the lease's end is all that is left to come")
    }

    @Test("A pull that waits in vain is empty at its end")
    func pullTimesOut() async throws {
        async let pulled = emulator.pull("billing", wait: .seconds(60))
        await waitUntil { timeline.nextAlarm != nil }
        timeline.advance(by: .seconds(60))
        #expect(try await pulled.isEmpty)
        #expect(try emulator.statistics(of: "billing").receivers == 0)
    }

    @Test("A cancelled pull leaves nothing behind")
    func cancelledPull() async throws {
        let task = Task { try await emulator.pull("billing", wait: .seconds(60)) }
        await waitUntil { try emulator.statistics(of: "billing").receivers == 1 }
        task.cancel()
        await #expect(throws: Status.self) { try await task.value }
        #expect(try emulator.statistics(of: "billing").receivers == 0)
        try emulator.publish("hello", to: "orders")
        #expect(try emulator.pull("billing").count == 1)
    }

    @Test("What a sequence has not handed out is available again at once when it goes")
    func abandonedSequence() async throws {
        try emulator.publish((1...5).map { PubsubMessage("\($0)") }, to: "orders")
        do {
            var iterator = emulator.receive(from: "billing").makeAsyncIterator()
            try await iterator.next()?.ack()
        }
        let rest = try emulator.pull("billing")
        #expect(rest.map(\.message.text) == ["2", "3", "4", "5"])
        #expect(rest.allSatisfy { $0.attempt == 1 }, "what never arrived is no attempt")
    }

    @Test("A sequence gets no more than it may hold, and more with each acknowledgement")
    func flowControl() async throws {
        try emulator.publish((1...5).map { PubsubMessage("\($0)") }, to: "orders")
        var iterator = emulator.receive(from: "billing", maxOutstandingMessages: 2).makeAsyncIterator()
        let first = try await iterator.next()
        _ = try await iterator.next()
        #expect(try emulator.statistics(of: "billing").outstanding == 2)
        try first?.ack()
        #expect(try await iterator.next()?.message.text == "3")
        #expect(try emulator.statistics(of: "billing").outstanding == 2)
    }

    @Test("A sequence ends with NOT_FOUND when its subscription is deleted, or was never there")
    func deletedSubscription() async throws {
        let task = Task { for try await _ in emulator.receive(from: "billing") {} }
        await waitUntil { try emulator.statistics(of: "billing").receivers == 1 }
        try emulator.deleteSubscription("billing")
        await expectCode(.notFound) { try await task.value }
        await expectCode(.notFound) { for try await _ in emulator.receive(from: "billing") {} }
    }

    @Test("A message that is not acknowledged comes again after its deadline, with another ack id")
    func redelivery() async throws {
        try emulator.publish("again", to: "orders")
        let first = try emulator.pull("billing")[0]
        timeline.advance(by: .seconds(9))
        #expect(try emulator.pull("billing").isEmpty)
        timeline.advance(by: .seconds(1))
        let second = try emulator.pull("billing")[0]
        #expect(second.attempt == 2)
        #expect(second.ackID != first.ackID)
        try first.ack()
        #expect(
            try emulator.statistics(of: "billing").outstanding == 1,
            "a late acknowledgement is no longer valid")
        try second.ack()
        #expect(try emulator.statistics(of: "billing").unacknowledged == 0)
    }

    @Test("A test can see what happened to a message")
    func history() throws {
        let id = try emulator.publish("seen", to: "orders")
        try emulator.pull("billing")[0].nack()
        let again = try emulator.pull("billing")[0]
        try again.extend(seconds: 60)
        timeline.advance(by: .seconds(60))
        try emulator.pull("billing")[0].ack()
        let record = try #require(emulator.history(of: id))
        let kinds = record.events.map { event in
            switch event.kind {
            case .published: "published"
            case .delivered(_, let attempt, _): "delivered \(attempt)"
            case .deadlineChanged: "extended"
            case .nacked: "nacked"
            case .expired: "expired"
            case .acknowledged: "acknowledged"
            default: "other"
            }
        }
        #expect(
            kinds == [
                "published", "delivered 1", "nacked", "delivered 2", "extended", "expired", "delivered 3",
                "acknowledged",
            ])
        #expect(record.isAcknowledged(by: "projects/test-project/subscriptions/billing"))
        #expect(emulator.messages(of: "orders").map(\.message.text) == ["seen"])
    }
}
