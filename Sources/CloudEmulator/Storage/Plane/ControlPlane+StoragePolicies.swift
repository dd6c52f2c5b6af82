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
        request.policy = policy
        do throws(Status) {
            return try setPolicy(of: request.resource, request, by: caller, at: now)
        } catch  where error.code == .aborted {
            // The service says so of every precondition.
            throw StorageFault.conditionNotMet
        }
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

    private static let publicAccessPrevented = StorageFault.make(
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
}
