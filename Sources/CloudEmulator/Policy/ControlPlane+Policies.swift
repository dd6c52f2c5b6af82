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
        let policy = try checkedPolicy(of: resource, request, at: now)
        return try policies.write(policy, of: resource, by: caller, at: now)
    }

    /// The policy that a request makes of the present one of `resource`.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no policy.
    func checkedPolicy(
        of resource: String, _ request: IAMv1.SetIamPolicyRequest, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let current = policies.latest(of: resource)
        let checked = try current.updated(by: request)
        if resource == project.name { try checkProjectPolicy(checked) }
        // An outdated write is refused as such, whatever else it says.
        if current.isCurrent(checked.etag) {
            try checkRoles(in: checked, knownFrom: current)
            try checkConditions(in: checked)
            try checkAccounts(in: checked, knownFrom: current, at: now)
        }
        return checked
    }

    /// Refuses roles that cannot exist. Those of services that are not here are accepted; they allow nothing here.
    private func checkRoles(in policy: IAMv1.Policy, knownFrom current: IAMv1.Policy) throws(Status) {
        for role in Set(policy.bindings.map(\.role)).subtracting(current.bindings.map(\.role)).sorted() {
            if PredefinedRoles.isUnknown(role) {
                throw Status(.invalidArgument, "Role \(role) is not supported for this resource.")
            }
            // What organizations define is not known, and allows nothing.
            guard role.hasPrefix("projects/"), !roles.isUsable(role) else { continue }
            throw Status(.invalidArgument, "Role (\(role)) does not exist in the resource's hierarchy.")
        }
    }

    /// Refuses conditions that are none, or that cannot be evaluated here.
    private func checkConditions(in policy: IAMv1.Policy) throws(Status) {
        for (index, binding) in policy.bindings.enumerated() {
            guard let condition = binding.condition else { continue }
            do throws(ConditionError) {
                _ = try ConditionParser.parse(condition.expression)
            } catch {
                let field = "policy.bindings[\(index)].condition.expression"
                let text = "character \(error.character): \(error.problem)"
                throw Status(
                    .invalidArgument, "The condition of \(binding.role) is not supported: \(text).",
                    details: [.badRequest([.init(field: field, description: text)])])
            }
        }
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
        let resource = hierarchy.canonical(resource)
        if caller.email == ownerAddress { return permissions }
        return permissions.filter { allows($0, on: resource, to: caller, at: now) }
    }
}
