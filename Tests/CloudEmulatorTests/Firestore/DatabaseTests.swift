import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

extension ControlPlane {
    @discardableResult
    mutating func addDatabase(
        _ id: String = "(default)", _ settings: JSON = [:], by caller: Caller = .owner,
        at now: Instant = start
    ) throws(Status) -> Longrunning.Operation {
        var request = FirestoreAdminV1.CreateDatabaseRequest()
        request.parent = project.name
        request.databaseID = id
        let standard: JSON = ["type": "FIRESTORE_NATIVE", "locationId": "nam5"]
        request.database = try ProtoJSONDecoder.decode(Database.self, from: standard.merged(with: settings))
        return try createDatabase(request, by: caller, at: now)
    }

    mutating func updateDatabase(
        _ id: String, _ mask: [String], _ settings: JSON, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        var request = FirestoreAdminV1.UpdateDatabaseRequest()
        request.updateMask = FieldMask(mask)
        var database = try ProtoJSONDecoder.decode(Database.self, from: settings)
        database.name = databaseResource(id)
        request.database = database
        return try updateDatabase(request, by: .owner, at: now)
    }

    mutating func dropDatabase(_ id: String, etag: String = "", at now: Instant) throws(Status) {
        var request = FirestoreAdminV1.DeleteDatabaseRequest()
        (request.name, request.etag) = (databaseResource(id), etag)
        _ = try deleteDatabase(request, by: .owner, at: now)
    }

    fileprivate func listed(showDeleted: Bool = false, at now: Instant) throws(Status) -> [Database] {
        var request = FirestoreAdminV1.ListDatabasesRequest()
        (request.parent, request.showDeleted) = (project.name, showDeleted)
        return try listDatabases(request, by: .owner, at: now).databases
    }
}

@Suite("Firestore databases")
struct DatabaseTests {
    /// From `google/firestore/admin/v1/database.proto` and `firestore_admin.proto`.
    static let definitions = [
        MessageDefinitionTests.Definition(
            FirestoreAdminV1.Database.self, "google.firestore.admin.v1.Database",
            [
                1: "name", 3: "uid", 5: "createTime", 6: "updateTime", 7: "deleteTime", 9: "locationId",
                10: "type", 15: "concurrencyMode", 17: "versionRetentionPeriod", 18: "earliestVersionTime",
                19: "appEngineIntegrationMode", 20: "keyPrefix", 21: "pointInTimeRecoveryEnablement",
                22: "deleteProtectionState", 23: "cmekConfig", 25: "previousId", 26: "sourceInfo",
                28: "databaseEdition", 29: "tags", 30: "freeTier", 31: "realtimeUpdatesMode",
                33: "firestoreDataAccessMode", 34: "mongodbCompatibleDataAccessMode", 99: "etag",
            ]),
        MessageDefinitionTests.Definition(
            FirestoreAdminV1.CreateDatabaseRequest.self, "google.firestore.admin.v1.CreateDatabaseRequest",
            [1: "parent", 2: "database", 3: "databaseId"]),
        MessageDefinitionTests.Definition(
            FirestoreAdminV1.ListDatabasesRequest.self, "google.firestore.admin.v1.ListDatabasesRequest",
            [1: "parent", 4: "showDeleted"]),
        MessageDefinitionTests.Definition(
            FirestoreAdminV1.ListDatabasesResponse.self, "google.firestore.admin.v1.ListDatabasesResponse",
            [1: "databases", 3: "unreachable"]),
        MessageDefinitionTests.Definition(
            FirestoreAdminV1.UpdateDatabaseRequest.self, "google.firestore.admin.v1.UpdateDatabaseRequest",
            [1: "database", 2: "updateMask"]),
        MessageDefinitionTests.Definition(
            FirestoreAdminV1.DeleteDatabaseRequest.self, "google.firestore.admin.v1.DeleteDatabaseRequest",
            [1: "name", 3: "etag"]),
    ]

    @Test("Messages have the numbers and names of the published definitions", arguments: definitions)
    func messages(definition: MessageDefinitionTests.Definition) {
        #expect(definition.actual == definition.fields)
    }

    private let name = "projects/local-project/databases/(default)"
    private let later = start + .seconds(60)

    @Test("A database is there once its operation has ended, with the defaults of the service")
    func created() throws {
        var plane = ControlPlane.make()
        let operation = try plane.addDatabase()
        #expect(operation.name.hasPrefix(name + "/operations/"))
        #expect(!operation.done)
        #expect(operation.metadata?.typeName == "google.firestore.admin.v1.CreateDatabaseMetadata")
        #expect(
            failure { () throws(Status) in try plane.database(name, by: .owner, at: start) }?.code
                == .notFound)
        let ended = try plane.operations.operation(operation.name, at: later)
        let created = try ended.response?.unpack(FirestoreAdminV1.Database.self)
        let database = try plane.database(name, by: .owner, at: later)
        #expect(created?.uid == database.uid)
        #expect(database.concurrencyMode == .pessimistic)
        #expect(database.deleteProtectionState == .disabled)
        #expect(database.versionRetentionPeriod == .seconds(3600))
        #expect(database.earliestVersionTime == database.createTime)
        #expect(database.freeTier == true)
        #expect(database.uid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        let old = try plane.database(name, by: .owner, at: start + .seconds(7200))
        #expect(old.earliestVersionTime == Timestamp(start + .seconds(3600)))
        #expect(
            failure { () throws(Status) in try plane.addDatabase(at: later) }?.message
                == "Database already exists. Please use another database_id")
    }

    @Test(
        "Ids have 4 to 63 letters, digits and hyphens, or are (default)",
        arguments: [
            ("abcd", true), ("a-b4", true), ("(default)", true), ("abc", false), ("Abcd", false),
            ("4bcd", false),
            ("abc-", false), ("(other)", false), (String(repeating: "a", count: 64), false), ("", false),
            ("abcdef01-0000-4000-8000-000000000000", false),
        ])
    func ids(id: String, isGood: Bool) {
        var plane = ControlPlane.make()
        #expect((failure { () throws(Status) in try plane.addDatabase(id) } == nil) == isGood)
    }

    @Test(
        "What cannot be, and what is not supported, is refused by name",
        arguments: [
            ("location_id", ["locationId": ""], .invalidArgument),
            ("type", ["type": .null], .invalidArgument),
            ("concurrency_mode", ["concurrencyMode": "OPTIMISTIC_WITH_ENTITY_GROUPS"], .invalidArgument),
            (
                "point_in_time_recovery_enablement POINT_IN_TIME_RECOVERY_ENABLED",
                ["pointInTimeRecoveryEnablement": "POINT_IN_TIME_RECOVERY_ENABLED"], .unimplemented
            ),
            ("cmekConfig", ["cmekConfig": ["kmsKeyName": "k"]], .unimplemented),
            ("tags", ["tags": ["a": "b"]], .unimplemented),
            ("database_edition ENTERPRISE", ["databaseEdition": "ENTERPRISE"], .unimplemented),
            ("app_engine_integration_mode", ["appEngineIntegrationMode": "ENABLED"], .unimplemented),
        ] as [(String, JSON, Status.Code)])
    func refused(field: String, settings: JSON, code: Status.Code) {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.addDatabase("abcd", settings) }
        #expect(status?.code == code)
        #expect(status?.message.contains(field) == true, "\(status?.message ?? "")")
    }

    @Test("Naming the database in the mask changes nothing, for gcloud does")
    func nameInMask() throws {
        let later = later
        var plane = ControlPlane.make()
        try plane.addDatabase("abcd")
        _ = try plane.updateDatabase(
            "abcd", ["name", "concurrency_mode"], ["concurrencyMode": "OPTIMISTIC"], at: later)
        let database = try plane.database("projects/local-project/databases/abcd", by: .owner, at: later)
        #expect(database.concurrencyMode == .optimistic)
    }

    @Test("Only the fields of the mask change, and only those that can")
    func updated() throws {
        let later = later
        var plane = ControlPlane.make()
        try plane.addDatabase("abcd")
        let before = try plane.database("projects/local-project/databases/abcd", by: .owner, at: later)
        _ = try plane.updateDatabase(
            "abcd", ["delete_protection_state"],
            ["deleteProtectionState": "DELETE_PROTECTION_ENABLED", "concurrencyMode": "OPTIMISTIC"], at: later
        )
        let after = try plane.database("projects/local-project/databases/abcd", by: .owner, at: later)
        #expect(after.deleteProtectionState == .enabled)
        #expect(after.concurrencyMode == .pessimistic)
        #expect(after.etag != before.etag)
        #expect(
            failure { () throws(Status) in
                try plane.updateDatabase("abcd", ["location_id"], ["locationId": "eur3"], at: later)
            }?.code == .invalidArgument)
        #expect(
            failure { () throws(Status) in
                try plane.updateDatabase(
                    "abcd", ["concurrency_mode"], ["etag": .string(before.etag)], at: later)
            }?.code == .aborted)
    }

    @Test("A protected database stays; a deleted one is listed if wanted, and its id rests for five minutes")
    func deleted() throws {
        var plane = ControlPlane.make()
        try plane.addDatabase("abcd", ["deleteProtectionState": "DELETE_PROTECTION_ENABLED"])
        let later = later
        #expect(
            failure { () throws(Status) in try plane.dropDatabase("abcd", at: later) }?.code
                == .failedPrecondition)
        _ = try plane.updateDatabase(
            "abcd", ["delete_protection_state"], ["deleteProtectionState": "DELETE_PROTECTION_DISABLED"],
            at: later)
        try plane.dropDatabase("abcd", at: later)
        #expect(try plane.listed(at: later).isEmpty)
        #expect(try plane.listed(showDeleted: true, at: later).map(\.previousID) == ["abcd"])
        let status = failure { () throws(Status) in try plane.addDatabase("abcd", at: later + .seconds(299)) }
        #expect(status?.message.contains("not available") == true)
        try plane.addDatabase("abcd", at: later + .seconds(300))
    }

    @Test("Permissions are those of Datastore")
    func permissions() throws {
        var plane = ControlPlane.make()
        plane.mode = .enforce
        try plane.create("viewer")
        let viewer = Caller(email: "viewer@local-project.iam.gserviceaccount.com")
        try plane.addDatabase()
        let (name, later) = (name, later)
        #expect(
            failure { () throws(Status) in try plane.database(name, by: viewer, at: later) }?.code
                == .permissionDenied)
        try plane.set(
            "projects/local-project",
            IAMv1.Policy([
                IAMv1.Binding("roles/owner", ["user:owner@example.com"]),
                IAMv1.Binding("roles/datastore.viewer", [viewer.member]),
            ]))
        #expect(try plane.database(name, by: viewer, at: later).name == name)
        #expect(
            failure { () throws(Status) in try plane.addDatabase("abcd", by: viewer) }?.code
                == .permissionDenied)
    }

    @Test("Operations are found under their database")
    func operations() async throws {
        let served = try ServedCloud()
        let path = "/v1/projects/local-project/databases"
        let begun = try await served.raw(
            "POST", path + "?databaseId=abcd", "{\"type\":\"FIRESTORE_NATIVE\",\"locationId\":\"eur3\"}")
        let operation = try JSON.parse(begun.body)["name"]?.stringValue ?? ""
        let found = try await served.raw("GET", "/v1/" + operation)
        #expect(try JSON.parse(found.body)["name"]?.stringValue == operation)
        let list = try await served.raw("GET", path + "/abcd/operations")
        #expect(try JSON.parse(list.body)["operations"]?[0]?["name"]?.stringValue == operation)
        let indexes = try await served.raw("GET", path + "/abcd/collectionGroups/c/indexes")
        #expect(indexes.status == 501)
        #expect(
            try JSON.parse(indexes.body)["error"]?["message"]?.stringValue?.contains("ListIndexes") == true)
    }
}
