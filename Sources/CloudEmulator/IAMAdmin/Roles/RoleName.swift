import CloudCore

/// The resource name of a role.
enum RoleName: Sendable, Equatable {
    /// `roles/{id}`: one of Google's.
    case predefined(String)
    /// `projects/{project}/roles/{id}`.
    case custom(project: String, id: String)

    /// Reads a resource name.
    ///
    /// - Throws: INVALID_ARGUMENT, in the words that k8s-config-connector #210 quotes; UNIMPLEMENTED for a role of an
    ///   organization.
    init(parsing name: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.count, parts.first) {
        case (2, "roles") where !parts[1].isEmpty: self = .predefined(name)
        case (4, "projects") where parts[2] == "roles" && !parts[1].isEmpty && RoleRules.isID(parts[3]):
            self = .custom(project: parts[1], id: parts[3])
        case (4, "organizations") where parts[2] == "roles":
            throw Status(
                .unimplemented, "\(name.prefix(200)): organizations, and the roles they define, are not here."
            )
        default:
            throw Status(
                .invalidArgument,
                "The role name must be in the form \"roles/{role}\", \"organizations/{organization_id}/roles/{role}\", "
                    + "or \"projects/{project_id}/roles/{role}\".")
        }
    }
}
