import CloudCore
import Foundation
import Testing

@testable import PubSubEmulator

/// An emulator that keeps everything in a directory.
final class DataDirectoryTests {
    let folder = NSTemporaryDirectory() + "rehearsal-data-\(UUID().uuidString)"
    let timeline = VirtualTimeline()

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var log: String { folder + "/log" }

    /// An emulator as it is after a start. The one before has to be gone.
    func started(_ exports: (any ExportSink)? = nil) throws -> (emulator: Emulator, report: RecoveryReport) {
        let emulator = Emulator(timeline: timeline, exports: exports)
        let report = try emulator.keepData(in: folder) { fatalError("\($0)") }
        return (emulator, report)
    }

    @Test("What was published, acknowledged, created and deleted is so after a restart")
    func restart() throws {
        var ids: [String] = []
        do {
            let emulator = try started().emulator
            try emulator.createTopic("topic-t")
            try emulator.createTopic("gone")
            try emulator.createSubscription("sub-s", topic: "topic-t")
            try emulator.deleteTopic("gone")
            ids = try (0..<3).map { try emulator.publish("\($0)", to: "topic-t") }
            let received = try emulator.pull("sub-s", max: 2)
            try received[0].ack()
        }
        let (emulator, report) = try started()
        #expect(report.records > 5 && report.tornAt == nil)
        #expect(try emulator.topics().map(\.name) == [emulator.topicName("topic-t")])
        #expect(try emulator.pull("sub-s", max: 10).map(\.message.messageId) == Array(ids[1...]))
        #expect(try (UInt64(emulator.publish("new", to: "topic-t")) ?? 0) > (UInt64(ids[2]) ?? 0))
    }

    @Test("Ack ids from before a restart are never good again")
    func ackIDs() throws {
        var former: String
        do {
            let emulator = try started().emulator
            try emulator.createTopic("topic-t")
            try emulator.createSubscription("sub-s", topic: "topic-t")
            try emulator.publish("a", to: "topic-t")
            former = try emulator.pull("sub-s", max: 1)[0].ackID
        }
        let emulator = try started().emulator
        let latter = try emulator.pull("sub-s", max: 1)[0].ackID
        #expect(former != latter)
        try emulator.acknowledge([former], on: "sub-s")
        #expect(try emulator.statistics(of: "sub-s").unacknowledged == 1)
        former = latter
    }

    @Test("Schemas, policies, attempts and dead letters are kept")
    func theRest() throws {
        var revisions: [String] = []
        do {
            let emulator = try started().emulator
            try emulator.createTopic("dead-t")
            try emulator.createSubscription("dead-s", topic: "dead-t")
            try emulator.createTopic("topic-t")
            var settings = Subscription(
                name: emulator.subscriptionName("sub-s"), topic: emulator.topicName("topic-t"))
            settings.deadLetterPolicy = DeadLetterPolicy()
            settings.deadLetterPolicy?.deadLetterTopic = emulator.topicName("dead-t")
            try emulator.createSubscription(settings)
            try emulator.publish("a", to: "topic-t")
            for _ in 0..<4 { try emulator.pull("sub-s", max: 1)[0].nack() }
            revisions = try ["a", "b"].map { text in
                let schema =
                    #"{"type": "record", "name": "R", "fields": [{"name": "\#(text)", "type": "string", "default": ""}]}"#
                return text == "a"
                    ? try emulator.createSchema("schema-s", type: .avro, definition: schema).revisionId
                    : try emulator.commitSchema("schema-s", type: .avro, definition: schema).revisionId
            }
            var policy = IAMv1.Policy()
            policy.bindings = [IAMv1.Binding()]
            policy.bindings[0].role = "roles/pubsub.viewer"
            policy.bindings[0].members = ["user:a@example.com"]
            _ = try emulator.setPolicy(policy, of: emulator.topicName("topic-t"))
        }
        do {
            let emulator = try started().emulator
            let again = try emulator.pull("sub-s", max: 1)[0]
            #expect(again.attempt == 5)
            try again.nack()
            #expect(try emulator.pull("sub-s", max: 1).isEmpty)
            let state = emulator.exportState()
            #expect(state.schemas.first?.revisions.compactMap(\.schema?.revisionId) == revisions)
            #expect(state.policies.first?.policy?.bindings.first?.role == "roles/pubsub.viewer")
        }
        #expect(try started().emulator.pull("dead-s", max: 1).map(\.message.text) == ["a"])
    }

    @Test("A torn end is dropped, and reported")
    func torn() throws {
        do {
            let emulator = try started().emulator
            try emulator.createTopic("topic-t")
            try emulator.createSubscription("sub-s", topic: "topic-t")
            try emulator.publish("a", to: "topic-t")
            try emulator.publish("never acknowledged", to: "topic-t")
        }
        let bytes = try #require(FileManager.default.contents(atPath: log))
        try bytes.dropLast(3).write(to: URL(fileURLWithPath: log))
        do {
            let (emulator, report) = try started()
            #expect(report.tornBytes > 10 && report.tornAt == bytes.count - 3 - report.tornBytes)
            #expect(try emulator.pull("sub-s", max: 9).map(\.message.text) == ["a"])
        }
        #expect(try started().report.tornAt == nil)
    }

    @Test("Damage is refused with the offset, and the log is left as it is")
    func damaged() throws {
        do {
            let emulator = try started().emulator
            for name in ["topic-a", "topic-b", "topic-c"] { try emulator.createTopic(name) }
        }
        var bytes = try #require(FileManager.default.contents(atPath: log))
        let place = bytes.count / 2
        bytes[place] ^= 0x40
        try bytes.write(to: URL(fileURLWithPath: log))
        let status = try #require(
            expectCode(.dataLoss) { () throws(Status) in
                _ = try Emulator(timeline: timeline).keepData(in: folder) { fatalError("\($0)") }
            })
        #expect(status.message.contains("\(log) is damaged at offset "))
        #expect(FileManager.default.contents(atPath: log) == bytes)
    }

    @Test("A directory is one emulator's at a time, and given before anything is created")
    func refusals() throws {
        let first = try started().emulator
        let other = Emulator(timeline: timeline)
        expectCode(.failedPrecondition) { () throws(Status) in
            _ = try other.keepData(in: folder) { fatalError("\($0)") }
        }
        try first.createTopic("topic-t")
        try other.createTopic("topic-t")
        expectCode(.failedPrecondition) { () throws(Status) in
            _ = try other.keepData(in: folder + "/other") { fatalError("\($0)") }
        }
        expectCode(.internal) { () throws(Status) in
            _ = try Emulator(timeline: timeline).keepData(in: "/proc/none") { fatalError("\($0)") }
        }
    }

    @Test("A log that has grown is written anew without what is gone")
    func compaction() throws {
        let text = String(repeating: "x", count: 4 << 20)
        do {
            let emulator = try started().emulator
            try emulator.createTopic("topic-t")
            try emulator.createSubscription("sub-s", topic: "topic-t")
            for _ in 0..<17 {
                try emulator.publish(text, to: "topic-t")
                try emulator.pull("sub-s", max: 1)[0].ack()
            }
            try emulator.publish("kept", to: "topic-t")
            let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? .max
            #expect(size < 32 << 20)
        }
        #expect(try started().emulator.pull("sub-s", max: 9).map(\.message.text) == ["kept"])
    }

    @Test("An import and a reset are kept, too")
    func importAndReset() throws {
        let source = Emulator(timeline: timeline)
        try source.createTopic("topic-i")
        try source.createSubscription("sub-i", topic: "topic-i")
        try source.publish("imported", to: "topic-i")
        do {
            let emulator = try started().emulator
            try emulator.createTopic("topic-t")
            try emulator.importState(source.exportState())
        }
        do {
            let emulator = try started().emulator
            #expect(try emulator.topics().map(\.name) == [emulator.topicName("topic-i")])
            #expect(try emulator.pull("sub-i", max: 1).map(\.message.text) == ["imported"])
            emulator.reset()
        }
        #expect(try started().emulator.isEmpty)
    }
}
