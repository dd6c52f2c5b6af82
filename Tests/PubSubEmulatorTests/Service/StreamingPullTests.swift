import CloudCore
import Testing

@testable import PubSubEmulator

/// StreamingPull as a client sees it (`google/pubsub/v1/pubsub.proto`, StreamingPullRequest).
struct StreamingPullTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let name = "projects/test-project/subscriptions/sub"

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") { $0.enableMessageOrdering = true }
    }

    func publish(_ texts: String...) throws {
        try emulator.publish(texts.map { PubsubMessage($0) }, to: "topic")
    }

    @Test("A stream gets what waits, and what is published from then on at once")
    func delivers() throws {
        try publish("1", "2")
        let stream = try emulator.openStream()
        try stream.start(name)
        #expect(try stream.texts == ["1", "2"])
        try publish("3")
        #expect(try stream.texts == ["1", "2", "3"])
        #expect(!stream.call.isFinished)
    }

    @Test("Every response with messages tells the subscription's properties, for clients go by the latest")
    func properties() throws {
        try publish("1")
        let stream = try emulator.openStream()
        try stream.start(name)
        try publish("2")
        let properties = try stream.responses.map { $0.subscriptionProperties?.messageOrderingEnabled }
        #expect(properties == [true, true])
    }

    @Test("While a batch has not left, more is held back, and then comes as one")
    func batchesUnderLoad() throws {
        let stream = try emulator.openStream()
        stream.call.isWritable = false
        try stream.start(name)
        for text in ["1", "2", "3"] { try publish(text) }
        #expect(try stream.responses.map(\.receivedMessages.count) == [1])
        stream.flush()
        #expect(try stream.responses.map(\.receivedMessages.count) == [1, 2])
    }

    @Test("Acknowledgements on the stream count, and make room for more")
    func flowControlByMessages() throws {
        try publish("1", "2", "3")
        let stream = try emulator.openStream()
        try stream.start(name) { $0.maxOutstandingMessages = 2 }
        let first = try stream.received.map(\.ackId)
        #expect(first.count == 2)
        try stream.send { $0.ackIds = [first[0]] }
        #expect(try stream.texts == ["1", "2", "3"])
        #expect(try emulator.statistics(of: "sub").unacknowledged == 2)
    }

    @Test("Bytes outstanding are limited, too")
    func flowControlByBytes() throws {
        try publish("aaaa", "bbbb", "cccc")
        let stream = try emulator.openStream()
        try stream.start(name) { $0.maxOutstandingBytes = 8 }
        #expect(try stream.texts == ["aaaa", "bbbb"])
    }

    @Test("Limits of 0 and less are none", arguments: [Int64(0), -1, .min])
    func unlimited(limit: Int64) throws {
        try emulator.publish((0..<500).map { PubsubMessage("\($0)") }, to: "topic")
        let stream = try emulator.openStream()
        try stream.start(name) {
            $0.maxOutstandingMessages = limit
            $0.maxOutstandingBytes = limit
        }
        #expect(try stream.received.count == 500)
    }

    @Test("The stream's ack deadline is the one of its messages, and may change")
    func streamAckDeadline() throws {
        try publish("1")
        let stream = try emulator.openStream()
        try stream.start(name) { $0.streamAckDeadlineSeconds = 60 }
        timeline.advance(by: .seconds(59))
        #expect(try stream.texts == ["1"])
        timeline.advance(by: .seconds(1))
        #expect(try stream.texts == ["1", "1"])
        try stream.send { $0.streamAckDeadlineSeconds = 600 }
        timeline.advance(by: .seconds(60))
        #expect(try stream.texts == ["1", "1", "1"])
        timeline.advance(by: .seconds(599))
        #expect(try stream.texts.count == 3)
    }

    @Test("A deadline of 0 gives a message back, another one keeps it")
    func modifyDeadlines() throws {
        try publish("1", "2")
        let stream = try emulator.openStream()
        try stream.start(name)
        let ids = try stream.received.map(\.ackId)
        try stream.send {
            $0.modifyDeadlineAckIds = ids
            $0.modifyDeadlineSeconds = [0, 100]
        }
        #expect(try stream.texts == ["1", "2", "1"])
        #expect(try Set(stream.received.map(\.ackId)).count == 3)
    }

    @Test("Half-closing ends the stream with OK; what it holds stays leased")
    func halfClose() throws {
        try publish("1")
        let stream = try emulator.openStream()
        try stream.start(name)
        stream.requests.halfClose()
        #expect(stream.call.isFinished && stream.call.failure == nil)
        #expect(try emulator.pull("sub").isEmpty)
        try emulator.acknowledge(stream.received.map(\.ackId), on: "sub")
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test(
        "When a stream breaks, what had not left is available at once, what had left when its deadline passes"
    )
    func cancel() throws {
        let stream = try emulator.openStream()
        try stream.start(name)
        try publish("left")
        stream.call.isWritable = false
        try publish("not left")
        stream.requests.cancel()
        let again = try emulator.pull("sub")
        #expect(again.map(\.message.text) == ["not left"])
        #expect(again.map(\.attempt) == [1])
        timeline.advance(by: .seconds(10))
        #expect(try emulator.pull("sub").map(\.message.text).sorted() == ["left", "not left"])
        #expect(try emulator.statistics(of: "sub").receivers == 0)
    }

    @Test("A stream ends with NOT_FOUND when its subscription is deleted")
    func deleted() throws {
        let stream = try emulator.openStream()
        try stream.start(name)
        try emulator.deleteSubscription("sub")
        #expect(stream.call.failure?.code == .notFound)
        #expect(stream.call.failure?.message == "Subscription does not exist (resource=\(name))")
    }

    @Test("Two streams share the messages of one publish")
    func sharing() throws {
        let streams = [try emulator.openStream(), try emulator.openStream()]
        for stream in streams { try stream.start(name) }
        try emulator.publish((0..<10).map { PubsubMessage("\($0)") }, to: "topic")
        #expect(try streams.map { try $0.received.count } == [5, 5])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var what: String
        var text: String
        var code = Status.Code.invalidArgument
        var request: @Sendable (inout StreamingPullRequest) -> Void
        var testDescription: String { what }
    }

    @Test(
        "A first request that is wrong ends the stream",
        arguments: [
            Refusal(what: "no subscription", text: "first message must set subscription") {
                $0.subscription = ""
            },
            Refusal(what: "bad name", text: "Invalid [subscriptions] name: (name=sub)") {
                $0.subscription = "sub"
            },
            Refusal(
                what: "no such subscription",
                text: "Subscription does not exist (resource=projects/p/subscriptions/none)", code: .notFound
            ) { $0.subscription = "projects/p/subscriptions/none" },
            Refusal(
                what: "no deadline", text: "stream_ack_deadline_seconds must be between 10 and 600 seconds"
            ) {
                $0.streamAckDeadlineSeconds = 0
            },
            Refusal(what: "short deadline", text: "must be between 10 and 600 seconds") {
                $0.streamAckDeadlineSeconds = 9
            },
            Refusal(what: "long deadline", text: "must be between 10 and 600 seconds") {
                $0.streamAckDeadlineSeconds = 601
            },
            Refusal(what: "malformed ack id", text: "Invalid ack id (ack_id=nonsense)") {
                $0.ackIds = ["nonsense"]
            },
        ])
    func refusesFirst(refusal: Refusal) throws {
        let stream = try emulator.openStream()
        try stream.start(name, refusal.request)
        #expect(stream.call.failure?.code == refusal.code)
        #expect(
            stream.call.failure?.message.contains(refusal.text) == true,
            "\(stream.call.failure?.message ?? "")")
        #expect(try emulator.statistics(of: "sub").receivers == 0)
    }

    @Test(
        "A later request that is wrong ends the stream",
        arguments: [
            Refusal(what: "subscription", text: "subscription may only be set in first message") {
                $0.subscription = "projects/test-project/subscriptions/sub"
            },
            Refusal(what: "messages", text: "max_outstanding_messages may only be set in first message") {
                $0.maxOutstandingMessages = 1
            },
            Refusal(what: "bytes", text: "max_outstanding_bytes may only be set in first message") {
                $0.maxOutstandingBytes = 1
            },
            Refusal(what: "version", text: "protocol_version may only be set in first message") {
                $0.protocolVersion = 1
            },
            Refusal(what: "unequal lists", text: "ack IDs and deadlines must have the same size") {
                $0.modifyDeadlineSeconds = [10]
            },
            Refusal(what: "negative deadline", text: "out of bounds") {
                $0.modifyDeadlineSeconds = [-1]
                $0.modifyDeadlineAckIds = ["x"]
            },
            Refusal(what: "long deadline", text: "out of bounds") {
                $0.modifyDeadlineSeconds = [601]
                $0.modifyDeadlineAckIds = ["x"]
            },
            Refusal(what: "malformed id", text: "Invalid ack id") { $0.ackIds = ["x"] },
            Refusal(what: "short stream deadline", text: "between 10 and 600") {
                $0.streamAckDeadlineSeconds = 9
            },
        ])
    func refusesLater(refusal: Refusal) throws {
        let stream = try emulator.openStream()
        try stream.start(name)
        try stream.send(refusal.request)
        #expect(stream.call.failure?.code == refusal.code)
        #expect(
            stream.call.failure?.message.contains(refusal.text) == true,
            "\(stream.call.failure?.message ?? "")")
        #expect(try emulator.statistics(of: "sub").receivers == 0)
    }

    @Test("An empty request, and one with the client id again, keep the stream alive")
    func heartbeat() throws {
        let stream = try emulator.openStream()
        try stream.start(name) { $0.clientId = "c" }
        try stream.send { _ in }
        try stream.send { $0.clientId = "c" }
        try publish("1")
        #expect(try stream.texts == ["1"])
    }
}
