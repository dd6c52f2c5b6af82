import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// `google.pubsub.v1.SchemaService`, and topics with schemas.
struct SchemaServiceTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() { emulator = Emulator(timeline: timeline) }

    static func record(_ fields: String...) -> String {
        #"{"type": "record", "name": "R", "fields": ["# + fields.joined(separator: ",") + "]}"
    }
    static let age = #"{"name": "age", "type": "int", "default": 0}"#
    static let name = #"{"name": "name", "type": "string", "default": ""}"#

    func createTopic(_ configure: (inout SchemaSettings) -> Void = { _ in }) throws {
        var topic = Topic(name: "topic")
        var settings = SchemaSettings(schema: emulator.schemaName("people"), encoding: .json)
        configure(&settings)
        topic.schemaSettings = settings
        try emulator.createTopic(topic)
        try emulator.createSubscription("sub", topic: "topic")
    }

    @Test("A schema comes back with a name, a revision of 8 characters and its time")
    func create() throws {
        let created = try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        #expect(created.name == "projects/test-project/schemas/people")
        #expect(created.revisionId.utf8.count == 8)
        #expect(created.revisionCreateTime == Timestamp(timeline.now))
        #expect(try emulator.schema("people") == created)
        #expect(try emulator.schema("people@\(created.revisionId)") == created)
        let again = Emulator(timeline: VirtualTimeline())
        #expect(
            try again.createSchema("people", type: .avro, definition: Self.record()).revisionId
                == created.revisionId, "ids repeat")
        let taken = expectCode(.alreadyExists) { () throws(Status) in
            try emulator.createSchema("people", type: .avro, definition: Self.record())
        }
        #expect(taken?.message.hasPrefix("Schema already exists") == true)
    }

    @Test("What is wrong with a request is said")
    func refusals() throws {
        try emulator.createSchema("people", type: .avro, definition: Self.record())
        for name in ["ab", "goog-x", "a b c"] {
            expectCode(.invalidArgument) { () throws(Status) in
                try emulator.createSchema(name, type: .avro, definition: Self.record())
            }
        }
        let type = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.createSchema("other", type: .unspecified, definition: "x")
        }
        #expect(type?.message.contains("must be AVRO or PROTOCOL_BUFFER") == true)
        let missing = expectCode(.notFound) { () throws(Status) in try emulator.schema("none") }
        #expect(missing?.message == "Schema not found (resource=projects/test-project/schemas/none)")
        expectCode(.notFound) { () throws(Status) in try emulator.schema("people@12345678") }
        expectCode(.notFound) { () throws(Status) in try emulator.deleteSchema("none") }
        expectCode(.notFound) { () throws(Status) in
            try emulator.commitSchema("none", type: .avro, definition: Self.record())
        }
        var commit = CommitSchemaRequest()
        commit.name = emulator.schemaName("people")
        commit.schema = Schema(.avro, Self.record())
        commit.schema?.name = emulator.schemaName("other")
        let differs = commit
        expectCode(.invalidArgument) { () throws(Status) in try emulator.schemas.commitSchema(differs) }
        var delete = DeleteSchemaRevisionRequest()
        delete.name = emulator.schemaName("people")
        let whole = delete
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.schemas.deleteSchemaRevision(whole)
        }
    }

    @Test("Listings have pages and views")
    func list() throws {
        for id in ["one", "two", "six"] {
            try emulator.createSchema(id, type: .protocolBuffer, definition: "message M {}")
        }
        #expect(
            try emulator.schemas().map { $0.name.split(separator: "/").last } == ["one", "six", "two"])
        var request = ListSchemasRequest()
        request.parent = "projects/test-project"
        request.pageSize = 2
        let page = try emulator.schemas.listSchemas(request)
        #expect(page.schemas.map(\.definition) == ["", ""], "BASIC is the default of listings")
        request.pageToken = page.nextPageToken
        #expect(try emulator.schemas.listSchemas(request).schemas.count == 1)

        var revisions = ListSchemaRevisionsRequest()
        revisions.name = emulator.schemaName("one")
        revisions.pageSize = 2
        for _ in 0..<4 { try emulator.commitSchema("one", type: .protocolBuffer, definition: "message M {}") }
        var found: [String] = []
        repeat {
            let page = try emulator.schemas.listSchemaRevisions(revisions)
            found += page.schemas.map(\.revisionId)
            revisions.pageToken = page.nextPageToken
        } while !revisions.pageToken.isEmpty
        #expect(found == (try emulator.schemaRevisions(of: "one").map(\.revisionId)))
        #expect(found.count == 5 && Set(found).count == 5)
        #expect(try emulator.schema("one").revisionId == found[0], "newest first")
    }

    @Test("Revisions are committed when compatible, up to 20, rolled back and deleted, the last one not")
    func revisions() throws {
        let first = try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        let bad = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.commitSchema("people", type: .avro, definition: #""string""#)
        }
        #expect(
            bad?.message.hasPrefix(
                "Compatibility checking failed to commit a schema revision for (schema=\"\(first.name)\"). "
                    + "(reason=\"Revision is incompatible with previous revision: \(first.revisionId). Failed with error: "
            ) == true)
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.commitSchema("people", type: .protocolBuffer, definition: "message M {}")
        }
        let second = try emulator.commitSchema(
            "people", type: .avro, definition: Self.record(Self.age, Self.name))
        #expect(second.revisionId != first.revisionId)
        let back = try emulator.rollBackSchema("people", to: first.revisionId)
        #expect(back.definition == first.definition && back.revisionId != first.revisionId)
        for _ in 3..<20 { try emulator.rollBackSchema("people", to: first.revisionId) }
        expectCode(.resourceExhausted) { () throws(Status) in
            try emulator.rollBackSchema("people", to: first.revisionId)
        }
        for revision in try emulator.schemaRevisions(of: "people").dropFirst() {
            try emulator.deleteSchemaRevision(revision.revisionId, of: "people")
        }
        let only = try emulator.schema("people").revisionId
        expectCode(.failedPrecondition) { () throws(Status) in
            try emulator.deleteSchemaRevision(only, of: "people")
        }
        try emulator.deleteSchema("people")
        expectCode(.notFound) { () throws(Status) in try emulator.schema("people") }
    }

    @Test("A topic takes messages that fit, with the schema in their attributes")
    func publish() throws {
        let first = try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        try createTopic()
        try emulator.publish(PubsubMessage(#"{"age": 1}"#, attributes: ["k": "v"]), to: "topic")
        let second = try emulator.commitSchema(
            "people", type: .avro, definition: Self.record(Self.age, Self.name))
        try emulator.publish(
            [#"{"age": 1, "name": "x"}"#, #"{"age": 2}"#].map { PubsubMessage($0) }, to: "topic")
        let attributes = try emulator.pull("sub").map(\.message.attributes)
        #expect(
            attributes[0] == [
                "k": "v", "googclient_schemaname": first.name, "googclient_schemaencoding": "JSON",
                "googclient_schemarevisionid": first.revisionId,
            ])
        #expect(
            attributes.map { $0["googclient_schemarevisionid"] } == [
                first.revisionId, second.revisionId, first.revisionId,
            ])
    }

    @Test("One message that does not fit refuses the request, saying which, where and why")
    func refusedPublish() throws {
        let schema = try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        try createTopic()
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.publish(
                [PubsubMessage(#"{"age": 1}"#), PubsubMessage(#"{"age": "1"}"#)], to: "topic")
        }
        #expect(
            status?.message
                == "Invalid data in message: Message failed schema validation. messages[1].data: field `age`: "
                + "expected int, found string at byte 8 (schema \(schema.name), revision \(schema.revisionId))."
        )
        #expect(
            status?.details.first
                == .errorInfo(
                    reason: "INVALID_JSON_AVRO_MESSAGE", domain: "pubsub.googleapis.com",
                    metadata: [
                        "message": "Message failed schema validation",
                        "revisionInfo":
                            "Could not validate message with any schema revision for schema: \(schema.name), last checked "
                            + "revision: revision_id=\(schema.revisionId) failed with status: field `age`: expected int, "
                            + "found string at byte 8",
                    ]))
        #expect(emulator.messages().isEmpty)
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("A topic's range of revisions stands when its bounds are deleted, and can be changed")
    func range() throws {
        var ids = [
            try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age)).revisionId
        ]
        for definition in [Self.record(Self.age, Self.name), Self.record(Self.name), Self.record()] {
            ids.append(
                try emulator.commitSchema("people", type: .avro, definition: definition).revisionId)
        }
        try createTopic {
            $0.firstRevisionId = ids[1]
            $0.lastRevisionId = ids[2]
        }
        let fits = { (text: String) in (try? emulator.publish(text, to: "topic")) != nil }
        let data = [#"{"age": 1}"#, #"{"age": 1, "name": ""}"#, #"{"name": ""}"#, "{}"]
        #expect(data.map(fits) == [false, true, true, false])
        try emulator.deleteSchemaRevision(ids[1], of: "people")
        #expect(data.map(fits) == [false, false, true, false])
        try emulator.deleteSchemaRevision(ids[2], of: "people")
        #expect(data.map(fits) == [false, false, false, false])

        var topic = try emulator.topic("topic")
        topic.schemaSettings?.firstRevisionId = ids[3]
        topic.schemaSettings?.lastRevisionId = ids[0]
        let backwards = topic
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.updateTopic(backwards, fields: ["schema_settings"])
        }
        #expect(status?.message.contains("is of a later revision") == true)
        topic.schemaSettings?.firstRevisionId = ""
        topic.schemaSettings?.lastRevisionId = ""
        try emulator.updateTopic(topic, fields: ["schema_settings"])
        #expect(data.map(fits) == [true, false, false, true])
        topic.schemaSettings = nil
        try emulator.updateTopic(topic, fields: ["schema_settings"])
        #expect(fits("anything"))
        #expect(try emulator.topic("topic").schemaSettings == nil)
    }

    @Test("Settings name a schema and revisions that exist, and an encoding")
    func settings() throws {
        let missing = expectCode(.notFound) { () throws(Status) in
            var topic = Topic(name: "topic")
            topic.schemaSettings = SchemaSettings(schema: emulator.schemaName("people"), encoding: .json)
            return try emulator.createTopic(topic)
        }
        #expect(missing?.message.hasPrefix("Schema could not be found") == true)
        try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        let settings: [(Status.Code, (inout SchemaSettings) -> Void)] = [
            (.invalidArgument, { $0.encoding = .unspecified }),
            (.invalidArgument, { $0.schema = "people" }),
            (.notFound, { $0.firstRevisionId = "12345678" }),
            (.notFound, { $0.lastRevisionId = "12345678" }),
            (.notFound, { $0.schema = Broker.deletedSchema }),
        ]
        for (code, change) in settings {
            var topic = Topic(name: "topic")
            topic.schemaSettings = SchemaSettings(schema: emulator.schemaName("people"), encoding: .json)
            change(&topic.schemaSettings!)
            let wanted = topic
            expectCode(code) { () throws(Status) in try emulator.createTopic(wanted) }
        }
        #expect(try emulator.topics().isEmpty, "nothing is half done")
    }

    @Test(
        "When its schema is deleted, a topic says so and refuses messages, even when a new one has the name")
    func deletedSchema() throws {
        try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        try createTopic()
        try emulator.deleteSchema("people")
        #expect(try emulator.topic("topic").schemaSettings?.schema == "_deleted-schema_")
        let publish = { () throws(Status) in try emulator.publish(#"{"age": 1}"#, to: "topic") }
        #expect(expectCode(.notFound, publish)?.message == "Schema associated with topic deleted.")
        try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        expectCode(.notFound, publish)
        var topic = try emulator.topic("topic")
        topic.labels = ["k": "v"]
        try emulator.updateTopic(topic, fields: ["labels"])
        topic.schemaSettings?.schema = emulator.schemaName("people")
        try emulator.updateTopic(topic, fields: ["schema_settings"])
        _ = try publish()
        try emulator.deleteTopic("topic")
        try emulator.deleteSchema("people")
        emulator.reset()
        #expect(try emulator.schemas().isEmpty)
    }

    @Test("ValidateSchema and ValidateMessage say what is wrong, and keep nothing")
    func validate() throws {
        var schema = ValidateSchemaRequest()
        schema.parent = "projects/p"
        schema.schema = Schema(.protocolBuffer, "message M { required int32 x = 1; }")
        _ = try emulator.schemas.validateSchema(schema)
        schema.schema?.definition = "message M { required"
        let broken = schema
        expectCode(.invalidArgument) { () throws(Status) in try emulator.schemas.validateSchema(broken) }

        var message = ValidateMessageRequest()
        message.parent = "projects/p"
        message.schema = Schema(.protocolBuffer, "message M { required int32 x = 1; }")
        message.encoding = .binary
        message.message = [0x08, 0x01]
        _ = try emulator.schemas.validateMessage(message)
        message.message = []
        let empty = message
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.schemas.validateMessage(empty)
        }
        #expect(
            status?.message
                == "Invalid data in message: Message failed schema validation. message: field `x`: "
                + "is required, but missing.")
        message.encoding = .unspecified
        let unset = message
        expectCode(.invalidArgument) { () throws(Status) in try emulator.schemas.validateMessage(unset) }
        #expect(try emulator.schemas().isEmpty)

        try emulator.createSchema("people", type: .avro, definition: Self.record(Self.age))
        try emulator.validate(Array(#"{"age": 1}"#.utf8), as: .json, schema: "people")
        try emulator.validate([0x02], as: .binary, schema: "people")
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.validate([], as: .binary, schema: "people")
        }
    }
}
