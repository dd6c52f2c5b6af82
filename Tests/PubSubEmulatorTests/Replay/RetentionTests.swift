import CloudCore
import Testing

@testable import PubSubEmulator

/// What subscriptions and topics keep of acknowledged messages, and a seek to a time brings back.
struct RetentionTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
    }

    /// What is kept anywhere of messages that are acknowledged.
    func retained(_ subscription: String = "sub") throws -> (subscription: Int, topic: Int) {
        try emulator.host.perform { [emulator] (broker, now) throws(Status) in
            broker.expire(at: now)
            let slot = try broker.subscriptionSlot(emulator.subscriptionName(subscription))
            let topic = try broker.topicSlot(emulator.topicName("topic"))
            return (broker.subscriptions[slot].acknowledged.count, broker.topics[topic].log.messages.count)
        }
    }

    func drain(_ subscription: String) throws -> [String] {
        let received = try emulator.pull(subscription)
        for one in received { try one.ack() }
        return received.map(\.message.text)
    }

    @Test(
        "A subscription that retains acknowledged messages replays them, one that does not has none",
        arguments: [true, false])
    func retainAcked(retains: Bool) throws {
        try emulator.createSubscription("sub", topic: "topic") { $0.retainAckedMessages = retains }
        for text in ["1", "2", "3"] {
            try emulator.publish(text, to: "topic")
            timeline.advance(by: .seconds(1))
        }
        let start = timeline.now - .seconds(3)
        #expect(try drain("sub") == ["1", "2", "3"])
        #expect(try retained() == (retains ? 3 : 0, 0))
        try emulator.seek("sub", to: start + .seconds(1))
        #expect(try drain("sub") == (retains ? ["2", "3"] : []))
        try emulator.seek("sub", to: start)
        #expect(try drain("sub") == (retains ? ["1", "2", "3"] : []))
    }

    @Test("What is retained is given back after the retention duration, and when retaining ends")
    func givenBack() throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.retainAckedMessages = true
            $0.messageRetentionDuration = .seconds(600)
        }
        try emulator.publish("1", to: "topic")
        #expect(try drain("sub") == ["1"])
        timeline.advance(by: .seconds(599))
        #expect(try retained().subscription == 1)
        try emulator.publish("2", to: "topic")
        #expect(try drain("sub") == ["2"])
        timeline.advance(by: .seconds(40))
        #expect(try retained().subscription == 1, "late by a sixteenth of the duration at most")
        try emulator.seek("sub", to: Instant(nanoseconds: 0))
        #expect(try drain("sub") == ["2"])
        try emulator.updateSubscription(
            Subscription(name: "sub", topic: ""), fields: ["retain_acked_messages"])
        #expect(try retained().subscription == 0)
        #expect(try emulator.subscription("sub").retainAckedMessages == false)
    }

    @Test("A topic keeps messages for its duration, for subscriptions that are made later, too")
    func topicRetention() throws {
        var topic = Topic(name: "topic")
        topic.messageRetentionDuration = .seconds(3_600)
        try emulator.updateTopic(topic, fields: ["message_retention_duration"])
        let start = timeline.now
        try emulator.publish("1", to: "topic")
        timeline.advance(by: .seconds(1_800))
        try emulator.publish("2", to: "topic")
        let created = try emulator.createSubscription("sub", topic: "topic") {
            $0.messageRetentionDuration = .seconds(600)
        }
        #expect(created.topicMessageRetentionDuration == .seconds(3_600))
        #expect(try emulator.pull("sub").isEmpty, "only a seek brings back what was before")
        try emulator.seek("sub", to: start)
        #expect(try emulator.pull("sub").map(\.message.text) == ["1", "2"])
        timeline.advance(by: .seconds(1_800))
        try emulator.seek("sub", to: start)
        #expect(try drain("sub") == ["2"], "what the topic keeps no more is gone")
        #expect(try retained().topic == 1)
        timeline.advance(by: .seconds(1_800))
        #expect(try retained().topic == 0)
    }

    @Test("What the topic keeps is available to its subscriptions even after their own duration")
    func longerTopicRetention() throws {
        try emulator.createSubscription("sub", topic: "topic") { $0.messageRetentionDuration = .seconds(600) }
        var topic = Topic(name: "topic")
        topic.messageRetentionDuration = .seconds(3_600)
        try emulator.updateTopic(topic, fields: ["message_retention_duration"])
        try emulator.publish("1", to: "topic")
        timeline.advance(by: .seconds(3_599))
        #expect(try emulator.statistics(of: "sub").unacknowledged == 1)
        try emulator.updateTopic(Topic(name: "topic"), fields: ["message_retention_duration"])
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
        #expect(try emulator.subscription("sub").topicMessageRetentionDuration == nil)
        #expect(try retained().topic == 0)
    }

    @Test("A topic without retention and snapshots keeps nothing")
    func unused() throws {
        try emulator.createSubscription("sub", topic: "topic")
        for _ in 0..<100 { try emulator.publish("x", to: "topic") }
        #expect(try retained() == (0, 0))
        try emulator.host.perform { (broker, now) throws(Status) in
            #expect(broker.replayDeadlines.first == nil)
        }
    }

    @Test(
        "A topic's retention duration is 10 minutes to 31 days",
        arguments: [(599, false), (600, true), (31 * 86_400, true), (31 * 86_400 + 1, false)])
    func topicLimits(seconds: Int, isAllowed: Bool) throws {
        var topic = Topic(name: "other")
        topic.messageRetentionDuration = .seconds(seconds)
        if isAllowed {
            #expect(try emulator.createTopic(topic).messageRetentionDuration == .seconds(seconds))
        } else {
            let status = expectCode(.invalidArgument) { () throws(Status) in try emulator.createTopic(topic) }
            #expect(status?.message.hasPrefix("message_retention_duration out of bounds") == true)
        }
    }
}
