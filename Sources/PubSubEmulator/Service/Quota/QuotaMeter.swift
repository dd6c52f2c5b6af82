import CloudCore

/// How much of the quotas each project has used: what `--strict` adds. A plain value, told the time.
///
/// Usage is charged to the project of the resource, for callers have no credentials here; the service charges the
/// caller's project ("Pub/Sub quotas and limits", quota usage attribution).
struct QuotaMeter: Sendable {
    /// Keys and projects that are remembered: those that have not been used for long are forgotten before.
    static let bucketLimit = 100_000

    private struct Key: Hashable {
        var metric: String
        var subject: String
    }

    private var buckets: [Key: TokenBucket] = [:]

    /// Charges an administrator operation on a resource or within a project.
    ///
    /// - Throws: RESOURCE_EXHAUSTED with ErrorInfo, QuotaFailure and RetryInfo.
    mutating func administer(_ resource: String, at now: Instant) throws(Status) {
        try charge(.administrator, 1, to: resource, at: now)
    }

    /// Charges a publish, unless it exceeds a quota; then nothing is charged.
    ///
    /// - Throws: as `administer`.
    mutating func publish(bytes: Int, orderingKey: String, to topic: String, at now: Instant) throws(Status) {
        let project = Self.project(of: topic)
        if !orderingKey.isEmpty {
            try charge(.orderingKey, Int64(bytes), "\(topic)/\(orderingKey)", project, at: now)
        }
        try charge(.publisher, Quota.kilobytes(bytes + topic.utf8.count), project, project, at: now)
    }

    /// Charges units of a project's quota by the name of something in it.
    ///
    /// - Throws: as `administer`.
    mutating func charge(_ quota: Quota, _ units: Int64, to resource: String, at now: Instant) throws(Status)
    {
        try charge(quota, units, Self.project(of: resource), Self.project(of: resource), at: now)
    }

    /// Checks that anything is left of a project's quota.
    ///
    /// - Throws: as `administer`.
    func check(_ quota: Quota, of resource: String, at now: Instant) throws(Status) {
        let project = Self.project(of: resource)
        let wait = buckets[Key(metric: quota.metric, subject: project)]?.wait(for: 1, at: now)
        if let wait { throw quota.exceeded(by: project, retryAfter: wait) }
    }

    /// Charges what was given out before its size was known, even beyond the quota.
    mutating func spend(_ quota: Quota, _ units: Int64, of resource: String, at now: Instant) {
        let key = Key(metric: quota.metric, subject: Self.project(of: resource))
        var bucket = bucket(key, quota, at: now)
        bucket.spend(units, at: now)
        buckets[key] = bucket
    }

    private mutating func charge(
        _ quota: Quota, _ units: Int64, _ subject: String, _ consumer: String, at now: Instant
    ) throws(Status) {
        let key = Key(metric: quota.metric, subject: subject)
        var bucket = bucket(key, quota, at: now)
        let wait = bucket.take(units, at: now)
        buckets[key] = bucket
        if let wait { throw quota.exceeded(by: consumer, retryAfter: wait) }
    }

    private mutating func bucket(_ key: Key, _ quota: Quota, at now: Instant) -> TokenBucket {
        if let bucket = buckets[key] { return bucket }
        if buckets.count >= Self.bucketLimit { forgetFull(at: now) }
        return TokenBucket(capacity: quota.units, per: quota.period, at: now)
    }

    /// What is full is as if it had never been used. Of too many that are not, all are forgotten.
    private mutating func forgetFull(at now: Instant) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
        if buckets.count >= Self.bucketLimit { buckets = [:] }
    }

    /// `projects/p` of the name of anything in it.
    static func project(of name: String) -> String {
        name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).prefix(2)
            .joined(separator: "/")
    }
}
