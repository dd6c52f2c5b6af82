import CloudCore

/// How the knowledge of a custom role counts.
enum RolePlane: Int, PropagationPlane {
    /// It is read.
    case visible
    /// What it allows is allowed.
    case granted
    /// What it no longer allows is refused.
    case revoked
}

/// The custom roles of the project, each with the versions that replicas still answer with.
struct CustomRoleStore: Sendable {
    typealias Role = IAMAdminV1.Role

    /// A role as it was written, and as it is checked by; nil before it was created.
    private struct Version {
        let role: Role?
        let permissions: PermissionSet

        init(_ role: Role?) {
            self.role = role
            let isUsable = role.map { !$0.deleted && $0.stage != .disabled } ?? false
            permissions = isUsable ? PermissionTable.shared.set(role?.includedPermissions ?? []) : .none
        }
    }

    private struct Entry {
        var value: ReplicatedValue<Version, RolePlane>
        /// When the role was deleted; nil while it is there.
        var deletedAt: Instant?

        func isGone(at now: Instant) -> Bool {
            deletedAt.map { now >= $0 + CustomRoleStore.undeletePeriod } ?? false
        }
    }

    private let parent: String
    var model: PropagationModel
    /// By resource name.
    private var entries: [String: Entry] = [:]
    private var writes: UInt64 = 0

    /// The most custom roles of a project ("Quotas and limits" in Google's IAM documentation).
    static let maxRoles = 300
    /// How long a deleted role can come back, and how long its id is taken: "After the role has been permanently deleted,
    /// 37 days after the initial deletion request, you can create a new role using the same role ID" ("Create and
    /// manage custom roles").
    static let undeletePeriod = Duration.seconds(7 * 86_400)
    static let reservedPeriod = Duration.seconds(37 * 86_400)

    init(project: LocalProject, model: PropagationModel) {
        parent = project.name
        self.model = model
    }

    // MARK: What a replica knows

    /// Whether a role, given by its resource name, allows something: not when it is deleted, disabled or not there.
    func allows(_ permission: PermissionID, _ name: String, at now: Instant) -> Bool {
        guard let entry = entries[name] else { return false }
        return entry.value.answer(
            yes: .granted, no: .revoked, replica: model.replica(for: name, at: now),
            at: model.clock.time(at: now)
        ) { $0.permissions.contains(permission) }
    }

    /// The role of that name as a read sees it, deleted ones among them.
    func read(_ name: String, at now: Instant) -> Role? {
        read(name, replica: model.replica(for: name, at: now), at: now)
    }

    private func read(_ name: String, replica: Int, at now: Instant) -> Role? {
        guard let entry = entries[name], !entry.isGone(at: now) else { return nil }
        return entry.value.value(.visible, replica: replica, at: model.clock.time(at: now)).role
    }

    /// All roles as a read sees them, in the order of their names.
    func list(withDeleted: Bool, at now: Instant) -> [Role] {
        let replica = model.replica(for: parent + "/roles", at: now)
        return entries.keys.sorted().compactMap { read($0, replica: replica, at: now) }
            .filter { withDeleted || !$0.deleted }
    }

    // MARK: The truth

    /// All roles as they were written last, without those that are deleted, in no order.
    func all(at now: Instant) -> [Role] {
        entries.values.filter { $0.deletedAt == nil }.compactMap(\.value.latest.role)
    }

    /// When the last change of every role has arrived everywhere.
    var settledAt: Instant {
        model.clock.instant(of: entries.values.map(\.value.settledAt).max() ?? Instant(nanoseconds: .min))
    }

    /// The role of that name as it was written last, deleted ones among them.
    func existing(_ name: String, at now: Instant) -> Role? {
        guard let entry = entries[name], !entry.isGone(at: now) else { return nil }
        return entry.value.latest.role
    }

    /// What a role allows as it was written last.
    func permissions(of name: String) -> PermissionSet { entries[name]?.value.latest.permissions ?? .none }

    /// Whether a policy may name a role.
    func isUsable(_ name: String) -> Bool { entries[name].map { $0.deletedAt == nil } ?? false }

    /// Adds a role that has been checked.
    ///
    /// - Throws: ALREADY_EXISTS; FAILED_PRECONDITION while a deleted role has the id; RESOURCE_EXHAUSTED.
    mutating func create(_ role: Role, id: String, at now: Instant) throws(Status) -> Role {
        let name = "\(parent)/roles/\(id)"
        entries = entries.filter { $0.value.deletedAt.map { now < $0 + Self.reservedPeriod } ?? true }
        if let entry = entries[name] { throw Self.taken(id, parent, entry.deletedAt, at: now) }
        guard entries.values.filter({ $0.deletedAt == nil }).count < Self.maxRoles else {
            throw Status(
                .resourceExhausted, "Maximum number of roles reached. Maximum is: \(Self.maxRoles).")
        }
        var role = role
        role.name = name
        return write(role, deletedAt: nil, visibleAfter: model.accountVisibleAfter, at: now)
    }

    /// The refusal of an id that is taken; terraform-google-bastion-host #14 quotes the last one, the others are from
    /// memory.
    private static func taken(_ id: String, _ parent: String, _ deletedAt: Instant?, at now: Instant)
        -> Status
    {
        guard let deletedAt else {
            return Status(.alreadyExists, "A role named \(id) in \(parent) already exists.")
        }
        return now < deletedAt + undeletePeriod
            ? Status(
                .failedPrecondition,
                "You can't create a role with role_id (\(id)) where there is an existing role with that role_id in a "
                    + "deleted state.")
            : Status(
                .failedPrecondition,
                "You can't create a role_id (\(id)) which has been marked for deletion.")
    }

    /// Replaces a role that exists.
    mutating func update(_ role: Role, at now: Instant) -> Role { write(role, deletedAt: nil, at: now) }

    /// Marks a role as deleted, or no longer.
    mutating func setDeleted(_ role: Role, _ isDeleted: Bool, at now: Instant) -> Role {
        var role = role
        role.deleted = isDeleted
        return write(role, deletedAt: isDeleted ? now : nil, at: now)
    }

    private mutating func write(
        _ role: Role, deletedAt: Instant?, visibleAfter: ClosedRange<Duration>? = nil, at now: Instant
    ) -> Role {
        writes += 1
        var role = role
        role.etag = withUnsafeBytes(of: writes.bigEndian) { Array($0) }
        var entry =
            entries[role.name] ?? Entry(value: ReplicatedValue(Version(nil), replicas: model.replicas))
        let delays = model.delays(
            of: role.name, version: writes,
            planes: [
                visibleAfter ?? model.accountChangeVisibleAfter, model.policyEnforcedAfter,
                model.policyRevokedAfter,
            ])
        entry.value.write(Version(role), delays: delays, at: model.clock.time(at: now))
        entry.deletedAt = deletedAt
        entries[role.name] = entry
        return role
    }
}
