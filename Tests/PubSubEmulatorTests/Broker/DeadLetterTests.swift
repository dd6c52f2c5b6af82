import CloudCore
import Synchronization
import Testing

@testable import PubSubEmulator

/// "Dead-letter topics" in the Pub/Sub documentation, in process.
struct DeadLetterTests {
    let timeline = VirtualTimeline(start: Instant(nanoseconds: 1_660_319_789_732_987_654))
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        for topic in ["topic", "dead"] { try emulator.createTopic(topic) }
        try emulator.createSubscription("dead", topic: "dead")
        try createSubscription("sub")
    }

    func policy(_ topic: String = "dead", attempts: Int32 = 5) -> DeadLetterPolicy {
        var policy = DeadLetterPolicy()
        policy.deadLetterTopic = emulator.topicName(topic)
        policy.maxDeliveryAttempts = attempts
        return policy
    }

    func createSubscription(_ name: String, _ configure: (inout Subscription) -> Void = { _ in }) throws {
        try emulator.createSubscription(name, topic: "topic") {
            $0.deadLetterPolicy = policy()
            configure(&$0)
        }
    }

    /// Lets deliveries fail; returns their attempts.
    @discardableResult func fail(_ times: Int, _ name: String = "sub", nack: Bool = true) throws -> [Int] {
        try (0..<times).flatMap { _ in
            let received = try emulator.pull(name, max: 1)
            for one in received where nack { try one.nack() }
            if !nack { timeline.advance(by: .seconds(10)) }
            return received.map(\.attempt)
        }
    }

    func texts(_ name: String) throws -> [String] { try emulator.pull(name).map(\.message.text) }

    @Test(
        "After its last attempt a message is in the dead letter topic, and nowhere else",
        arguments: [true, false])
    func forwarded(nack: Bool) throws {
        let message = PubsubMessage("poison", attributes: ["a": "b"], orderingKey: "k")
        let id = try emulator.publish(message, to: "topic")
        #expect(try fail(5, nack: nack) == [1, 2, 3, 4, 5])
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
        let forwarded = try emulator.pull("dead")[0]
        #expect(forwarded.message.text == "poison" && forwarded.message.orderingKey == "k")
        #expect(
            forwarded.message.attributes == [
                "a": "b",
                "CloudPubSubDeadLetterSourceDeliveryCount": "5",
                "CloudPubSubDeadLetterSourceSubscription": "sub",
                "CloudPubSubDeadLetterSourceSubscriptionProject": "test-project",
                "CloudPubSubDeadLetterSourceTopicPublishTime": "2022-08-12T15:56:29.732+00:00",
            ])
        #expect(forwarded.message.messageId != id)
        #expect(forwarded.message.publishTime == Timestamp(timeline.now), "it is published as it fails")
        let history = try #require(emulator.history(of: id))
        #expect(
            history.events.suffix(2).map(\.kind) == [
                nack ? .nacked : .expired, .deadLettered(messageID: forwarded.message.messageId),
            ])
        #expect(history.events.last?.subscription == emulator.subscriptionName("sub"))
        #expect(emulator.history(of: forwarded.message.messageId)?.topic == emulator.topicName("dead"))
    }

    @Test("Whoever waits on the dead letter topic gets the message at once")
    func wakesReceiver() throws {
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("dead"))
        try emulator.publish("poison", to: "topic")
        try fail(5)
        #expect(try stream.texts == ["poison"])
    }

    @Test("A message acknowledged in time is not forwarded, and one whose policy allows 100 attempts has 100")
    func limits() throws {
        try emulator.publish("1", to: "topic")
        try fail(4)
        try emulator.pull("sub")[0].ack()
        #expect(try texts("dead").isEmpty)
        try createSubscription("patient") { $0.deadLetterPolicy?.maxDeliveryAttempts = 100 }
        try emulator.publish("2", to: "topic")
        #expect(try fail(100, "patient") == Array(1...100))
        #expect(try texts("dead") == ["2"])
    }

    @Test("The retry policy delays deliveries, and not the forwarding")
    func retryPolicy() throws {
        try createSubscription("slow") {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(20)
            $0.retryPolicy?.maximumBackoff = .seconds(20)
        }
        try emulator.publish("1", to: "topic")
        for _ in 0..<4 {
            #expect(try fail(2, "slow").count == 1)
            timeline.advance(by: .seconds(20))
        }
        try fail(1, "slow")
        #expect(try texts("dead") == ["1"])
    }

    @Test("A fewer number of attempts counts from the next failure on; what is outstanding stays so")
    func updated() throws {
        try createSubscription("changing") { $0.deadLetterPolicy?.maxDeliveryAttempts = 50 }
        try emulator.publish("1", to: "topic")
        try fail(9, "changing")
        let outstanding = try emulator.pull("changing")[0]
        var settings = try emulator.subscription("changing")
        settings.deadLetterPolicy?.maxDeliveryAttempts = 5
        try emulator.updateSubscription(settings, fields: ["dead_letter_policy"])
        #expect(try emulator.statistics(of: "changing").outstanding == 1)
        try outstanding.nack()
        let forwarded = try emulator.pull("dead")[0].message
        #expect(forwarded.attributes["CloudPubSubDeadLetterSourceDeliveryCount"] == "10")
    }

    @Test("Attempts are counted from when there is a policy, and without one nothing is forwarded")
    func policyAddedAndRemoved() throws {
        try emulator.createSubscription("late", topic: "topic")
        try emulator.publish("1", to: "topic")
        try fail(20, "late")
        var settings = try emulator.subscription("late")
        settings.deadLetterPolicy = policy()
        try emulator.updateSubscription(settings, fields: ["dead_letter_policy"])
        #expect(try fail(4, "late") == [1, 2, 3, 4])
        settings.deadLetterPolicy = nil
        try emulator.updateSubscription(settings, fields: ["dead_letter_policy"])
        try fail(20, "late")
        #expect(try texts("dead").isEmpty)
        #expect(try texts("late") == ["1"])
    }

    @Test("Once the dead letter topic is deleted, messages stay in their subscription")
    func deletedTopic() throws {
        try emulator.publish("1", to: "topic")
        try emulator.deleteTopic("dead")
        try emulator.createTopic("dead")
        #expect(try fail(7) == [1, 2, 3, 4, 5, 6, 7])
        #expect(try emulator.subscription("sub").deadLetterPolicy?.deadLetterTopic == "_deleted-topic_")
        var settings = try emulator.subscription("sub")
        settings.ackDeadlineSeconds = 20
        try emulator.updateSubscription(settings, fields: ["ack_deadline_seconds"])
        settings.deadLetterPolicy = policy()
        try emulator.updateSubscription(settings, fields: ["dead_letter_policy"])
        try fail(1)
        #expect(try texts("sub").isEmpty)
    }

    @Test(
        "A subscription that is deleted leaves the dead letter topic alone, and one of its name begins anew")
    func deletedSubscription() throws {
        try emulator.deleteSubscription("sub")
        try emulator.createSubscription("sub", topic: "topic")
        try emulator.deleteTopic("dead")
        #expect(try emulator.subscription("sub").deadLetterPolicy == nil)
    }

    @Test("Who may not forward delivers again, and forwards once he may")
    func permission() throws {
        let allowed = Mutex(false)
        let asked = Mutex<[String]>([])
        emulator.setDeadLetterPermission { [sub = emulator.subscriptionName("sub")] subscription, topic in
            asked.withLock { $0.append(topic) }
            return subscription == sub && allowed.withLock { $0 }
        }
        try emulator.publish("1", to: "topic")
        #expect(try fail(7) == [1, 2, 3, 4, 5, 6, 7])
        #expect(asked.withLock { $0 } == Array(repeating: emulator.topicName("dead"), count: 3))
        #expect(try texts("dead").isEmpty)
        allowed.withLock { $0 = true }
        try fail(1)
        let forwarded = try emulator.pull("dead")[0].message
        #expect(forwarded.attributes["CloudPubSubDeadLetterSourceDeliveryCount"] == "8")
    }

    @Test("A message of a key that is given up lets the next one of the key be the first")
    func ordering() throws {
        try createSubscription("ordered") { $0.enableMessageOrdering = true }
        for text in ["1", "2", "3"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        for _ in 0..<4 {
            let batch = try emulator.pull("ordered")
            #expect(batch.map(\.message.text) == ["1", "2", "3"])
            try batch[0].nack()
        }
        let last = try emulator.pull("ordered")
        try last[0].nack()
        #expect(try emulator.pull("dead").map(\.message.text) == ["1"])
        #expect(last.map(\.attempt) == [5, 1, 1], "only what is given back has an attempt more")
        try last[1].ack()
        try last[2].nack()
        #expect(
            try texts("ordered") == ["3"], "2 and 3 stayed outstanding, for 1 does not come before them again"
        )
    }

    @Test("Messages of a key that expire together each have an attempt more, and are forwarded in order")
    func orderedExpiry() throws {
        try createSubscription("ordered") { $0.enableMessageOrdering = true }
        try emulator.createSubscription("orderedDead", topic: "dead") { $0.enableMessageOrdering = true }
        for text in ["1", "2", "3"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        for attempt in 1...5 {
            let batch = try emulator.pull("ordered")
            #expect(batch.map(\.attempt) == [attempt, attempt, attempt])
            timeline.advance(by: .seconds(10))
        }
        #expect(try texts("ordered").isEmpty)
        #expect(try texts("orderedDead") == ["1", "2", "3"])
    }

    @Test("What is forwarded as leases end does not go behind others of its key that end at the same time")
    func forwardedWhileOthersExpire() throws {
        try emulator.createSubscription("orderedDead", topic: "dead") { $0.enableMessageOrdering = true }
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("orderedDead"))
        stream.call.isWritable = false
        try emulator.publish("poison", orderingKey: "k", to: "topic")
        try fail(4)
        try emulator.publish("before", orderingKey: "k", to: "dead")
        stream.flush()
        _ = try emulator.pull("sub", max: 1)
        timeline.advance(by: .seconds(10))
        #expect(try stream.texts == ["before", "before", "poison"])
        #expect(try emulator.statistics(of: "orderedDead").outstanding == 2)
    }

    @Test("Under exactly-once delivery the id of what was given up is no longer good")
    func exactlyOnce() throws {
        try createSubscription("exact") { $0.enableExactlyOnceDelivery = true }
        try emulator.publish("1", to: "topic")
        try fail(4, "exact")
        let last = try emulator.pull("exact")[0]
        try last.nack()
        expectCode(.invalidArgument) { () throws(Status) in try last.ack() }
        #expect(try texts("dead") == ["1"])
    }

    @Test("A dead letter topic that is the subscription's own gets the message as a new one")
    func ownTopic() throws {
        try createSubscription("own") { $0.deadLetterPolicy = policy("topic") }
        try emulator.publish("1", to: "topic")
        try fail(5, "own")
        #expect(try emulator.pull("own").map(\.attempt) == [1])
    }

    @Test("Pull and streams tell the attempt with a dead letter policy only")
    func attemptsOnTheWire() throws {
        try emulator.createSubscription("plain", topic: "topic")
        try emulator.publish("1", to: "topic")
        for name in ["sub", "plain"] {
            try fail(2, name)
            let stream = try emulator.openStream()
            try stream.start(emulator.subscriptionName(name))
            #expect(try stream.received.map(\.deliveryAttempt) == [name == "sub" ? 3 : 0])
            stream.requests.cancel()
            timeline.advance(by: .seconds(10))
            var request = PullRequest()
            request.subscription = emulator.subscriptionName(name)
            request.maxMessages = 1
            let pull = try emulator.begin("Pull", request)
            let attempts = try pull.sent(PullResponse.self)[0].receivedMessages.map(\.deliveryAttempt)
            #expect(attempts == [name == "sub" ? 4 : 0])
        }
    }

    @Test(
        "Attempts are 5 to 100, and 0 is 5",
        arguments: [
            (Int32(0), Int32?(5), ""), (5, 5, ""), (100, 100, ""),
            (4, nil, "too small. You passed 4 in the request, but the minimum value is 5."),
            (-1, nil, "too small. You passed -1 in the request, but the minimum value is 5."),
            (101, nil, "too large. You passed 101 in the request, but the maximum value is 100."),
        ])
    func attemptLimits(attempts: Int32, kept: Int32?, text: String) throws {
        let create = { () throws(Status) in
            try emulator.createSubscription("limited", topic: "topic") {
                $0.deadLetterPolicy = policy(attempts: attempts)
            }
        }
        if let kept {
            #expect(try create().deadLetterPolicy == policy(attempts: kept))
        } else {
            let status = expectCode(.outOfRange, create)
            #expect(status?.message == "The value for max_delivery_attempts is \(text)")
        }
    }

    @Test(
        "The topic must be there, on creation and on update, and have a name that can be",
        arguments: [
            ("none", Status.Code.notFound, "Dead letter topic not found"),
            ("_deleted-topic_", .notFound, "Dead letter topic not found"),
            ("", .invalidArgument, "Invalid [topics] name: (name=)"),
            ("projects/p", .invalidArgument, "Invalid [topics] name: (name=projects/p)"),
        ])
    func topicMustExist(topic: String, code: Status.Code, text: String) throws {
        var settings = Subscription(name: "other", topic: "topic")
        settings.deadLetterPolicy = DeadLetterPolicy()
        settings.deadLetterPolicy?.deadLetterTopic = topic == "none" ? emulator.topicName(topic) : topic
        let created = expectCode(code) { () throws(Status) in try emulator.createSubscription(settings) }
        #expect(created?.message.hasPrefix(text) == true)
        settings.name = "sub"
        let updated = expectCode(code) { () throws(Status) in
            try emulator.updateSubscription(settings, fields: ["dead_letter_policy"])
        }
        #expect(updated?.message.hasPrefix(text) == true)
        #expect(try emulator.subscription("sub").deadLetterPolicy == policy(), "nothing has changed")
    }
}
