import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// Pull as a client sees it.
struct PullTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic")
    }

    func pull(
        max: Int32 = 10, timeout: Duration? = nil, immediately: Bool = false, _ subscription: String = "sub"
    ) throws -> RecordingCall {
        var request = PullRequest()
        request.subscription = emulator.subscriptionName(subscription)
        request.maxMessages = max
        request.returnImmediately = immediately
        return try emulator.begin("Pull", request, timeout: timeout)
    }

    func texts(_ call: RecordingCall) throws -> [String]? {
        try call.sent(PullResponse.self).first.map { $0.receivedMessages.map { $0.message?.text ?? "" } }
    }

    @Test(
        "What waits is answered at once, up to max_messages, and attempts are not told without a dead letter policy"
    )
    func answersAtOnce() throws {
        try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic")
        let call = try pull(max: 2)
        #expect(try texts(call) == ["1", "2"])
        #expect(try call.sent(PullResponse.self)[0].receivedMessages.map(\.deliveryAttempt) == [0, 0])
    }

    @Test("A Pull that waits is answered by the publish")
    func wokenByPublish() throws {
        let call = try pull()
        #expect(try texts(call) == nil)
        try emulator.publish("1", to: "topic")
        #expect(try texts(call) == ["1"])
    }

    @Test("A Pull that waits is answered by a message that comes back")
    func wokenByNack() throws {
        try emulator.publish("1", to: "topic")
        let first = try emulator.pull("sub")[0]
        let call = try pull()
        try first.nack()
        #expect(try texts(call) == ["1"])
    }

    @Test("A Pull that waits is answered by a lease that expires")
    func wokenByExpiry() throws {
        try emulator.publish("1", to: "topic")
        _ = try emulator.pull("sub")
        let call = try pull()
        timeline.advance(by: .seconds(10))
        #expect(try texts(call) == ["1"])
    }

    @Test(
        "A Pull waits 90 s, or nine tenths of the caller's timeout if that is less",
        arguments: [
            (Duration?.none, Duration.seconds(90)), (.seconds(10), .seconds(9)),
            (.seconds(600), .seconds(90)),
        ])
    func waits(timeout: Duration?, wait: Duration) throws {
        let call = try pull(timeout: timeout)
        timeline.advance(by: wait - .nanoseconds(1))
        #expect(try texts(call) == nil)
        timeline.advance(by: .nanoseconds(1))
        #expect(try texts(call) == [])
        #expect(try emulator.statistics(of: "sub").receivers == 0)
    }

    @Test("return_immediately does not wait")
    func returnImmediately() throws {
        #expect(try texts(pull(immediately: true)) == [])
        #expect(try emulator.statistics(of: "sub").receivers == 0)
    }

    @Test("A Pull whose caller goes away takes nothing with it")
    func callerGoesAway() throws {
        let call = try pull()
        call.goAway()
        try emulator.publish("1", to: "topic")
        #expect(try texts(call) == nil)
        #expect(try emulator.pull("sub").map(\.attempt) == [1])
        #expect(timeline.nextAlarm != nil)
    }

    @Test("A Pull that is answered leaves no alarm behind")
    func noAlarmLeft() throws {
        let call = try pull()
        try emulator.publish("1", to: "topic")
        let received = try #require(try call.sent(PullResponse.self).first?.receivedMessages.first)
        try emulator.acknowledge([received.ackId], on: "sub")
        #expect(timeline.nextAlarm == nil)
    }

    @Test("Pulls that wait are answered in turn")
    func fair() throws {
        let calls = try (0..<3).map { _ in try pull(max: 1) }
        for text in ["1", "2", "3"] { try emulator.publish(text, to: "topic") }
        #expect(try calls.map { try texts($0) } == [["1"], ["2"], ["3"]])
    }

    @Test("A Pull that waits ends with NOT_FOUND when its subscription is deleted")
    func deleted() throws {
        let call = try pull()
        try emulator.deleteSubscription("sub")
        #expect(call.failure?.code == .notFound)
    }

    @Test("max_messages must be positive", arguments: [Int32(0), -1])
    func maxMessages(max: Int32) throws {
        let failure = try pull(max: max).failure
        #expect(failure?.code == .invalidArgument)
        #expect(failure?.message.hasPrefix("No max_messages specified") == true)
    }

    @Test("max_messages above 1,000 counts as 1,000")
    func maxMessagesIsCapped() throws {
        for _ in 0..<2 { try emulator.publish((0..<1_000).map { PubsubMessage("\($0)") }, to: "topic") }
        #expect(try texts(pull(max: .max))?.count == 1_000)
    }

    @Test("A subscription that is not there is NOT_FOUND, a name that cannot be INVALID_ARGUMENT")
    func noSubscription() throws {
        #expect(try pull("none").failure?.code == .notFound)
        #expect(try pull("projects/x").failure?.code == .invalidArgument)
    }
}
