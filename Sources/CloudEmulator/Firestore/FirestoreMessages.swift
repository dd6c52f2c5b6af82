import CloudCore

/// The messages of `google/firestore/admin/v1/*.proto`.
enum FirestoreAdminV1 {}

extension FirestoreAdminV1 {
    /// `google.firestore.admin.v1.Database`.
    struct Database: Message {
        static let definitionName: String? = "google.firestore.admin.v1.Database"

        var name = ""
        var uid = ""
        var createTime: Timestamp?
        var updateTime: Timestamp?
        var deleteTime: Timestamp?
        var locationID = ""
        var type = DatabaseType(rawValue: 0)
        var concurrencyMode = ConcurrencyMode(rawValue: 0)
        var versionRetentionPeriod: Duration?
        var earliestVersionTime: Timestamp?
        var appEngineIntegrationMode = Switch.AppEngine(rawValue: 0)
        var keyPrefix = ""
        var pointInTimeRecoveryEnablement = Switch.PointInTimeRecovery(rawValue: 0)
        var deleteProtectionState = Switch.DeleteProtection(rawValue: 0)
        var previousID = ""
        var databaseEdition = Edition(rawValue: 0)
        var freeTier: Bool?
        var realtimeUpdatesMode = Switch.RealtimeUpdates(rawValue: 0)
        var firestoreDataAccessMode = Switch.DataAccess(rawValue: 0)
        var mongodbCompatibleDataAccessMode = Switch.DataAccess(rawValue: 0)
        var etag = ""
        var unsupported = NamedFields<UnsupportedDatabaseFields>()

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "uid", &uid)
            visitor.field(5, "createTime", &createTime)
            visitor.field(6, "updateTime", &updateTime)
            visitor.field(7, "deleteTime", &deleteTime)
            visitor.field(9, "locationId", &locationID)
            visitor.field(10, "type", &type)
            visitor.field(15, "concurrencyMode", &concurrencyMode)
            visitor.field(17, "versionRetentionPeriod", &versionRetentionPeriod)
            visitor.field(18, "earliestVersionTime", &earliestVersionTime)
            visitor.field(19, "appEngineIntegrationMode", &appEngineIntegrationMode)
            visitor.field(20, "keyPrefix", &keyPrefix)
            visitor.field(21, "pointInTimeRecoveryEnablement", &pointInTimeRecoveryEnablement)
            visitor.field(22, "deleteProtectionState", &deleteProtectionState)
            visitor.field(25, "previousId", &previousID)
            visitor.field(28, "databaseEdition", &databaseEdition)
            visitor.field(30, "freeTier", &freeTier)
            visitor.field(31, "realtimeUpdatesMode", &realtimeUpdatesMode)
            visitor.field(33, "firestoreDataAccessMode", &firestoreDataAccessMode)
            visitor.field(34, "mongodbCompatibleDataAccessMode", &mongodbCompatibleDataAccessMode)
            visitor.field(99, "etag", &etag)
            unsupported.visit(&visitor)
        }
    }

    /// What a database cannot have here.
    enum UnsupportedDatabaseFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (23, "cmekConfig"), (26, "sourceInfo"), (29, "tags"),
        ]
    }

    /// `google.firestore.admin.v1.Database.DatabaseType`.
    struct DatabaseType: ProtoEnum {
        static let definitionName: String? = "google.firestore.admin.v1.Database.DatabaseType"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "DATABASE_TYPE_UNSPECIFIED"), (1, "FIRESTORE_NATIVE"), (2, "DATASTORE_MODE"),
        ]

        static let native = DatabaseType(rawValue: 1)
        static let datastore = DatabaseType(rawValue: 2)
    }

    /// `google.firestore.admin.v1.Database.ConcurrencyMode`.
    struct ConcurrencyMode: ProtoEnum {
        static let definitionName: String? = "google.firestore.admin.v1.Database.ConcurrencyMode"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "CONCURRENCY_MODE_UNSPECIFIED"), (1, "OPTIMISTIC"), (2, "PESSIMISTIC"),
            (3, "OPTIMISTIC_WITH_ENTITY_GROUPS"),
        ]

        static let optimistic = ConcurrencyMode(rawValue: 1)
        static let pessimistic = ConcurrencyMode(rawValue: 2)
    }

    /// `google.firestore.admin.v1.Database.DatabaseEdition`.
    struct Edition: ProtoEnum {
        static let definitionName: String? = "google.firestore.admin.v1.Database.DatabaseEdition"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "DATABASE_EDITION_UNSPECIFIED"), (1, "STANDARD"), (2, "ENTERPRISE"),
        ]

        static let standard = Edition(rawValue: 1)
    }
}
