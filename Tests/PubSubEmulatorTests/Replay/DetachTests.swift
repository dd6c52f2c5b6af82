import CloudCore
import Testing

@testable import PubSubEmulator

/// DetachSubscription (`google/pubsub/v1/pubsub.proto`).
struct DetachTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.retainAckedMessages = true
            $0.expirationPolicy = ExpirationPolicy()
            $0.expirationPolicy?.ttl = .seconds(86_400)
        }
    }

    @Test("A detached subscription drops what it holds, gets nothing more, and says so")
    func detach() throws {
        for text in ["1", "2", "3"] { try emulator.publish(text, to: "topic") }
        let received = try emulator.pull("sub", max: 2)
        try received[0].ack()
        try emulator.detachSubscription("sub")
        try emulator.publish("4", to: "topic")
        let settings = try emulator.subscription("sub")
        #expect(settings.detached && settings.topic == emulator.topicName("topic"))
        #expect(
            try emulator.statistics(of: "sub")
                == SubscriptionStatistics(unacknowledged: 0, outstanding: 0, receivers: 0))
        #expect(timeline.nextAlarm == nil)
        #expect(try emulator.subscriptions(of: "topic").isEmpty)
        #expect(try emulator.subscriptions().count == 1)
        #expect(emulator.messages().map(\.events.last?.kind).contains(.dropped))
        try received[1].ack()
        try emulator.detachSubscription("sub")
    }

    @Test("Who receives ends with FAILED_PRECONDITION, and so does who wants to")
    func receivers() throws {
        let name = emulator.subscriptionName("sub")
        let stream = try emulator.openStream()
        try stream.start(name)
        var request = PullRequest()
        request.subscription = name
        request.maxMessages = 1
        let pull = try emulator.begin("Pull", request)
        try emulator.detachSubscription("sub")
        #expect(stream.call.failure?.code == .failedPrecondition)
        #expect(pull.failure?.code == .failedPrecondition)
        #expect(try emulator.begin("Pull", request).failure?.code == .failedPrecondition)
        request.returnImmediately = true
        #expect(try emulator.begin("Pull", request).failure?.code == .failedPrecondition)
        let late = try emulator.openStream()
        try late.start(name)
        #expect(late.call.failure?.message == "Subscription is detached from its topic (resource=\(name))")
        expectCode(.failedPrecondition) { () throws(Status) in try emulator.pull("sub") }
        expectCode(.failedPrecondition) { () throws(Status) in try emulator.seek("sub", to: timeline.now) }
        expectCode(.failedPrecondition) { () throws(Status) in try emulator.createSnapshot("snap", of: "sub")
        }
    }

    @Test("Its snapshots stay, and serve other subscriptions")
    func snapshots() throws {
        try emulator.publish("1", to: "topic")
        try emulator.createSnapshot("snap", of: "sub")
        try emulator.detachSubscription("sub")
        try emulator.createSubscription("other", topic: "topic")
        try emulator.seek("other", toSnapshot: "snap")
        #expect(try emulator.pull("other").map(\.message.text) == ["1"])
    }

    @Test("It is updated and deleted as others, expires, and tells when its topic has been deleted")
    func afterwards() throws {
        try emulator.detachSubscription("sub")
        var changed = Subscription(name: "sub", topic: "")
        changed.ackDeadlineSeconds = 20
        #expect(try emulator.updateSubscription(changed, fields: ["ack_deadline_seconds"]).detached)
        try emulator.deleteTopic("topic")
        #expect(try emulator.subscription("sub").topic == "_deleted-topic_")
        try emulator.createTopic("topic")
        #expect(try emulator.subscription("sub").topic == "_deleted-topic_")
        timeline.advance(by: .seconds(86_400))
        expectCode(.notFound) { () throws(Status) in try emulator.subscription("sub") }
        expectCode(.notFound) { () throws(Status) in try emulator.detachSubscription("sub") }
    }

    @Test("A subscription is not created detached, and not made so by an update")
    func onlyByItsMethod() throws {
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.createSubscription("other", topic: "topic") { $0.detached = true }
        }
        #expect(status?.message.contains("Invalid detached") == true)
        var changed = Subscription(name: "sub", topic: "")
        changed.detached = true
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.updateSubscription(changed, fields: ["detached"])
        }
    }
}
