import CloudCore

/// The name of a database: `projects/{project}/databases/{database}`.
struct DatabaseName: Sendable {
    let project: String
    let id: String

    /// The database that a project has unless it is named otherwise.
    static let standardID = "(default)"

    /// Reads a name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ name: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "projects", parts[2] == "databases", !parts[1].isEmpty,
            !parts[3].isEmpty
        else {
            throw Status(
                .invalidArgument, "name \"\(name.prefix(300))\": expected projects/*/databases/*.")
        }
        (project, id) = (parts[1], parts[3])
    }

    /// Checks the id of a new database: `(default)`, or 4 to 63 lowercase letters, digits and hyphens that begin with a
    /// letter, do not end with a hyphen, and are no UUID (`CreateDatabaseRequest` of `firestore_admin.proto`).
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkID(_ id: String) throws(Status) {
        if id == standardID { return }
        guard (4...63).contains(id.utf8.count), Identifier.isLabel(id), !isUUID(id) else {
            throw Status(
                .invalidArgument,
                "database_id should be 4-63 characters, and valid characters are /[a-z][0-9]-/; \"\(id.prefix(100))\" is "
                    + "not, or looks like a UUID, or begins with no letter, or ends with a hyphen.")
        }
    }

    private static func isUUID(_ id: String) -> Bool {
        let lengths = id.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
        let digits = id.utf8.filter { $0 != UInt8(ascii: "-") }
        return lengths == [8, 4, 4, 4, 12] && digits.allSatisfy { Hexadecimal.value(of: $0) != nil }
    }
}
