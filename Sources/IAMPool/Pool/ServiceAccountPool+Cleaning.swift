import CloudCore

extension ServiceAccountPool {
    /// Gives back one hold of an owner on a lease, or all of them.
    ///
    /// - Returns: the cleaning that the owner is to do now; nil while somebody still holds the lease.
    /// - Throws: FAILED_PRECONDITION when the lease has expired or is not held by the owner.
    mutating func giveBack(
        lease id: UInt64, owner: String, all: Bool = false, cleaningLimit: Duration, at now: Instant
    ) throws(Status) -> CleaningJob? {
        expire(at: now)
        let account = try account(ofLease: id)
        guard case .leased(var record) = account.state, let count = record.holders[owner] else {
            throw Status(.failedPrecondition, "lease \(id) of pool \(key) is not held by \(owner)")
        }
        record.holders[owner] = all || count == 1 ? nil : count - 1
        guard record.holders.isEmpty else {
            accounts[account.email]?.state = .leased(record)
            return nil
        }
        return startCleaning(account.email, owner: owner, until: now + cleaningLimit)
    }

    /// Takes note of a cleaning that succeeded: the account is free.
    ///
    /// Nothing changes when the cleaning has expired: somebody else may have taken the account on since.
    mutating func finishCleaning(_ job: CleaningJob, at now: Instant) {
        guard isCurrent(job) else { return }
        accounts[job.email]?.state = .free(since: now)
        accounts[job.email]?.grants = []
    }

    /// Takes note that an account to be cleaned was not found: it was deleted, or is too new to be found. It is
    /// forgotten, and found again if it is there after all.
    ///
    /// One with recorded grants is remembered for some cleanings more, because only the record tells what it holds.
    mutating func failCleaningOfMissing(
        _ job: CleaningJob, reason: String, grants: Set<GrantedResource>, at now: Instant
    ) {
        guard isCurrent(job) else { return }
        if job.grants.isEmpty || job.claim.failures + 1 >= Self.maxCleaningsOfMissing {
            accounts[job.email] = nil
        } else {
            failCleaning(job, reason: reason, grants: grants, at: now)
        }
    }

    /// Takes note of a cleaning that failed: the account is dirty, on the resources of `grants` at least.
    mutating func failCleaning(
        _ job: CleaningJob, reason: String, grants: Set<GrantedResource>, at now: Instant
    ) {
        guard isCurrent(job) else { return }
        let failures = job.claim.failures + 1
        let retryAt = now + Self.cleaningRetryDelay * (1 << min(failures - 1, Self.maxDelayDoublings))
        accounts[job.email]?.state = .dirty(Dirt(reason: reason, failures: failures, retryAt: retryAt))
        accounts[job.email]?.grants = grants
    }

    /// Takes note of a cleaning that was given up: the account is as dirty as before.
    mutating func abandonCleaning(_ job: CleaningJob, at now: Instant) {
        guard isCurrent(job) else { return }
        let reason = "its cleaning by \(job.claim.owner) was cancelled"
        accounts[job.email]?.state = .dirty(Dirt(reason: reason, failures: job.claim.failures, retryAt: now))
    }

    mutating func startCleaning(_ email: String, owner: String, until: Instant) -> CleaningJob {
        var failures = 0
        if case .dirty(let dirt) = accounts[email]?.state { failures = dirt.failures }
        let claim = CleaningClaim(id: takeID(), owner: owner, until: until, failures: failures)
        accounts[email]?.state = .cleaning(claim)
        return CleaningJob(email: email, claim: claim, grants: accounts[email]?.grants ?? [])
    }

    private func isCurrent(_ job: CleaningJob) -> Bool {
        accounts[job.email]?.state == .cleaning(job.claim)
    }
}
