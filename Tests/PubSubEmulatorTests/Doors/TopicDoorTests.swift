import CloudCore
import Testing

@testable import PubSubEmulator

/// Topics through each front door.
struct TopicDoorTests {
    @Test("All fields come back as they were set", arguments: FrontDoor.allCases)
    func roundTrip(through front: FrontDoor) throws {
        let door = try Door(front)
        let schema = try door.createSchema("people")
        var expected = Topic(name: door.topic())
        expected.labels = ["env": "test"]
        expected.messageStoragePolicy = MessageStoragePolicy()
        expected.messageStoragePolicy?.allowedPersistenceRegions = ["europe-west1", "europe-west4"]
        expected.messageStoragePolicy?.enforceInTransit = true
        expected.kmsKeyName = "projects/p/locations/l/keyRings/r/cryptoKeys/k"
        expected.schemaSettings = SchemaSettings(schema: schema.name, encoding: .binary)
        expected.schemaSettings?.firstRevisionId = schema.revisionId
        expected.schemaSettings?.lastRevisionId = schema.revisionId
        expected.messageRetentionDuration = .seconds(3_600) + .nanoseconds(1)
        expected.messageTransforms = [MessageTransform("shout"), MessageTransform("drop", disabled: true)]
        let created = try door.call(Methods.createTopic, expected)
        expected.state = .active
        #expect(created == expected)
        #expect(try door.getTopic() == expected)
        #expect(
            try door.call(Methods.listTopics) { $0.project = "projects/test-project" }.topics == [expected])
    }

    static let updates: [(field: String, fill: @Sendable (inout Topic) -> Void)] = [
        ("labels", { $0.labels = ["k": "v"] }),
        (
            "message_storage_policy",
            {
                $0.messageStoragePolicy = MessageStoragePolicy()
                $0.messageStoragePolicy?.allowedPersistenceRegions = ["us-east1"]
            }
        ),
        ("kms_key_name", { $0.kmsKeyName = "projects/p/locations/l/keyRings/r/cryptoKeys/k" }),
        (
            "schema_settings",
            {
                $0.schemaSettings = SchemaSettings(
                    schema: "projects/test-project/schemas/people", encoding: .json)
            }
        ),
        ("message_retention_duration", { $0.messageRetentionDuration = .seconds(600) }),
        ("message_transforms", { $0.messageTransforms = [MessageTransform("shout")] }),
    ]

    @Test("Each mutable field is updated by its mask alone, and reset", arguments: FrontDoor.allCases)
    func update(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createSchema("people")
        let plain = try door.createTopic()
        for (field, fill) in Self.updates {
            var expected = plain
            fill(&expected)
            let updated = try door.updateTopic([field]) {
                for (_, fill) in Self.updates { fill(&$0) }
            }
            #expect(updated == expected, "\(field)")
            #expect(try door.getTopic() == expected, "\(field)")
            #expect(try door.updateTopic([field]) == plain, "\(field)")
        }
        for field in ["name", "state", "satisfies_pzs", "nonsense"] {
            let refused = refusal { try door.updateTopic([field]) }
            #expect(refused?.code == .invalidArgument && refused?.message.contains(field) == true)
        }
    }

    @Test("A deleted topic leaves _deleted-topic_, and what it had delivered", arguments: FrontDoor.allCases)
    func deletion(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.publish("kept")
        try door.call(Methods.deleteTopic) { $0.topic = door.topic() }
        #expect(refusal { try door.getTopic() } == Broker.noTopic(door.topic()))
        #expect(refusal { try door.publish("lost") }?.code == .notFound)
        #expect(try door.getSubscription().topic == "_deleted-topic_")
        try door.createTopic()
        try door.publish("for others")
        #expect(try door.drain() == ["kept"])
        let names = try door.call(Methods.listTopicSubscriptions) { $0.topic = door.topic() }.subscriptions
        #expect(names.isEmpty)
    }

    @Test("A detached subscription gets and has nothing more", arguments: FrontDoor.allCases)
    func detach(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.createSubscription("other")
        try door.publish("lost")
        try door.call(Methods.detachSubscription) { $0.subscription = door.subscription() }
        #expect(try door.getSubscription().detached)
        #expect(refusal { try door.pull() }?.code == .failedPrecondition)
        let names = try door.call(Methods.listTopicSubscriptions) { $0.topic = door.topic() }.subscriptions
        #expect(names == [door.subscription("other")])
        #expect(try door.drain("other") == ["lost"])
    }

    @Test("What the emulator cannot take in from elsewhere is refused by name", arguments: FrontDoor.allCases)
    func ingestion(through front: FrontDoor) throws {
        let door = try Door(front)
        let refused = refusal {
            try door.createTopic { $0.ingestionDataSourceSettings = IngestionDataSourceSettings() }
        }
        #expect(refused?.code == .unimplemented)
        #expect(refused?.message.hasPrefix("ingestion_data_source_settings is not supported") == true)
    }
}
