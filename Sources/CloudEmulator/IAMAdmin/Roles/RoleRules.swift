import CloudCore

/// What a custom role must be to be accepted.
///
/// Sources: `google/iam/admin/v1/iam.proto`, Role and CreateRoleRequest; "Quotas and limits" in Google's IAM
/// documentation.
enum RoleRules {
    /// The longest title and description, in UTF-8 bytes.
    static let maxTitleBytes = 100
    static let maxDescriptionBytes = 256
    /// The most permissions of a role, and the most bytes of its title, description and permissions together.
    static let maxPermissions = 3_000
    static let maxBytes = 64 << 10

    /// Permissions that a project's custom roles cannot have: it only makes sense above projects
    /// (terraform-google-iam #158 quotes the refusal).
    static let unsupported: Set<String> = ["resourcemanager.projects.list"]

    /// Whether a text can be the id of a role.
    static func isID(_ id: String) -> Bool {
        (3...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }

    /// Checks the id of a new role.
    ///
    /// - Throws: INVALID_ARGUMENT, in the words that k8s-config-connector #210 quotes.
    static func checkID(_ id: String) throws(Status) {
        guard !isID(id) else { return }
        throw Status(
            .invalidArgument,
            "The role_id \"\(id.prefix(100))\" is invalid. It doesn't match pattern \"[a-zA-Z0-9_\\.]{3,64}\". The role_id "
                + "must be 3 to 64 characters long and can be a mix of uppercase and lowercase English letters, digits, "
                + "underscores and periods.")
    }

    /// Checks what a role says, and sorts its permissions.
    ///
    /// - Throws: INVALID_ARGUMENT for texts that are too long and for permissions that are none, or that custom roles
    ///   cannot have.
    static func check(_ role: inout IAMAdminV1.Role) throws(Status) {
        try checkLength(role.title, maxTitleBytes, "role.title")
        try checkLength(role.description, maxDescriptionBytes, "role.description")
        guard role.includedPermissions.count <= maxPermissions else {
            throw refusal(
                "role.included_permissions",
                "The role has \(role.includedPermissions.count) permissions, but the maximum is \(maxPermissions)."
            )
        }
        for permission in role.includedPermissions
        where PermissionTable.shared.permission(permission) == nil || unsupported.contains(permission) {
            throw refusal(
                "role.included_permissions", "Permission \(permission.prefix(200)) is not valid.")
        }
        role.includedPermissions = Set(role.includedPermissions).sorted()
        let bytes =
            role.title.utf8.count + role.description.utf8.count
            + role.includedPermissions.reduce(0) { $0 + $1.utf8.count }
        guard bytes <= maxBytes else {
            throw refusal("role", "The role has \(bytes) bytes of texts, but the maximum is \(maxBytes).")
        }
        guard IAMAdminV1.LaunchStage.names.contains(where: { $0.number == role.stage.rawValue }) else {
            throw refusal("role.stage", "The stage \(role.stage.rawValue) is none.")
        }
    }

    private static func checkLength(_ text: String, _ most: Int, _ field: String) throws(Status) {
        guard text.utf8.count > most else { return }
        throw refusal(field, "\(field) has \(text.utf8.count) bytes, but the maximum is \(most).")
    }

    private static func refusal(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, text,
            details: [.badRequest([Status.FieldViolation(field: field, description: text)])])
    }
}
