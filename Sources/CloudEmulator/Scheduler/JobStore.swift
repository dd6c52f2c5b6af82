import CloudCore

/// An attempt that is to be made.
struct JobAttempt: Sendable {
    let job: SchedulerV1.Job
    /// Tells its end from that of an earlier attempt.
    let number: UInt64
    /// When it was scheduled, which its target is told.
    let scheduledFor: Instant
}

/// The jobs of the project, and when each is due. A plain value: it says which attempts to make, and is told how they
/// ended.
struct JobStore: Sendable {
    typealias Job = SchedulerV1.Job

    struct Entry: Sendable {
        var job: Job
        let number: UInt64
        var schedule: JobSchedule
        var zone: TimeZoneRules
        /// When the next attempt is due; nil for never.
        var due: Instant?
        /// The attempt under way.
        var attempt: UInt64?
        /// When the first attempt of this run was made, and how many retries there have been.
        var firstAttempt: Instant?
        var retries: Int32 = 0
    }

    /// The most jobs of a project ("Quotas and limits": 1,000 for each region; here there is one count).
    static let maxJobs = 1_000

    private(set) var entries: [String: Entry] = [:]
    private var count: UInt64 = 0

    subscript(name: String) -> Entry? { entries[name] }

    /// When something is due; nil when nothing is.
    var nextDue: Instant? { entries.values.compactMap { $0.attempt == nil ? $0.due : nil }.min() }

    /// Adds a job that has been checked.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    mutating func add(
        _ job: Job, _ schedule: JobSchedule, _ zone: TimeZoneRules, at now: Instant
    ) throws(Status) -> Job {
        guard entries.count < Self.maxJobs else {
            throw Status(.resourceExhausted, "The project has \(Self.maxJobs) jobs, which is the most.")
        }
        count += 1
        var entry = Entry(job: job, number: count, schedule: schedule, zone: zone)
        entry.plan(after: now)
        entries[job.name] = entry
        return entry.job
    }

    /// Replaces what is known of a job that exists, and plans its next run anew.
    mutating func update(
        _ job: Job, _ schedule: JobSchedule, _ zone: TimeZoneRules, at now: Instant
    ) -> Job {
        guard var entry = entries[job.name] else { return job }
        (entry.job, entry.schedule, entry.zone) = (job, schedule, zone)
        entry.plan(after: now)
        entries[job.name] = entry
        return entry.job
    }

    mutating func remove(_ name: String) { entries[name] = nil }

    /// A number that a made-up id may have: that of the next job.
    var nextNumber: UInt64 { count + 1 }

    // MARK: Attempts

    /// The attempts that are due, which have begun with that.
    mutating func begin(at now: Instant) -> [JobAttempt] {
        let due = entries.values.filter { entry in
            entry.attempt == nil && entry.due.map { $0 <= now } ?? false
        }
        return due.sorted { $0.number < $1.number }.map { begin($0.job.name, $0.due ?? now, at: now) }
            .compactMap { $0 }
    }

    /// Begins an attempt whether it is due or not; nil when one is under way or there is no such job.
    mutating func begin(_ name: String, _ scheduled: Instant, at now: Instant) -> JobAttempt? {
        guard var entry = entries[name], entry.attempt == nil else { return nil }
        count += 1
        entry.attempt = count
        entry.firstAttempt = entry.firstAttempt ?? now
        entry.job.lastAttemptTime = Timestamp(now)
        entries[name] = entry
        return JobAttempt(job: entry.job, number: count, scheduledFor: scheduled)
    }

    /// Ends an attempt: OK for success. A failed one is tried again as the retry settings say.
    mutating func end(_ name: String, attempt number: UInt64, _ code: Status.Code, at now: Instant) {
        guard var entry = entries[name], entry.attempt == number else { return }
        entry.attempt = nil
        entry.job.status = StatusMessage(code: code.rawValue)
        let first = entry.firstAttempt ?? now
        let retry = entry.retries + 1
        let retries = entry.job.retryConfig ?? SchedulerV1.RetryConfig()
        if code != .ok, entry.job.state == .enabled, retries.allows(retry: retry, after: now - first) {
            entry.retries = retry
            entry.due = now + retries.backoff(before: retry)
            entry.job.scheduleTime = entry.due.map(Timestamp.init)
        } else {
            entry.plan(after: now)
        }
        entries[name] = entry
    }

    /// Ends the attempts that nobody makes any more, because whoever made them is gone.
    mutating func interruptAttempts(at now: Instant) {
        for (name, entry) in entries {
            if let number = entry.attempt { end(name, attempt: number, .unavailable, at: now) }
        }
    }
}

extension JobStore.Entry {
    /// Plans the next run by the schedule.
    fileprivate mutating func plan(after now: Instant) {
        retries = 0
        firstAttempt = nil
        due = job.state == .enabled ? schedule.next(after: now, in: zone) : nil
        if job.state == .enabled { job.scheduleTime = due.map(Timestamp.init) }
    }
}

extension StatusMessage {
    /// The status of an attempt, which has a code only.
    fileprivate init(code: Int32) {
        self.init()
        self.code = code
    }
}
