import CloudCore
import Testing

@testable import PubSubEmulator

/// BigQuery and Bigtable subscriptions.
struct TableExportTests {
    let sink = RecordingSink()
    let timeline = VirtualTimeline(start: Instant(nanoseconds: 1_614_834_367_123_456_789))
    let emulator: Emulator

    init() throws {
        emulator = Emulator(project: "p", timeline: timeline, exports: sink)
        try emulator.createTopic("topic")
    }

    @discardableResult func subscribe(
        _ configure: (inout BigQueryConfig) -> Void = { _ in }
    ) throws -> Subscription {
        try emulator.createSubscription("sub", topic: "topic") {
            var config = BigQueryConfig()
            config.table = "p.data.table"
            configure(&config)
            $0.bigqueryConfig = config
        }
    }

    var unacknowledged: Int { get throws { try emulator.statistics(of: "sub").unacknowledged } }

    @Test("Rows are written at once, with the data alone unless metadata is asked for")
    func plain() throws {
        #expect(try subscribe().bigqueryConfig?.state == .active)
        try emulator.publish(PubsubMessage("x", attributes: ["k": "v"]), to: "topic")
        let rows = try #require(sink.rows.first)
        #expect(rows.product == .bigQuery)
        #expect(rows.table == "p.data.table")
        #expect(rows.rows[0].columns == [.init(family: "", name: "data", value: .bytes(Array("x".utf8)))])
        #expect(try unacknowledged == 1)
        sink.answer()
        #expect(try unacknowledged == 0)
    }

    @Test("With write_metadata there is a column for each, and the rest among the attributes")
    func metadata() throws {
        try subscribe { $0.writeMetadata = true }
        try emulator.publish(PubsubMessage("x", attributes: ["k": "v"], orderingKey: "o"), to: "topic")
        let line = FileExportSink.line(try #require(sink.rows.first?.rows.first))
        let expected: JSON = [
            "subscription_name": "projects/p/subscriptions/sub", "message_id": "100000000000001",
            "publish_time": "2021-03-04T05:06:07.123456Z", "data": "x",
            "attributes": "{\"k\":\"v\",\"ordering_key\":\"o\"}",
        ]
        #expect(line == expected)
    }

    @Test(
        "With the table's schema the fields of the data are columns; data that is no object fails its row alone"
    )
    func tableSchema() throws {
        try subscribe {
            $0.useTableSchema = true
            $0.dropUnknownFields = true
        }
        try emulator.publish(["{\"a\":1,\"b\":[true]}", "[]", "{"].map { PubsubMessage($0) }, to: "topic")
        let rows = try #require(sink.rows.first)
        #expect(rows.dropsUnknownFields)
        #expect(rows.rows.map(FileExportSink.line) == [["a": 1, "b": [true]]])
        sink.answer()
        #expect(try unacknowledged == 2)
        #expect(try emulator.subscription("sub").state == .active)
    }

    @Test("Rows that the sink refuses come back, and the others are acknowledged")
    func someFail() throws {
        try subscribe()
        try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic")
        sink.answer(.success([1: Status(.invalidArgument, "no")]))
        #expect(try unacknowledged == 1)
        timeline.advance(by: .milliseconds(100))
        let again = try #require(sink.rows.last)
        #expect(again.rows.map(FileExportSink.line) == [["data": "2"]])
    }

    @Test(
        "Failures of the table show as states until the next success",
        arguments: [
            (Status.Code.notFound, BigQueryConfig.State.notFound, Subscription.State.resourceError),
            (.permissionDenied, .permissionDenied, .resourceError), (.unavailable, .active, .active),
        ])
    func states(code: Status.Code, state: BigQueryConfig.State, whole: Subscription.State) throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        sink.answer(.failure(Status(code, "no")))
        #expect(try emulator.subscription("sub").bigqueryConfig?.state == state)
        #expect(try emulator.subscription("sub").state == whole)
        timeline.advance(by: .milliseconds(100))
        sink.answer()
        #expect(try emulator.subscription("sub").bigqueryConfig?.state == .active)
        #expect(try emulator.subscription("sub").state == .active)
        #expect(try unacknowledged == 0)
    }

    @Test("A change of state does not start the export anew")
    func stateIsNoChange() throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        sink.answer(.failure(Status(.notFound, "no")))
        var changes = Subscription(name: "sub", topic: "")
        changes.labels = ["a": "b"]
        try emulator.updateSubscription(changes, fields: ["labels"])
        timeline.advance(by: .milliseconds(100))
        #expect(sink.rows.count == 2)
    }

    @Test("A row of Bigtable has a key, the data in the family data, and metadata in its own")
    func bigtable() throws {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.bigtableConfig = BigtableConfig()
            $0.bigtableConfig?.table = "projects/p/instances/i/tables/t"
            $0.bigtableConfig?.writeMetadata = true
        }
        try emulator.publish(PubsubMessage(data: [255], orderingKey: "o"), to: "topic")
        let rows = try #require(sink.rows.first)
        let row = rows.rows[0]
        #expect(row.key.hasPrefix("projects/p/subscriptions/sub#"))
        #expect(row.key.hasSuffix("#100000000000001"))
        #expect(row.columns[0] == .init(family: "data", name: "", value: .bytes([255])))
        #expect(
            row.columns.dropFirst().map { "\($0.family):\($0.name)" } == [
                "pubsub_metadata:subscription_name", "pubsub_metadata:message_id",
                "pubsub_metadata:publish_time", "pubsub_metadata:attributes", "pubsub_metadata:ordering_key",
            ])
        #expect(FileExportSink.path(rows) == "_bigtable/p.i.t.jsonl")
        #expect(FileExportSink.line(row)["data_base64"] == "/w==")
    }

    @Test(
        "Tables have the form of their product",
        arguments: [
            ("p.d.t", true), ("p:d.t", true), ("example.com:p.d.t", true), ("d.t", false), ("", false),
            ("p..t", false), ("p.d.a/b", false), ("p.d.a b", false), ("a.b.c.d.e.f", false),
        ])
    func tables(table: String, isValid: Bool) throws {
        let create = { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") {
                $0.bigqueryConfig = BigQueryConfig()
                $0.bigqueryConfig?.table = table
            }
        }
        if isValid { _ = try create() } else { expectCode(.invalidArgument, create) }
    }

    @Test(
        "What does not go together, or is not there, is refused",
        arguments: [
            ("use_table_schema", Status.Code.invalidArgument), ("drop_unknown_fields", .invalidArgument),
            ("use_topic_schema", .unimplemented), ("column_family_mapping", .unimplemented),
            ("bigtable_config.table", .invalidArgument),
        ])
    func refused(field: String, code: Status.Code) {
        let status = expectCode(code) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") {
                var config = BigQueryConfig()
                config.table = "p.d.t"
                config.useTopicSchema = field.hasPrefix("use_")
                config.useTableSchema = field == "use_table_schema"
                config.dropUnknownFields = field == "drop_unknown_fields"
                guard field.contains("family") || field.contains("bigtable") else {
                    return $0.bigqueryConfig = config
                }
                $0.bigtableConfig = BigtableConfig()
                $0.bigtableConfig?.table = field.contains("table") ? "t" : "projects/p/instances/i/tables/t"
                $0.bigtableConfig?.columnFamilyMapping = BigtableConfig.ColumnFamilyMapping()
            }
        }
        #expect(status?.message.contains(field) == true, "\(status?.message ?? "")")
    }
}

/// The sink of files.
struct FileExportSinkTests {
    @Test("Objects are files below their bucket, rows are lines of JSON below their product")
    func files() async throws {
        let folder = try PrivateFolder()
        let sink = FileExportSink(folder: folder.path + "/out")
        let object = ExportedObject(
            bucket: "my-bucket", name: "a/b.txt", contentType: "text/plain", body: Array("hello\n".utf8))
        try await withCheckedContinuation { continuation in
            sink.write(object) { continuation.resume(returning: $0) }
        }.get()
        let row = ExportedRow(
            messageID: "1", key: "", publishTime: Instant(nanoseconds: 0),
            columns: [.init(family: "", name: "data", value: .bytes(Array("x".utf8)))])
        let rows = ExportedRows(
            product: .bigQuery, table: "p:d.t", dropsUnknownFields: false, rows: [row, row])
        let failed = try await withCheckedContinuation { continuation in
            sink.insert(rows) { continuation.resume(returning: $0) }
        }.get()
        #expect(failed.isEmpty)
        for (file, expected) in [
            ("my-bucket/a/b.txt", "hello\n"),
            ("_bigquery/p.d.t.jsonl", "{\"data\":\"x\"}\n{\"data\":\"x\"}\n"),
        ] {
            let text = try ChildProcess.run("cat", ["\(folder.path)/out/\(file)"]).output
            #expect(String(decoding: text, as: UTF8.self) == expected)
        }
    }

    @Test("A name that leads out of the folder is refused")
    func outside() async throws {
        let folder = try PrivateFolder()
        let sink = FileExportSink(folder: folder.path)
        let object = ExportedObject(bucket: "..", name: "x", contentType: "", body: [])
        let outcome = await withCheckedContinuation { continuation in
            sink.write(object) { continuation.resume(returning: $0) }
        }
        #expect(throws: Status.self) { try outcome.get() }
    }
}
