import CloudCore
import PubSubEmulator

extension ControlPlane {
    /// Refuses a call for which the caller lacks a permission, in the words of the permission's service.
    ///
    /// - Parameters:
    ///   - permission: for example `run.services.get`.
    ///   - resource: the full name of what it is needed on, for example `projects/p/locations/l/services/s`; buckets
    ///     and objects as `projects/_/buckets/b/objects/o`.
    /// - Throws: PERMISSION_DENIED with an ErrorInfo and an account of what was looked at; UNAUTHENTICATED for a token
    ///   that is not good. Nothing while the mode is off, or only notes refusals.
    func authorize(
        _ permission: String, on resource: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        if mode == .off { return }
        if let problem = caller.problem {
            return try refuse(Denial.unauthenticated(problem), permission, resource)
        }
        if let access = caller.access, !access.allows(permission) {
            return try refuse(Denial.insufficientScope(permission), permission, resource)
        }
        let resource = hierarchy.canonical(resource)
        let isAllowed = allows(permission, on: resource, to: caller, at: now)
        audit.note(permission, on: resource, by: caller, isAllowed: isAllowed)
        if isAllowed { return }
        let explanation = explain(permission, on: resource, to: caller, at: now)
        audit.note(explanation)
        try refuse(Denial.status(explanation), permission, resource)
    }

    private func refuse(_ status: Status, _ permission: String, _ resource: String) throws(Status) {
        if mode == .enforce { throw status }
    }

    /// Refuses a call that is to run something as a service account, unless the account is usable by now and the caller
    /// may act as it.
    ///
    /// A new account that other services do not know yet is NOT_FOUND in the words that deployments meet
    /// ("… was not found … verify that the caller has been granted …").
    ///
    /// - Returns: the email address of the account, given by email address or unique id.
    @discardableResult func authorizeActing(
        as account: String, by caller: Caller, at now: Instant
    ) throws(Status) -> String {
        let permission = "iam.serviceAccounts.actAs"
        let isHere = account.hasSuffix("@" + project.accountDomain) || Identifier.isNumber(account)
        guard isHere else { return account }
        guard let known = accounts.usable(account, at: now), accounts.existing(account) != nil || mode == .off
        else {
            throw Status(
                .notFound,
                "Service account projects/-/serviceAccounts/\(account.prefix(300)) was not found. Please verify that it "
                    + "exists, and verify that the caller has been granted the '\(permission)' permission on it."
            )
        }
        try authorize(permission, on: known.name, by: caller, at: now)
        return known.email
    }

    /// Whether the caller has a permission on a resource, given by its canonical name, by what replicas know at present.
    func allows(_ permission: String, on resource: String, to caller: Caller, at now: Instant) -> Bool {
        if caller.email == ownerAddress { return true }
        guard let id = PermissionTable.shared.permission(permission), mayAct(caller) else { return false }
        let isActAs = permission == "iam.serviceAccounts.actAs"
        // Not the whole plane: a closure's own copy of it would take longer than the check.
        let (policies, roles, project) = (policies, roles, project)
        return hierarchy.contains(resource) { source in
            policies.allows(on: source, isActAs: isActAs, at: now) { policy in
                let isEnough = { (grant: CompiledPolicy.Grant) in
                    Self.includes(grant, id, roles, at: now)
                        && policy.isInForce(grant) { Self.context(resource, in: project, at: now) }
                }
                return policy.contains(for: caller, where: isEnough)
                    || policy.holders.contains { holders, grant in
                        isEnough(grant) && policies.holds(holders, caller, on: project.name, at: now)
                    }
            }
        }
    }

    /// Whether the role of a grant has a permission.
    static func includes(
        _ grant: CompiledPolicy.Grant, _ permission: PermissionID, _ roles: CustomRoleStore, at now: Instant
    ) -> Bool {
        if let permissions = grant.permissions { return permissions.contains(permission) }
        return roles.allows(permission, grant.role, at: now)
    }

    /// What conditions are asked about. The attributes of the resource are only made when a condition wants them.
    static func context(_ resource: String, in project: LocalProject, at now: Instant) -> ConditionContext {
        ConditionContext(time: now) { ResourceAttributes(of: resource, in: project) }
    }

    /// An account of this project acts only while it exists and is enabled.
    func mayAct(_ caller: Caller) -> Bool {
        guard let email = caller.email, email.hasSuffix(accountSuffix) else { return true }
        return accounts.isEnabled(email)
    }
}
