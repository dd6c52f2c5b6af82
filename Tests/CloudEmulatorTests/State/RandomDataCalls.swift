import CloudCore
import PubSubEmulator

@testable import CloudEmulator

/// Random calls of the APIs that have data, some of which fail.
struct RandomDataCalls {
    let cloud: LocalCloud
    let timeline: VirtualTimeline
    var random: TestRandom
    private let calls: MethodCalls

    private let bigQuery = "google.cloud.bigquery.v2."
    private let firestore = "google.firestore.admin.v1.FirestoreAdmin/"

    init(cloud: LocalCloud, timeline: VirtualTimeline, seed: Int) {
        self.cloud = cloud
        self.timeline = timeline
        calls = MethodCalls(cloud)
        random = TestRandom(UInt64(seed))
    }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    /// Makes one call; its failure is as good as its success.
    mutating func step() {
        do throws(Status) {
            switch pick(16) {
            case 0, 1: try databases()
            case 2, 3: try datasets()
            case 4, 5: try tables()
            case 6, 7: try rows()
            case 8: try export()
            case 9: try accounts()
            case 10, 11: try keys()
            case 12: try roles()
            case 13: disruptions()
            default: timeline.advance(by: .milliseconds(pick(90_000)))
            }
        } catch {}
    }

    private mutating func databases() throws(Status) {
        let id = "database-\(pick(3))"
        let name: JSON = .string("projects/local-project/databases/\(id)")
        switch pick(4) {
        case 0, 1:
            try calls.call(
                firestore + "CreateDatabase",
                [
                    "parent": "projects/local-project", "databaseId": .string(id),
                    "database": ["locationId": "eur3", "type": "FIRESTORE_NATIVE"],
                ])
        case 2:
            let protection = pick(2) == 0 ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
            try calls.call(
                firestore + "UpdateDatabase",
                [
                    "database": ["name": name, "deleteProtectionState": .string(protection)],
                    "updateMask": "deleteProtectionState",
                ])
        default: try calls.call(firestore + "DeleteDatabase", ["name": name])
        }
    }

    private mutating func datasets() throws(Status) {
        let id: JSON = .string("d\(pick(2))")
        let service = bigQuery + "DatasetService/"
        switch pick(8) {
        case 0, 1, 2:
            try calls.call(
                service + "InsertDataset",
                [
                    "projectId": "local-project",
                    "dataset": ["datasetReference": ["datasetId": id], "location": "europe-west1"],
                ])
        case 3, 4:
            let member = "a\(pick(2))xxxxx@local-project.iam.gserviceaccount.com"
            let patches: [JSON] = [
                ["labels": ["a": .string("l\(pick(9))"), "b": .null]],
                ["access": [["role": "OWNER", "userByEmail": .string(member)]]],
                ["defaultTableExpirationMs": .string("\(3_600_000 * (pick(40) + 1))")],
            ]
            try calls.call(
                service + "PatchDataset",
                ["projectId": "local-project", "datasetId": id, "dataset": patches[pick(3)]])
        case 5: try calls.call(service + "UndeleteDataset", ["projectId": "local-project", "datasetId": id])
        default:
            try calls.call(
                service + "DeleteDataset",
                ["projectId": "local-project", "datasetId": id, "deleteContents": .bool(pick(2) == 0)])
        }
    }

    private mutating func tables() throws(Status) {
        let (dataset, id) = ("d\(pick(2))", "t\(pick(3))")
        var request: JSON = ["projectId": "local-project", "datasetId": .string(dataset)]
        let service = bigQuery + "TableService/"
        switch pick(7) {
        case 0, 1, 2:
            var table: JSON = [
                "tableReference": ["tableId": .string(id)],
                "schema": [
                    "fields": [["name": "id", "type": "NUMERIC"], ["name": "day", "type": "DATE"]]
                ],
            ]
            if pick(2) == 0 {
                table["timePartitioning"] = [
                    "type": "DAY", "field": "day", "expirationMs": .int(Int64(pick(4) + 1) * 86_400_000),
                ]
            }
            if pick(3) == 0 {
                table["expirationTime"] = .int(timeline.now.milliseconds + Int64(pick(10_000_000)) + 1)
            }
            request["table"] = table
            try calls.call(service + "InsertTable", request)
        case 3, 4:
            request["tableId"] = .string(id)
            request["table"] = [["description": .string("d\(pick(9))")], ["description": .null]][pick(2)]
            try calls.call(service + "PatchTable", request)
        case 5:
            let member = "serviceAccount:a\(pick(2))xxxxx@local-project.iam.gserviceaccount.com"
            try calls.call(
                service + "SetIamPolicy",
                [
                    "resource": .string("projects/local-project/datasets/\(dataset)/tables/\(id)"),
                    "policy": [
                        "bindings": [["role": "roles/bigquery.dataViewer", "members": [.string(member)]]]
                    ],
                ])
        default:
            request["tableId"] = .string(id)
            try calls.call(service + "DeleteTable", request)
        }
    }

    private mutating func rows() throws(Status) {
        var request: JSON = [
            "projectId": "local-project", "datasetId": .string("d\(pick(2))"),
            "tableId": .string("t\(pick(3))"),
        ]
        let days = CalendarText.date(timeline.now.nanoseconds / 86_400_000_000_000 + Int64(pick(5)) - 2)
        let ids: [JSON] = ["0.10", "12345678901234567890.000000001", 3, .null, "wrong"]
        request["rows"] = [
            ["insertId": .string("i\(pick(4))"), "json": ["id": ids[pick(5)], "day": .string(days)]],
            ["json": ["id": 1.5, "day": .null]],
        ]
        request["skipInvalidRows"] = .bool(pick(2) == 0)
        if pick(4) == 0 { request["templateSuffix"] = .string("_\(pick(2))") }
        try calls.call(bigQuery + "TableDataService/InsertAll", request)
    }

    /// As Pub/Sub writes rows.
    private mutating func export() throws(Status) {
        var rows = RowsExported()
        rows.table = "local-project.d\(pick(2)).t\(pick(3))"
        rows.dropsUnknownFields = pick(2) == 0
        for number in 0..<2 {
            var (row, id, other) = (RowsExported.Row(), RowsExported.Column(), RowsExported.Column())
            row.messageID = "m\(pick(5))"
            (id.name, id.data, id.isData) = ("id", Array("\(number)".utf8), true)
            (other.name, other.json) = (pick(2) == 0 ? "other" : "day", .null)
            row.columns = [id, other]
            rows.rows.append(row)
        }
        try cloud.perform(recording: rows)
    }

    private mutating func accounts() throws(Status) {
        let id = "a\(pick(2))xxxxx"
        if pick(2) == 0 { return try cloud.createAccount(id) }
        let name = "projects/-/serviceAccounts/\(id)@local-project.iam.gserviceaccount.com"
        try calls.call("google.iam.admin.v1.IAM/DeleteServiceAccount", ["name": .string(name)])
    }

    private mutating func keys() throws(Status) {
        let iam = "google.iam.admin.v1.IAM/"
        let email = "a\(pick(2))xxxxx@local-project.iam.gserviceaccount.com"
        let account = cloud.serviceAccounts.first { $0.email == email }
        guard let account else { return try cloud.createAccount(String(email.prefix(7))) }
        let verb = ["Enable", "Disable", "Delete", ""][pick(4)]
        if verb.isEmpty {
            let published = PublishedKey(
                id: "k\(pick(5))", modulus: Array(repeating: 255, count: 256), certificate: "c", pem: "p")
            var event = KeyAdded(
                published, pick(3) == 0 ? .systemManaged : .userManaged, .google, to: account)
            if pick(2) == 0 { event.validBefore = Timestamp(timeline.now + .seconds(pick(10_000))) }
            try cloud.perform(recording: event)
        } else {
            try calls.call(
                iam + verb + "ServiceAccountKey", ["name": .string("\(account.name)/keys/k\(pick(5))")])
        }
    }

    private mutating func disruptions() {
        if pick(2) == 0 { cloud.disrupt(.propagationStalled) } else { cloud.liftAllDisruptions() }
    }

    private mutating func roles() throws(Status) {
        let iam = "google.iam.admin.v1.IAM/"
        let role: JSON = ["title": .string("T\(pick(9))"), "includedPermissions": ["run.services.get"]]
        let name: JSON = .string("projects/local-project/roles/r\(pick(2))xx")
        switch pick(4) {
        case 0:
            try calls.call(
                iam + "CreateRole",
                ["parent": "projects/local-project", "roleId": .string("r\(pick(2))xx"), "role": role])
        case 1: try calls.call(iam + "UpdateRole", ["name": name, "role": role])
        case 2: try calls.call(iam + "DeleteRole", ["name": name])
        default: try calls.call(iam + "UndeleteRole", ["name": name])
        }
    }
}
