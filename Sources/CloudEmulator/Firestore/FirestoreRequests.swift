import CloudCore

extension FirestoreAdminV1 {
    /// `google.firestore.admin.v1.CreateDatabaseRequest`.
    struct CreateDatabaseRequest: Message {
        static let definitionName: String? = "google.firestore.admin.v1.CreateDatabaseRequest"

        var parent = ""
        var database: Database?
        var databaseID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "database", &database)
            visitor.field(3, "databaseId", &databaseID)
        }
    }

    /// `google.firestore.admin.v1.GetDatabaseRequest`.
    struct GetDatabaseRequest: Message {
        static let definitionName: String? = "google.firestore.admin.v1.GetDatabaseRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.firestore.admin.v1.ListDatabasesRequest`.
    struct ListDatabasesRequest: Message {
        static let definitionName: String? = "google.firestore.admin.v1.ListDatabasesRequest"

        var parent = ""
        var showDeleted = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(4, "showDeleted", &showDeleted)
        }
    }

    /// `google.firestore.admin.v1.ListDatabasesResponse`.
    struct ListDatabasesResponse: Message {
        static let definitionName: String? = "google.firestore.admin.v1.ListDatabasesResponse"

        var databases: [Database] = []
        var unreachable: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "databases", &databases)
            visitor.field(3, "unreachable", &unreachable)
        }
    }

    /// `google.firestore.admin.v1.UpdateDatabaseRequest`.
    struct UpdateDatabaseRequest: Message {
        static let definitionName: String? = "google.firestore.admin.v1.UpdateDatabaseRequest"

        var database: Database?
        var updateMask: FieldMask?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "database", &database)
            visitor.field(2, "updateMask", &updateMask)
        }
    }

    /// `google.firestore.admin.v1.DeleteDatabaseRequest`.
    struct DeleteDatabaseRequest: Message {
        static let definitionName: String? = "google.firestore.admin.v1.DeleteDatabaseRequest"

        var name = ""
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "etag", &etag)
        }
    }
}
