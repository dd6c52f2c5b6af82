import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// Filters, seek, snapshots and detach as clients of gRPC and of REST see them.
struct ReplayDoorTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let project = "projects/test-project"

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
    }

    /// Calls a method with a request in JSON, as REST does, or with the same request in protobuf.
    func call<Request: Message, Response: Message>(
        _ name: String, _ json: String, _ request: Request.Type, _ response: Response.Type,
        _ format: PayloadFormat
    ) throws -> Response {
        let method = try #require(emulator.methods.first { $0.path.hasSuffix("/" + name) })
        let parsed = try JSON.parse(json)
        switch format {
        case .json:
            let text = String(decoding: try method.answer(.json(parsed)), as: UTF8.self)
            return try ProtoJSONDecoder.decode(Response.self, from: JSON.parse(text))
        case .protobuf:
            let bytes = ProtobufEncoder.bytes(of: try ProtoJSONDecoder.decode(Request.self, from: parsed))
            let answer = try bytes.withUnsafeBytes { try method.answer(.protobuf($0)) }
            return try answer.withUnsafeBytes { try ProtobufDecoder.decode(Response.self, from: $0) }
        }
    }

    @Test(
        "A filtered subscription, its snapshot, a seek and a detach",
        arguments: [PayloadFormat.protobuf, .json])
    func scenario(_ format: PayloadFormat) throws {
        let sub = "\(project)/subscriptions/sub"
        let created = try call(
            "CreateSubscription",
            """
            {"name": "\(sub)", "topic": "\(project)/topics/topic", "filter": "attributes.a = \\"1\\"",
             "retainAckedMessages": true}
            """, Subscription.self, Subscription.self, format)
        #expect(created.filter == "attributes.a = \"1\"" && created.retainAckedMessages)
        try emulator.publish("no", to: "topic")
        try emulator.publish("yes", attributes: ["a": "1"], to: "topic")
        let snapshot = try call(
            "CreateSnapshot", #"{"name": "\#(project)/snapshots/snap", "subscription": "\#(sub)"}"#,
            CreateSnapshotRequest.self, Snapshot.self, format)
        let found = try call(
            "GetSnapshot", #"{"snapshot": "\#(snapshot.name)"}"#, GetSnapshotRequest.self, Snapshot.self,
            format)
        #expect(found == snapshot)
        let listed = try call(
            "ListSnapshots", #"{"project": "\#(project)"}"#, ListSnapshotsRequest.self,
            ListSnapshotsResponse.self,
            format)
        #expect(listed.snapshots == [snapshot])
        let names = try call(
            "ListTopicSnapshots", #"{"topic": "\#(project)/topics/topic"}"#, ListTopicSnapshotsRequest.self,
            ListTopicSnapshotsResponse.self, format)
        #expect(names.snapshots == [snapshot.name])
        let updated = try call(
            "UpdateSnapshot",
            #"{"snapshot": {"name": "\#(snapshot.name)", "labels": {"k": "v"}}, "updateMask": "labels"}"#,
            UpdateSnapshotRequest.self, Snapshot.self, format)
        #expect(updated.labels == ["k": "v"])

        for target in [#""snapshot": "\#(snapshot.name)""#, #""time": "2000-01-01T00:00:00Z""#] {
            let received = try emulator.pull("sub")
            #expect(received.map(\.message.text) == ["yes"])
            try received[0].ack()
            _ = try call(
                "Seek", #"{"subscription": "\#(sub)", \#(target)}"#, SeekRequest.self, SeekResponse.self,
                format)
        }
        #expect(try emulator.pull("sub").map(\.message.text) == ["yes"])

        _ = try call(
            "DeleteSnapshot", #"{"snapshot": "\#(snapshot.name)"}"#, DeleteSnapshotRequest.self, Empty.self,
            format)
        _ = try call(
            "DetachSubscription", #"{"subscription": "\#(sub)"}"#, DetachSubscriptionRequest.self,
            DetachSubscriptionResponse.self, format)
        #expect(try emulator.subscription("sub").detached)
        #expect(try emulator.snapshots().isEmpty)
    }
}
