import CloudCore

extension TestIAMClient {
    /// Leases an account for a name of this run, clean and visible.
    ///
    /// The same name gets the same account. An email address gets the account itself, if it is one of the pool.
    /// When no clean account is left, a dirty one is cleaned; then one is created if the options allow it.
    ///
    /// - Throws: RESOURCE_EXHAUSTED naming the pool and who holds what; NOT_FOUND for an email address that is
    ///   none of the pool; DEADLINE_EXCEEDED when the account does not become visible; `CancellationError`.
    public func lease(_ logicalName: String) async throws -> Lease {
        let deadline = timeline.now + options.waitLimit
        var hasSearched = false
        while true {
            try checkOpen()
            try Task.checkCancellation()
            let request = makeRequest(logicalName)
            let (decision, version) = try await store.update(key) { [timeline] in
                try $0.request(request, at: timeline.now)
            }
            switch decision {
            case .leased(let email, let record):
                return try await take(email, record)
            case .clean(let job):
                await clean(job)
            case .create(let email, let record):
                if try await create(email, record) { return try await take(email, record) }
            case .wait(let until):
                try await store.waitForChange(of: key, since: version, until: until)
            case .exhausted(_, let status) where !hasSearched:
                // Others may have made accounts since this client last looked.
                hasSearched = true
                guard try await findMore() else {
                    if options.waitLimit > .zero { continue }
                    throw status
                }
            case .exhausted(let until, let status):
                guard timeline.now < deadline else { throw status }
                try await store.waitForChange(of: key, since: version, until: min(until, deadline))
            }
        }
    }

    /// Runs `body` with an account, and gives it back cleaned afterwards, whatever happens.
    ///
    /// - Throws: what `body` throws; else what leasing and giving back throw.
    public func withLease<Result: Sendable>(
        _ logicalName: String, _ body: (Lease) async throws -> Result
    ) async throws -> Result {
        try await withAccounts([logicalName]) { leases in
            guard let lease = leases[logicalName] else { throw CancellationError() }
            return try await body(lease)
        }
    }

    /// Runs `body` with an account for each name, and gives all back cleaned afterwards, whatever happens.
    ///
    /// - Throws: what `body` throws; else what leasing and giving back throw.
    public func withAccounts<Result: Sendable>(
        _ logicalNames: some Sequence<String>, _ body: ([String: Lease]) async throws -> Result
    ) async throws -> Result {
        let leases = try await leaseAll(logicalNames)
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(leases)) } catch { outcome = .failure(error) }
        var failures: [any Error] = []
        for lease in leases.values.sorted(by: { $0.logicalName < $1.logicalName }) {
            do { try await lease.giveBack() } catch { failures.append(error) }
        }
        let result = try outcome.get()
        if let failure = failures.first { throw failure }
        return result
    }

    /// Leases an account for each name, all at once; none if one cannot be had.
    ///
    /// - Throws: what `lease` throws for the first that cannot be had.
    public func leaseAll(_ logicalNames: some Sequence<String>) async throws -> [String: Lease] {
        var leases: [String: Lease] = [:]
        var failure: (any Error)?
        await withTaskGroup(of: (String, Result<Lease, any Error>).self) { group in
            for name in Set(logicalNames) {
                group.addTask {
                    do { return (name, .success(try await self.lease(name))) } catch {
                        return (name, .failure(error))
                    }
                }
            }
            for await (name, outcome) in group {
                switch outcome {
                case .success(let lease): leases[name] = lease
                case .failure(let error):
                    failure = failure ?? error
                    group.cancelAll()
                }
            }
        }
        guard let failure else { return leases }
        // The reason why there is no lease says more than one why another could not be given back.
        for lease in leases.values { try? await lease.giveBack() }
        throw failure
    }

    // MARK: Parts

    private var closed: Status { Status(.failedPrecondition, "this client of pool \(key) is closed") }

    private func checkOpen() throws(Status) {
        if state.withLock({ $0.isClosed }) { throw closed }
    }

    private func makeRequest(_ logicalName: String) -> ServiceAccountPool.Request {
        var newEmail: String?
        if options.allowCreate {
            newEmail = directory.email(
                ofID: state.withLock { key.prefix.randomAccountID(using: &$0.generator) })
        }
        return ServiceAccountPool.Request(
            logicalName: logicalName, runID: runID, owner: owner, duration: options.leaseDuration,
            cleaningLimit: options.cleaningLimit, newEmail: newEmail, maxAccounts: options.maxAccounts)
    }

    /// Whether the cloud has accounts that the pool does not know.
    private func findMore() async throws -> Bool {
        let before = try await pool().accounts.count
        try await discover()
        return try await pool().accounts.count > before
    }

    /// Makes a lease of this client's, once its account is visible.
    private func take(_ email: String, _ record: LeaseRecord) async throws -> Lease {
        do {
            try await waitUntilVisible(email)
            return try hold(email, record)
        } catch {
            let reason = "it was not seen when it was leased"
            try await change { [owner] pool, now in
                pool.withdraw(lease: record.id, owner: owner, reason: reason, at: now)
            }
            throw error
        }
    }

    private func hold(_ email: String, _ record: LeaseRecord) throws(Status) -> Lease {
        let hold = state.withLock { state -> UInt64? in
            guard !state.isClosed else { return nil }
            defer { state.nextHold += 1 }
            let held = Held(logicalName: record.logicalName, email: email, holds: [])
            state.held[record.id, default: held].holds.insert(state.nextHold)
            return state.nextHold
        }
        guard let hold else { throw closed }
        return Lease(
            email: email, logicalName: record.logicalName, runID: runID, expires: record.expires,
            id: record.id, hold: hold, client: self)
    }

    private func waitUntilVisible(_ email: String) async throws {
        let deadline = timeline.now + options.visibilityLimit
        var attempt = 1
        while try await !directory.isVisible(email) {
            guard timeline.now < deadline else {
                throw Status(
                    .deadlineExceeded,
                    "service account \(email) was not found for \(options.visibilityLimit.shortText); "
                        + "it may have been deleted")
            }
            let delay = Self.visibilityRetry.delay(
                after: Status(.notFound, ""), attempt: attempt, random: random())
            try await timeline.sleep(until: min(timeline.now + (delay ?? .zero), deadline))
            attempt += 1
        }
    }

    /// Creates the account of a lease; false when its id was taken, which a new request will draw anew.
    private func create(_ email: String, _ record: LeaseRecord) async throws -> Bool {
        let id = String(email.prefix { $0 != "@" })
        do {
            try await directory.create(id: id, displayName: "Pool SA for \(id)")
        } catch {
            try await change { pool, _ in pool.abandonCreating(lease: record.id) }
            switch error {
            case let status as Status where status.code == .alreadyExists: return false
            case let status as Status where status.code == .resourceExhausted:
                let pool = try await pool()
                throw Status(
                    .resourceExhausted,
                    "no account for \"\(record.logicalName)\": pool \(key) has none free and could not be "
                        + "enlarged: \(status.message) (\(pool.listing))", details: status.details)
            default: throw error
            }
        }
        try await change { pool, _ in try pool.finishCreating(lease: record.id) }
        return true
    }
}
