import CloudCore

extension ControlPlane {
    typealias ServiceAccount = IAMAdminV1.ServiceAccount

    private static let defaultPageSize = 20
    private static let maxPageSize = 100

    /// Creates a service account.
    mutating func createServiceAccount(
        _ request: IAMAdminV1.CreateServiceAccountRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        try checkProject(request.name, permission: "iam.serviceAccounts.create", by: caller, at: now)
        try ServiceAccountRules.checkID(request.accountID)
        let given = request.serviceAccount ?? ServiceAccount()
        try ServiceAccountRules.checkTexts(displayName: given.displayName, description: given.description)
        return try accounts.create(
            id: request.accountID, displayName: given.displayName, description: given.description, at: now)
    }

    /// The account of that name, as a read sees it.
    func serviceAccount(
        _ name: String, permission: String = "iam.serviceAccounts.get", by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let name = try resolve(name, permission: permission)
        return try found(
            accounts.read(name.account, at: now), name, permission: permission, by: caller, at: now)
    }

    /// A page of the project's accounts, as a read sees them.
    func listServiceAccounts(
        _ request: IAMAdminV1.ListServiceAccountsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMAdminV1.ListServiceAccountsResponse {
        try checkProject(request.name, permission: "iam.serviceAccounts.list", by: caller, at: now)
        let pages = try NamedPageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.defaultPageSize,
            most: Self.maxPageSize)
        let (page, isLast) = accounts.list(after: pages.start, limit: pages.size, at: now)
        var response = IAMAdminV1.ListServiceAccountsResponse()
        response.accounts = page
        if !isLast, let last = page.last {
            response.nextPageToken = NamedPageRequest.token(after: last.email)
        }
        return response
    }

    /// Changes display name and description.
    mutating func patchServiceAccount(
        _ request: IAMAdminV1.PatchServiceAccountRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let update = request.serviceAccount ?? ServiceAccount()
        let account = try existing(update.name, permission: "iam.serviceAccounts.update", by: caller, at: now)
        guard let mask = request.updateMask, !mask.paths.isEmpty else {
            throw Status(
                .invalidArgument, "update_mask must name the fields to change: display_name, description.")
        }
        var changed = account
        for path in mask.paths {
            switch path {
            case "display_name": changed.displayName = update.displayName
            case "description": changed.description = update.description
            default:
                throw Status(
                    .invalidArgument,
                    "update_mask: \"\(path.prefix(100))\" cannot be changed, only display_name and description can."
                )
            }
        }
        try ServiceAccountRules.checkTexts(displayName: changed.displayName, description: changed.description)
        return accounts.update(account, at: now) { [changed] in $0 = changed }
    }

    /// Enables or disables an account; nothing happens when it is so already.
    mutating func setServiceAccount(
        _ name: String, disabled: Bool, by caller: Caller, at now: Instant
    ) throws(Status) {
        let permission = disabled ? "iam.serviceAccounts.disable" : "iam.serviceAccounts.enable"
        let account = try existing(name, permission: permission, by: caller, at: now)
        guard account.disabled != disabled else { return }
        _ = accounts.update(account, at: now) { $0.disabled = disabled }
    }

    /// Deletes an account. In the policies that name it, it becomes a deleted member with its unique id.
    mutating func deleteServiceAccount(_ name: String, by caller: Caller, at now: Instant) throws(Status) {
        let account = try existing(name, permission: "iam.serviceAccounts.delete", by: caller, at: now)
        accounts.delete(account, at: now)
        policies.remove(account.name)
        policies.rename(
            member: "serviceAccount:\(account.email)",
            to: "deleted:serviceAccount:\(account.email)?uid=\(account.uniqueID)", at: now)
    }

    /// The account of that name as it was written last, which is what writes go by.
    func existing(
        _ name: String, permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let name = try resolve(name, permission: permission)
        return try found(
            accounts.existing(name.account), name, permission: permission, by: caller, at: now)
    }

    /// Brings a deleted account back, given by its unique id; its bindings name it again.
    ///
    /// Whose unique id is not known is told PERMISSION_DENIED (gcloud, "service-accounts undelete").
    mutating func undeleteServiceAccount(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMAdminV1.UndeleteServiceAccountResponse {
        let permission = "iam.serviceAccounts.undelete"
        let name = try resolve(name, permission: permission)
        try authorize(permission, on: project.name, by: caller, at: now)
        guard Identifier.isNumber(name.account) else {
            throw Status(
                .invalidArgument,
                "A deleted service account is named by its unique id, not by \"\(name.account.prefix(100))\"."
            )
        }
        guard let former = accounts.deletedAccount(name.account, at: now) else {
            throw Self.denied(permission, on: name.text)
        }
        let account = try accounts.undelete(former.uniqueID, at: now)
        policies.rename(
            member: "deleted:serviceAccount:\(account.email)?uid=\(account.uniqueID)",
            to: "serviceAccount:\(account.email)", at: now)
        var response = IAMAdminV1.UndeleteServiceAccountResponse()
        response.restoredAccount = account
        return response
    }

    // MARK: Names

    /// Checks `projects/{project}`, and that the caller has a permission on it.
    func checkProject(
        _ name: String, permission: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        try checkProject(name, permission: permission)
        try authorize(permission, on: project.name, by: caller, at: now)
    }

    /// Checks `projects/{project}`.
    func checkProject(_ name: String, permission: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "projects", !parts[1].isEmpty else {
            throw Status(
                .invalidArgument, "Invalid project name \"\(name.prefix(200))\": it must be projects/PROJECT."
            )
        }
        guard project.isNamed(parts[1]) else { throw Self.denied(permission, on: name) }
    }

    private func resolve(_ text: String, permission: String) throws(Status) -> ServiceAccountName {
        let name = try ServiceAccountName(parsing: text)
        if let given = name.project, !project.isNamed(given) { throw Self.denied(permission, on: text) }
        return name
    }

    private func found(
        _ account: ServiceAccount?, _ name: ServiceAccountName, permission: String, by caller: Caller,
        at now: Instant
    ) throws(Status) -> ServiceAccount {
        if let account {
            try authorize(permission, on: account.name, by: caller, at: now)
            return account
        }
        try authorize(permission, on: project.name, by: caller, at: now)
        // Behind the wildcard nobody learns what exists (`google/iam/admin/v1/iam.proto`, ServiceAccount.name).
        if name.project == nil { throw Self.denied(permission, on: name.text) }
        throw Status(.notFound, "Service account \(name.text) does not exist.")
    }

    /// PERMISSION_DENIED in Google's words, which do not tell a missing resource from a forbidden one.
    static func denied(_ permission: String, on resource: String) -> Status {
        let service = permission.hasPrefix("iam.") ? "iam" : "cloudresourcemanager"
        return Status(
            .permissionDenied, "Permission '\(permission)' denied on resource (or it may not exist).",
            details: [
                .errorInfo(
                    reason: "IAM_PERMISSION_DENIED", domain: "\(service).googleapis.com",
                    metadata: ["permission": permission, "resource": String(resource.prefix(300))])
            ])
    }
}
