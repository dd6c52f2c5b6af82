import CloudCore
import PubSubEmulator

extension ControlPlane {
    /// The policy of `resource` as a read by `caller` sees it.
    func policy(
        of resource: String, _ request: IAMv1.GetIamPolicyRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let version = try request.checkedVersion
        return policies.read(resource, by: caller, at: now).shown(upTo: version)
    }

    /// Replaces the policy of `resource`.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no policy, ABORTED when it has changed since its etag was read.
    mutating func setPolicy(
        of resource: String, _ request: IAMv1.SetIamPolicyRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let current = policies.latest(of: resource)
        let checked = try current.updated(by: request)
        if resource == project.name { try checkProjectPolicy(checked) }
        // An outdated write is refused as such, whatever else it says.
        if current.isCurrent(checked.etag) {
            try checkAccounts(in: checked, knownFrom: current, at: now)
        }
        return try policies.write(checked, of: resource, by: caller, at: now)
    }

    /// Refuses members whose account does not exist, or is not known yet where policies are checked.
    private func checkAccounts(
        in policy: IAMv1.Policy, knownFrom current: IAMv1.Policy, at now: Instant
    ) throws(Status) {
        let known = Set(current.bindings.flatMap(\.members))
        for member in Set(policy.bindings.flatMap(\.members)).subtracting(known).sorted() {
            guard case .serviceAccount(let email) = try PolicyMember(parsing: member),
                !isKnown(email, at: now)
            else { continue }
            throw Status(.invalidArgument, "Service account \(email) does not exist.")
        }
    }

    /// Whether a policy may name a service account. Those of Google's own services are taken to exist.
    private func isKnown(_ email: String, at now: Instant) -> Bool {
        let domain = email.split(separator: "@").last ?? ""
        guard domain.hasSuffix(".iam.gserviceaccount.com") else {
            return domain.hasSuffix("gserviceaccount.com")
        }
        if domain.hasPrefix("gcp-sa-") { return true }
        return accounts.isAccepted(email, at: now)
    }

    /// The constraints of `google/cloud/resourcemanager/v3/projects.proto`, SetIamPolicy.
    private func checkProjectPolicy(_ policy: IAMv1.Policy) throws(Status) {
        for binding in policy.bindings {
            if let everybody = binding.members.first(where: { $0.hasPrefix("all") && !$0.contains(":") }) {
                throw Status(
                    .invalidArgument,
                    "Member \(everybody) of \(binding.role) is not supported in a project's policy.")
            }
        }
        let hasOwner = policy.bindings.contains { $0.role == "roles/owner" && $0.condition == nil }
        guard hasOwner else {
            throw Status(
                .invalidArgument, "The policy of a project must keep at least one member of roles/owner.")
        }
    }

    // MARK: Permissions

    /// Those of `permissions` that `caller` has on `resource`, by the policies that are enforced at present.
    ///
    /// - Throws: INVALID_ARGUMENT for a permission that is none, wildcards among them.
    func testPermissions(
        _ permissions: [String], on resource: String, by caller: Caller, at now: Instant
    ) throws(Status) -> [String] {
        try PermissionRules.check(permissions)
        if caller.email == owner.lowercased() { return permissions }
        guard mayAct(caller) else { return [] }
        let roles = heldRoles(by: caller, on: resource, at: now)
        return permissions.filter { permission in roles.contains { RoleTable.grants($0, permission) } }
    }

    /// Refuses a caller that does not have a permission on a resource.
    ///
    /// - Throws: PERMISSION_DENIED.
    func authorize(
        _ permission: String, on resource: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        if try testPermissions([permission], on: resource, by: caller, at: now).isEmpty {
            throw Status(
                .permissionDenied,
                "Permission '\(permission)' denied on resource '\(resource)' (or it may not exist).")
        }
    }

    /// The roles that a caller holds on a resource or on the project above it. A conditional binding counts for
    /// nothing, because conditions are not evaluated.
    private func heldRoles(by caller: Caller, on resource: String, at now: Instant) -> Set<String> {
        var roles: Set<String> = []
        var sources = [resource]
        if resource.hasPrefix(project.name + "/") { sources.append(project.name) }
        for source in sources {
            for binding in policies.enforced(source, at: now).bindings where binding.condition == nil {
                let holds = binding.members.contains { member in
                    (try? PolicyMember(parsing: member)).map(caller.matches) ?? false
                }
                if holds { roles.insert(binding.role) }
            }
        }
        return roles
    }

    /// An account of this project acts only while it exists and is enabled.
    private func mayAct(_ caller: Caller) -> Bool {
        guard let email = caller.email, email.hasSuffix("@" + project.accountDomain) else { return true }
        return accounts.existing(email)?.disabled == false
    }
}
