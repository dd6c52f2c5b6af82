import CloudCore

extension ControlPlane {
    typealias Job = SchedulerV1.Job

    private static let standardJobsPage = 500
    private static let maxJobsPage = 500

    /// Creates a job, which is enabled.
    mutating func createJob(
        _ request: SchedulerV1.CreateJobRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Job {
        let parent = try jobParent(request.parent, "cloudscheduler.jobs.create", by: caller, at: now)
        var job = request.job ?? Job()
        if job.name.isEmpty {
            job.name = "\(parent)/jobs/\(10_000_000_000_000_000_000 + jobs.nextNumber)"
        } else {
            let name = try checkedJobName(job.name)
            guard name.hasPrefix(parent + "/") else {
                throw JobRules.refusal("name", "must begin with the parent, \(parent)/jobs/")
            }
            job.name = name
        }
        guard jobs[job.name] == nil else {
            throw Status(.alreadyExists, "Job \(job.name) already exists.")
        }
        try JobRules.complete(&job)
        try authorizeTarget(of: job, by: caller, at: now)
        let (schedule, zone) = try plan(job, at: now)
        job.state = .enabled
        job.userUpdateTime = Timestamp(now)
        (job.status, job.lastAttemptTime, job.scheduleTime) = (nil, nil, nil)
        return try jobs.add(job, schedule, zone, at: now)
    }

    /// The job of that name.
    func job(_ name: String, by caller: Caller, at now: Instant) throws(Status) -> Job {
        try existingJob(name, "cloudscheduler.jobs.get", by: caller, at: now)
    }

    /// A page of the jobs of a location.
    func listJobs(
        _ request: SchedulerV1.ListJobsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> SchedulerV1.ListJobsResponse {
        let parent = try jobParent(request.parent, "cloudscheduler.jobs.list", by: caller, at: now)
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardJobsPage,
            most: Self.maxJobsPage)
        let all = jobs.entries.values.filter { $0.job.name.hasPrefix(parent + "/") }
        let (page, token) = pages.oldestFirst(all, \.number)
        var response = SchedulerV1.ListJobsResponse()
        response.jobs = page.map(\.job)
        response.nextPageToken = token
        return response
    }

    /// Changes the fields that the mask names, all when it names none.
    mutating func updateJob(
        _ request: SchedulerV1.UpdateJobRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Job {
        let update = request.job ?? Job()
        var job = try existingJob(update.name, "cloudscheduler.jobs.update", by: caller, at: now)
        let changeable = [
            "description", "pubsub_target", "http_target", "app_engine_http_target", "schedule", "time_zone",
            "retry_config", "attempt_deadline",
        ]
        var mask = request.updateMask ?? FieldMask([])
        if mask.paths.isEmpty { mask = FieldMask(changeable) }
        for path in mask.paths where !changeable.contains(String(path.split(separator: ".").first ?? "")) {
            throw Status(
                .invalidArgument,
                "update_mask: \"\(path.prefix(100))\" cannot be changed, only \(changeable.sorted()) can.")
        }
        try mask.apply(from: update, to: &job, request: "UpdateJobRequest", resource: "Job")
        // One target takes the place of the other.
        if mask.paths.contains(where: { $0.hasPrefix("http_target") }), update.httpTarget != nil {
            job.pubsubTarget = nil
        } else if mask.paths.contains(where: { $0.hasPrefix("pubsub_target") }), update.pubsubTarget != nil {
            job.httpTarget = nil
        }
        try JobRules.complete(&job)
        try authorizeTarget(of: job, by: caller, at: now)
        let (schedule, zone) = try plan(job, at: now)
        job.userUpdateTime = Timestamp(now)
        return jobs.update(job, schedule, zone, at: now)
    }

    /// Deletes a job; an attempt under way ends as it ends.
    mutating func deleteJob(_ name: String, by caller: Caller, at now: Instant) throws(Status) {
        jobs.remove(try existingJob(name, "cloudscheduler.jobs.delete", by: caller, at: now).name)
    }

    /// Pauses a job that is enabled, or resumes one that is paused.
    mutating func setJob(
        _ name: String, isPaused: Bool, by caller: Caller, at now: Instant
    ) throws(Status) -> Job {
        let permission = isPaused ? "cloudscheduler.jobs.pause" : "cloudscheduler.jobs.enable"
        var job = try existingJob(name, permission, by: caller, at: now)
        let wanted = isPaused ? Job.State.enabled : .paused
        guard job.state == wanted else {
            throw Status(
                .failedPrecondition,
                "Job \(job.name) is in state \(job.state == .paused ? "PAUSED" : "ENABLED"); it must be "
                    + "\(isPaused ? "ENABLED to be paused" : "PAUSED to be resumed").")
        }
        job.state = isPaused ? .paused : .enabled
        let (schedule, zone) = try plan(job, at: now)
        return jobs.update(job, schedule, zone, at: now)
    }

    /// Begins an attempt at once, whatever the schedule and the state say.
    mutating func runJob(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> (job: Job, attempt: JobAttempt?) {
        let job = try existingJob(name, "cloudscheduler.jobs.run", by: caller, at: now)
        let attempt = jobs.begin(job.name, now, at: now)
        return (jobs[job.name]?.job ?? job, attempt)
    }

    // MARK: Checks

    private func plan(_ job: Job, at now: Instant) throws(Status) -> (JobSchedule, TimeZoneRules) {
        let zone = try TimeZoneFolder.rules(job.timeZone)
        let schedule = try JobSchedule(parsing: job.schedule)
        guard schedule.next(after: now, in: zone) != nil else {
            throw JobRules.refusal("schedule", "\"\(job.schedule.prefix(100))\" never comes")
        }
        return (schedule, zone)
    }

    /// Whoever makes a job act as an account must be allowed to.
    private func authorizeTarget(of job: Job, by caller: Caller, at now: Instant) throws(Status) {
        let target = job.httpTarget
        let accounts = [target?.oidcToken?.serviceAccountEmail, target?.oauthToken?.serviceAccountEmail]
        for account in accounts.compactMap({ $0 }) {
            try authorize(
                "iam.serviceAccounts.actAs", on: "\(project.name)/serviceAccounts/\(account)", by: caller,
                at: now)
        }
    }

    private func existingJob(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Job {
        let name = try checkedJobName(text)
        try authorize(permission, on: name, by: caller, at: now)
        guard let entry = jobs[name] else { throw Status(.notFound, "Job \(name) does not exist.") }
        return entry.job
    }

    /// A job's name with the project's id.
    private func checkedJobName(_ text: String) throws(Status) -> String {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "projects", parts[2] == "locations", parts[4] == "jobs",
            Identifier.isLabel(parts[3]), Identifier.isWord(parts[5], of: 1...500)
        else {
            throw JobRules.refusal(
                "name",
                "\"\(text.prefix(300))\" must be projects/PROJECT/locations/LOCATION/jobs/JOB, and JOB 1 to 500 "
                    + "letters, digits, hyphens and underscores")
        }
        guard project.isNamed(parts[1]) else { throw Self.denied("cloudscheduler.jobs.get", on: text) }
        return "\(project.name)/locations/\(parts[3])/jobs/\(parts[5])"
    }

    private func jobParent(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> String {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "projects", parts[2] == "locations", Identifier.isLabel(parts[3])
        else {
            throw Status(
                .invalidArgument,
                "parent \"\(text.prefix(300))\" must be projects/PROJECT/locations/LOCATION.")
        }
        guard project.isNamed(parts[1]) else { throw Self.denied(permission, on: text) }
        try authorize(permission, on: project.name, by: caller, at: now)
        return "\(project.name)/locations/\(parts[3])"
    }
}
