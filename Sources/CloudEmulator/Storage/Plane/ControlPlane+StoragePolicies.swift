import CloudCore
import PubSubEmulator

extension ControlPlane {
    /// The policy of a bucket.
    mutating func bucketPolicy(
        _ name: String, version: Int32, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        _ = try storageBucket(name, "storage.buckets.getIamPolicy", by: caller, at: now)
        var request = IAMv1.GetIamPolicyRequest()
        request.options = IAMv1.GetPolicyOptions()
        request.options?.requestedPolicyVersion = version
        return try policy(of: bucketResource(name), request, by: caller, at: now)
    }

    /// Replaces the policy of a bucket.
    ///
    /// - Throws: ABORTED for a policy that is outdated, which the service says as of every precondition.
    mutating func setBucketPolicy(
        _ name: String, _ policy: IAMv1.Policy, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let bucket = try storageBucket(name, "storage.buckets.setIamPolicy", by: caller, at: now)
        let hasConditions = policy.bindings.contains { $0.condition != nil }
        if hasConditions, bucket.iamConfiguration?.uniformBucketLevelAccess?.enabled != true {
            throw StorageFault.invalid(
                "Buckets without uniform bucket-level access cannot have conditions in their policies.")
        }
        if bucket.isPublicAccessPrevented, policy.isPublic { throw Self.publicAccessPrevented }
        var request = IAMv1.SetIamPolicyRequest()
        request.resource = bucketResource(name)
        request.policy = policy.withoutHolders
        var checked = try checkedPolicy(of: request.resource, request, at: now)
        try checked.addHolders(of: policy, in: project)
        return try policies.write(checked, of: request.resource, by: caller, at: now)
    }

    /// What a new bucket has: its project's owners and editors own it and its objects, viewers read them.
    ///
    /// Source: "Bucket default IAM" under "IAM roles for Cloud Storage". Without uniform access, what is granted on objects
    /// stands in their default access control lists there; here it stands with the rest.
    mutating func establishBucketPolicy(_ name: String, at now: Instant) {
        let (owners, editors, viewers) = (
            ProjectHolders.owners, ProjectHolders.editors, ProjectHolders.viewers
        )
        let grants = [
            ("legacyBucketOwner", [editors, owners]), ("legacyBucketReader", [viewers]),
            ("legacyObjectOwner", [editors, owners]), ("legacyObjectReader", [viewers]),
        ]
        var policy = IAMv1.Policy()
        policy.bindings = grants.map { role, holders in
            var binding = IAMv1.Binding()
            binding.role = "roles/storage.\(role)"
            binding.members = holders.map { $0.member(of: project) }
            return binding
        }
        policies.establish(policy, of: bucketResource(name), at: now)
    }

    /// Those of the permissions that the caller has on a bucket.
    mutating func testBucketPermissions(
        _ name: String, _ permissions: [String], by caller: Caller, at now: Instant
    ) throws(Status) -> [String] {
        _ = try settledBucket(name, at: now)
        return try testPermissions(permissions, on: bucketResource(name), by: caller, at: now)
    }

    /// Refuses to prevent public access to a bucket whose policy grants it: the grant would go on here.
    func checkPublicAccess(_ bucket: StorageV1.Bucket) throws(Status) {
        guard bucket.isPublicAccessPrevented, policies.latest(of: bucketResource(bucket.name)).isPublic else {
            return
        }
        throw StorageFault.unsupported(
            "iamConfiguration.publicAccessPrevention on a bucket whose policy has allUsers or allAuthenticatedUsers"
        )
    }

    private static let publicAccessPrevented = Status.listed(
        .failedPrecondition, "conditionNotMet",
        "The member bindings allUsers and allAuthenticatedUsers are not allowed since public access prevention is "
            + "enforced.")
}

extension StorageV1.Bucket {
    fileprivate var isPublicAccessPrevented: Bool {
        iamConfiguration?.publicAccessPrevention == "enforced"
    }
}

extension IAMv1.Policy {
    fileprivate var isPublic: Bool {
        bindings.contains { $0.members.contains("allUsers") || $0.members.contains("allAuthenticatedUsers") }
    }

    /// The policy without the members that stand for all who hold a basic role on the project.
    fileprivate var withoutHolders: IAMv1.Policy {
        var policy = self
        for index in policy.bindings.indices {
            policy.bindings[index].members.removeAll { ProjectHolders(member: $0) != nil }
        }
        policy.bindings.removeAll(where: \.members.isEmpty)
        return policy
    }

    /// Adds those members of another policy.
    ///
    /// - Throws: INVALID_ARGUMENT for those of another project.
    fileprivate mutating func addHolders(of other: IAMv1.Policy, in project: LocalProject) throws(Status) {
        for binding in other.bindings {
            let holders = binding.members.filter { ProjectHolders(member: $0) != nil }
            for member in holders where ProjectHolders(member: member)?.member(of: project) != member {
                throw StorageFault.invalid("Unknown project in the member \(member.prefix(100)).")
            }
            guard !holders.isEmpty else { continue }
            let place = bindings.firstIndex { $0.role == binding.role && $0.condition == binding.condition }
            if let place {
                bindings[place].members = Set(bindings[place].members + holders).sorted()
            } else {
                var own = binding
                own.members = Set(holders).sorted()
                bindings.append(own)
            }
        }
    }
}
