import CloudCore
import Synchronization
import Testing

@testable import PubSubEmulator
@testable import RPCServer

/// Leaks, reset, seeds, replay and the time of a served emulator.
struct ControlTests {
    let timeline = VirtualTimeline()

    func emulator(seed: UInt64 = 0) throws -> Emulator {
        let emulator = Emulator(timeline: timeline, seed: seed)
        try emulator.createTopic("topic-t")
        try emulator.createSubscription("sub-s", topic: "topic-t")
        return emulator
    }

    @Test("A leak check finds what has come since the mark and is still there")
    func leaks() throws {
        let emulator = try emulator()
        let peer = ControlPeer(emulator)
        try emulator.publish(["old", "new"].map { PubsubMessage($0) }, to: "topic-t")
        _ = try emulator.pull("sub-s", max: 1)
        let mark = emulator.mark()
        #expect(peer.call("POST", "/emulator/v1/leaks:mark").json == ["mark": 1])
        #expect(emulator.leaks(since: mark).isEmpty)
        try emulator.createTopic("left")
        try emulator.createSubscription("gone", topic: "topic-t")
        try emulator.createSubscription("behind", topic: "left")
        try emulator.deleteSubscription("gone")
        let lease = try emulator.pull("sub-s", max: 1)[0]
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("behind"))
        let leaks = emulator.leaks(since: mark)
        #expect(leaks.topics == [emulator.topicName("left")])
        #expect(leaks.subscriptions == [emulator.subscriptionName("behind")])
        #expect(leaks.leases.map(\.messageID) == [lease.message.messageId])
        #expect(leaks.receivers.map(\.subscription) == [emulator.subscriptionName("behind")])
        let answer = peer.call("GET", "/emulator/v1/leaks?mark=1").json
        #expect(answer["clean"] == false && answer["topics"]?[0] == .string(emulator.topicName("left")))
        stream.requests.cancel()
        try lease.ack()
        try emulator.deleteSubscription("behind")
        try emulator.deleteTopic("left")
        #expect(emulator.leaks(since: mark).description == "nothing was left behind")
        #expect(peer.call("GET", "/emulator/v1/leaks?mark=1").json["clean"] == true)
        #expect(peer.call("GET", "/emulator/v1/leaks?mark=2").status == 404)
        #expect(peer.call("GET", "/emulator/v1/leaks").status == 400)
    }

    @Test("A reset of one project leaves the others")
    func reset() throws {
        let emulator = try emulator()
        let peer = ControlPeer(emulator)
        try emulator.createTopic("projects/other-project/topics/topic-t")
        try emulator.createSubscription(
            "projects/other-project/subscriptions/sub-s", topic: "projects/other-project/topics/topic-t")
        #expect(peer.call("POST", "/emulator/v1/reset", #"{"project": "other-project"}"#).status == 200)
        #expect(try emulator.topics(in: "other-project").isEmpty)
        #expect(try emulator.subscriptions(in: "other-project").isEmpty)
        #expect(try emulator.topics().count == 1 && emulator.subscriptions().count == 1)
        #expect(peer.call("POST", "/emulator/v1/reset", #"{"projects": "x"}"#).status == 400)
        #expect(peer.call("POST", "/emulator/v1/reset").status == 200)
        #expect(try emulator.topics().isEmpty && emulator.subscriptions().isEmpty)
    }

    @Test("A seed repeats ids, and another one gives others")
    func seeds() throws {
        func ids(_ emulator: Emulator) throws -> [String] {
            try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic-t")
                + (try emulator.pull("sub-s").map { received throws(Status) in
                    try received.ack()
                    return received.ackID
                })
        }
        let first = try ids(try emulator(seed: 5))
        let second = try emulator(seed: 5)
        #expect(try ids(second) == first)
        #expect(first[0].count == 15)
        #expect(try ids(try emulator(seed: 6)) != first)
        #expect(try ids(second) != first)
        let peer = ControlPeer(second)
        #expect(peer.call("POST", "/emulator/v1/seed", #"{"seed": 5}"#).status == 400)
        second.reset()
        #expect(peer.call("POST", "/emulator/v1/seed", #"{"seed": 5}"#).json == ["seed": 5])
        try second.createTopic("topic-t")
        try second.createSubscription("sub-s", topic: "topic-t")
        #expect(try ids(second) == first)
        #expect(peer.call("POST", "/emulator/v1/seed", "{}").status == 400)
    }

    @Test("The time of a served emulator is moved, and moves by itself once it is told to")
    func time() async throws {
        let emulator = try emulator()
        let peer = ControlPeer(emulator)
        try emulator.publish("1", to: "topic-t")
        _ = try emulator.pull("sub-s")
        #expect(peer.call("POST", "/emulator/v1/timeline:advance", #"{"duration": "9s"}"#).status == 200)
        #expect(try emulator.statistics(of: "sub-s").outstanding == 1)
        let answer = peer.call("PATCH", "/emulator/v1/timeline", #"{"kind": "automatic"}"#)
        #expect(answer.json["kind"] == "automatic")
        // Nobody advances it: the lease runs out because nothing else happens.
        await waitUntil { try emulator.statistics(of: "sub-s").outstanding == 0 }
        #expect(timeline.now >= Instant(nanoseconds: 1_893_456_010_000_000_000))
    }

    @Test("A recording replayed on a new emulator gives the same ids under the same seed")
    func replay() throws {
        let lines = Lines()
        let original = Emulator(timeline: timeline, seed: 7)
        original.interceptor.record(
            to: RequestRecorder { (bytes) throws(SystemError) in lines.add(bytes) })
        let peer = ControlPeer(original)
        let topic = "/v1/projects/test-project/topics/topic-t"
        let subscription = "/v1/projects/test-project/subscriptions/sub-s"
        #expect(peer.call("PUT", topic).status == 200)
        #expect(
            peer.call("PUT", subscription, #"{"topic": "projects/test-project/topics/topic-t"}"#).status
                == 200)
        #expect(peer.call("PUT", topic).status == 409)
        let waiting = peer.begin("POST", subscription + ":pull", #"{"maxMessages": 1}"#)
        timeline.advance(by: .seconds(3))
        #expect(peer.call("POST", topic + ":publish", #"{"messages": [{"data": "MQ=="}]}"#).status == 200)
        #expect(waiting.outcome?.json["receivedMessages"]?.arrayValue?.count == 1)
        try original.publish("2", to: "topic-t")
        try original.pull("sub-s")[0].ack()
        let stream = try recordedStream(original)
        try original.publish("3", to: "topic-t")
        stream.requests.halfClose()
        original.interceptor.record(to: nil)

        let log = try RequestLog(parsing: lines.bytes)
        let copy = Emulator(timeline: VirtualTimeline(), seed: 7)
        let report = RequestReplay.run(log, against: copy.methods, on: copy.timeline)
        #expect(report.played == log.records.count && report.differing == 0, "\(report)")
        #expect(copy.messages().map(\.message) == original.messages().map(\.message))
        #expect(copy.messages().map(Self.life) == original.messages().map(Self.life))
        #expect(copy.messages().count == 3)

        let other = ControlPeer(Emulator(timeline: VirtualTimeline(), seed: 7))
        try other.emulator.createTopic("topic-t")
        let answer = other.call(
            "POST", "/emulator/v1/requests:replay", String(decoding: lines.bytes, as: UTF8.self))
        #expect(answer.json["differing"] == 1, "the topic is there already")
        #expect(answer.json["differences"]?[0]?["replayed"] == "ALREADY_EXISTS")
        #expect(other.call("POST", "/emulator/v1/requests:replay", "x\n").status == 400)
    }

    /// What happened to a message, apart from the numbers of its receivers: a Pull that waited is not waited for.
    private static func life(_ record: MessageRecord) -> [String] {
        record.events.map { event in
            guard case .delivered(let ackID, let attempt, _) = event.kind else { return event.kind.name }
            return "delivered \(ackID) \(attempt)"
        }
    }

    private func recordedStream(_ emulator: Emulator) throws -> TestStream {
        let call = RecordingCall()
        guard let method = emulator.methods.first(where: { $0.path.hasSuffix("/StreamingPull") }),
            case .streaming(let open) = emulator.interceptor.kind(of: method)
        else { throw Status(.internal, "no StreamingPull") }
        let stream = TestStream(call: call, requests: try open(CallContext(), call))
        try stream.start(emulator.subscriptionName("sub-s"))
        return stream
    }

    @Test("The document of the routes has each route, and no other")
    func document() throws {
        let folder = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = String(decoding: try InputFile.bytes("/\(folder)/docs/emulator-api.md"), as: UTF8.self)
        let documented = text.split(separator: "\n").filter { $0.hasPrefix("### `") }
            .map { String($0.dropFirst(5).dropLast()) }
        let served = ControlPeer.routes(of: try emulator()).map { "\($0.method) \($0.template)" }
        #expect(documented.sorted() == served.sorted())
    }
}

/// Bytes that were written, in order.
private final class Lines: Sendable {
    private let state = Mutex<[UInt8]>([])
    var bytes: [UInt8] { state.withLock { $0 } }
    func add(_ more: UnsafeRawBufferPointer) {
        let more = [UInt8](more)
        state.withLock { $0 += more }
    }
}
