import CloudCore

/// What databases must be.
///
/// Source: `google/firestore/admin/v1/database.proto`. What has an effect on documents only (recovery, editions, other
/// protocols) is refused where it differs from what a new database has: there are no documents here.
enum DatabaseRules {
    typealias Database = FirestoreAdminV1.Database

    /// Checks what a caller sets of a database, and completes it.
    ///
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED for what is not supported.
    static func completed(_ given: Database) throws(Status) -> Database {
        if let name = given.unsupported.firstSet { throw unsupported(name) }
        var database = given
        guard Identifier.isLabel(given.locationID), given.locationID.utf8.count <= 64 else {
            throw Status(
                .invalidArgument,
                "database.location_id is \"\(given.locationID.prefix(100))\"; expected a location, for example nam5 or "
                    + "europe-west1.")
        }
        guard given.type == .native || given.type == .datastore else {
            throw Status(
                .invalidArgument, "database.type must be FIRESTORE_NATIVE or DATASTORE_MODE.")
        }
        try complete(&database.concurrencyMode, .pessimistic)
        try checkMode(database)
        try complete(&database.deleteProtectionState, .disabled)
        try complete(&database.appEngineIntegrationMode, .disabled, "app_engine_integration_mode")
        try complete(
            &database.pointInTimeRecoveryEnablement, .disabled, "point_in_time_recovery_enablement")
        try complete(&database.databaseEdition, .standard, "database_edition")
        try complete(&database.realtimeUpdatesMode, .enabled, "realtime_updates_mode")
        try complete(&database.firestoreDataAccessMode, .enabled, "firestore_data_access_mode")
        try complete(
            &database.mongodbCompatibleDataAccessMode, .disabled, "mongodb_compatible_data_access_mode")
        return database
    }

    private static func checkMode(_ database: Database) throws(Status) {
        let isPlain =
            database.concurrencyMode == .optimistic || database.concurrencyMode == .pessimistic
        guard isPlain else {
            throw Status(
                .invalidArgument,
                "database.concurrency_mode must be OPTIMISTIC or PESSIMISTIC; only databases of Datastore that were "
                    + "upgraded have entity groups.")
        }
    }

    /// Gives a field its default.
    ///
    /// - Parameter only: the name of a field that can have no other value here.
    private static func complete<E: ProtoEnum>(
        _ field: inout E, _ standard: E, _ only: String? = nil
    ) throws(Status) {
        if field.rawValue == 0 { field = standard }
        let name = E.names.first { $0.number == field.rawValue }?.name
        guard let name else {
            throw Status(.invalidArgument, "The database has the unknown value \(field.rawValue).")
        }
        if let only, field != standard { throw unsupported("\(only) \(name)") }
    }

    static func unsupported(_ what: String) -> Status {
        Status(.unimplemented, "database.\(what) is not supported.")
    }
}
