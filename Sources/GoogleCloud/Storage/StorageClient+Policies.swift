import CloudCore

/// Policies of buckets, which Cloud Storage has in a shape of its own.
extension StorageClient {
    /// The policy of a bucket.
    public func policy(ofBucket name: String) async throws -> IAMPolicy {
        let query = [("optionsRequestedPolicyVersion", "\(IAMPolicy.requestedVersion)")]
        return IAMPolicy(json: try await api.call("GET", policyPath(name), query: query))
    }

    /// Replaces the policy of a bucket.
    ///
    /// - Throws: FAILED_PRECONDITION or ABORTED when the policy has changed since its etag was read.
    public func setPolicy(_ policy: IAMPolicy, ofBucket name: String) async throws -> IAMPolicy {
        IAMPolicy(
            json: try await api.call("PUT", policyPath(name), body: policy.json, repeats: policy.repeats))
    }

    /// Reads, changes and writes the policy of a bucket. See `modifyPolicy`.
    public func modifyPolicy(
        ofBucket name: String, _ change: (inout IAMPolicy) throws -> Void
    ) async throws -> IAMPolicy {
        var retry = RetryPolicy.conflict
        // An etag that is not the present one fails a precondition here.
        retry.retryableCodes.insert(.failedPrecondition)
        return try await GoogleCloud.modifyPolicy(
            timeline: api.timeline, retry: retry, read: { try await policy(ofBucket: name) },
            write: { try await setPolicy($0, ofBucket: name) }, change: change)
    }

    /// The permissions, of those asked, that the caller holds on a bucket.
    public func testPermissions(_ permissions: [String], onBucket name: String) async throws -> [String] {
        let query = permissions.map { ("permissions", $0) }
        return try await api.call("GET", policyPath(name) + "/testPermissions", query: query).texts(
            "permissions")
    }

    private func policyPath(_ bucket: String) -> String { "/storage/v1/b/\(bucket)/iam" }
}
