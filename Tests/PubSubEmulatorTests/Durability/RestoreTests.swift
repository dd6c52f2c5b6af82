import CloudCore
import Foundation
import Testing

@testable import PubSubEmulator

/// What each kind of state does after a restart: it is as it was, and goes on as it would have.
final class RestoreTests {
    let folder = NSTemporaryDirectory() + "rehearsal-restore-\(UUID().uuidString)"
    let timeline = VirtualTimeline()
    let http = RecordingHTTP()
    let sink = RecordingSink()

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func started() throws -> Emulator {
        let emulator = Emulator(
            timeline: timeline, http: http, exports: sink, transformer: FakeTransformer.standard)
        _ = try emulator.keepData(in: folder) { fatalError("\($0)") }
        return emulator
    }

    /// Does the first with an emulator, and the second with the one that is there after a restart. What they hold does
    /// not differ, but for the leases, which end with the first.
    private func restart<R>(
        _ first: (Emulator) throws -> R, then second: (Emulator, R) throws -> Void
    ) throws {
        let (outcome, before) = try { () throws -> (R, EmulatorState) in
            let emulator = try started()
            try emulator.createTopic("topic")
            return (try first(emulator), emulator.exportState())
        }()
        let emulator = try started()
        // That a message is out for the first time is not in the log: it waits again.
        let differences = before.differences(to: emulator.exportState()).map(\.path).filter {
            !$0.contains("].delivered") && !$0.hasSuffix("].waiting")
        }
        #expect(differences == [])
        try second(emulator, outcome)
    }

    @Test("A push subscription pushes again what had no answer, as its config says")
    func push() throws {
        try restart { emulator in
            let created = try emulator.createSubscription("sub", topic: "topic") {
                $0.push {
                    $0.attributes = ["x-goog-version": "v1"]
                    $0.noWrapper = PushConfig.NoWrapper()
                    $0.noWrapper?.writeMetadata = true
                }
            }
            try emulator.publish("x", attributes: ["key": "value"], to: "topic")
            #expect(http.requests.count == 1)
            return created
        } then: { (emulator, created) throws in
            #expect(try emulator.subscription("sub") == created)
            let again = try #require(http.requests.dropFirst().first)
            #expect(again.body == Array("x".utf8) && again.header("key") == "value")
            http.answer(200, 1)
            #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
        }
    }

    static let exports: [@Sendable (inout Subscription) -> Void] = [
        {
            $0.bigqueryConfig = BigQueryConfig()
            $0.bigqueryConfig?.table = "p.data.table"
        },
        {
            $0.cloudStorageConfig = CloudStorageConfig()
            $0.cloudStorageConfig?.bucket = "my-bucket"
            $0.cloudStorageConfig?.maxDuration = .seconds(60)
        },
        {
            $0.bigtableConfig = BigtableConfig()
            $0.bigtableConfig?.table = "projects/p/instances/i/tables/t"
        },
    ]

    @Test("An export subscription writes what no sink had confirmed", arguments: exports.indices)
    func export(_ index: Int) throws {
        try restart { emulator in
            try emulator.createSubscription("sub", topic: "topic", Self.exports[index])
            try emulator.publish("x", to: "topic")
            return sink.waiting
        } then: { (emulator, waiting) throws in
            timeline.advance(by: .seconds(60))
            #expect(sink.waiting == waiting + 1)
            while sink.waiting > 0 { sink.answer() }
            #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
            #expect(refusal { try emulator.pull("sub") }?.code == .failedPrecondition)
        }
    }

    @Test("Transforms of topics and subscriptions go on")
    func transforms() throws {
        try restart { emulator in
            try emulator.createTopic(
                {
                    var topic = Topic(name: "loud")
                    topic.messageTransforms = [MessageTransform("shout"), MessageTransform("drop")]
                    return topic
                }())
            try emulator.createSubscription("sub", topic: "loud") {
                $0.messageTransforms = [MessageTransform("mark")]
            }
            try emulator.publish(["a", "drop"].map { PubsubMessage($0) }, to: "loud")
        } then: { (emulator, _) throws in
            try emulator.publish(["b", "drop"].map { PubsubMessage($0) }, to: "loud")
            #expect(try emulator.pull("sub").map(\.message.text) == ["A!", "B!"])
        }
    }

    @Test("Schemas have their revisions, and a topic the range of them that it had")
    func schemas() throws {
        try restart { emulator in
            let ids = try ["0", "1"].enumerated().map { index, value in
                let field = #"{"name": "a\#(value)", "type": "int", "default": 0}"#
                return index == 0
                    ? try emulator.createSchema("people", type: .avro, definition: Door.record(field))
                        .revisionId
                    : try emulator.commitSchema("people", type: .avro, definition: Door.record(field))
                        .revisionId
            }
            var topic = Topic(name: "checked")
            topic.schemaSettings = SchemaSettings(schema: emulator.schemaName("people"), encoding: .json)
            topic.schemaSettings?.lastRevisionId = ids[0]
            try emulator.createTopic(topic)
            return try emulator.schemaRevisions(of: "people")
        } then: { (emulator, revisions) throws in
            #expect(try emulator.schemaRevisions(of: "people") == revisions)
            try emulator.publish(#"{"a0": 1}"#, to: "checked")
            #expect(refusal { try emulator.publish(#"{"a1": 1}"#, to: "checked") }?.code == .invalidArgument)
            let rolledBack = try emulator.rollBackSchema("people", to: revisions[1].revisionId)
            #expect(!revisions.map(\.revisionId).contains(rolledBack.revisionId))
        }
    }

    @Test("A snapshot brings back what it was of, and expires when it would have")
    func snapshots() throws {
        try restart { emulator in
            try emulator.createSubscription("sub", topic: "topic")
            try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
            try emulator.pull("sub", max: 1)[0].ack()
            let snapshot = try emulator.createSnapshot("snap", of: "sub", labels: ["a": "b"])
            try emulator.publish("3", to: "topic")
            for received in try emulator.pull("sub") { try received.ack() }
            return snapshot
        } then: { (emulator, snapshot) throws in
            #expect(try emulator.snapshot("snap") == snapshot)
            try emulator.seek("sub", toSnapshot: "snap")
            #expect(try emulator.pull("sub").map(\.message.text) == ["2", "3"])
            timeline.advance(by: .seconds(7 * 86_400))
            #expect(refusal { try emulator.snapshot("snap") }?.code == .notFound)
        }
    }

    @Test("What is retained of acknowledged messages is replayed by a seek to a time")
    func retained() throws {
        let start = timeline.now
        try restart { emulator in
            try emulator.createSubscription("sub", topic: "topic") { $0.retainAckedMessages = true }
            try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
            for received in try emulator.pull("sub") { try received.ack() }
        } then: { (emulator, _) throws in
            #expect(try emulator.pull("sub").isEmpty)
            try emulator.seek("sub", to: start)
            #expect(try emulator.pull("sub").map(\.message.text) == ["1", "2"])
        }
    }

    @Test("Policies have their bindings and etags; one that was read before can be written after")
    func policies() throws {
        try restart { emulator in
            try emulator.createSubscription("sub", topic: "topic")
            var policy = IAMv1.Policy()
            policy.version = 3
            policy.bindings = [IAMv1.Binding()]
            policy.bindings[0].role = "roles/pubsub.viewer"
            policy.bindings[0].members = ["user:a@example.com"]
            policy.bindings[0].condition = IAMv1.Expr()
            policy.bindings[0].condition?.expression = "request.time < timestamp('2031-01-01T00:00:00Z')"
            policy.bindings[0].condition?.title = "until"
            return try [emulator.topicName("topic"), emulator.subscriptionName("sub")].map {
                ($0, try emulator.setPolicy(policy, of: $0))
            }
        } then: { (emulator, written) throws in
            for (resource, policy) in written {
                #expect(try emulator.policy(of: resource) == policy)
                try emulator.setPolicy(policy, of: resource)
                #expect(refusal { try emulator.setPolicy(policy, of: resource) }?.code == .aborted)
            }
        }
    }

    @Test("A key's outstanding messages come again in order, without those that were acknowledged")
    func ordering() throws {
        try restart { emulator in
            try emulator.createSubscription("sub", topic: "topic") { $0.enableMessageOrdering = true }
            for text in ["a1", "a2", "a3", "a4"] { try emulator.publish(text, orderingKey: "a", to: "topic") }
            try emulator.publish("b1", orderingKey: "b", to: "topic")
            let received = try emulator.pull("sub", max: 3)
            try received[0].ack()
            try received[2].ack()
        } then: { (emulator, _) throws in
            let received = try emulator.pull("sub")
            let texts = received.map(\.message.text)
            // The acknowledgement of a3 waited for that of a2.
            #expect(texts.filter { $0.hasPrefix("a") } == ["a2", "a4"] && texts.contains("b1"))
            #expect(try emulator.pull("sub").isEmpty)
        }
    }

    @Test("Exactly once, what was acknowledged does not come again, and ids from before are not good")
    func exactlyOnce() throws {
        try restart { emulator in
            try emulator.createSubscription("sub", topic: "topic") { $0.enableExactlyOnceDelivery = true }
            try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
            let received = try emulator.pull("sub")
            try received[0].ack()
            return received.map(\.ackID)
        } then: { (emulator, ids) throws in
            let again = try emulator.pull("sub")
            #expect(again.map(\.message.text) == ["2"] && !ids.contains(again[0].ackID))
            for id in ids {
                #expect(refusal { try emulator.acknowledge([id], on: "sub") }?.code == .invalidArgument)
            }
            try again[0].ack()
            timeline.advance(by: .seconds(600))
            #expect(try emulator.pull("sub").isEmpty)
        }
    }

    @Test("A detached subscription stays so, and one without its topic keeps what it holds")
    func detached() throws {
        try restart { emulator in
            for id in ["detached", "kept"] { try emulator.createSubscription(id, topic: "topic") }
            try emulator.publish("x", to: "topic")
            try emulator.detachSubscription("detached")
            try emulator.deleteTopic("topic")
        } then: { (emulator, _) throws in
            #expect(try emulator.subscription("detached").detached)
            #expect(refusal { try emulator.pull("detached") }?.code == .failedPrecondition)
            #expect(try emulator.subscription("kept").topic == "_deleted-topic_")
            #expect(try emulator.pull("kept").map(\.message.text) == ["x"])
        }
    }
}
