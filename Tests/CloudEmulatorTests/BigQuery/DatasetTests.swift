import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("BigQuery: datasets")
struct DatasetTests {
    @Test("A dataset has the names, times and defaults that the service gives it")
    func created() throws {
        var plane = ControlPlane.make()
        let dataset = try plane.addDataset("shop", ["labels": ["team": "a"], "friendlyName": "Shop"])
        #expect(dataset.kind == "bigquery#dataset")
        #expect(dataset.id == "local-project:shop")
        #expect(dataset.location == "US")
        #expect(dataset.creationTime == start.milliseconds)
        #expect(
            dataset.selfLink
                == "https://bigquery.googleapis.com/bigquery/v2/projects/local-project/datasets/shop")
        #expect(dataset.access.map(\.role) == ["WRITER", "OWNER", "OWNER", "READER"])
        #expect(try plane.getDataset("shop") == dataset)
        #expect(failure { () throws(Status) in try plane.addDataset() }?.reason == "ALREADY_EXISTS duplicate")
    }

    @Test("What is missing is named as the service names it")
    func missing() {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.getDataset("none") }
        #expect(status?.message == "Not found: Dataset local-project:none")
        #expect(status?.listedHTTPStatus == 404)
    }

    @Test(
        "What no dataset can be is refused",
        arguments: [
            ("a-b", [:]), ("", [:]), ("shop", ["defaultTableExpirationMs": "1000"]),
            ("shop", ["maxTimeTravelHours": "50"]), ("shop", ["storageBillingModel": "FREE"]),
            ("shop", ["labels": ["A": "b"]]), ("shop", ["location": "in the cloud"]),
            ("shop", ["access": [["role": "OWNER"]]]),
            ("shop", ["access": [["role": "MASTER", "userByEmail": "a@example.com"]]]),
            ("shop", ["access": [["role": "OWNER", "specialGroup": "friends"]]]),
            ("shop", ["access": [["role": "OWNER", "domain": "a.com", "userByEmail": "a@example.com"]]]),
        ] as [(String, JSON)])
    func refused(id: String, settings: JSON) {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.addDataset(id, settings) }
        #expect(status?.code == .invalidArgument)
    }

    @Test(
        "What is not supported is refused by name",
        arguments: [
            ("defaultEncryptionConfiguration", ["kmsKeyName": "k"]),
            ("linkedDatasetSource", ["sourceDataset": ["datasetId": "d"]]),
            ("isCaseInsensitive", true), ("defaultCollation", "und:ci"), ("resourceTags", ["a": "b"]),
            ("access", [["view": ["tableId": "v"]]]),
        ] as [(String, JSON)])
    func unsupported(field: String, value: JSON) {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.addDataset("shop", [field: value]) }
        #expect(status?.reason == "UNIMPLEMENTED notImplemented")
        #expect(status?.message.contains(field) == true)
    }

    @Test("A patch changes what it has, and removes what it has as null")
    func patched() throws {
        var plane = ControlPlane.make()
        let first = try plane.addDataset(
            "shop", ["description": "d", "friendlyName": "f", "labels": ["a": "1", "b": "2"]])
        let later = start + .seconds(5)
        let second = try plane.patchDataset(
            "shop", ["description": .null, "labels": ["a": .null, "c": "3"]], at: later)
        #expect(second.description == nil)
        #expect(second.friendlyName == "f")
        #expect(second.labels == ["b": "2", "c": "3"])
        #expect(second.etag != first.etag)
        #expect(second.lastModifiedTime == later.milliseconds)
        #expect(second.access == first.access)
    }

    @Test("An update removes what it does not have")
    func updated() throws {
        var plane = ControlPlane.make()
        try plane.addDataset("shop", ["description": "d", "friendlyName": "f"])
        let request = plane.datasetRequest("shop", ["friendlyName": "g"])
        let dataset = try plane.updateDataset(request, ifMatch: nil, by: .owner, at: start)
        #expect(dataset.description == nil)
        #expect(dataset.friendlyName == "g")
    }

    @Test("A write on another version than the present one is refused with 412")
    func matched() throws {
        var plane = ControlPlane.make()
        let first = try plane.addDataset()
        let second = try plane.patchDataset("shop", ["description": "d"], ifMatch: first.etag)
        let status = failure { () throws(Status) in
            try plane.patchDataset("shop", ["description": "e"], ifMatch: first.etag)
        }
        #expect(status?.listedHTTPStatus == 412)
        try plane.patchDataset("shop", ["description": "e"], ifMatch: "\"\(second.etag)\"")
    }

    @Test("A dataset with tables goes only with its contents, and comes back with them within its window")
    func deleted() throws {
        var plane = ControlPlane.make()
        try plane.addDataset("shop", ["maxTimeTravelHours": "48"])
        try plane.addTable("orders", [["name": "a", "type": "STRING"]])
        try plane.insert([["a": "x"]])
        #expect(
            failure { () throws(Status) in try plane.dropDataset("shop") }?.reason
                == "FAILED_PRECONDITION resourceInUse")
        try plane.dropDataset("shop", contents: true)
        #expect(failure { () throws(Status) in try plane.getDataset("shop") }?.code == .notFound)
        var request = BigQueryV2.UndeleteDatasetRequest()
        (request.projectID, request.datasetID) = ("local-project", "shop")
        _ = try plane.undeleteDataset(request, by: .owner, at: start + .seconds(3600))
        #expect(try plane.firstColumn() == ["x"])
        try plane.dropDataset("shop", contents: true)
        let late = start + .seconds(49 * 3600)
        #expect(
            failure { () throws(Status) in try plane.undeleteDataset(request, by: .owner, at: late) }?.code
                == .notFound)
        #expect(plane.bigQuery.byteCount == 0)
    }

    @Test("Listings are sorted, paged, and filtered by labels")
    func listings() throws {
        var plane = ControlPlane.make()
        for id in ["c", "a", "b"] { try plane.addDataset(id, ["labels": ["team": .string(id), "x": ""]]) }
        var request = BigQueryV2.ListDatasetsRequest()
        request.projectID = "local-project"
        request.maxResults = 2
        let first = try plane.listDatasets(request, by: .owner, at: start)
        request.pageToken = first.nextPageToken
        let second = try plane.listDatasets(request, by: .owner, at: start)
        #expect((first.datasets + second.datasets).map { $0.datasetReference?.datasetID } == ["a", "b", "c"])
        #expect(second.nextPageToken == "")
        request.pageToken = ""
        request.filter = "labels.team:b labels.x"
        #expect(try plane.listDatasets(request, by: .owner, at: start).datasets.count == 1)
    }

    // MARK: Access

    private func enforcing(_ model: PropagationModel = .instant) throws -> ControlPlane {
        var plane = ControlPlane.make(model)
        plane.mode = .enforce
        try plane.create("reader")
        try plane.create("writer")
        return plane
    }

    private let reader = Caller(email: "reader@local-project.iam.gserviceaccount.com")

    @Test("An access list decides who may read and write rows")
    func access() throws {
        var plane = try enforcing()
        try plane.addDataset()
        try plane.addTable("orders", [["name": "a", "type": "STRING"]])
        let reader = reader
        #expect(
            failure { () throws(Status) in try plane.listed(by: reader) }?.reason
                == "PERMISSION_DENIED accessDenied")
        var access = try plane.getDataset("shop").protoJSON["access"]?.arrayValue ?? []
        access.append(["role": "READER", "userByEmail": .string(reader.email ?? "")])
        try plane.patchDataset("shop", ["access": .array(access)])
        #expect(try plane.listed(by: reader).totalRows == 0)
        #expect(
            failure { () throws(Status) in try plane.insert([["a": "x"]], by: reader) }?.code
                == .permissionDenied)
        try plane.patchDataset("shop", ["access": .array(access.dropLast())])
        #expect(failure { () throws(Status) in try plane.listed(by: reader) }?.code == .permissionDenied)
    }

    @Test(
        "Viewers of the project read the rows of a dataset that has projectReaders, as long as they are viewers"
    )
    func projectReaders() throws {
        var plane = try enforcing()
        try plane.addDataset()
        try plane.addTable("orders", [["name": "a", "type": "STRING"]])
        let reader = reader
        let owner = IAMv1.Binding("roles/owner", ["user:owner@example.com"])
        #expect(failure { () throws(Status) in try plane.listed(by: reader) }?.code == .permissionDenied)
        try plane.set(
            "projects/local-project", IAMv1.Policy([owner, IAMv1.Binding("roles/viewer", [reader.member])]))
        #expect(try plane.listed(by: reader).totalRows == 0)
        try plane.set("projects/local-project", IAMv1.Policy([owner]))
        #expect(failure { () throws(Status) in try plane.listed(by: reader) }?.code == .permissionDenied)
    }

    @Test("A member that does not exist is refused, as in any policy")
    func unknownMember() throws {
        var plane = try enforcing()
        let status = failure { () throws(Status) in
            try plane.addDataset(
                "shop",
                [
                    "access": [
                        ["role": "READER", "userByEmail": "nobody@local-project.iam.gserviceaccount.com"]
                    ]
                ])
        }
        #expect(status?.message.contains("does not exist") == true)
    }

    @Test("The creator of a dataset owns it at once, however long policies take to spread")
    func creator() throws {
        var plane = ControlPlane.make(.worst)
        plane.mode = .enforce
        let creator = Caller(email: "someone@example.com")
        try plane.addDataset("own", [:], by: .owner)
        plane.mode = .off
        try plane.addDataset("shop", [:], by: creator)
        plane.mode = .enforce
        #expect(try plane.getDataset("shop", by: creator).id == "local-project:shop")
        #expect(
            failure { () throws(Status) in try plane.getDataset("own", by: creator) }?.code
                == .permissionDenied)
    }
}
