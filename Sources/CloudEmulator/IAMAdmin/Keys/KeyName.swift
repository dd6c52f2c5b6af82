import CloudCore

/// The resource name of a key, `projects/{project or -}/serviceAccounts/{email or unique id}/keys/{id}`.
struct KeyName: Sendable, Equatable {
    /// The name of its account.
    let account: String
    /// The id of the key.
    let id: String

    /// Reads a resource name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(parsing name: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[4] == "keys", !parts[5].isEmpty else {
            throw Status(
                .invalidArgument,
                "Invalid key name \"\(name.prefix(300))\": it must be "
                    + "projects/PROJECT/serviceAccounts/EMAIL_OR_UNIQUE_ID/keys/KEY.")
        }
        account = parts[..<4].joined(separator: "/")
        id = String(parts[5])
    }
}
