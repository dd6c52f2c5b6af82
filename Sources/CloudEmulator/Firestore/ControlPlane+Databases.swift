import CloudCore
import PubSubEmulator

extension ControlPlane {
    typealias Database = FirestoreAdminV1.Database

    /// How long versions of documents are kept without point-in-time recovery (`version_retention_period`).
    private static let retention = Duration.seconds(3600)

    /// Begins to create a database, which is there when the operation ends.
    mutating func createDatabase(
        _ request: FirestoreAdminV1.CreateDatabaseRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        try authorizeDatabases(request.parent, "datastore.databases.create", by: caller, at: now)
        let id = request.databaseID
        try DatabaseName.checkID(id)
        var database = try DatabaseRules.completed(request.database ?? Database())
        guard firestore[id] == nil else {
            throw Status(.alreadyExists, "Database already exists. Please use another database_id")
        }
        if let end = firestore.restEnd(of: id, at: now) {
            let seconds = (end - now).components.seconds + 1
            throw Status(
                .alreadyExists,
                "Database ID '\(id)' is not available in project '\(project.id)'. Please retry in \(seconds) seconds."
            )
        }
        guard firestore.entries.count < DatabaseStore.maxDatabases else {
            throw Status(
                .resourceExhausted,
                "The project has \(DatabaseStore.maxDatabases) databases, which is the maximum.")
        }
        let end = now + firestore.drawOperationTime()
        database.name = databaseResource(id)
        database.uid = firestore.nextUID()
        database.etag = firestore.nextEtag()
        database.createTime = Timestamp(end)
        database.updateTime = database.createTime
        database.versionRetentionPeriod = Self.retention
        // Only one database of a project is free.
        let hasFree = firestore.entries.values.contains { $0.database.freeTier == true }
        database.freeTier = !hasFree
        firestore[id] = DatabaseStore.Entry(database: database, readyAt: end)
        return begin("CreateDatabaseMetadata", database, finishing: end, at: now)
    }

    private mutating func begin(
        _ metadata: String, _ database: Database, finishing end: Instant, at now: Instant
    ) -> Longrunning.Operation {
        let package = "google.firestore.admin.v1."
        return operations.begin(
            in: database.name, metadata: AnyMessage(packing: Empty(), package + metadata), finishing: end,
            with: .response(AnyMessage(packing: shown(database, at: end), package + "Database")), at: now)
    }

    /// The database of that name.
    func database(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Database {
        let (_, database) = try existingDatabase(name, "datastore.databases.getMetadata", by: caller, at: now)
        return shown(database, at: now)
    }

    /// The databases of the project, and if wanted those that were deleted.
    func listDatabases(
        _ request: FirestoreAdminV1.ListDatabasesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> FirestoreAdminV1.ListDatabasesResponse {
        try authorizeDatabases(request.parent, "datastore.databases.list", by: caller, at: now)
        var response = FirestoreAdminV1.ListDatabasesResponse()
        response.databases = firestore.entries.values.filter { $0.readyAt <= now }
            .map { shown($0.database, at: now) }.sorted { $0.name < $1.name }
        if request.showDeleted { response.databases += firestore.deleted }
        return response
    }

    private static let changeable: Set = [
        "type", "concurrency_mode", "delete_protection_state", "app_engine_integration_mode",
        "point_in_time_recovery_enablement",
    ]

    /// Changes the fields that the mask names.
    mutating func updateDatabase(
        _ request: FirestoreAdminV1.UpdateDatabaseRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let update = request.database ?? Database()
        let (id, current) = try existingDatabase(
            update.name, "datastore.databases.update", by: caller, at: now)
        try checkEtag(update.etag, current.etag)
        // Which database is meant is not changed by naming it; gcloud does.
        let mask = FieldMask((request.updateMask?.paths ?? []).filter { $0 != "name" })
        if let path = mask.paths.first(where: { !Self.changeable.contains($0) }) {
            throw Status(
                .invalidArgument,
                "update_mask: \"\(path.prefix(100))\" cannot be changed, only \(Self.changeable.sorted()) can."
            )
        }
        var changed = current
        try mask.apply(
            from: update, to: &changed, request: "UpdateDatabaseRequest", resource: "Database")
        changed = try DatabaseRules.completed(changed)
        changed.updateTime = Timestamp(now)
        changed.etag = firestore.nextEtag()
        firestore[id]?.database = changed
        let end = now + firestore.drawOperationTime()
        return begin("UpdateDatabaseMetadata", changed, finishing: end, at: now)
    }

    /// Deletes a database.
    mutating func deleteDatabase(
        _ request: FirestoreAdminV1.DeleteDatabaseRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let (id, database) = try existingDatabase(
            request.name, "datastore.databases.delete", by: caller, at: now)
        try checkEtag(request.etag, database.etag)
        guard database.deleteProtectionState != .enabled else {
            throw Status(
                .failedPrecondition,
                "Delete protection is enabled for database \(database.name). Set delete_protection_state to "
                    + "DELETE_PROTECTION_DISABLED before deleting it.")
        }
        firestore[id] = nil
        policies.remove(database.name)
        var former = database
        former.deleteTime = Timestamp(now)
        former.previousID = id
        former.name = databaseResource(database.uid)
        firestore.bury(former)
        let end = now + firestore.drawOperationTime()
        return begin("DeleteDatabaseMetadata", database, finishing: end, at: now)
    }

    // MARK: Names

    func databaseResource(_ id: String) -> String { "\(project.name)/databases/\(id)" }

    private func authorizeDatabases(
        _ parent: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        let parts = parent.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "projects" else {
            throw Status(.invalidArgument, "parent \"\(parent.prefix(300))\": expected projects/*.")
        }
        guard project.isNamed(parts[1]) else { throw Self.denied(permission, on: parent) }
        try authorize(permission, on: project.name, by: caller, at: now)
    }

    /// A database that exists, for a caller who has a permission on it.
    private func existingDatabase(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> (id: String, database: Database) {
        let name = try DatabaseName(text)
        guard project.isNamed(name.project) else { throw Self.denied(permission, on: text) }
        try authorize(permission, on: databaseResource(name.id), by: caller, at: now)
        guard let entry = firestore[name.id], entry.readyAt <= now else {
            throw Status(
                .notFound,
                "Project '\(project.id)' or database '\(name.id.prefix(100))' does not exist.")
        }
        return (name.id, entry.database)
    }

    /// The database as a read sees it: the versions that it keeps go on with time.
    private func shown(_ database: Database, at now: Instant) -> Database {
        var shown = database
        shown.earliestVersionTime = max(
            Timestamp(now - Self.retention), database.createTime ?? Timestamp(now))
        return shown
    }
}
