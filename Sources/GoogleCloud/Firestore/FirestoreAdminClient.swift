import CloudCore

/// The client of Firestore Admin v1: databases. Names are full: `projects/p/databases/(default)`.
///
/// Source: `google/firestore/admin/v1`.
public struct FirestoreAdminClient: Sendable {
    private let api: GoogleAPI

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    /// Makes a database; the id of the first is usually `(default)`.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createDatabase(
        _ database: FirestoreDatabase, id: String = "(default)", project: String
    ) async throws -> PendingOperation<FirestoreDatabase> {
        operation(
            try await api.call(
                "POST", "/v1/projects/\(project)/databases", query: [("databaseId", id)], body: database.body)
        )
    }

    /// A database.
    public func database(_ name: String) async throws -> FirestoreDatabase {
        FirestoreDatabase(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The databases of a project.
    public func databases(project: String) async throws -> [FirestoreDatabase] {
        try await Listing(
            api: api, path: "/v1/projects/\(project)/databases", items: "databases", style: .whole,
            read: FirestoreDatabase.init(json:)
        ).all()
    }

    /// Changes the members of a database that `mask` names.
    public func updateDatabase(
        _ database: FirestoreDatabase, mask: [String]
    ) async throws -> PendingOperation<FirestoreDatabase> {
        operation(
            try await api.call(
                "PATCH", "/v1/\(database.name)", query: [("updateMask", mask.joined(separator: ","))],
                body: database.body))
    }

    /// Deletes a database with all that is in it.
    ///
    /// - Throws: FAILED_PRECONDITION while its delete protection is on, or when the etag is an older one.
    public func deleteDatabase(_ name: String, etag: String = "") async throws -> PendingOperation<
        FirestoreDatabase
    > {
        operation(
            try await api.call("DELETE", "/v1/\(name)", query: etag.isEmpty ? [] : [("etag", etag)]))
    }

    private func operation(_ answer: JSON) -> PendingOperation<FirestoreDatabase> {
        PendingOperation(api, version: "v1", answer) { FirestoreDatabase(json: $1) }
    }
}

/// A database of Firestore.
public struct FirestoreDatabase: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A database to be made in a location, for example `europe-west1`.
    public init(location: String, type: String = "FIRESTORE_NATIVE") {
        json = ["locationId": .string(location), "type": .string(type)]
    }

    /// The full name.
    public var name: String { json.text("name") }
    /// Where it is.
    public var location: String { json.text("locationId") }
    /// `FIRESTORE_NATIVE` or `DATASTORE_MODE`.
    public var type: String { json.text("type") }
    /// The version of the database's settings.
    public var etag: String { json.text("etag") }
}
