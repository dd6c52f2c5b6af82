import CloudCore
import Testing

@testable import PubSubEmulator

/// Message ordering ("Order messages" in the Pub/Sub documentation).
struct OrderingTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") { $0.enableMessageOrdering = true }
    }

    func publish(_ key: String, _ texts: String...) throws {
        for text in texts { try emulator.publish(text, orderingKey: key, to: "topic") }
    }

    func texts(_ received: [Received]) -> [String] { received.map(\.message.text) }

    @Test("One batch holds messages of a key in order, and other keys beside them")
    func inOrder() throws {
        try publish("a", "a1", "a2")
        try publish("b", "b1")
        try publish("a", "a3")
        let batch = texts(try emulator.pull("sub"))
        #expect(batch.filter { $0.hasPrefix("a") } == ["a1", "a2", "a3"])
        #expect(batch.count == 4)
    }

    @Test("Until a key's batch is acknowledged whole, nothing more of the key comes, but of others")
    func oneBatchAKey() throws {
        try publish("a", "a1", "a2", "a3")
        let first = try emulator.pull("sub", max: 2)
        #expect(texts(first) == ["a1", "a2"])
        try publish("b", "b1")
        #expect(texts(try emulator.pull("sub")) == ["b1"])
        try first[1].ack()
        #expect(try emulator.pull("sub").isEmpty)
        try first[0].ack()
        #expect(texts(try emulator.pull("sub")) == ["a3"])
    }

    @Test("A message given back takes all later ones of its key with it, in order")
    func nack() throws {
        try publish("a", "a1", "a2", "a3", "a4")
        let first = try emulator.pull("sub", max: 3)
        try first[1].nack()
        #expect(try emulator.pull("sub").isEmpty, "a1 is still outstanding")
        try first[2].ack()
        try first[0].ack()
        let again = try emulator.pull("sub")
        #expect(texts(again) == ["a2", "a3", "a4"], "the acknowledgement of a3 came too late")
        #expect(again.map(\.attempt) == [2, 1, 1], "a3 was not given back itself")
    }

    @Test("A message that expires takes all later ones of its key with it, in order")
    func expiry() throws {
        try publish("a", "a1", "a2", "a3")
        try publish("b", "b1")
        let first = try emulator.pull("sub")
        let byText = Dictionary(uniqueKeysWithValues: first.map { ($0.message.text, $0) })
        for text in ["a1", "a3", "b1"] { try byText[text]?.extend(seconds: 60) }
        timeline.advance(by: .seconds(10))
        try byText["a1"]?.ack()
        #expect(texts(try emulator.pull("sub")) == ["a2", "a3"])
        #expect(try emulator.statistics(of: "sub").outstanding == 3, "b1 is as it was")
    }

    @Test("Messages without a key are not held back")
    func withoutKey() throws {
        try publish("", "1", "2")
        let first = try emulator.pull("sub", max: 1)
        #expect(texts(try emulator.pull("sub", max: 1)) == ["2"])
        try first[0].nack()
        #expect(texts(try emulator.pull("sub")) == ["1"])
    }

    @Test("With a retry policy the whole key waits for its first message")
    func backoff() throws {
        try emulator.createSubscription("slow", topic: "topic") {
            $0.enableMessageOrdering = true
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(20)
        }
        try publish("a", "a1", "a2")
        try emulator.pull("slow")[0].nack()
        #expect(try emulator.pull("slow").isEmpty)
        timeline.advance(by: .seconds(20))
        #expect(texts(try emulator.pull("slow")) == ["a1", "a2"])
    }

    @Test("A key whose messages are all done takes no memory")
    func memoryOfKeys() throws {
        var broker = Broker()
        try broker.createTopic(Topic(name: "t"))
        var settings = Subscription(name: "s", topic: "t")
        settings.enableMessageOrdering = true
        settings.ackDeadlineSeconds = 10
        try broker.createSubscription(settings, at: timeline.now)
        for index in 0..<5_000 {
            _ = try broker.publish(
                [PubsubMessage("x", orderingKey: "key\(index)")], to: "t", at: timeline.now)
        }
        let slot = try broker.subscriptionSlot("s")
        #expect(broker.subscriptions[slot].keys.count == 5_000)
        while true {
            let batch = try broker.pull("s", max: 1_000, at: timeline.now)
            if batch.isEmpty { break }
            try broker.acknowledge(batch.map(\.ackID), of: "s", at: timeline.now)
        }
        #expect(broker.subscriptions[slot].keys.count == 0)
        #expect(broker.subscriptions[slot].keys.keys.isEmpty)
        #expect(broker.subscriptions[slot].leases.count == 0)
    }
}
