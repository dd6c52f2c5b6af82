import CloudCore

extension ControlPlane {
    /// The policy of `resource` as a read by `caller` sees it.
    func policy(
        of resource: String, options: IAMv1.GetPolicyOptions?, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let version = options?.requestedPolicyVersion ?? 0
        guard [0, 1, 3].contains(version) else {
            throw Status(
                .invalidArgument, "options.requested_policy_version is \(version), but must be 0, 1 or 3.")
        }
        return policies.read(resource, by: caller, at: now).shown(upTo: version)
    }

    /// Replaces the policy of `resource`.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no policy, ABORTED when it has changed since its etag was read.
    mutating func setPolicy(
        of resource: String, _ request: IAMv1.SetIamPolicyRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        guard let update = request.policy else {
            throw Status(.invalidArgument, "The request has no policy.")
        }
        let current = policies.latest(of: resource)
        let wanted = try current.updated(with: update, mask: request.updateMask)
        let checked = try PolicyRules.normalized(wanted)
        if checked.etag == current.etag, current.hasConditions, checked.version != 3 {
            throw Status(
                .invalidArgument,
                "The policy has conditional bindings, so the policy version must be 3, not \(checked.version)."
            )
        }
        if resource == project.name { try checkProjectPolicy(checked) }
        // An outdated write is refused as such, whatever else it says.
        if checked.etag.isEmpty || checked.etag == current.etag {
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
        guard permissions.count <= Self.maxTestedPermissions else {
            throw Status(
                .invalidArgument,
                "\(permissions.count) permissions are asked for, but the maximum is \(Self.maxTestedPermissions)."
            )
        }
        for permission in permissions { try Self.checkPermission(permission) }
        if caller.email == owner.lowercased() { return permissions }
        guard mayAct(caller) else { return [] }
        let roles = heldRoles(by: caller, on: resource, at: now)
        return permissions.filter { permission in roles.contains { RoleTable.grants($0, permission) } }
    }

    private static let maxTestedPermissions = 100

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

    private static func checkPermission(_ permission: String) throws(Status) {
        let parts = permission.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = permission.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0))
        }
        guard parts.count >= 3, isPlain, parts.allSatisfy({ !$0.isEmpty }) else {
            throw Status(
                .invalidArgument, "Permission \(permission.prefix(200)) is not valid for this resource.")
        }
    }
}
