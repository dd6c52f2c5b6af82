import CloudCore

extension ControlPlane {
    typealias Role = IAMAdminV1.Role

    private static let changeable: Set = ["title", "description", "included_permissions", "stage"]
    private static let standardRolesPage = 300
    private static let maxRolesPage = 1_000

    /// The role of that name, as a read sees it. Google's own need no permission.
    func role(_ text: String, by caller: Caller, at now: Instant) throws(Status) -> Role {
        let name = try roleName(text, permission: "iam.roles.get")
        guard case .custom = name.kind else {
            guard let entry = PredefinedRoles.entry(text) else { throw Self.missingRole(text) }
            return entry.message(isFull: true)
        }
        try authorize("iam.roles.get", on: project.name, by: caller, at: now)
        guard let role = roles.read(name.text, at: now) else { throw Self.missingRole(text) }
        return role
    }

    /// A page of Google's roles, or of the project's.
    func listRoles(
        _ request: IAMAdminV1.ListRolesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMAdminV1.ListRolesResponse {
        let all: [Role]
        if request.parent.isEmpty {
            all = PredefinedRoles.all.map { $0.message(isFull: request.view == .full) }
        } else {
            try checkRoleParent(request.parent, permission: "iam.roles.list", by: caller, at: now)
            all = roles.list(withDeleted: request.showDeleted, at: now)
                .map { $0.shown(isFull: request.view == .full) }
        }
        return try Self.page(
            all, request.pageSize, request.pageToken, standard: Self.standardRolesPage,
            most: Self.maxRolesPage)
    }

    /// Creates a custom role.
    mutating func createRole(
        _ request: IAMAdminV1.CreateRoleRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Role {
        try checkRoleParent(request.parent, permission: "iam.roles.create", by: caller, at: now)
        try RoleRules.checkID(request.roleID)
        var role = request.role ?? Role()
        guard role.name.isEmpty else {
            throw Status(
                .invalidArgument,
                "role.name is \"\(role.name.prefix(200))\", but must not be set: role_id names the role.")
        }
        // Output only (`google/iam/admin/v1/iam.proto`, Role.deleted: ignored in calls to CreateRole and UpdateRole).
        role.deleted = false
        try RoleRules.check(&role)
        return try roles.create(role, id: request.roleID, at: now)
    }

    /// Changes the fields that the mask names, or all when there is none.
    mutating func updateRole(
        _ request: IAMAdminV1.UpdateRoleRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Role {
        let update = request.role ?? Role()
        let current = try existingRole(
            request.name, "update", permission: "iam.roles.update", etag: update.etag, by: caller, at: now)
        guard !current.deleted else { throw Self.wrongState(current, "update") }
        let paths = request.updateMask?.paths.filter { $0 != "etag" } ?? []
        if let path = paths.first(where: { !Self.changeable.contains($0) }) {
            throw Status(
                .invalidArgument,
                "update_mask: \"\(path.prefix(100))\" cannot be changed, only \(Self.changeable.sorted()) can."
            )
        }
        let changed = request.updateMask == nil ? Self.changeable : Set(paths)
        var role = current
        if changed.contains("title") { role.title = update.title }
        if changed.contains("description") { role.description = update.description }
        if changed.contains("included_permissions") { role.includedPermissions = update.includedPermissions }
        if changed.contains("stage") { role.stage = update.stage }
        try RoleRules.check(&role)
        return roles.update(role, at: now)
    }

    /// Deletes a role, which can come back for a while, or brings it back. What is bound to it is allowed nothing
    /// meanwhile.
    mutating func setRole(
        _ request: IAMAdminV1.DeleteRoleRequest, isDeleted: Bool, by caller: Caller, at now: Instant
    ) throws(Status) -> Role {
        let verb = isDeleted ? "delete" : "undelete"
        let role = try existingRole(
            request.name, verb, permission: "iam.roles.\(verb)", etag: request.etag, by: caller, at: now)
        guard role.deleted != isDeleted else { throw Self.wrongState(role, verb) }
        return roles.setDeleted(role, isDeleted, at: now)
    }

    // MARK: Names

    private func roleName(
        _ text: String, permission: String
    ) throws(Status) -> (kind: RoleName, text: String) {
        let name = try RoleName(parsing: text)
        guard case .custom(let project, let id) = name else { return (name, text) }
        guard self.project.isNamed(project) else { throw Self.denied(permission, on: text) }
        return (name, "\(self.project.name)/roles/\(id)")
    }

    private func existingRole(
        _ text: String, _ verb: String, permission: String, etag: [UInt8], by caller: Caller, at now: Instant
    ) throws(Status) -> Role {
        let name = try roleName(text, permission: permission)
        guard case .custom = name.kind else {
            throw Status(.invalidArgument, "\(text.prefix(200)) is a role of Google; you can't \(verb) it.")
        }
        try authorize(permission, on: project.name, by: caller, at: now)
        guard let role = roles.existing(name.text, at: now) else { throw Self.missingRole(text) }
        guard etag.isEmpty || etag == role.etag else {
            throw Status(
                .aborted,
                "There were concurrent role changes. Please retry the whole read-modify-write with exponential "
                    + "backoff. The request's ETag '\(Base64.encode(etag))' did not match the current role's ETag "
                    + "'\(Base64.encode(role.etag))'.")
        }
        return role
    }

    private func checkRoleParent(
        _ parent: String, permission: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        guard !parent.hasPrefix("organizations/") else {
            throw Status(
                .unimplemented,
                "\(parent.prefix(200)): organizations, and the roles they define, are not here.")
        }
        try checkProject(parent, permission: permission, by: caller, at: now)
    }

    static func page(
        _ roles: [Role], _ size: Int32, _ token: String, standard: Int, most: Int
    ) throws(Status) -> IAMAdminV1.ListRolesResponse {
        let pages = try NamedPageRequest(size: size, token: token, standard: standard, most: most)
        var response = IAMAdminV1.ListRolesResponse()
        (response.roles, response.nextPageToken) = pages.page(roles, \.name)
        return response
    }

    private static func missingRole(_ name: String) -> Status {
        Status(.notFound, "The role named \(name.prefix(200)) was not found.")
    }

    /// In the form of the refusal of creation, which alone is known.
    private static func wrongState(_ role: Role, _ verb: String) -> Status {
        let id = role.name.split(separator: "/").last ?? ""
        let state = role.deleted ? "which has been marked for deletion" : "which is not deleted"
        return Status(.failedPrecondition, "You can't \(verb) a role_id (\(id)) \(state).")
    }
}

extension IAMAdminV1.Role {
    /// The role with its permissions or without them.
    func shown(isFull: Bool) -> Self {
        var role = self
        if !isFull { role.includedPermissions = [] }
        return role
    }
}

extension PredefinedRoles.Entry {
    /// The role as the API answers it; the etag of Google's own roles never changes.
    func message(isFull: Bool) -> IAMAdminV1.Role {
        var message = IAMAdminV1.Role()
        message.name = role.name
        message.title = role.title
        message.description = role.description
        message.stage = .ga
        message.etag = [0]
        if isFull { message.includedPermissions = role.permissions }
        return message
    }
}
