import CloudCore

/// The resource name of a service account, `projects/{project or -}/serviceAccounts/{email or unique id}`.
struct ServiceAccountName: Sendable, Equatable {
    /// The project's id or number; nil for `-`, which leaves it to the account.
    let project: String?
    /// The email address or unique id.
    let account: String

    /// Reads a resource name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(parsing name: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "projects", parts[2] == "serviceAccounts", !parts[1].isEmpty,
            !parts[3].isEmpty
        else {
            throw Status(
                .invalidArgument,
                "Invalid service account name \"\(name.prefix(300))\": it must be "
                    + "projects/PROJECT/serviceAccounts/EMAIL_OR_UNIQUE_ID.")
        }
        project = parts[1] == "-" ? nil : parts[1]
        account = parts[3]
    }

    /// The name as it was read.
    var text: String { "projects/\(project ?? "-")/serviceAccounts/\(account)" }
}
