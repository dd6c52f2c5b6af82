import CloudCore
import Testing

@testable import PubSubEmulator

/// What becomes of messages by what an endpoint answers, in virtual time.
struct PushDeliveryTests {
    let http = RecordingHTTP()
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline, http: http)
        try emulator.createTopic("topic")
    }

    func subscribe(_ configure: (inout Subscription) -> Void = { _ in }) throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.push()
            configure(&$0)
        }
    }

    var unacknowledged: Int { get throws { try emulator.statistics(of: "sub").unacknowledged } }

    @Test(
        "Five status codes acknowledge, all others give the message back",
        arguments: [
            (102, true), (200, true), (201, true), (202, true), (204, true), (100, false), (203, false),
            (206, false), (301, false), (400, false), (404, false), (429, false), (500, false), (503, false),
        ])
    func codes(code: Int, acknowledges: Bool) throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        http.answer(code)
        #expect(try unacknowledged == (acknowledges ? 0 : 1))
        timeline.advance(by: .milliseconds(100))
        #expect(http.requests.count == (acknowledges ? 1 : 2))
    }

    @Test("A connection that is refused gives the message back")
    func refused() throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        http.answer(.failure(Status(.unavailable, "refused")))
        #expect(http.waiting.isEmpty)
        timeline.advance(by: .milliseconds(100))
        #expect(http.requests.count == 2)
    }

    @Test("The ack deadline is the timeout: the request is given up then, and not before")
    func timeout() throws {
        try subscribe { $0.ackDeadlineSeconds = 20 }
        try emulator.publish("x", to: "topic")
        timeline.advance(by: .seconds(20) - .nanoseconds(1))
        #expect(http.cancelled.isEmpty)
        timeline.advance(by: .nanoseconds(1))
        #expect(http.cancelled == [0])
        timeline.advance(by: .milliseconds(100))
        #expect(http.waiting == [1])
        http.answer(200)
        #expect(try unacknowledged == 0)
    }

    @Test("The window begins at 3 and grows with each success")
    func slowStart() throws {
        try emulator.publish((0..<20).map { PubsubMessage("\($0)") }, to: "topic")
        try subscribe()
        try emulator.publish((0..<40).map { PubsubMessage("\($0)") }, to: "topic")
        #expect(http.waiting.count == 3)
        for expected in [6, 12, 24] {
            for index in http.waiting { http.answer(200, index) }
            #expect(http.waiting.count == min(expected, 40 - http.requests.count + http.waiting.count))
        }
        while !http.waiting.isEmpty { http.answer(200) }
        #expect(http.texts == (0..<40).map(String.init))
        #expect(try unacknowledged == 0)
    }

    @Test("Failures pause all deliveries for 100 ms, doubled each time up to 60 s, until a success")
    func pushBackoff() throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        var pause = Duration.milliseconds(100)
        for round in 1...12 {
            http.answer(500)
            timeline.advance(by: pause - .nanoseconds(1))
            #expect(http.requests.count == round)
            timeline.advance(by: .nanoseconds(1))
            #expect(http.requests.count == round + 1)
            pause = min(pause * 2, .seconds(60))
        }
        http.answer(200)
        try emulator.publish("y", to: "topic")
        http.answer(500)
        timeline.advance(by: .milliseconds(100))
        #expect(http.texts.suffix(2) == ["y", "y"])
    }

    @Test("Failures of what was under way when a pause began do not lengthen it")
    func onePause() throws {
        try subscribe()
        try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic")
        for _ in 0..<3 { http.answer(500) }
        timeline.advance(by: .milliseconds(100))
        #expect(http.requests.count == 6)
    }

    @Test("A retry policy delays the message beyond the pause, and others are delivered meanwhile")
    func retryPolicy() throws {
        try subscribe {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(30)
        }
        try emulator.publish(["slow", "other"].map { PubsubMessage($0) }, to: "topic")
        http.answer(500)
        http.answer(200)
        timeline.advance(by: .milliseconds(100))
        try emulator.publish("third", to: "topic")
        #expect(http.texts == ["slow", "other", "third"])
        http.answer(200)
        timeline.advance(by: .milliseconds(29_900) - .nanoseconds(1))
        #expect(http.requests.count == 3)
        timeline.advance(by: .nanoseconds(1))
        #expect(http.texts.last == "slow")
    }

    @Test("Of an ordering key one message is outstanding; the next follows the success, a failure repeats it")
    func ordering() throws {
        try subscribe { $0.enableMessageOrdering = true }
        let messages = ["a1", "a2", "b1", "a3"].map { PubsubMessage($0, orderingKey: String($0.prefix(1))) }
        for message in messages { try emulator.publish(message, to: "topic") }
        #expect(http.texts == ["a1", "b1"])
        http.answer(500, 0)
        timeline.advance(by: .milliseconds(100))
        #expect(http.texts == ["a1", "b1", "a1"])
        http.answer(200, 2)
        #expect(http.texts.last == "a2")
        http.answer(200, 3)
        #expect(http.texts.last == "a3")
        http.answer(200, 4)
        http.answer(200, 1)
        #expect(try unacknowledged == 0)
    }

    @Test("Keys of a backlog go out one message each, side by side")
    func orderedBacklog() throws {
        try subscribe { $0.enableMessageOrdering = true }
        try emulator.publish((0..<9).map { PubsubMessage("\($0)", orderingKey: "k") }, to: "topic")
        for index in 0..<9 {
            #expect(http.waiting == [index])
            http.answer(204)
        }
        #expect(http.texts == (0..<9).map(String.init))
    }

    // MARK: Changes

    @Test("Pulling is refused while messages are pushed, in the words of the service")
    func noPull() async throws {
        try subscribe()
        let message = "This method is not supported for this subscription type."
        #expect(
            expectCode(.failedPrecondition) { () throws(Status) in try emulator.pull("sub") }?.message
                == message)
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("sub"))
        #expect(stream.call.failure?.code == .failedPrecondition)
        #expect(stream.call.failure?.message == message)
        await expectCode(.failedPrecondition) { _ = try await emulator.pull("sub", wait: .seconds(1)) }
    }

    @Test("ModifyPushConfig without an endpoint goes over to pull: requests under way are given up")
    func toPull() throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        try emulator.modifyPushConfig(PushConfig(), of: "sub")
        #expect(http.cancelled == [0])
        let received = try emulator.pull("sub")
        #expect(received.map(\.message.text) == ["x"])
        http.answer(200, 0)
        timeline.advance(by: .seconds(5))
        try received[0].ack()
        #expect(try unacknowledged == 0)
        #expect(http.requests.count == 1)
    }

    @Test("A push endpoint that is set later takes the backlog; who streams is told")
    func toPush() throws {
        try emulator.createSubscription("sub", topic: "topic")
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("sub")) { $0.maxOutstandingMessages = 1 }
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
        var changes = Subscription(name: "sub", topic: "")
        changes.push()
        let updated = try emulator.updateSubscription(changes, fields: ["push_config"])
        #expect(updated.pushConfig?.pushEndpoint == "https://receiver.test/push")
        #expect(stream.call.failure?.code == .failedPrecondition)
        #expect(http.texts == ["2"])
        timeline.advance(by: .seconds(10))
        #expect(http.texts.contains("1"), "what the stream held comes back when its lease ends")
    }

    @Test("Another endpoint takes over; other changes leave requests alone")
    func otherEndpoint() throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        var changes = Subscription(name: "sub", topic: "")
        changes.labels = ["a": "b"]
        try emulator.updateSubscription(changes, fields: ["labels"])
        #expect(http.waiting == [0])
        changes.push { $0.pushEndpoint = "http://other.test/" }
        try emulator.updateSubscription(changes, fields: ["push_config"])
        #expect(http.cancelled == [0])
        #expect(http.requests.map(\.url) == ["https://receiver.test/push", "http://other.test/"])
        http.answer(200)
        #expect(try unacknowledged == 0)
    }

    @Test("Deletion, reset and expiry end the requests under way", arguments: ["delete", "reset", "expire"])
    func end(how: String) throws {
        try subscribe {
            $0.ackDeadlineSeconds = 600
            $0.expirationPolicy = ExpirationPolicy()
            $0.expirationPolicy?.ttl = .seconds(86_400)
        }
        switch how {
        case "delete":
            try emulator.publish("x", to: "topic")
            try emulator.deleteSubscription("sub")
        case "reset":
            try emulator.publish("x", to: "topic")
            emulator.reset()
        default:
            timeline.advance(by: .seconds(86_399))
            #expect(try emulator.subscriptions(of: "topic").count == 1)
            timeline.advance(by: .seconds(2))
            expectCode(.notFound) { () throws(Status) in try emulator.subscription("sub") }
            return
        }
        #expect(http.cancelled == [0])
        http.answer(200, 0)
        timeline.advance(by: .seconds(700))
        #expect(http.requests.count == 1)
    }

    @Test("A successful push keeps a subscription from expiring")
    func keepsAlive() throws {
        try subscribe {
            $0.expirationPolicy = ExpirationPolicy()
            $0.expirationPolicy?.ttl = .seconds(86_400)
        }
        timeline.advance(by: .seconds(86_000))
        try emulator.publish("x", to: "topic")
        http.answer(200)
        timeline.advance(by: .seconds(86_000))
        #expect(try emulator.subscription("sub").name.hasSuffix("sub"))
    }

    @Test("An emulator is released with its push subscriptions, and late answers change nothing")
    func released() throws {
        weak var released: BrokerHost?
        do {
            let emulator = Emulator(timeline: timeline, http: http)
            released = emulator.host
            try emulator.createTopic("topic")
            try emulator.createSubscription("sub", topic: "topic") { $0.push() }
            try emulator.publish("x", to: "topic")
        }
        #expect(released == nil)
        http.answer(200)
        timeline.advance(by: .seconds(60))
    }
}
