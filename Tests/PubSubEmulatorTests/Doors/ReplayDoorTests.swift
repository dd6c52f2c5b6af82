import CloudCore
import Testing

@testable import PubSubEmulator

/// What is kept, and brought back by a seek, through each front door.
struct ReplayDoorTests {
    @Test(
        "What is not acknowledged is kept as long as the subscription retains it",
        arguments: FrontDoor.allCases)
    func retention(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth { $0.messageRetentionDuration = .seconds(600) }
        try door.publish("x")
        door.timeline.advance(by: .seconds(600) - .nanoseconds(1))
        let received = try door.pull()
        #expect(received.map(\.text) == ["x"])
        try door.nack(received[0])
        door.timeline.advance(by: .nanoseconds(1))
        #expect(try door.pull().isEmpty)
    }

    static let keepers: [(topic: Duration?, retains: Bool, expected: [String])] = [
        (nil, true, ["2", "3"]), (.seconds(600), false, ["2", "3"]), (nil, false, []),
    ]

    @Test("A seek to a time brings back what subscription or topic has kept", arguments: FrontDoor.allCases)
    func seekToTime(through front: FrontDoor) throws {
        for keeper in Self.keepers {
            let door = try Door(front)
            try door.createTopic { $0.messageRetentionDuration = keeper.topic }
            try door.createSubscription { $0.retainAckedMessages = keeper.retains }
            for text in ["1", "2", "3"] {
                try door.publish(text)
                door.timeline.advance(by: .seconds(1))
            }
            #expect(try door.drain() == ["1", "2", "3"])
            try door.seek(to: door.timeline.now - .seconds(2))
            #expect(try door.drain() == keeper.expected)
            door.timeline.advance(by: .seconds(600))
            try door.publish("late")
            try door.seek(to: door.timeline.now + .seconds(1))
            #expect(try door.pull().isEmpty, "a seek into the future purges")
        }
    }

    @Test("A seek to a snapshot brings back what was not acknowledged in it", arguments: FrontDoor.allCases)
    func seekToSnapshot(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.createSubscription("twin")
        try door.publish("1", "2")
        try door.acknowledge(try door.pull(max: 1))
        try door.createSnapshot()
        #expect(try door.drain() == ["2"])
        try door.publish("3")
        #expect(try door.drain() == ["3"])
        for id in ["sub", "twin"] {
            try door.seek(id, toSnapshot: "snap")
            #expect(try door.drain(id) == ["2", "3"])
        }
        #expect(refusal { try door.seek(toSnapshot: "none") }?.code == .notFound)
    }

    @Test(
        "A snapshot has labels and a topic, is listed, and expires with its oldest message",
        arguments: FrontDoor.allCases)
    func snapshots(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        let published = door.timeline.now
        try door.publish("1")
        door.timeline.advance(by: .seconds(86_400))
        var expected = Snapshot()
        expected.name = door.snapshot()
        expected.topic = door.topic()
        expected.labels = ["a": "b"]
        expected.expireTime = Timestamp(published + .seconds(7 * 86_400))
        #expect(try door.createSnapshot(labels: ["a": "b"]) == expected)
        #expect(try door.getSnapshot() == expected)
        expected.labels = ["c": "d"]
        let updated = try door.call(Methods.updateSnapshot) {
            $0.snapshot = expected
            $0.updateMask = FieldMask(["labels"])
        }
        #expect(updated == expected)
        #expect(
            try door.call(Methods.listSnapshots) { $0.project = "projects/test-project" }.snapshots == [
                expected
            ])
        let ofTopic = try door.call(Methods.listTopicSnapshots) { $0.topic = door.topic() }.snapshots
        #expect(ofTopic == [expected.name])
        #expect(refusal { try door.createSnapshot() }?.code == .alreadyExists)
        door.timeline.advance(by: .seconds(6 * 86_400))
        #expect(refusal { try door.getSnapshot() }?.code == .notFound)
        try door.createSnapshot()
        try door.call(Methods.deleteSnapshot) { $0.snapshot = door.snapshot() }
        #expect(refusal { try door.getSnapshot() }?.code == .notFound)
    }
}
