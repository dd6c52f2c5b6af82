import CloudCore

/// What a job must be to be accepted, and what it is unless told otherwise.
///
/// Sources: `google/cloud/scheduler/v1/job.proto` and `target.proto`.
enum JobRules {
    /// The longest description, in bytes.
    static let maxDescriptionBytes = 500
    /// The largest body or message ("Quotas and limits" of Cloud Scheduler: a job has at most 1 MB).
    static let maxBodyBytes = 1 << 20
    /// How long an attempt may take, unless told otherwise and at all.
    static let standardDeadline = Duration.seconds(180)
    static let deadlines = Duration.seconds(15)...Duration.seconds(1_800)
    static let maxRetries: Int32 = 5

    /// Checks a job and fills in what was left out.
    ///
    /// - Throws: INVALID_ARGUMENT; UNIMPLEMENTED for what is not supported.
    static func complete(_ job: inout SchedulerV1.Job) throws(Status) {
        guard job.description.utf8.count <= maxDescriptionBytes else {
            throw refusal("description", "must have at most \(maxDescriptionBytes) bytes")
        }
        guard !job.schedule.isEmpty else { throw refusal("schedule", "must be set") }
        if job.timeZone.isEmpty { job.timeZone = "UTC" }
        try completeTarget(&job)
        try completeRetries(&job)
    }

    private static func completeTarget(_ job: inout SchedulerV1.Job) throws(Status) {
        if job.appEngineHttpTarget != nil {
            throw Status(.unimplemented, "job.app_engine_http_target: there is no App Engine here.")
        }
        if var target = job.httpTarget {
            try check(target)
            if target.httpMethod.rawValue == 0 { target.httpMethod = .post }
            if !target.body.isEmpty, target.header("content-type") == nil {
                target.headers["Content-Type"] = "application/octet-stream"
            }
            job.httpTarget = target
            let deadline = job.attemptDeadline ?? .zero
            job.attemptDeadline = deadline == .zero ? standardDeadline : deadline
            guard deadlines.contains(job.attemptDeadline ?? .zero) else {
                throw refusal("attempt_deadline", "must be 15 seconds to 30 minutes")
            }
        } else if let target = job.pubsubTarget {
            let parts = target.topicName.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 4, parts[0] == "projects", parts[2] == "topics", !parts[3].isEmpty else {
                throw refusal("pubsub_target.topic_name", "must be projects/PROJECT/topics/TOPIC")
            }
            guard !target.data.isEmpty || !target.attributes.isEmpty else {
                throw refusal("pubsub_target", "must have data or at least one attribute")
            }
            guard target.data.count <= maxBodyBytes else {
                throw refusal("pubsub_target.data", "must have at most \(maxBodyBytes) bytes")
            }
        } else {
            throw refusal("target", "must be http_target or pubsub_target")
        }
    }

    private static func check(_ target: SchedulerV1.HttpTarget) throws(Status) {
        let lower = target.uri.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), target.uri.utf8.count <= 2083,
            target.uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw refusal("http_target.uri", "must be an http or https URL of at most 2083 characters")
        }
        guard target.body.count <= maxBodyBytes else {
            throw refusal("http_target.body", "must have at most \(maxBodyBytes) bytes")
        }
        let mayHaveBody = [0, 1, 4, 6].contains(target.httpMethod.rawValue)
        guard target.body.isEmpty || mayHaveBody else {
            throw refusal("http_target.body", "is allowed for POST, PUT and PATCH only")
        }
        for (name, value) in target.headers where !isHeader(name, value) {
            throw refusal(
                "http_target.headers", "has \"\(name.prefix(100))\", which is no header of a request")
        }
        let accounts = [target.oidcToken?.serviceAccountEmail, target.oauthToken?.serviceAccountEmail]
        for account in accounts.compactMap({ $0 }) where !account.contains("@") {
            throw refusal("http_target", "has a token, whose service_account_email must be an email address")
        }
    }

    private static func isHeader(_ name: String, _ value: String) -> Bool {
        let isToken = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
        return !name.isEmpty && isToken && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func completeRetries(_ job: inout SchedulerV1.Job) throws(Status) {
        var retries = job.retryConfig ?? SchedulerV1.RetryConfig()
        guard (0...maxRetries).contains(retries.retryCount) else {
            throw refusal("retry_config.retry_count", "must be 0 to \(maxRetries)")
        }
        guard (0...16).contains(retries.maxDoublings) else {
            throw refusal("retry_config.max_doublings", "must be 0 to 16")
        }
        if retries.maxDoublings == 0 { retries.maxDoublings = 5 }
        retries.maxRetryDuration = retries.maxRetryDuration ?? .zero
        retries.minBackoffDuration = retries.minBackoffDuration ?? .seconds(5)
        retries.maxBackoffDuration = retries.maxBackoffDuration ?? .seconds(3_600)
        let durations = [retries.maxRetryDuration, retries.minBackoffDuration, retries.maxBackoffDuration]
        guard durations.compactMap({ $0 }).allSatisfy({ $0 >= .zero }) else {
            throw refusal("retry_config", "has a negative duration")
        }
        job.retryConfig = retries
    }

    static func refusal(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, "job.\(field) \(text).",
            details: [.badRequest([Status.FieldViolation(field: "job.\(field)", description: text)])])
    }
}

extension SchedulerV1.HttpTarget {
    /// The value of a header, whatever the case of its name.
    func header(_ name: String) -> String? {
        headers.first { $0.key.lowercased() == name }?.value
    }
}

extension SchedulerV1.RetryConfig {
    /// How long to wait before a retry, the first being number 1: it doubles, then grows by the same each time ("Retry
    /// jobs" in the documentation).
    func backoff(before retry: Int32) -> Duration {
        let least = minBackoffDuration ?? .seconds(5)
        let most = max(maxBackoffDuration ?? .seconds(3_600), least)
        let doublings = min(retry - 1, maxDoublings, 16)
        let doubled = least * (1 << Int(max(doublings, 0)))
        let linear = max(0, Int(retry - 1 - max(doublings, 0)))
        return min(most, doubled + doubled * min(linear, 1_000))
    }

    /// Whether there is another try after so many retries, and so long after the first attempt: until both limits are
    /// reached.
    func allows(retry: Int32, after elapsed: Duration) -> Bool {
        let limit = maxRetryDuration ?? .zero
        if retryCount == 0 { return limit > .zero && elapsed < limit }
        return retry <= retryCount || limit > .zero && elapsed < limit
    }
}
