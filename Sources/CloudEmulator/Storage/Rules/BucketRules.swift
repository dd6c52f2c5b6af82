import CloudCore

/// What settings of buckets must be.
enum BucketRules {
    /// How long uniform access can be undone after it has been switched on ("Uniform bucket-level access").
    static let uniformAccessGrace = Duration.seconds(90 * 86_400)

    /// Checks the settings that a bucket is to have, and brings them to the form that is kept.
    ///
    /// - Parameter former: what the bucket was before; nil for a new one.
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED naming the field.
    static func settle(
        _ bucket: inout StorageV1.Bucket, former: StorageV1.Bucket?, at now: Instant
    ) throws(Status) {
        try LabelRules.check(bucket.labels, "labels")
        let location = try BucketLocation(parsing: bucket.location)
        (bucket.location, bucket.locationType) = (location.name, location.type)
        if let former, former.location != bucket.location {
            throw StorageFault.invalid("The location of a bucket cannot be changed.")
        }
        bucket.storageClass =
            try bucket.storageClass.isEmpty
            ? "STANDARD" : StorageClass(parsing: bucket.storageClass).rawValue
        try checkRPO(&bucket)
        try settleAccess(&bucket, former?.iamConfiguration, at: now)
        try settleSoftDelete(&bucket, former?.softDeletePolicy, at: now)
        for (index, rule) in (bucket.lifecycle?.rule ?? []).enumerated() {
            try LifecycleRules.check(rule, "lifecycle.rule[\(index)]")
        }
        guard (bucket.lifecycle?.rule.count ?? 0) <= LifecycleRules.maxRules else {
            throw StorageFault.invalid("lifecycle.rule has more than \(LifecycleRules.maxRules) rules.")
        }
        if bucket.lifecycle?.rule.isEmpty == true { bucket.lifecycle = nil }
        if bucket.versioning?.enabled == nil { bucket.versioning = nil }
    }

    private static func checkRPO(_ bucket: inout StorageV1.Bucket) throws(Status) {
        guard bucket.rpo.isEmpty || bucket.rpo == "DEFAULT" else {
            throw StorageFault.unsupported("rpo \(bucket.rpo.prefix(100))")
        }
        bucket.rpo = bucket.locationType == "region" ? "" : "DEFAULT"
    }

    private static func settleAccess(
        _ bucket: inout StorageV1.Bucket, _ former: StorageV1.IAMConfiguration?, at now: Instant
    ) throws(Status) {
        var configuration = bucket.iamConfiguration ?? StorageV1.IAMConfiguration()
        switch configuration.publicAccessPrevention {
        case "", "unspecified": configuration.publicAccessPrevention = "inherited"
        case "inherited", "enforced": break
        case let other:
            throw StorageFault.invalid(
                "iamConfiguration.publicAccessPrevention is \"\(other.prefix(100))\"; expected inherited or enforced."
            )
        }
        let wasUniform = former?.uniformBucketLevelAccess?.enabled == true
        // The two names are of one setting: the one that differs from what it was has been changed.
        let names = [configuration.uniformBucketLevelAccess, configuration.bucketPolicyOnly]
        let given = names.compactMap { $0?.enabled }
        let isUniform = given.first { $0 != wasUniform } ?? wasUniform
        var access = StorageV1.UniformAccess()
        access.enabled = isUniform
        if isUniform {
            let locked = former?.uniformBucketLevelAccess?.lockedTime
            access.lockedTime = locked ?? Timestamp(now + uniformAccessGrace).wholeMilliseconds
        } else if wasUniform, let locked = former?.uniformBucketLevelAccess?.lockedTime,
            locked <= Timestamp(now)
        {
            throw StorageFault.invalid(
                "Cannot disable uniform bucket-level access: it has been locked since \(locked.rfc3339).")
        }
        configuration.uniformBucketLevelAccess = access
        configuration.bucketPolicyOnly = access
        bucket.iamConfiguration = configuration
    }

    /// Deleted objects are gone here, so that a new bucket says so, and no bucket can be told to keep them.
    private static func settleSoftDelete(
        _ bucket: inout StorageV1.Bucket, _ former: StorageV1.SoftDeletePolicy?, at now: Instant
    ) throws(Status) {
        let seconds = bucket.softDeletePolicy?.retentionDurationSeconds ?? 0
        guard seconds == 0 else {
            throw StorageFault.unsupported(
                "softDeletePolicy.retentionDurationSeconds other than 0 (\(seconds))")
        }
        var policy = StorageV1.SoftDeletePolicy()
        policy.retentionDurationSeconds = 0
        policy.effectiveTime = former?.effectiveTime ?? Timestamp(now).wholeMilliseconds
        bucket.softDeletePolicy = policy
    }
}

extension Timestamp {
    /// This time without what is shorter than a millisecond, as Cloud Storage tells times.
    var wholeMilliseconds: Timestamp { Timestamp(seconds: seconds, nanos: nanos / 1_000_000 * 1_000_000) }
}
