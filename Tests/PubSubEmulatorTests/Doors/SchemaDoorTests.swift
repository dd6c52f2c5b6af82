import CloudCore
import Testing

@testable import PubSubEmulator

/// Schemas, and topics that have one, through each front door.
struct SchemaDoorTests {
    static let name = #"{"name": "name", "type": "string", "default": ""}"#
    static let age = #"{"name": "age", "type": "int", "default": 0}"#

    @Test(
        "Schemas and their revisions are created, listed, rolled back and deleted",
        arguments: FrontDoor.allCases)
    func revisions(through front: FrontDoor) throws {
        let door = try Door(front)
        let first = try door.createSchema()
        #expect(first.name == door.schema() && first.type == .avro && first.definition == Door.people)
        #expect(first.revisionId.utf8.count == 8 && first.revisionCreateTime == Timestamp(door.timeline.now))
        #expect(try door.call(Methods.getSchema) { $0.name = door.schema() } == first)
        door.timeline.advance(by: .seconds(1))
        let second = try door.commitSchema(Door.record(Self.age, Self.name))
        let third = try door.call(Methods.rollbackSchema) {
            $0.name = door.schema()
            $0.revisionId = first.revisionId
        }
        #expect(third.definition == first.definition && third.revisionId != first.revisionId)
        func revisions() throws -> [Schema] {
            try door.call(Methods.listSchemaRevisions) {
                $0.name = door.schema()
                $0.view = .full
            }.schemas
        }
        #expect(try revisions() == [third, second, first])
        try door.call(Methods.deleteSchemaRevision) { $0.name = "\(door.schema())@\(second.revisionId)" }
        #expect(try revisions() == [third, first])
        let listed = try door.call(Methods.listSchemas) {
            $0.parent = "projects/test-project"
            $0.view = .full
        }
        #expect(listed.schemas == [third])
        try door.call(Methods.deleteSchema) { $0.name = door.schema() }
        #expect(refusal { try door.call(Methods.getSchema) { $0.name = door.schema() } }?.code == .notFound)
    }

    struct Case: Sendable {
        var type: Schema.Kind
        var definition: String
        var encoding: Encoding
        var good: [UInt8]
        var bad: [UInt8]
        /// What a refusal says of the bad one.
        var fault: String
    }

    static let proto = "syntax = \"proto3\"; message Person { int32 age = 1; }"

    static let cases: [Case] = [
        Case(
            type: .avro, definition: Door.people, encoding: .json, good: Array(#"{"age": 7}"#.utf8),
            bad: Array(#"{"age": "7"}"#.utf8), fault: "field `age`: expected int, found string at byte 8"),
        Case(
            type: .avro, definition: Door.people, encoding: .binary, good: [14], bad: [14, 0],
            fault: "at byte 1"),
        Case(
            type: .protocolBuffer, definition: proto, encoding: .json, good: Array(#"{"age": 7}"#.utf8),
            bad: Array(#"{"age": true}"#.utf8), fault: "field `age`"),
        Case(
            type: .protocolBuffer, definition: proto, encoding: .binary, good: [8, 7], bad: [8],
            fault: "at byte 1"),
    ]

    @Test(
        "A topic takes what fits its schema, and says where and why another message does not",
        arguments: FrontDoor.allCases)
    func publish(through front: FrontDoor) throws {
        for (index, one) in Self.cases.enumerated() {
            let door = try Door(front)
            let schema = try door.createSchema("people", one.type, one.definition)
            try door.createTopic {
                $0.schemaSettings = SchemaSettings(schema: schema.name, encoding: one.encoding)
            }
            try door.createSubscription()
            try door.publish([PubsubMessage(data: one.good)])
            let encoding = one.encoding == .json ? "JSON" : "BINARY"
            #expect(
                try door.pull().map(\.attributes) == [
                    [
                        "googclient_schemaname": schema.name, "googclient_schemaencoding": encoding,
                        "googclient_schemarevisionid": schema.revisionId,
                    ]
                ])
            let refused = refusal {
                try door.publish([PubsubMessage(data: one.good), PubsubMessage(data: one.bad)])
            }
            #expect(refused?.code == .invalidArgument)
            let text = refused?.message ?? ""
            #expect(text.contains("messages[1].data") && text.contains(one.fault), "\(index): \(text)")
            #expect(try door.pull().isEmpty, "a refused request leaves nothing")
            for (data, isGood) in [(one.good, true), (one.bad, false)] {
                let refused = refusal {
                    try door.call(Methods.validateMessage) {
                        $0.parent = "projects/test-project"
                        $0.name = schema.name
                        $0.encoding = one.encoding
                        $0.message = data
                    }
                }
                #expect(refused?.message.contains(one.fault) == (isGood ? nil : true))
            }
        }
    }

    @Test(
        "A topic takes what fits a revision of its range, and refuses all once the schema is gone",
        arguments: FrontDoor.allCases)
    func range(through front: FrontDoor) throws {
        let door = try Door(front)
        var ids = [try door.createSchema().revisionId]
        for definition in [Door.record(Self.age, Self.name), Door.record(Self.name), Door.record()] {
            ids.append(try door.commitSchema(definition).revisionId)
        }
        try door.createTopic {
            $0.schemaSettings = SchemaSettings(schema: door.schema(), encoding: .json)
            $0.schemaSettings?.firstRevisionId = ids[1]
            $0.schemaSettings?.lastRevisionId = ids[2]
        }
        let data = [#"{"age": 1}"#, #"{"age": 1, "name": ""}"#, #"{"name": ""}"#, "{}"]
        let fits = { (text: String) in refusal { try door.publish(text) } == nil }
        #expect(data.map(fits) == [false, true, true, false])
        try door.call(Methods.deleteSchema) { $0.name = door.schema() }
        #expect(try door.getTopic().schemaSettings?.schema == "_deleted-schema_")
        #expect(refusal { try door.publish("{}") }?.message == "Schema associated with topic deleted.")
    }

    static let refused: [(type: Schema.Kind, definition: String, text: String)] = [
        (.avro, #"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "in"}]}"#, "\"in\""),
        (.avro, "{", "byte"),
        (.protocolBuffer, "syntax = \"proto3\"; message M { int32 x = 0; }", "line 1"),
        (.unspecified, "x", "must be AVRO or PROTOCOL_BUFFER"),
    ]

    @Test("A definition that is none is refused with its place", arguments: FrontDoor.allCases)
    func definitions(through front: FrontDoor) throws {
        let door = try Door(front)
        for (type, definition, text) in Self.refused {
            let created = refusal { try door.createSchema("people", type, definition) }
            #expect(
                created?.code == .invalidArgument && created?.message.contains(text) == true,
                "\(created?.message ?? "")")
            let validated = refusal {
                try door.call(Methods.validateSchema) {
                    $0.parent = "projects/test-project"
                    $0.schema = Schema(type, definition)
                }
            }
            #expect(validated == created)
        }
        let first = try door.createSchema()
        let incompatible = refusal { try door.commitSchema(#""string""#) }
        #expect(
            incompatible?.message.hasPrefix(
                "Compatibility checking failed to commit a schema revision for (schema=\"\(first.name)\").")
                == true)
    }
}
