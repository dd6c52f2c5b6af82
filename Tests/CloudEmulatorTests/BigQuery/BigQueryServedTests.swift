import CloudCore
import GoogleCloud
@testable import PubSubEmulator
@testable import RPCServer
import Synchronization
import Testing

@testable import CloudEmulator

@Suite("BigQuery: over REST, and from Pub/Sub")
struct BigQueryServedTests {
    private let path = "/bigquery/v2/projects/local-project"

    private func json(_ answer: GoogleCloud.HTTPResponse) throws -> JSON { try JSON.parse(answer.body) }

    @Test("Errors have the list that older clients read")
    func errors() async throws {
        let served = try ServedCloud()
        let answer = try await served.raw("GET", path + "/datasets/none")
        #expect(answer.status == 404)
        let error = try json(answer)["error"]
        #expect(error?["errors"]?[0]?["reason"] == "notFound")
        #expect(error?["errors"]?[0]?["domain"] == "global")
        #expect(error?["status"] == "NOT_FOUND")
        #expect(error?["details"] == nil)
        let query = try await served.raw("POST", path + "/queries", "{\"query\":\"SELECT 1\"}")
        #expect(query.status == 501)
        #expect(try json(query)["error"]?["errors"]?[0]?["reason"] == "notImplemented")
        let unknown = try await served.raw("POST", path + "/datasets", "{\"colour\":1}")
        #expect(unknown.status == 400)
        #expect(try json(unknown)["error"]?["errors"]?[0]?["reason"] == "invalid")
    }

    @Test("Rows go in and out")
    func rows() async throws {
        let served = try ServedCloud()
        _ = try await served.raw("POST", path + "/datasets", "{\"datasetReference\":{\"datasetId\":\"d\"}}")
        let table = try await served.raw(
            "POST", path + "/datasets/d/tables",
            "{\"tableReference\":{\"tableId\":\"t\"},\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"FLOAT64\"}]}}"
        )
        #expect(try json(table)["numRows"] == "0")
        let inserted = try await served.raw(
            "POST", path + "/datasets/d/tables/t/insertAll",
            "{\"rows\":[{\"json\":{\"a\":2}},{\"json\":{\"a\":\"x\"}}]}")
        #expect(try json(inserted)["insertErrors"]?[0]?["index"] == 0)
        _ = try await served.raw(
            "POST", path + "/datasets/d/tables/t/insertAll", "{\"rows\":[{\"json\":{\"a\":2}}]}")
        let listed = try await served.raw(
            "GET", path + "/datasets/d/tables/t/data?formatOptions.useInt64Timestamp=True&maxResults=5")
        #expect(try json(listed)["rows"] == [["f": [["v": "2.0"]]]])
        #expect(try json(listed)["totalRows"] == "1")
    }

    @Test("The discovery document has the paths and parameters of the methods")
    func discovery() {
        let cloud = LocalCloud(timeline: VirtualTimeline(start: start))
        let document = BigQueryDiscovery.document(cloud.bigQueryCalls, authority: "localhost:1")
        #expect(document["rootUrl"] == "http://localhost:1/")
        let tables = document["resources"]?["tables"]?["methods"]
        #expect(tables?["get"]?["path"] == "projects/{+projectId}/datasets/{+datasetId}/tables/{+tableId}")
        #expect(tables?["get"]?["parameters"]?["view"]?["location"] == "query")
        let data = document["resources"]?["tabledata"]?["methods"]?["list"]?["parameters"]
        #expect(data?["formatOptions.useInt64Timestamp"]?["type"] == "boolean")
        let undelete = document["resources"]?["datasets"]?["methods"]?["undelete"]
        #expect(undelete?["path"] == "projects/{+projectId}/datasets/{+datasetId}:undelete")
        #expect(document["resources"]?["jobs"]?["methods"]?["query"] != nil)
    }

    @Test("Fault rules and records know a table by its whole name")
    func resources() {
        let cloud = LocalCloud(timeline: VirtualTimeline(start: start))
        let method = cloud.bigQueryCalls.first { $0.id == "tabledata.insertAll" }?.method
        let request: JSON = ["rows": [], "project_id": "p", "dataset_id": "d", "table_id": "t"]
        #expect(method?.resource(of: request) == "projects/p/datasets/d/tables/t")
    }

    // MARK: Exports

    private func export(
        _ change: (inout BigQueryConfig) -> Void, into fields: JSON, grants: Bool = true
    ) throws -> (cloud: LocalCloud, messages: @Sendable ([String]) throws -> [Int: Status]) {
        let cloud = LocalCloud(
            timeline: VirtualTimeline(start: start), propagation: .instant, policyMode: .enforce)
        try cloud.perform { (plane, now) throws(Status) in
            try plane.addDataset("shop", [:], at: now)
            try plane.addTable("orders", fields, at: now)
            if grants {
                let agent = "service-415104041262@gcp-sa-pubsub.iam.gserviceaccount.com"
                try plane.patchDataset(
                    "shop", ["access": [["role": "WRITER", "userByEmail": .string(agent)]]], at: now)
            }
        }
        var config = BigQueryConfig()
        config.table = "local-project.shop.orders"
        change(&config)
        let rows = { @Sendable [config] (texts: [String]) throws -> [Int: Status] in
            var rows = ExportedRows(
                product: .bigQuery, table: config.table, dropsUnknownFields: config.dropUnknownFields,
                rows: [])
            for (index, text) in texts.enumerated() {
                var row = ExportedRow(
                    messageID: "m\(index)", key: "", publishTime: start,
                    columns: [.init(family: "", name: "data", value: .bytes(Array(text.utf8)))])
                if config.useTableSchema {
                    row.columns =
                        try JSON.parse(text).objectValue.map { object in
                            object.map { .init(family: "", name: $0.key, value: .json($0.value)) }
                        } ?? []
                }
                rows.rows.append(row)
            }
            return try cloud.perform { [rows] (plane, now) throws(Status) in
                try RowsExported(rows).apply(to: &plane, at: now).failures
            }
        }
        return (cloud, rows)
    }

    private func column(_ cloud: LocalCloud) throws -> [String] {
        try cloud.perform { (plane, now) throws(Status) in try plane.firstColumn(at: now) }
    }

    @Test("Data goes into a column of bytes or text", arguments: [("BYTES", "YQ=="), ("STRING", "a")])
    func data(type: String, listed: String) throws {
        let (cloud, write) = try export(
            { _ in }, into: [["name": "data", "type": .string(type), "mode": "REQUIRED"]])
        #expect(try write(["a", "a"]) == [:])
        #expect(try column(cloud) == [listed, listed])
        #expect(try write(["a"]) == [:], "a message that comes again is not added again")
        #expect(try column(cloud).count == 2)
    }

    @Test("Unknown fields are left out only if the subscription drops them", arguments: [true, false])
    func unknownFields(drops: Bool) throws {
        let (cloud, write) = try export(
            { ($0.useTableSchema, $0.dropUnknownFields) = (true, drops) },
            into: [["name": "a", "type": "STRING"]])
        let failures = try write(["{\"a\":\"1\"}", "{\"a\":\"2\",\"b\":1}"])
        #expect(failures.keys.sorted() == (drops ? [] : [1]))
        #expect(try column(cloud) == (drops ? ["1", "2"] : ["1"]))
    }

    @Test("The service agent needs a role on the table, and the table must be there")
    func agent() throws {
        let (_, write) = try export(
            { _ in }, into: [["name": "data", "type": "STRING"]], grants: false)
        let status = #expect(throws: Status.self) { try write(["a"]) }
        #expect(status?.code == .permissionDenied)
        let (_, misdirected) = try export(
            { $0.table = "local-project.shop.none" }, into: [["name": "data", "type": "STRING"]])
        #expect(#expect(throws: Status.self) { try misdirected(["a"]) }?.code == .notFound)
    }

    @Test("A message that is published to a BigQuery subscription becomes a row")
    func wholeWay() async throws {
        let served = try ServedCloud()
        try served.cloud.perform { (plane, now) throws(Status) in
            try plane.addDataset("shop", [:], at: now)
            try plane.addTable(
                "orders",
                [
                    ["name": "data", "type": "STRING"], ["name": "message_id", "type": "STRING"],
                    ["name": "subscription_name", "type": "STRING"],
                    ["name": "publish_time", "type": "TIMESTAMP"],
                    ["name": "attributes", "type": "JSON"],
                ], at: now)
        }
        let subscription = "/v1/projects/local-project/subscriptions/rows"
        _ = try await served.raw("PUT", "/v1/projects/local-project/topics/orders", "{}")
        let created = try await served.raw(
            "PUT", subscription,
            "{\"topic\":\"projects/local-project/topics/orders\",\"bigqueryConfig\":"
                + "{\"table\":\"local-project.shop.orders\",\"writeMetadata\":true}}")
        #expect(created.status == 200)
        _ = try await served.raw(
            "POST", "/v1/projects/local-project/topics/orders:publish",
            "{\"messages\":[{\"data\":\"aGk=\",\"attributes\":{\"k\":\"v\"}}]}")
        // Rows are written by a queue of their own.
        var rows: [JSON] = []
        for _ in 0..<2_000 where rows.isEmpty {
            let listed = try await served.raw("GET", path + "/datasets/shop/tables/orders/data")
            rows = try json(listed)["rows"]?.arrayValue ?? []
        }
        try #require(rows.count == 1)
        #expect(rows[0]["f"]?[0]?["v"] == "hi")
        #expect(rows[0]["f"]?[4]?["v"] == "{\"k\":\"v\"}")
    }
}
