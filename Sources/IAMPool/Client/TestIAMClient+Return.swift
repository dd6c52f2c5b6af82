import CloudCore

extension TestIAMClient {
    /// Closes the client: gives back, cleaned, what is still leased, and tells what that was.
    ///
    /// - Throws: what keeps the store from working.
    public func close() async throws -> PoolReport {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.held = [:] }
            return state.held.sorted { $0.value.logicalName < $1.value.logicalName }
        }
        var report = PoolReport()
        for (id, held) in left {
            report.leaks.append(
                .init(logicalName: held.logicalName, email: held.email, holds: held.holds.count))
            do {
                try await giveBack(id, all: true)
            } catch let status as Status where [.failedPrecondition, .unavailable].contains(status.code) {
                // It has expired or could not be cleaned: the pool's state tells which.
            }
        }
        let leaked = Set(left.map(\.value.email))
        for account in try await pool().sortedAccounts {
            guard case .dirty(let dirt) = account.state, dirt.failures > 0 || leaked.contains(account.email)
            else { continue }
            report.dirty.append(.init(email: account.email, reason: dirt.reason))
        }
        return report
    }

    func giveBack(_ lease: Lease) async throws {
        let wasHeld = state.withLock { state in
            guard state.held[lease.id]?.holds.remove(lease.hold) != nil else { return false }
            if state.held[lease.id]?.holds.isEmpty == true { state.held[lease.id] = nil }
            return true
        }
        guard wasHeld else {
            throw Status(
                .failedPrecondition,
                "the lease of \(lease.email) as \"\(lease.logicalName)\" was given back already")
        }
        try await giveBack(lease.id, all: false)
    }

    func recordGrants(_ resources: [GrantedResource], _ lease: Lease) async throws {
        let duration = options.leaseDuration
        try await change { pool, now in
            try pool.record(resources, lease: lease.id, at: now)
            try pool.renew(lease: lease.id, until: now + duration, at: now)
        }
    }

    func renew(_ lease: Lease) async throws -> Lease {
        let expires = timeline.now + options.leaseDuration
        try await change { pool, now in try pool.renew(lease: lease.id, until: expires, at: now) }
        return Lease(
            email: lease.email, logicalName: lease.logicalName, runID: lease.runID, expires: expires,
            id: lease.id,
            hold: lease.hold, client: self)
    }

    func giveBack(_ id: UInt64, all: Bool) async throws {
        // In a task of its own, because giving back must work in a task that was cancelled. It is awaited here, so
        // it does not outlive the call.
        let work = Task {
            let owner = owner
            let limit = options.cleaningLimit
            let job = try await change { pool, now in
                try pool.giveBack(lease: id, owner: owner, all: all, cleaningLimit: limit, at: now)
            }
            guard let job, let reason = await clean(job) else { return }
            throw Status(
                .unavailable,
                "service account \(job.email) could not be cleaned and stays dirty: \(reason)")
        }
        try await work.value
    }

    /// Does a cleaning and reports it to the pool; returns why it failed.
    @discardableResult
    func clean(_ job: CleaningJob) async -> String? {
        var left = job.grants
        var reason: String?
        var isMissing = false
        do {
            try await timeline.withTimeout(options.cleaningLimit, "cleaning \(job.email)") { [cleaner] in
                try await cleaner.clean(job.email, grants: job.grants)
            }
        } catch let leftover as AccountCleaner.Leftover {
            left = leftover.grants
            reason = leftover.reason
            isMissing = leftover.accountIsMissing
        } catch is CancellationError {
            _ = try? await change { pool, now in pool.abandonCleaning(job, at: now) }
            return "the task was cancelled"
        } catch {
            reason = (error as? Status)?.message ?? "\(error)"
        }
        do {
            try await change { [left, reason, isMissing] pool, now in
                if let reason, isMissing {
                    pool.failCleaningOfMissing(job, reason: reason, grants: left, at: now)
                } else if let reason {
                    pool.failCleaning(job, reason: reason, grants: left, at: now)
                } else {
                    pool.finishCleaning(job, at: now)
                }
            }
        } catch {
            // The claim expires, and the account is cleaned again before it is leased.
            return reason ?? "the pool's store could not be told: \(error)"
        }
        return reason
    }
}
