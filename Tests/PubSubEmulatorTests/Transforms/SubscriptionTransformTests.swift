import CloudCore
import Testing

@testable import PubSubEmulator

/// Message transforms of subscriptions.
struct SubscriptionTransformTests {
    let timeline = VirtualTimeline()
    let transformer = FakeTransformer.standard
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline, transformer: transformer)
        try emulator.createTopic("topic")
    }

    func subscribe(
        _ transforms: MessageTransform..., configure: (inout Subscription) -> Void = { _ in }
    ) throws {
        try emulator.createSubscription("sub", topic: "topic") { subscription in
            subscription.messageTransforms = transforms
            configure(&subscription)
        }
    }

    func publish(_ texts: String..., key: String = "") throws {
        try emulator.publish(texts.map { PubsubMessage($0, orderingKey: key) }, to: "topic")
    }

    func pull(_ max: Int = 100) throws -> [Received] { try emulator.pull("sub", max: max) }

    @Test(
        "Only the subscription with transforms gets what they make, once a message however often it is delivered"
    )
    func transformsOnce() throws {
        try subscribe(MessageTransform("shout"), MessageTransform("mark"))
        try emulator.createSubscription("plain", topic: "topic")
        try publish("a", "b")
        let first = try pull()
        #expect(first.map(\.message.text) == ["A!", "B!"])
        #expect(first[0].message.attributes == ["marked": "yes"])
        try first[0].nack()
        try first[1].nack()
        #expect(try pull().map(\.message.text) == ["A!", "B!"])
        #expect(try emulator.pull("plain").map(\.message.text) == ["a", "b"])
        #expect(transformer.calls == ["a", "b"])
    }

    @Test(
        "A message waits while it is with the transformer, and is delivered with its first attempt afterwards"
    )
    func waits() throws {
        try subscribe(MessageTransform("shout"))
        transformer.hold()
        try publish("a")
        #expect(try pull().isEmpty)
        #expect(try emulator.statistics(of: "sub").unacknowledged == 1)
        transformer.release()
        let received = try pull()
        #expect(received.map(\.message.text) == ["A"])
        #expect(received.map(\.attempt) == [1])
        try received[0].ack()
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("A stream that waits is given messages as the transformer answers")
    func streams() throws {
        try subscribe(MessageTransform("shout"))
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("sub"))
        transformer.hold()
        try publish("a")
        try publish("b", "c")
        #expect(try stream.texts == [])
        transformer.release()
        #expect(try stream.texts.first == "A")
        stream.flush()
        #expect(try stream.texts == ["A", "B", "C"])
    }

    @Test("A filtered message is acknowledged without being delivered")
    func filters() throws {
        try subscribe(MessageTransform("drop"))
        try publish("1", "drop", "2")
        #expect(try pull().map(\.message.text) == ["1", "2"])
        #expect(try emulator.statistics(of: "sub").unacknowledged == 2)
    }

    @Test("A message that fails is tried again with a growing delay, and others go on")
    func failsAndRetries() throws {
        try subscribe(MessageTransform("fail"))
        try publish("bad", "good")
        #expect(try pull().map(\.message.text) == ["good"])
        #expect(transformer.calls == ["bad", "good"])
        timeline.advance(by: .milliseconds(99))
        #expect(transformer.calls.count == 2)
        timeline.advance(by: .milliseconds(1))
        #expect(transformer.calls.count == 3)
        timeline.advance(by: .milliseconds(200))
        #expect(transformer.calls.count == 4)
        #expect(try emulator.statistics(of: "sub").unacknowledged == 2)
    }

    @Test("The retry policy is that of failing transforms, too")
    func retryPolicy() throws {
        try subscribe(MessageTransform("fail")) { subscription in
            var policy = RetryPolicy()
            policy.minimumBackoff = .seconds(5)
            policy.maximumBackoff = .seconds(5)
            subscription.retryPolicy = policy
        }
        try publish("bad")
        timeline.advance(by: .milliseconds(4_999))
        #expect(transformer.calls.count == 1)
        timeline.advance(by: .milliseconds(1))
        #expect(transformer.calls.count == 2)
    }

    @Test("The messages of an ordering key stay in order, and wait behind one that fails")
    func ordering() throws {
        try subscribe(MessageTransform("drop"), MessageTransform("fail")) { $0.enableMessageOrdering = true }
        try publish("1", "drop", "2", "bad", "3", key: "k")
        try publish("other", key: "l")
        #expect(try Set(pull().map(\.message.text)) == ["1", "2", "other"])
        timeline.advance(by: .seconds(1))
        #expect(try pull().isEmpty, "what comes after the failed message waits for it")
        #expect(try emulator.statistics(of: "sub").unacknowledged == 5)
    }

    @Test("A failed message of a key is tried again, and what comes after it follows once it comes through")
    func orderingRecovers() throws {
        try subscribe(MessageTransform("fail")) { $0.enableMessageOrdering = true }
        try publish("1", "bad", "3", key: "k")
        let first = try pull()
        #expect(first.map(\.message.text) == ["1"])
        try first[0].ack()
        var changed = Subscription(name: "sub", topic: "topic")
        changed.messageTransforms = [MessageTransform("shout")]
        try emulator.updateSubscription(changed, fields: ["message_transforms"])
        timeline.advance(by: .seconds(1))
        #expect(try pull().map(\.message.text) == ["BAD", "3"])
    }

    @Test("Without transforms from now on, what was still to go through them is delivered as it is")
    func removed() throws {
        try subscribe(MessageTransform("fail")) { $0.enableMessageOrdering = true }
        try publish("bad", key: "k")
        try publish("bad too", "good")
        transformer.hold()
        try publish("held")
        try emulator.updateSubscription(
            Subscription(name: "sub", topic: "topic"), fields: ["message_transforms"])
        transformer.release()
        timeline.advance(by: .seconds(1))
        #expect(try Set(pull().map(\.message.text)) == ["bad", "bad too", "good", "held"])
    }

    @Test("Transforms that come later are applied to what has not been delivered yet")
    func added() throws {
        try subscribe { $0.enableMessageOrdering = true }
        try publish("a", key: "k")
        try publish("b")
        var changed = Subscription(name: "sub", topic: "topic")
        changed.messageTransforms = [MessageTransform("shout")]
        try emulator.updateSubscription(changed, fields: ["message_transforms"])
        #expect(try Set(pull().map(\.message.text)) == ["A", "B"])
    }

    @Test("An answer for a subscription that is gone, or one of the same name, changes nothing")
    func lateAnswer() throws {
        try subscribe(MessageTransform("shout"))
        transformer.hold()
        try publish("a")
        try emulator.deleteSubscription("sub")
        try subscribe(MessageTransform("shout"))
        try publish("b")
        transformer.release()
        #expect(try pull().map(\.message.text) == ["B"])
        #expect(try emulator.statistics(of: "sub").unacknowledged == 1)
    }

    @Test("A backlog of any length goes through, in order, no more than a job at a time")
    func longBacklog() throws {
        try subscribe(MessageTransform("mark"))
        for start in stride(from: 0, to: 5_000, by: 1_000) {
            try emulator.publish((start..<start + 1_000).map { PubsubMessage("\($0)") }, to: "topic")
        }
        var texts: [String] = []
        while true {
            let batch = try pull(700)
            if batch.isEmpty { break }
            texts += batch.map(\.message.text)
            for received in batch { try received.ack() }
        }
        #expect(texts == (0..<5_000).map { "\($0)!" })
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("A message that outlives its retention while it fails is dropped")
    func retention() throws {
        try subscribe(MessageTransform("fail")) { $0.messageRetentionDuration = .seconds(600) }
        try publish("bad")
        timeline.advance(by: .seconds(700))
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("The history tells what transforms did")
    func history() throws {
        try subscribe(MessageTransform("fail"), MessageTransform("drop"))
        let ids = try emulator.publish(["good", "bad", "drop"].map { PubsubMessage($0) }, to: "topic")
        let kinds = ids.map { emulator.history(of: $0)?.events.map(\.kind) ?? [] }
        #expect(kinds[0] == [.published, .transformed])
        #expect(kinds[1] == [.published, .transformFailed("bad input")])
        #expect(kinds[2] == [.published, .transformedAway])
    }

    @Test("The filter decides on the message as it was published, before transforms")
    func filterFirst() throws {
        try subscribe(MessageTransform("mark")) { $0.filter = "NOT attributes:marked" }
        try publish("a")
        #expect(try pull().map(\.message.text) == ["a!"])
    }

    @Test("What is replayed goes through the transforms again, as it was published", arguments: ["", "k"])
    func replays(key: String) throws {
        try subscribe(MessageTransform("drop"), MessageTransform("mark")) {
            $0.retainAckedMessages = true
            $0.enableMessageOrdering = true
        }
        let start = timeline.now
        timeline.advance(by: .seconds(1))
        try publish("1", "drop", "2", key: key)
        for received in try pull() { try received.ack() }
        try emulator.seek("sub", to: start)
        #expect(try pull().map(\.message.text) == ["1!", "2!"])
        #expect(transformer.calls == ["1", "drop", "2", "1", "drop", "2"])
    }
}
