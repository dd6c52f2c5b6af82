import CloudCore

/// The custom roles of the project.
struct CustomRoleStore: Sendable {
    typealias Role = IAMAdminV1.Role

    private struct Entry {
        var role: Role
        var permissions: PermissionSet
        /// When the role was deleted; nil while it is there.
        var deletedAt: Instant?
    }

    private let parent: String
    private var entries: [String: Entry] = [:]
    private var writes: UInt64 = 0

    /// The most custom roles of a project ("Quotas and limits" in Google's IAM documentation).
    static let maxRoles = 300
    /// How long a deleted role can come back, and how much longer its id is taken
    /// (`google/iam/admin/v1/iam.proto`, DeleteRole).
    static let undeletePeriod = Duration.seconds(7 * 86_400)
    static let reservedPeriod = Duration.seconds(37 * 86_400)

    init(project: LocalProject) { parent = project.name }

    /// What a role allows, given by its resource name; nothing when it is deleted, disabled or not there.
    func permissions(of name: String) -> PermissionSet {
        guard let entry = entries[name], entry.deletedAt == nil, entry.role.stage != .disabled else {
            return .none
        }
        return entry.permissions
    }

    /// Whether a policy may name a role.
    func isUsable(_ name: String) -> Bool { entries[name].map { $0.deletedAt == nil } ?? false }

    /// The role of that name, deleted ones among them.
    func role(_ name: String, at now: Instant) -> Role? {
        guard let entry = entries[name], !isGone(entry, at: now) else { return nil }
        return entry.role
    }

    /// All roles in the order of their names.
    func roles(withDeleted: Bool, at now: Instant) -> [Role] {
        entries.values.filter { !isGone($0, at: now) && (withDeleted || $0.deletedAt == nil) }
            .map(\.role).sorted { $0.name < $1.name }
    }

    /// Adds a role that has been checked.
    ///
    /// - Throws: ALREADY_EXISTS; FAILED_PRECONDITION while a deleted role has the id; RESOURCE_EXHAUSTED.
    mutating func create(_ role: Role, id: String, at now: Instant) throws(Status) -> Role {
        let name = "\(parent)/roles/\(id)"
        entries = entries.filter { $0.value.deletedAt.map { now < $0 + Self.reservedPeriod } ?? true }
        if let entry = entries[name] {
            guard entry.deletedAt == nil else {
                throw Status(
                    .failedPrecondition,
                    "You can't create a role with role_id (\(id)) where there is an existing role with that role_id in "
                        + "a deleted state.")
            }
            throw Status(.alreadyExists, "A role named \(id) in \(parent) already exists.")
        }
        guard entries.values.filter({ $0.deletedAt == nil }).count < Self.maxRoles else {
            throw Status(
                .resourceExhausted, "Maximum number of roles reached. Maximum is: \(Self.maxRoles).")
        }
        var role = role
        role.name = name
        role.deleted = false
        return write(role, deletedAt: nil)
    }

    /// Replaces a role that exists.
    mutating func update(_ role: Role) -> Role { write(role, deletedAt: entries[role.name]?.deletedAt) }

    /// Marks a role as deleted, or no longer.
    mutating func setDeleted(_ role: Role, _ isDeleted: Bool, at now: Instant) -> Role {
        var role = role
        role.deleted = isDeleted
        return write(role, deletedAt: isDeleted ? now : nil)
    }

    private mutating func write(_ role: Role, deletedAt: Instant?) -> Role {
        writes += 1
        var role = role
        role.etag = withUnsafeBytes(of: writes.bigEndian) { Array($0) }
        entries[role.name] = Entry(
            role: role, permissions: PermissionTable.shared.set(role.includedPermissions),
            deletedAt: deletedAt)
        return role
    }

    private func isGone(_ entry: Entry, at now: Instant) -> Bool {
        guard let deletedAt = entry.deletedAt else { return false }
        return now >= deletedAt + Self.undeletePeriod
    }
}
