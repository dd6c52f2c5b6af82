import CloudCore
import Testing

@testable import PubSubEmulator

/// Snapshots: what they keep, how long, and what becomes of them when what they are of goes.
struct SnapshotTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic")
    }

    func logged() throws -> Int {
        try emulator.host.perform { [emulator] (broker, now) throws(Status) in
            broker.expire(at: now)
            let topic = try broker.topicSlot(emulator.topicName("topic"))
            return broker.topics[topic].log.messages.count
        }
    }

    func drain(_ subscription: String = "sub") throws -> [String] {
        let received = try emulator.pull(subscription)
        for one in received { try one.ack() }
        return received.map(\.message.text)
    }

    @Test("A snapshot brings back what was not acknowledged, outstanding or not, and all that came later")
    func seek() throws {
        for text in ["1", "2", "3"] { try emulator.publish(text, to: "topic") }
        let received = try emulator.pull("sub", max: 2)
        try received[0].ack()
        let snapshot = try emulator.createSnapshot("snap", of: "sub", labels: ["a": "b"])
        #expect(snapshot.name == "projects/test-project/snapshots/snap")
        #expect(snapshot.topic == "projects/test-project/topics/topic")
        #expect(snapshot.labels == ["a": "b"])
        try received[1].ack()
        try emulator.publish("4", to: "topic")
        #expect(try drain() == ["3", "4"])
        for _ in 0..<2 {
            try emulator.seek("sub", toSnapshot: "snap")
            #expect(try drain() == ["2", "3", "4"])
        }
        try emulator.deleteSnapshot("snap")
        expectCode(.notFound) { () throws(Status) in try emulator.seek("sub", toSnapshot: "snap") }
    }

    @Test(
        "A seek to a snapshot acknowledges what was acknowledged in it, for another subscription of the topic, too"
    )
    func copiesState() throws {
        try emulator.createSubscription("twin", topic: "topic") { $0.filter = "NOT attributes:skip" }
        try emulator.publish("1", to: "topic")
        try emulator.publish("2", attributes: ["skip": ""], to: "topic")
        try emulator.pull("sub", max: 1)[0].ack()
        try emulator.createSnapshot("snap", of: "sub")
        try emulator.publish("3", to: "topic")
        try emulator.seek("twin", toSnapshot: "snap")
        #expect(try drain("twin") == ["3"], "1 is acknowledged, and 2 filtered out")
    }

    @Test("A subscription made later gets what a snapshot has kept")
    func laterSubscription() throws {
        try emulator.publish("1", to: "topic")
        try emulator.createSnapshot("snap", of: "sub")
        try emulator.publish("2", to: "topic")
        try emulator.deleteSubscription("sub")
        try emulator.createSubscription("later", topic: "topic")
        try emulator.seek("later", toSnapshot: "snap")
        #expect(try drain("later") == ["1", "2"])
    }

    @Test("Later messages are kept once for all snapshots, and given back with the last that needs them")
    func memory() throws {
        try emulator.createSnapshot("one", of: "sub")
        for text in ["1", "2"] { try emulator.publish(text, to: "topic") }
        try emulator.createSnapshot("two", of: "sub")
        try emulator.createSnapshot("three", of: "sub")
        try emulator.publish("3", to: "topic")
        #expect(try logged() == 3)
        try emulator.deleteSnapshot("one")
        #expect(try logged() == 1)
        try emulator.deleteSnapshot("three")
        #expect(try logged() == 1)
        timeline.advance(by: .seconds(7 * 86_400))
        #expect(try logged() == 0)
        #expect(try emulator.snapshots().isEmpty)
    }

    @Test("A snapshot lives 7 days less the age of its oldest message, and has to live an hour")
    func lifetime() throws {
        #expect(
            try emulator.createSnapshot("empty", of: "sub").expireTime?.instant == timeline.now
                + .seconds(604_800))
        try emulator.updateSubscription(
            {
                var settings = Subscription(name: "sub", topic: "")
                settings.messageRetentionDuration = .seconds(31 * 86_400)
                return settings
            }(), fields: ["message_retention_duration"])
        let published = timeline.now
        try emulator.publish("1", to: "topic")
        timeline.advance(by: .seconds(604_800 - 3_600))
        let snapshot = try emulator.createSnapshot("last", of: "sub")
        #expect(snapshot.expireTime?.instant == published + .seconds(604_800))
        timeline.advance(by: .nanoseconds(1))
        let status = expectCode(.failedPrecondition) { () throws(Status) in
            try emulator.createSnapshot("late", of: "sub")
        }
        #expect(status?.message.contains("would expire in less than 1 hour") == true)
        #expect(try emulator.snapshots().map(\.name.last) == ["y", "t"])
        timeline.advance(by: .seconds(3_600) - .nanoseconds(2))
        #expect(try emulator.snapshot("last") == snapshot)
        timeline.advance(by: .nanoseconds(1))
        let gone = expectCode(.notFound) { () throws(Status) in try emulator.snapshot("last") }
        #expect(gone?.message.hasPrefix("Snapshot does not exist") == true)
    }

    @Test("Labels and expiry are changed through a mask, within 7 days of the creation")
    func update() throws {
        var snapshot = try emulator.createSnapshot("snap", of: "sub")
        let created = timeline.now
        snapshot.labels = ["k": "v"]
        snapshot.expireTime = Timestamp(created + .seconds(10))
        #expect(try emulator.updateSnapshot(snapshot, fields: ["labels"]).expireTime != snapshot.expireTime)
        #expect(try emulator.updateSnapshot(snapshot, fields: ["expire_time"]) == snapshot)
        for seconds in [604_800, 1] {
            snapshot.expireTime = Timestamp(created + .seconds(seconds))
            try emulator.updateSnapshot(snapshot, fields: ["expire_time"])
        }
        for seconds in [604_801, 0, -1] {
            snapshot.expireTime = Timestamp(created + .seconds(seconds))
            expectCode(.invalidArgument) { () throws(Status) in
                try emulator.updateSnapshot(snapshot, fields: ["expire_time"])
            }
        }
        for field in ["name", "topic", "nonsense", ""] {
            expectCode(.invalidArgument) { () throws(Status) in
                try emulator.updateSnapshot(snapshot, fields: field.isEmpty ? [] : [field])
            }
        }
        snapshot.labels = ["K": "v"]
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.updateSnapshot(snapshot, fields: ["labels"])
        }
        timeline.advance(by: .seconds(1))
        expectCode(.notFound) { () throws(Status) in try emulator.snapshot("snap") }
    }

    @Test("Names are valid and used once; without one the emulator makes one up")
    func names() throws {
        try emulator.createSnapshot("snap", of: "sub")
        let status = expectCode(.alreadyExists) { () throws(Status) in
            try emulator.createSnapshot("snap", of: "sub")
        }
        #expect(status?.message.hasPrefix("Snapshot already exists") == true)
        let invalid = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.createSnapshot("projects/p/snapshots/1", of: "sub")
        }
        #expect(invalid?.message == "Invalid [snapshots] name: (name=projects/p/snapshots/1)")
        expectCode(.notFound) { () throws(Status) in try emulator.createSnapshot("other", of: "none") }
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.createSnapshot("other", of: "sub", labels: ["1": "v"])
        }
        let made = try (0..<3).map { _ in try emulator.createSnapshot(of: "sub").name }
        #expect(Set(made).count == 3)
        for name in made { #expect(try emulator.snapshot(name).name == name) }
        #expect(try emulator.snapshots().count == 4)
        #expect(try emulator.snapshots(of: "topic").count == 4)
        #expect(try emulator.snapshots(in: "elsewhere").isEmpty)
    }

    @Test("Listings come in pages")
    func pages() throws {
        for index in 0..<5 { try emulator.createSnapshot("snap\(index)", of: "sub") }
        var request = ListSnapshotsRequest()
        request.project = "projects/test-project"
        request.pageSize = 2
        var names: [String] = []
        repeat {
            let page = try emulator.subscriber.listSnapshots(request)
            #expect(page.snapshots.count <= 2)
            names += page.snapshots.map(\.name)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(names == (0..<5).map { "projects/test-project/snapshots/snap\($0)" })
        request.pageSize = -1
        expectCode(.invalidArgument) { () throws(Status) in try emulator.subscriber.listSnapshots(request) }
        expectCode(.notFound) { () throws(Status) in try emulator.snapshots(of: "none") }
    }

    @Test("A snapshot of another topic is refused, also of a former topic of the same name")
    func otherTopic() throws {
        try emulator.createTopic("other")
        try emulator.createSubscription("stranger", topic: "other")
        try emulator.createSnapshot("snap", of: "sub")
        let status = expectCode(.failedPrecondition) { () throws(Status) in
            try emulator.seek("stranger", toSnapshot: "snap")
        }
        #expect(
            status?.message
                == "The subscription's topic projects/test-project/topics/other is different from that of the "
                + "snapshot projects/test-project/topics/topic")
        try emulator.deleteTopic("topic")
        try emulator.createTopic("topic")
        try emulator.createSubscription("heir", topic: "topic")
        expectCode(.failedPrecondition) { () throws(Status) in try emulator.seek("heir", toSnapshot: "snap") }
        #expect(try emulator.snapshots(of: "topic").isEmpty)
    }

    @Test("A snapshot outlives its topic, with what it has kept, as a snapshot of _deleted-topic_")
    func deletedTopic() throws {
        try emulator.publish("1", to: "topic")
        try emulator.createSnapshot("snap", of: "sub")
        try emulator.publish("2", to: "topic")
        #expect(try drain() == ["1", "2"])
        try emulator.deleteTopic("topic")
        #expect(try emulator.snapshot("snap").topic == "_deleted-topic_")
        try emulator.seek("sub", toSnapshot: "snap")
        #expect(try drain() == ["1", "2"])
        try emulator.createSnapshot("after", of: "sub")
        #expect(try emulator.snapshot("after").topic == "_deleted-topic_")
        try emulator.deleteSubscription("sub")
        #expect(try emulator.snapshots().count == 2)
        emulator.reset()
        #expect(try emulator.snapshots().isEmpty)
    }
}
