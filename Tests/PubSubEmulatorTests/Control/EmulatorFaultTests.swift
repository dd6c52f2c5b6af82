import CloudCore
@testable import RPCServer
import Testing

@testable import PubSubEmulator

/// Fault rules on Pub/Sub's methods, in process, over REST and on streams.
struct EmulatorFaultTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let peer: ControlPeer

    init() throws {
        emulator = Emulator(timeline: timeline)
        peer = ControlPeer(emulator)
        try emulator.createTopic("topic-t")
        try emulator.createSubscription("sub-s", topic: "topic-t")
    }

    func add(_ json: JSON) throws { try emulator.addFault(try FaultRule(json: json)) }

    /// Opens a StreamingPull as a server that has this interceptor does.
    func stream() throws -> TestStream {
        let call = RecordingCall()
        guard let method = emulator.methods.first(where: { $0.path.hasSuffix("/StreamingPull") }),
            case .streaming(let open) = emulator.interceptor.serving(method)
        else { throw Status(.internal, "no StreamingPull") }
        let stream = TestStream(call: call, requests: try open(CallContext(), call))
        try stream.start(emulator.subscriptionName("sub-s"))
        return stream
    }

    @Test("A rule of REST strikes calls in process, is listed with its counts, and is removed")
    func restAndInProcess() throws {
        let added = peer.call(
            "POST", "/emulator/v1/faults",
            #"{"match": {"method": "Publish", "resource": "*/topics/topic-t", "nth": 2}, "action": {"error": {"code": "UNAVAILABLE", "message": "no"}}}"#
        )
        #expect(added.status == 200 && added.json["rules"]?[0]?["id"] == 1)
        try emulator.publish("1", to: "topic-t")
        let status = expectCode(.unavailable) { () throws(Status) in try emulator.publish("2", to: "topic-t")
        }
        #expect(status?.message == "no")
        let rest = peer.call(
            "POST", "/v1/projects/test-project/topics/topic-t:publish", #"{"messages": [{"data": "eA=="}]}"#)
        #expect(rest.json["messageIds"]?.arrayValue?.count == 1)
        let rule = peer.call("GET", "/emulator/v1/faults").json["rules"]?[0]
        #expect(rule?["matched"] == 3 && rule?["struck"] == 1)
        #expect(peer.call("DELETE", "/emulator/v1/faults/1").status == 200)
        #expect(peer.call("DELETE", "/emulator/v1/faults/1").status == 404)
        #expect(emulator.faults.isEmpty)
        #expect(try emulator.statistics(of: "sub-s").unacknowledged == 2)
    }

    @Test("Several rules are added together or not at all")
    func allOrNone() {
        let good = #"{"action": {"reorder": true}}"#
        #expect(peer.call("POST", "/emulator/v1/faults", "{\"rules\": [\(good), 1]}").status == 400)
        #expect(emulator.faults.isEmpty)
        #expect(peer.call("POST", "/emulator/v1/faults", "{\"rules\": [\(good), \(good)]}").status == 200)
        #expect(emulator.faults.count == 2)
        #expect(peer.call("DELETE", "/emulator/v1/faults").status == 200)
        #expect(emulator.faults.isEmpty)
    }

    @Test("A lost answer of a Publish has published; a lost request has not")
    func drop() throws {
        try add(["match": ["method": "Publish", "nth": 1], "action": ["drop": "response"]])
        try add(["match": ["method": "Publish", "nth": 1], "action": ["drop": "request"]])
        expectCode(.deadlineExceeded) { () throws(Status) in try emulator.publish("1", to: "topic-t") }
        expectCode(.deadlineExceeded) { () throws(Status) in try emulator.publish("2", to: "topic-t") }
        #expect(try emulator.pull("sub-s").map(\.message.text) == ["1"])
    }

    @Test("A Pull's batch is duplicated or reordered, in process and over REST")
    func batches() throws {
        try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic-t")
        try add(["match": ["method": "Pull", "first": 1], "action": ["duplicate": true]])
        try add(["action": ["reorder": true]])
        let twice = try emulator.pull("sub-s")
        #expect(twice.map(\.message.text) == ["1", "1", "2", "2", "3", "3"])
        try emulator.modifyAckDeadline(
            [twice[0].ackID, twice[2].ackID, twice[4].ackID], on: "sub-s", seconds: 0)
        let answer = peer.call(
            "POST", "/v1/projects/test-project/subscriptions/sub-s:pull", #"{"maxMessages": 10}"#)
        let data = answer.json["receivedMessages"]?.arrayValue?.compactMap {
            $0["message"]?["data"]?.stringValue
        }
        #expect(data?.count == 3 && data != ["MQ==", "Mg==", "Mw=="])
        #expect(Set(data ?? []) == ["MQ==", "Mg==", "Mw=="])
    }

    @Test("A pull in process that waits is late on the timeline")
    func latencyInProcess() async throws {
        try emulator.publish("1", to: "topic-t")
        try add(["match": ["method": "Pull"], "action": ["latency": "7s"]])
        async let batch = emulator.pull("sub-s", wait: .seconds(1))
        await waitUntil { timeline.nextAlarm != nil }
        #expect(try emulator.statistics(of: "sub-s").outstanding == 0)
        timeline.advance(by: .seconds(7))
        #expect(try await batch.count == 1)
    }

    @Test("A stream is cut after so many messages; what has come stays leased, what was on its way is lost")
    func cut() throws {
        try add(["match": ["method": "StreamingPull"], "action": ["cut": ["afterMessages": 2]]])
        let stream = try stream()
        try emulator.publish("1", to: "topic-t")
        stream.flush()
        #expect(!stream.call.isFinished)
        try emulator.publish(["2", "3"].map { PubsubMessage($0) }, to: "topic-t")
        #expect(try stream.texts == ["1", "2"])
        #expect(stream.call.failure?.code == .unavailable)
        #expect(try emulator.statistics(of: "sub-s").receivers == 0)
        #expect(try emulator.statistics(of: "sub-s").outstanding == 3)
        timeline.advance(by: .seconds(10))
        #expect(try emulator.pull("sub-s").count == 3)
    }

    @Test("A stream meets errors, losses and latency, too")
    func streams() throws {
        try add(["match": ["nth": 1], "action": ["error": ["code": "PERMISSION_DENIED"]]])
        try add(["match": ["nth": 1], "action": ["drop": "request"]])
        try add(["match": ["nth": 1], "action": ["drop": "response"]])
        try add(["match": ["method": "StreamingPull"], "action": ["latency": "3s"]])
        #expect(try stream().call.failure?.code == .permissionDenied)
        let deaf = try stream()
        #expect(try emulator.statistics(of: "sub-s").receivers == 0)
        deaf.requests.cancel()
        let mute = try stream()
        emulator.removeFaults()
        try emulator.publish("1", to: "topic-t")
        #expect(try mute.texts == [] && emulator.statistics(of: "sub-s").outstanding == 1)
        mute.requests.cancel()
        timeline.advance(by: .seconds(10))
        try add(["match": ["method": "StreamingPull"], "action": ["latency": "3s"]])
        let late = try stream()
        #expect(try late.texts == [])
        timeline.advance(by: .seconds(3))
        #expect(try late.texts == ["1"])
    }

    @Test("A sequence in process is refused, duplicated and cut")
    func sequence() async throws {
        try add(["match": ["nth": 1], "action": ["error": ["code": "UNAVAILABLE"]]])
        await expectCode(.unavailable) { for try await _ in emulator.receive(from: "sub-s") {} }
        emulator.removeFaults()
        try add([
            "match": ["method": "StreamingPull"],
            "action": ["cut": ["afterMessages": 2, "error": ["code": "ABORTED"]]],
        ])
        try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic-t")
        var texts: [String] = []
        await expectCode(.aborted) {
            for try await received in emulator.receive(from: "sub-s") { texts.append(received.message.text) }
        }
        #expect(texts == ["1", "2"])
        #expect(try emulator.statistics(of: "sub-s").receivers == 0)
    }
}

extension Interceptor {
    /// How a server that has this interceptor serves a method.
    func serving(_ method: RPCMethod) -> RPCMethod.Kind { kind(of: method) }
}
