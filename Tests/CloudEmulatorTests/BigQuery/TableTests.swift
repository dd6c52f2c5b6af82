import CloudCore
import Testing

@testable import CloudEmulator

@Suite("BigQuery: tables")
struct TableTests {
    private func plane(_ settings: JSON = [:]) throws -> ControlPlane {
        var plane = ControlPlane.make()
        try plane.addDataset("shop", settings)
        return plane
    }

    private let fields: JSON = [
        ["name": "id", "type": "INT64", "mode": "required"],
        ["name": "at", "type": "TIMESTAMP"],
        [
            "name": "item", "type": "STRUCT", "mode": "REPEATED",
            "fields": [["name": "sku", "type": "STRING"]],
        ],
    ]

    @Test("A table has the names and times that the service gives it, and its types by their older names")
    func created() throws {
        var plane = try plane()
        let table = try plane.addTable("orders", fields, ["labels": ["a": "b"]])
        #expect(table.kind == "bigquery#table")
        #expect(table.type == "TABLE")
        #expect(table.id == "local-project:shop.orders")
        #expect(table.schema?.fields.map(\.type) == ["INTEGER", "TIMESTAMP", "RECORD"])
        #expect(table.schema?.fields.map(\.mode) == ["REQUIRED", "", "REPEATED"])
        #expect(try plane.getTable("orders") == table)
        #expect(
            failure { () throws(Status) in try plane.addTable() }?.message
                == "Already Exists: Table local-project:shop.orders")
        #expect(
            failure { () throws(Status) in try plane.getTable("none") }?.message
                == "Not found: Table local-project:shop.none")
        #expect(
            failure { () throws(Status) in try plane.getTable("t", of: "none") }?.message
                == "Not found: Dataset local-project:none")
    }

    @Test(
        "A schema that is none is refused",
        arguments: [
            [["name": "a-b", "type": "STRING"]], [["name": "1a", "type": "STRING"]], [["type": "STRING"]],
            [["name": "_PARTITIONTIME", "type": "STRING"]], [["name": "a", "type": "TEXT"]], [["name": "a"]],
            [["name": "a", "type": "STRING"], ["name": "A", "type": "STRING"]],
            [["name": "a", "type": "RECORD"]], [["name": "a", "type": "STRING", "mode": "MANY"]],
            [["name": "a", "type": "STRING", "fields": [["name": "b", "type": "STRING"]]]],
            [["name": "a", "type": "INTEGER", "maxLength": "5"]],
            [["name": "a", "type": "NUMERIC", "scale": "2"]],
            [["name": "a", "type": "NUMERIC", "precision": "40", "scale": "2"]],
            [["name": "a", "type": "STRING", "precision": "4"]], [["name": "a", "type": "RANGE"]],
            [["name": "a", "type": "RANGE", "rangeElementType": ["type": "TIME"]]],
            [["name": "a", "type": "STRING", "roundingMode": "ROUND_HALF_EVEN"]],
        ] as [JSON])
    func badSchemas(fields: JSON) throws {
        var plane = try plane()
        #expect(failure { () throws(Status) in try plane.addTable("t", fields) }?.code == .invalidArgument)
    }

    @Test(
        "What is not supported is refused by name",
        arguments: [
            ("view", ["query": "SELECT 1"]), ("materializedView", ["query": "SELECT 1"]),
            ("externalDataConfiguration", ["sourceFormat": "CSV"]),
            ("encryptionConfiguration", ["kmsKeyName": "k"]),
            ("tableConstraints", ["primaryKey": ["columns": ["a"]]]),
            ("schema", ["fields": [["name": "a", "type": "STRING", "policyTags": ["names": ["t"]]]]]),
            ("schema", ["fields": [["name": "a", "type": "GEOGRAPHY"]]]),
        ] as [(String, JSON)])
    func unsupported(field: String, value: JSON) throws {
        var plane = try plane()
        let status = failure { () throws(Status) in try plane.addTable("t", [], [field: value]) }
        #expect(status?.reason == "UNIMPLEMENTED notImplemented")
        #expect(status?.message.contains(field) == true)
    }

    @Test(
        "Partitioning and clustering fit the columns",
        arguments: [
            (true, ["timePartitioning": ["type": "DAY"]]),
            (true, ["timePartitioning": ["type": "hour", "field": "at"], "requirePartitionFilter": true]),
            (true, ["clustering": ["fields": ["id", "at"]]]),
            (
                true,
                [
                    "rangePartitioning": [
                        "field": "id", "range": ["start": "0", "end": "100", "interval": "10"],
                    ]
                ]
            ),
            (false, ["timePartitioning": ["type": "WEEK"]]),
            (false, ["timePartitioning": ["type": "DAY", "field": "id"]]),
            (false, ["timePartitioning": ["type": "DAY", "field": "none"]]),
            (false, ["timePartitioning": ["type": "DAY", "expirationMs": "0"]]),
            (false, ["requirePartitionFilter": true]),
            (false, ["clustering": ["fields": ["item"]]]), (false, ["clustering": ["fields": ["id", "ID"]]]),
            (false, ["clustering": ["fields": []]]),
            (
                false,
                [
                    "rangePartitioning": [
                        "field": "id", "range": ["start": "0", "end": "100000", "interval": "1"],
                    ]
                ]
            ),
            (
                false,
                [
                    "rangePartitioning": [
                        "field": "at", "range": ["start": "0", "end": "100", "interval": "10"],
                    ]
                ]
            ),
        ] as [(Bool, JSON)])
    func partitioning(isGood: Bool, settings: JSON) throws {
        var plane = try plane()
        let status = failure { () throws(Status) in try plane.addTable("t", fields, settings) }
        #expect(status?.code == (isGood ? nil : .invalidArgument), "\(status?.message ?? "")")
    }

    @Test(
        "Columns can be added and relaxed, not removed, changed or made to demand more",
        arguments: [
            ("", [["name": "a", "type": "INTEGER", "mode": "REQUIRED"], ["name": "b", "type": "STRING"]]),
            ("", [["name": "B", "type": "STRING"], ["name": "a", "type": "INT64"]]),
            (
                "",
                [
                    ["name": "a", "type": "INTEGER"], ["name": "b", "type": "STRING"],
                    ["name": "c", "type": "STRING", "mode": "REPEATED"],
                ]
            ),
            ("Field b is missing", [["name": "a", "type": "INTEGER", "mode": "REQUIRED"]]),
            ("changed type", [["name": "a", "type": "STRING"], ["name": "b", "type": "STRING"]]),
            (
                "changed mode",
                [["name": "a", "type": "INTEGER"], ["name": "b", "type": "STRING", "mode": "REQUIRED"]]
            ),
            (
                "Cannot add required",
                [
                    ["name": "a", "type": "INTEGER"], ["name": "b", "type": "STRING"],
                    ["name": "c", "type": "STRING", "mode": "REQUIRED"],
                ]
            ),
        ] as [(String, JSON)])
    func schemaChanges(problem: String, fields: JSON) throws {
        var plane = try plane()
        try plane.addTable(
            "t",
            [["name": "a", "type": "INTEGER", "mode": "REQUIRED"], ["name": "b", "type": "STRING"]])
        let status = failure { () throws(Status) in
            try plane.patchTable("t", ["schema": ["fields": fields]])
        }
        #expect(status == nil ? problem.isEmpty : status?.message.contains(problem) == true)
    }

    @Test("A patch whose schema is null keeps the schema")
    func schemaKept() throws {
        var plane = try plane()
        try plane.addTable("t", [["name": "a", "type": "STRING"]])
        let table = try plane.patchTable("t", ["schema": .null, "description": "d", "labels": [:]])
        #expect(table.schema?.fields.map(\.name) == ["a"])
        #expect(table.description == "d")
    }

    @Test("Rows follow their columns when these change places, and get nulls in new ones")
    func rowsFollow() throws {
        var plane = try plane()
        try plane.addTable(
            "orders",
            [
                ["name": "a", "type": "STRING"],
                ["name": "r", "type": "RECORD", "fields": [["name": "x", "type": "STRING"]]],
            ])
        try plane.insert([["a": "1", "r": ["x": "2"]]])
        try plane.patchTable(
            "orders",
            [
                "schema": [
                    "fields": [
                        [
                            "name": "r", "type": "RECORD",
                            "fields": [["name": "y", "type": "STRING"], ["name": "x", "type": "STRING"]],
                        ],
                        ["name": "a", "type": "STRING"],
                        ["name": "l", "type": "STRING", "mode": "REPEATED"],
                    ]
                ]
            ])
        #expect(
            try plane.listed().rows == [
                ["f": [["v": ["f": [["v": .null], ["v": "2"]]]], ["v": "1"], ["v": []]]]
            ])
    }

    @Test("The way that a table is divided stays as it is, the lifetime of partitions does not")
    func partitioningStays() throws {
        var plane = try plane()
        try plane.addTable("t", fields, ["timePartitioning": ["type": "DAY", "field": "at"]])
        #expect(
            failure { () throws(Status) in try plane.patchTable("t", ["timePartitioning": ["type": "HOUR"]])
            }?
            .code == .invalidArgument)
        let table = try plane.patchTable("t", ["timePartitioning": ["expirationMs": "5000"]])
        #expect(table.timePartitioning?.expirationMs == 5000)
        #expect(table.timePartitioning?.field == "at")
    }

    @Test("A table expires by its own time, or by its dataset's lifetime of tables")
    func expiration() throws {
        var plane = try plane(["defaultTableExpirationMs": "3600000"])
        let hour = start + .seconds(3600)
        let table = try plane.addTable("brief")
        #expect(table.expirationTime == hour.milliseconds)
        try plane.addTable("long", [], ["expirationTime": .string(String(hour.milliseconds + 1))])
        #expect(try plane.getTable("brief", at: start + .seconds(3599)).id != "")
        #expect(failure { () throws(Status) in try plane.getTable("brief", at: hour) }?.code == .notFound)
        #expect(try plane.getTable("long", at: hour).id != "")
        try plane.patchTable("long", ["expirationTime": .null], at: hour)
        #expect(try plane.getTable("long", at: hour + .seconds(86_400)).expirationTime == nil)
    }

    @Test("Partitions expire, counted from where they begin, and rows without one stay")
    func partitionExpiration() throws {
        var plane = try plane(["defaultPartitionExpirationMs": "86400000"])
        try plane.addTable("orders", fields, ["timePartitioning": ["type": "DAY", "field": "at"]])
        // `start` is a midnight.
        let rows: [JSON] = [
            ["id": 1, "at": .int(start.milliseconds / 1000)],
            ["id": 2, "at": .int(start.milliseconds / 1000 + 86_400)], ["id": 3],
        ]
        try plane.insert(rows)
        #expect(try plane.firstColumn(at: start + .seconds(86_399)) == ["1", "2", "3"])
        #expect(try plane.firstColumn(at: start + .seconds(86_400)) == ["2", "3"])
        #expect(try plane.firstColumn(at: start + .seconds(2 * 86_400)) == ["3"])
    }

    @Test("Tables are listed with what listings have, and deleted ones are gone")
    func listing() throws {
        var plane = try plane()
        try plane.addTable("b", fields, ["timePartitioning": ["type": "DAY"]])
        try plane.addTable("a")
        var request = BigQueryV2.ListTablesRequest()
        (request.projectID, request.datasetID) = ("local-project", "shop")
        let list = try plane.listTables(request, by: .owner, at: start)
        #expect(list.tables.map { $0.tableReference?.tableID } == ["a", "b"])
        #expect(list.totalItems == 2)
        #expect(list.tables.last?.timePartitioning?.type == "DAY")
        var gone = BigQueryV2.DeleteTableRequest()
        (gone.projectID, gone.datasetID, gone.tableID) = ("local-project", "shop", "a")
        try plane.deleteTable(gone, ifMatch: nil, by: .owner, at: start)
        #expect(try plane.listTables(request, by: .owner, at: start).totalItems == 1)
    }
}
