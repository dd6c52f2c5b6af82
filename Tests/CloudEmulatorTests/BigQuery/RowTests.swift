import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("BigQuery: rows")
struct RowTests {
    private func plane(_ fields: JSON, _ settings: JSON = [:]) throws -> ControlPlane {
        var plane = ControlPlane.make()
        try plane.addDataset()
        try plane.addTable("orders", fields, settings)
        return plane
    }

    /// What a value of a column is listed as; or, behind an exclamation mark, a part of what is wrong with it.
    static let values: [(column: JSON, given: JSON, listed: String)] = [
        (["type": "STRING"], "é", "é"), (["type": "STRING"], 5, "5"), (["type": "STRING"], true, "true"),
        (["type": "STRING", "maxLength": "2"], "abc", "!maximum length 2"),
        (["type": "STRING"], ["a": 1], "!is not a record"),
        (["type": "STRING"], ["a"], "!Array specified for non-repeated field"),
        (["type": "BYTES"], "YWI", "YWI="), (["type": "BYTES"], "*", "!to bytes"),
        (["type": "BYTES", "maxLength": "1"], "YWI=", "!maximum length 1"),
        (["type": "INTEGER"], "-9223372036854775808", "-9223372036854775808"),
        (["type": "INTEGER"], 2.0, "2"),
        (["type": "INTEGER"], 2.5, "!to integer (bad value): 2.5"), (["type": "INTEGER"], "x", "!bad value"),
        (["type": "INTEGER"], "9223372036854775808", "!bad value"),
        (["type": "FLOAT"], 1, "1.0"), (["type": "FLOAT"], "1e3", "1000.0"),
        (["type": "FLOAT"], "nan", "NaN"),
        (["type": "FLOAT"], "-inf", "-Infinity"), (["type": "FLOAT"], "0x1p3", "!floating point"),
        (["type": "FLOAT"], "1e999", "!floating point"),
        (["type": "BOOL"], "T", "true"), (["type": "BOOL"], false, "false"),
        (["type": "BOOL"], 2, "!to boolean"),
        (["type": "TIMESTAMP"], "1970-01-01 00:00:01.5 UTC", "1.5"),
        (["type": "TIMESTAMP"], "2014-08-19T12:41:35.220000Z", "1.40845209522E9"),
        (["type": "TIMESTAMP"], "2014-08-19 14:41:35.22+02:00", "1.40845209522E9"),
        (["type": "TIMESTAMP"], 1_408_452_095, "1.408452095E9"), (["type": "TIMESTAMP"], 0, "0.0"),
        (["type": "TIMESTAMP"], "1969-12-31 23:59:59.999999", "-1.0E-6"),
        (["type": "TIMESTAMP"], "0000-01-01", "!Invalid timestamp"),
        (["type": "TIMESTAMP"], 1e300, "!Invalid timestamp"),
        (["type": "TIMESTAMP"], "9999-12-31 23:59:59-08:00", "!Invalid timestamp"),
        (["type": "DATE"], "2024-2-29", "2024-02-29"), (["type": "DATE"], "2023-02-29", "!Invalid date"),
        (["type": "DATE"], "2024/02/01", "2024-02-01"), (["type": "DATE"], 5, "!Invalid date"),
        (["type": "TIME"], "1:02:03.45", "01:02:03.450000"), (["type": "TIME"], "24:00:00", "!Invalid time"),
        (["type": "DATETIME"], "2024-01-02 03:04:05", "2024-01-02T03:04:05"),
        (["type": "DATETIME"], "2024-01-02", "2024-01-02T00:00:00"),
        (["type": "DATETIME"], "2024-01-02T03:04:05Z", "!Invalid datetime"),
        (["type": "NUMERIC"], "1.50", "1.5"), (["type": "NUMERIC"], "1e-3", "0.001"),
        (["type": "NUMERIC"], "0.0000000005", "0.000000001"), (["type": "NUMERIC"], -0.25, "-0.25"),
        (
            ["type": "NUMERIC"], "99999999999999999999999999999.999999999",
            "99999999999999999999999999999.999999999"
        ),
        (["type": "NUMERIC"], "100000000000000000000000000000", "!out of range"),
        (["type": "NUMERIC"], "1.2.3", "!Invalid NUMERIC"),
        (["type": "NUMERIC", "precision": "4", "scale": "2"], "99.995", "!out of range"),
        (["type": "NUMERIC", "precision": "4", "scale": "2"], "12.345", "12.35"),
        (
            ["type": "NUMERIC", "precision": "4", "scale": "2", "roundingMode": "ROUND_HALF_EVEN"], "12.345",
            "12.34"
        ),
        (["type": "NUMERIC", "precision": "3"], "7.5", "8"),
        (
            ["type": "BIGNUMERIC"],
            "578960446186580977117854925043439539266.34992332820282019728792003956564819967",
            "578960446186580977117854925043439539266.34992332820282019728792003956564819967"
        ),
        (["type": "BIGNUMERIC"], "578960446186580977117854925043439539267", "!out of range"),
        (["type": "JSON"], "{\"a\": [1]}", "{\"a\":[1]}"), (["type": "JSON"], ["a": 1], "{\"a\":1}"),
        (["type": "JSON"], "{", "!Invalid JSON"), (["type": "JSON"], [1, 2], "[1,2]"),
        (
            ["type": "RANGE", "rangeElementType": ["type": "DATE"]], ["start": "2024-01-01", "end": .null],
            "[2024-01-01, UNBOUNDED)"
        ),
        (
            ["type": "RANGE", "rangeElementType": ["type": "DATE"]], "[2024-01-01, 2025-01-01)",
            "[2024-01-01, 2025-01-01)"
        ),
        (
            ["type": "RANGE", "rangeElementType": ["type": "DATE"]], "[2025-01-01, 2024-01-01)",
            "!start must be before the end"
        ),
        (["type": "RANGE", "rangeElementType": ["type": "DATE"]], "2025", "!Invalid range"),
    ]

    @Test("Each type takes its values, and lists them in one form", arguments: values)
    func value(column: JSON, given: JSON, listed: String) throws {
        var column = column
        column["name"] = "v"
        var plane = try plane([column])
        let errors = try plane.insert([["v": given]])
        guard listed.hasPrefix("!") else {
            #expect(errors == [:])
            #expect(try plane.firstColumn() == [listed])
            return
        }
        #expect(errors[0]?.count == 1)
        #expect(errors[0]?.first?.contains(listed.dropFirst()) == true, "\(errors)")
    }

    private let nested: JSON = [
        ["name": "id", "type": "INTEGER", "mode": "REQUIRED"],
        ["name": "tags", "type": "STRING", "mode": "REPEATED"],
        [
            "name": "item", "type": "RECORD", "mode": "REPEATED",
            "fields": [
                ["name": "sku", "type": "STRING", "mode": "REQUIRED"], ["name": "price", "type": "NUMERIC"],
            ],
        ],
    ]

    @Test("Records and lists nest; what is left out is null, or no elements; case does not matter")
    func nesting() throws {
        var plane = try plane(nested)
        #expect(try plane.insert([["ID": 1, "item": [["sku": "a"], ["sku": "b", "PRICE": "2"]]]]) == [:])
        #expect(
            try plane.listed().rows == [
                [
                    "f": [
                        ["v": "1"], ["v": []],
                        [
                            "v": [
                                ["v": ["f": [["v": "a"], ["v": .null]]]],
                                ["v": ["f": [["v": "b"], ["v": "2"]]]],
                            ]
                        ],
                    ]
                ]
            ])
    }

    @Test("Each wrong row is told what is wrong, each good one that it was stopped, and none is added")
    func errors() throws {
        var plane = try plane(nested)
        let errors = try plane.insert([
            ["id": 1], ["tags": []], ["id": .null], ["id": 2, "colour": "red"], ["id": 3, "tags": "a"],
            ["id": 4, "item": [["price": 1]]], ["id": 5, "item": [5]], ["id": 6, "tags": [.null]],
        ])
        #expect(errors[0] == ["stopped: "])
        #expect(errors[1] == ["invalid: Missing required field: id."])
        #expect(errors[2] == ["invalid: Only optional fields can be set to NULL. Field: id; Value: NULL"])
        #expect(errors[3] == ["invalid: no such field: colour."])
        #expect(errors[4] == ["invalid: Repeated field must be imported as a JSON array. Field: tags."])
        #expect(errors[5] == ["invalid: Missing required field: item.sku."])
        #expect(errors[6]?.first?.contains("to record") == true)
        #expect(errors[7]?.first?.contains("tags") == true)
        #expect(try plane.listed().totalRows == 0)
    }

    @Test("Good rows are added beside wrong ones if asked for, and unknown fields are left out if asked for")
    func options() throws {
        var plane = try plane(nested)
        #expect(
            try plane.insert([["id": 1], ["id": "x"]]) { $0.skipInvalidRows = true }.keys.sorted() == [1])
        #expect(try plane.insert([["id": 2, "x": 1]]) { $0.ignoreUnknownValues = true } == [:])
        #expect(try plane.firstColumn() == ["1", "2"])
    }

    @Test("A row with the id of one within the last minute is not added again")
    func deduplication() throws {
        var plane = try plane(nested)
        try plane.insert([["id": 1], ["id": 2], ["id": 3]], ids: ["a", "a", nil])
        try plane.insert([["id": 4], ["id": 5]], ids: ["a", "b"], at: start + .seconds(59))
        #expect(try plane.firstColumn() == ["1", "3", "5"])
        try plane.insert([["id": 6], ["id": 7]], ids: ["a", "b"], at: start + .seconds(60))
        #expect(try plane.firstColumn() == ["1", "3", "5", "6"])
    }

    @Test("A suffix makes an instance of the table, once")
    func template() throws {
        var plane = try plane(nested, ["clustering": ["fields": ["id"]]])
        for id in 1...2 { try plane.insert([["id": .int(Int64(id))]]) { $0.templateSuffix = "_eu" } }
        #expect(try plane.firstColumn("orders_eu") == ["1", "2"])
        #expect(try plane.listed().totalRows == 0)
        #expect(try plane.getTable("orders_eu").clustering?.fields == ["id"])
        // The template may change after that; rows have the columns of the instance.
        let added: JSON = ["name": "new", "type": "STRING"]
        try plane.patchTable("orders", ["schema": ["fields": .array([added] + (nested.arrayValue ?? []))]])
        #expect(try plane.insert([["id": 3]]) { $0.templateSuffix = "_eu" } == [:])
        #expect(try plane.firstColumn("orders_eu") == ["1", "2", "3"])
    }

    @Test("An insertion without rows, or into a table without schema, is refused as a whole")
    func refused() throws {
        var plane = try plane(nested)
        #expect(
            failure { () throws(Status) in try plane.insert([]) }?.message
                == "No rows present in the request.")
        #expect(failure { () throws(Status) in try plane.insert([5]) }?.code == .invalidArgument)
        try plane.addTable("bare")
        #expect(
            failure { () throws(Status) in try plane.insert([["a": 1]], into: "bare") }?.code
                == .invalidArgument)
        #expect(
            failure { () throws(Status) in try plane.insert([["a": 1]], into: "orders$20240101") }?.code
                == .unimplemented)
    }

    @Test("Rows cannot be streamed to partitions that are ten years back, or two ahead")
    func bounds() throws {
        var plane = try plane(
            [["name": "day", "type": "DATE"]], ["timePartitioning": ["type": "DAY", "field": "day"]])
        // `start` is in 2030.
        let errors = try plane.insert([
            ["day": "2010-01-01"], ["day": "2032-01-01"], ["day": "2029-01-01"], [:],
        ]) {
            $0.skipInvalidRows = true
        }
        #expect(errors.keys.sorted() == [0, 1])
        #expect(errors[0]?.first?.contains("outside the allowed bounds") == true)
        #expect(try plane.firstColumn() == ["2029-01-01", "null"])
    }

    // MARK: Reading

    @Test("Rows are read page by page, or from an index on")
    func pages() throws {
        var plane = try plane(nested)
        try plane.insert((0..<7).map { ["id": .int($0)] })
        var seen: [String] = []
        var token = ""
        repeat {
            let page = try plane.listed { [token] in ($0.pageToken, $0.maxResults) = (token, 3) }
            #expect(page.totalRows == 7)
            seen += page.rows.map { $0["f"]?[0]?["v"]?.stringValue ?? "" }
            token = page.pageToken
        } while !token.isEmpty
        #expect(seen == ["0", "1", "2", "3", "4", "5", "6"])
        #expect(try plane.listed { $0.startIndex = 5 }.rows.count == 2)
        #expect(try plane.listed { $0.startIndex = 50 }.rows.count == 0)
        #expect(try plane.listed { $0.maxResults = 0 }.rows.count == 0)
        #expect(
            failure { () throws(Status) in try plane.listed { $0.startIndex = -1 } }?.code == .invalidArgument
        )
        #expect(
            failure { () throws(Status) in try plane.listed { $0.pageToken = "?" } }?.code == .invalidArgument
        )
    }

    @Test("Only the wanted columns are read, in the order of the schema")
    func selection() throws {
        var plane = try plane(nested)
        try plane.insert([["id": 1, "tags": ["t"], "item": [["sku": "a", "price": 3]]]])
        let rows = try plane.listed { $0.selectedFields = "item.price,ID" }.rows
        #expect(rows == [["f": [["v": "1"], ["v": [["v": ["f": [["v": "3"]]]]]]]]])
        #expect(
            failure { () throws(Status) in try plane.listed { $0.selectedFields = "item.none" } }?.code
                == .invalidArgument)
    }

    @Test(
        "Timestamps are written as the caller wants them",
        arguments: [
            (false, "", "1.5E0"), (true, "", "1500000"), (false, "INT64", "1500000"),
            (false, "ISO8601_STRING", "1970-01-01T00:00:01.500000Z"),
        ])
    func timestamps(useInteger: Bool, format: String, expected: String) throws {
        var plane = try plane([["name": "at", "type": "TIMESTAMP"]])
        try plane.insert([["at": 1.5]])
        let rows = try plane.listed {
            $0.formatOptions = BigQueryV2.DataFormatOptions()
            $0.formatOptions?.useInt64Timestamp = useInteger
            $0.formatOptions?.timestampOutputFormat = format
        }.rows
        #expect(rows[0]["f"]?[0]?["v"]?.stringValue == expected.replacing("E0", with: ""))
    }
}
