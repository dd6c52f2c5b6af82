import CloudCore
import Testing

@testable import PubSubEmulator

/// Which receiver gets the messages of a key ("Order messages" in the Pub/Sub documentation).
struct KeyAffinityTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let name: String

    init() throws {
        emulator = Emulator(timeline: timeline)
        name = emulator.subscriptionName("sub")
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") { $0.enableMessageOrdering = true }
    }

    func publish(_ key: String, _ texts: String...) throws {
        for text in texts { try emulator.publish(text, orderingKey: key, to: "topic") }
    }

    func open(maxMessages: Int64 = 0) throws -> TestStream {
        let stream = try emulator.openStream()
        try stream.start(name) { $0.maxOutstandingMessages = maxMessages }
        return stream
    }

    func ackID(_ stream: TestStream, _ text: String) throws -> String {
        try stream.received.last { $0.message?.text == text }?.ackId ?? ""
    }

    @Test("Later messages of a key go to the stream that has earlier ones, without waiting for these")
    func staysWithStream() throws {
        let streams = [try open(), try open()]
        try publish("a", "a1")
        try publish("b", "b1")
        for number in 2...9 {
            try publish("a", "a\(number)")
            try publish("b", "b\(number)")
        }
        #expect(try streams[0].texts == (1...9).map { "a\($0)" })
        #expect(try streams[1].texts == (1...9).map { "b\($0)" })
    }

    @Test("With nothing outstanding a key stays with its stream while that is ready")
    func prefersFormerStream() throws {
        let streams = [try open(), try open()]
        for number in 1...5 {
            try publish("a", "a\(number)")
            try streams[0].send { $0.ackIds = [try ackID(streams[0], "a\(number)")] }
        }
        #expect(try streams[0].texts == ["a1", "a2", "a3", "a4", "a5"])
        #expect(try streams[1].texts.isEmpty)
    }

    @Test("A stream that is full keeps its key until it has room, though others wait")
    func fullStream() throws {
        let busy = try open(maxMessages: 2)
        try publish("a", "a1", "a2", "a3", "a4")
        let idle = try open()
        #expect(try busy.texts == ["a1", "a2"])
        #expect(try idle.texts.isEmpty)
        try publish("b", "b1")
        #expect(try idle.texts == ["b1"], "another key goes to who is ready")
        try busy.send { $0.ackIds = [try ackID(busy, "a1")] }
        #expect(try busy.texts == ["a1", "a2", "a3"])
        #expect(try idle.texts == ["b1"])
    }

    @Test("A full stream's key goes to another when all of it is acknowledged")
    func movesWhenDone() throws {
        let busy = try open(maxMessages: 1)
        let idle = try open()
        try publish("a", "a1")
        busy.call.isWritable = false
        try publish("b", "b1")
        try publish("a", "a2")
        let (holder, other) = try busy.texts.contains("a1") ? (busy, idle) : (idle, busy)
        #expect(try !other.texts.contains("a2"))
        #expect(try holder.texts.first == "a1")
    }

    @Test(
        "What a stream gave back comes to it again, with what follows, while it has earlier messages of the key"
    )
    func nackedOnStream() throws {
        let streams = [try open(), try open()]
        try publish("a", "a1", "a2", "a3")
        try streams[0].send {
            $0.modifyDeadlineAckIds = [try ackID(streams[0], "a2")]
            $0.modifyDeadlineSeconds = [0]
        }
        #expect(try streams[0].texts == ["a1", "a2", "a3", "a2", "a3"])
        #expect(try streams[1].texts.isEmpty)
    }

    @Test("What is outstanding with a stream that has gone holds its key back from others until it is done")
    func goneStream() throws {
        let stream = try open(maxMessages: 1)
        try publish("a", "a1", "a2")
        stream.requests.halfClose()
        let next = try open()
        #expect(try next.texts.isEmpty)
        try publish("a", "a3")
        #expect(try next.texts.isEmpty)
        timeline.advance(by: .seconds(10))
        #expect(try next.texts == ["a1", "a2", "a3"])
    }

    @Test("Pull has one batch of a key at a time, and a stream none of it meanwhile")
    func pullHoldsKey() throws {
        try publish("a", "a1", "a2", "a3")
        let batch = try emulator.pull("sub", max: 2)
        #expect(batch.map(\.message.text) == ["a1", "a2"])
        let stream = try open()
        #expect(try emulator.pull("sub").isEmpty && stream.texts.isEmpty)
        for received in batch { try received.ack() }
        #expect(try stream.texts == ["a3"])
    }

    @Test("One busy key does not keep a stream from older messages without a key, and of others")
    func busyKey() throws {
        let stream = try open(maxMessages: 1)
        try publish("a", "a1")
        for (key, text) in [("", "x"), ("b", "b1"), ("a", "a2")] {
            timeline.advance(by: .seconds(1))
            try publish(key, text)
        }
        for text in ["a1", "x", "b1"] { try stream.send { $0.ackIds = [try ackID(stream, text)] } }
        #expect(try stream.texts == ["a1", "x", "b1", "a2"])
    }

    @Test("A redelivery brings even acknowledged later messages of its key again, in order")
    func acknowledgedOnesAgain() throws {
        try publish("a", "a1", "a2", "a3", "a4")
        let batch = try emulator.pull("sub", max: 3)
        try batch[2].ack()
        #expect(try emulator.statistics(of: "sub").unacknowledged == 3)
        try batch[1].nack()
        #expect(try emulator.statistics(of: "sub").unacknowledged == 4)
        try batch[0].ack()
        #expect(try emulator.pull("sub").map(\.message.text) == ["a2", "a3", "a4"])
        let kinds = emulator.messages()[2].events.map(\.kind)
        #expect(kinds.contains(.acknowledged) && kinds.contains(.recalled))
    }

    @Test("Once all before it are acknowledged, too, an acknowledged message is gone for good")
    func acknowledgedOnesGone() throws {
        try publish("a", "a1", "a2", "a3")
        let batch = try emulator.pull("sub")
        try batch[1].ack()
        try batch[0].ack()
        try batch[2].nack()
        #expect(try emulator.pull("sub").map(\.message.text) == ["a3"])
    }
}
