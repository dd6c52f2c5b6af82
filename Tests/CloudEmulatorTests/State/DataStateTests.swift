import CloudCore
import Foundation
import PubSubEmulator
import Testing

@testable import CloudEmulator

/// Databases, datasets and tables are part of the state.
final class DataStateTests {
    private let folder = NSTemporaryDirectory() + "rehearsal-cloud-\(UUID().uuidString)"
    private let timeline = VirtualTimeline(start: start)
    private let bigQuery = "google.cloud.bigquery.v2."

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func started() throws -> LocalCloud {
        let cloud = LocalCloud(timeline: timeline)
        try cloud.keepData(in: folder)
        return cloud
    }

    private let table: JSON = ["projectId": "local-project", "datasetId": "shop", "tableId": "orders"]

    private func fill(_ cloud: LocalCloud) throws(Status) {
        try cloud.call(
            "google.firestore.admin.v1.FirestoreAdmin/CreateDatabase",
            [
                "parent": "projects/local-project", "databaseId": "orders",
                "database": ["locationId": "europe-west3", "type": "FIRESTORE_NATIVE"],
            ])
        let dataset: JSON = ["datasetReference": ["datasetId": "shop"], "location": "europe-west1"]
        try cloud.call(
            bigQuery + "DatasetService/InsertDataset", ["projectId": "local-project", "dataset": dataset])
        try cloud.call(
            bigQuery + "TableService/InsertTable",
            [
                "projectId": "local-project", "datasetId": "shop",
                "table": [
                    "tableReference": ["tableId": "orders"],
                    "schema": ["fields": [["name": "data", "type": "STRING"]]],
                ],
            ])
        try insert("one", into: cloud)
    }

    private func insert(_ text: String, into cloud: LocalCloud) throws(Status) {
        var request = table
        request["rows"] = [["insertId": .string(text), "json": ["data": .string(text)]]]
        try cloud.call(bigQuery + "TableDataService/InsertAll", request)
    }

    private func rows(_ cloud: LocalCloud) throws(Status) -> [String] {
        try cloud.call(bigQuery + "TableDataService/List", table)["rows"]?.arrayValue?
            .compactMap { $0["f"]?[0]?["v"]?.stringValue } ?? []
    }

    @Test("Writes that are made again lead to the same, whatever they were", arguments: 0..<9)
    func replay(seed: Int) throws {
        let model = [PropagationModel.typical, .worst, .instant][seed % 3].seeded(UInt64(seed))
        let cloud = LocalCloud(
            timeline: timeline, propagation: model, policyMode: seed % 2 == 0 ? .enforce : .off)
        var calls = RandomDataCalls(cloud: cloud, timeline: timeline, seed: seed)
        for _ in 0..<400 { calls.step() }
        try cloud.expectSameWhenMadeAgain()
    }

    @Test("They are there after a restart, and in another cloud that takes the state over")
    func restart() throws {
        let state: CloudState
        do {
            let cloud = try started()
            try fill(cloud)
            timeline.advance(by: .seconds(10))
            state = cloud.exportState()
        }
        let other = LocalCloud(timeline: VirtualTimeline(start: start))
        try other.importState(state)
        for cloud in [try started(), other] {
            let differences = try cloud.differences(from: state)
            #expect(differences.isEmpty, "\(differences)")
            #expect(try rows(cloud) == ["one"])
            let database = try cloud.call(
                "google.firestore.admin.v1.FirestoreAdmin/GetDatabase",
                ["name": "projects/local-project/databases/orders"])
            #expect(database["locationId"]?.stringValue == "europe-west3")
            try insert("one", into: cloud)
            #expect(try rows(cloud) == ["one"], "a row that comes again within a minute is known")
        }
    }

    @Test("What a subscription exported is there, too, but not what a table could not take")
    func exports() throws {
        let cloud = LocalCloud(timeline: timeline)
        try fill(cloud)
        let writes = cloud.plane.history.records.count
        var good = RowsExported.Column()
        (good.name, good.data, good.isData) = ("data", Array("two".utf8), true)
        var wrong = good
        wrong.name = "none"
        for column in [wrong, good] {
            var (rows, row) = (RowsExported(), RowsExported.Row())
            (row.messageID, row.columns) = ("m", [column])
            (rows.table, rows.rows) = ("local-project.shop.orders", [row])
            let outcome = try cloud.perform(recording: rows)
            #expect(outcome.failures.isEmpty == (column.name == "data"))
        }
        #expect(cloud.plane.history.records.count == writes + 1)
        let other = LocalCloud(timeline: timeline)
        try other.importState(cloud.exportState())
        #expect(try rows(other) == ["one", "two"])
    }

    @Test("A request that is nested as deeply as one may be is read again")
    func depth() throws {
        let cloud = LocalCloud(timeline: timeline)
        try fill(cloud)
        let levels = JSON.Limits().depth - 4
        let text =
            """
            {"project_id": "local-project", "dataset_id": "shop", "table_id": "orders", "ignoreUnknownValues": true,
             "rows": [{"json": {"data": "two", "other":
            """ + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}}]}"
        try cloud.call(bigQuery + "TableDataService/InsertAll", try JSON.parse(text))
        let state = try cloud.exportState().text().withUnsafeBytes { try CloudState(json: $0) }
        let other = LocalCloud(timeline: timeline)
        try other.importState(state)
        #expect(try rows(other) == ["one", "two"])
    }

    @Test("They are leaks, and in comparisons, and gone after a reset")
    func leaks() throws {
        let cloud = LocalCloud(timeline: timeline)
        let mark = cloud.mark()
        let before = cloud.exportState()
        try fill(cloud)
        timeline.advance(by: .seconds(10))
        let leaks = cloud.leaks(since: mark).resources
        #expect(leaks["databases"] == ["projects/local-project/databases/orders"])
        #expect(leaks["datasets"] == ["projects/local-project/datasets/shop"])
        #expect(leaks["tables"] == ["projects/local-project/datasets/shop/tables/orders"])
        let paths = try cloud.differences(from: before).map(\.path)
        #expect(paths.contains { $0.hasPrefix("resources.tables[") })
        cloud.reset()
        #expect(cloud.leaks(since: mark).resources.isEmpty)
    }

    @Test("A policy that is gone with its table is not written any more, whoever has looked since")
    func policiesOfExpiredTables() throws {
        let cloud = LocalCloud(timeline: timeline, propagation: .instant)
        try cloud.createAccount("runner")
        try fill(cloud)
        let member = "serviceAccount:runner@local-project.iam.gserviceaccount.com"
        try cloud.call(
            bigQuery + "TableService/SetIamPolicy",
            [
                "resource": "projects/local-project/datasets/shop/tables/orders",
                "policy": [
                    "bindings": [["role": "roles/bigquery.dataViewer", "members": [.string(member)]]]
                ],
            ])
        var request = table
        request["table"] = ["expirationTime": .int((timeline.now + .seconds(60)).milliseconds)]
        try cloud.call(bigQuery + "TableService/PatchTable", request)
        timeline.advance(by: .seconds(61))
        #expect(failure { () throws(Status) in try rows(cloud) }?.code == .notFound)
        try cloud.call(
            "google.iam.admin.v1.IAM/DeleteServiceAccount",
            ["name": "projects/-/serviceAccounts/runner@local-project.iam.gserviceaccount.com"])
        try cloud.grant("roles/viewer", to: "user:a@example.com")
        try cloud.expectSameWhenMadeAgain(records: 5)
    }

    @Test("While a region is down, its datasets and databases are unavailable, and no others")
    func regionDown() throws {
        let cloud = LocalCloud(timeline: timeline)
        try fill(cloud)
        timeline.advance(by: .seconds(10))
        cloud.disrupt(.regionDown("europe-west1"))
        // As a path binds it.
        let list = bigQuery + "TableDataService/List"
        let path: JSON = ["project_id": "local-project", "dataset_id": "shop", "table_id": "orders"]
        #expect(failure { () throws(Status) in try cloud.call(list, path) }?.code == .unavailable)
        let get = "google.firestore.admin.v1.FirestoreAdmin/GetDatabase"
        let database: JSON = ["name": "projects/local-project/databases/orders"]
        try cloud.call(get, database)
        cloud.disrupt(.regionDown("europe-west3"))
        #expect(failure { () throws(Status) in try cloud.call(get, database) }?.code == .unavailable)
        let writes = cloud.plane.history.records.count
        let other = LocalCloud(timeline: timeline)
        other.disrupt(.regionDown("europe-west3"))
        #expect(failure { () throws(Status) in try fill(other) }?.code == .unavailable)
        other.disrupt(.regionDown("europe-west1"))
        let dataset: JSON = ["datasetReference": ["datasetId": "more"], "location": "EUROPE-WEST1"]
        let insert: JSON = ["projectId": "local-project", "dataset": dataset]
        let method = bigQuery + "DatasetService/InsertDataset"
        #expect(failure { () throws(Status) in try other.call(method, insert) }?.code == .unavailable)
        // What was there before its region went down is taken over.
        try other.importState(cloud.exportState())
        #expect(other.plane.history.records.count == writes + 1)
        cloud.liftAllDisruptions()
        try cloud.call(list, path)
    }
}
