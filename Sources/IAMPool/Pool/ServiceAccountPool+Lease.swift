import CloudCore

extension ServiceAccountPool {
    /// What somebody asks of the pool.
    struct Request: Sendable {
        /// What the account stands for in the run; or the email address of an account of the pool.
        var logicalName: String
        /// The run. The same name in the same run gets the same account.
        var runID: String
        /// Who asks.
        var owner: String
        /// How long the lease lasts unless it is renewed.
        var duration: Duration
        /// How long a cleaning that the asker takes on may last.
        var cleaningLimit: Duration
        /// The email address of the account to be created when there is no other; nil to create none.
        var newEmail: String?
        /// The number of accounts from which on none is created.
        var maxAccounts: Int
    }

    /// What the pool answers.
    enum Decision: Sendable, Equatable {
        /// The account is leased.
        case leased(email: String, LeaseRecord)
        /// The asker is to clean this account, report, and ask again.
        case clean(CleaningJob)
        /// The asker is to create this account and report.
        case create(email: String, LeaseRecord)
        /// Somebody else is about to free an account; ask again when the pool changes, or at this instant.
        case wait(until: Instant)
        /// Every account is taken; nothing is known to change before this instant.
        case exhausted(until: Instant, Status)
    }

    /// Decides about a request.
    ///
    /// The account that has been free longest is leased first: access that was revoked may still work for minutes
    /// ("Access change propagation" in Google's IAM documentation), so the oldest is the cleanest.
    ///
    /// - Throws: INVALID_ARGUMENT for an empty name, NOT_FOUND for an email address that is none of the pool.
    mutating func request(_ request: Request, at now: Instant) throws(Status) -> Decision {
        expire(at: now)
        guard !request.logicalName.isEmpty else {
            throw Status(.invalidArgument, "a lease from pool \(key) needs a logical name")
        }
        if let account = held(by: request) { return share(account, request, at: now) }
        if request.logicalName.contains("@") { return try requestExactly(request, at: now) }
        if let email = longestFree { return lease(email, request, at: now) }
        if let email = cleanable(at: now) { return .clean(claim(email, request, at: now)) }
        if let until = earliestCleaning { return .wait(until: until) }
        if let email = request.newEmail, accounts.count < min(request.maxAccounts, Self.maxAccounts) {
            guard accounts[email] == nil else { return .wait(until: now) }
            return create(email, request, at: now)
        }
        return .exhausted(until: nextChange, exhausted(request))
    }

    /// Takes note that an account was created.
    ///
    /// - Throws: FAILED_PRECONDITION when its lease is no more.
    mutating func finishCreating(lease id: UInt64) throws(Status) {
        let account = try account(ofLease: id)
        if case .creating(let record) = account.state { accounts[account.email]?.state = .leased(record) }
    }

    /// Takes note that an account could not be created.
    mutating func abandonCreating(lease id: UInt64) {
        guard let account = accounts.values.first(where: { $0.lease?.id == id }),
            case .creating = account.state
        else { return }
        accounts[account.email] = nil
    }

    /// Takes back a hold that was never handed out, so that nothing can have been granted to the account by it.
    /// Without other holders the account is dirty for `reason`, and looked at before it is leased again.
    mutating func withdraw(lease id: UInt64, owner: String, reason: String, at now: Instant) {
        guard let account = accounts.values.first(where: { $0.lease?.id == id }),
            case .leased(var record) = account.state, let count = record.holders[owner]
        else { return }
        record.holders[owner] = count == 1 ? nil : count - 1
        accounts[account.email]?.state =
            record.holders.isEmpty
            ? .dirty(Dirt(reason: reason, failures: 0, retryAt: now)) : .leased(record)
    }

    /// Makes a lease last until `expires`, if it does not last longer anyway.
    ///
    /// - Throws: FAILED_PRECONDITION when it has expired or was returned.
    mutating func renew(lease id: UInt64, until expires: Instant, at now: Instant) throws(Status) {
        expire(at: now)
        try update(lease: id) { $0.expires = max($0.expires, expires) }
    }

    /// Takes note of resources on which the leased account is, or is about to be, granted a role.
    ///
    /// - Throws: FAILED_PRECONDITION when the lease has expired or was returned.
    mutating func record(
        _ grants: some Sequence<GrantedResource>, lease id: UInt64, at now: Instant
    ) throws(Status) {
        expire(at: now)
        let email = try account(ofLease: id).email
        accounts[email]?.grants.formUnion(grants)
    }

    // MARK: Which account

    private func held(by request: Request) -> PoolAccount? {
        sortedAccounts.first { account in
            guard let lease = account.lease, lease.runID == request.runID else { return false }
            return lease.logicalName == request.logicalName || account.email == request.logicalName
        }
    }

    private var longestFree: String? {
        var best: (since: Instant, email: String)?
        for case (let email, .free(let since)) in accounts.mapValues(\.state) {
            if let known = best, (known.since, known.email) < (since, email) { continue }
            best = (since, email)
        }
        return best?.email
    }

    private func cleanable(at now: Instant) -> String? {
        sortedAccounts.first { account in
            if case .dirty(let dirt) = account.state { dirt.retryAt <= now } else { false }
        }?.email
    }

    private var earliestCleaning: Instant? {
        accounts.values.compactMap { if case .cleaning(let claim) = $0.state { claim.until } else { nil } }
            .min()
    }

    private var nextChange: Instant {
        let instants = accounts.values.compactMap { account -> Instant? in
            switch account.state {
            case .leased(let record), .creating(let record): record.expires
            case .dirty(let dirt): dirt.retryAt
            case .free, .cleaning: nil
            }
        }
        return instants.min() ?? .distantFuture
    }

    private mutating func requestExactly(_ request: Request, at now: Instant) throws(Status) -> Decision {
        let email = request.logicalName
        guard let account = accounts[email] else {
            throw Status(.notFound, "\(email) is no account of pool \(key)")
        }
        switch account.state {
        case .free: return lease(email, request, at: now)
        case .dirty(let dirt) where dirt.retryAt <= now: return .clean(claim(email, request, at: now))
        case .dirty(let dirt): return .exhausted(until: dirt.retryAt, exhausted(request))
        case .cleaning(let claim): return .wait(until: claim.until)
        case .leased(let record), .creating(let record):
            return .exhausted(until: record.expires, exhausted(request))
        }
    }

    // MARK: Changes

    private mutating func lease(_ email: String, _ request: Request, at now: Instant) -> Decision {
        let record = newLease(request, at: now)
        accounts[email]?.state = .leased(record)
        return .leased(email: email, record)
    }

    private mutating func share(_ account: PoolAccount, _ request: Request, at now: Instant) -> Decision {
        guard case .leased(var record) = account.state else {
            return .wait(until: account.lease?.expires ?? now)
        }
        record.holders[request.owner, default: 0] += 1
        record.expires = max(record.expires, now + request.duration)
        accounts[account.email]?.state = .leased(record)
        return .leased(email: account.email, record)
    }

    private mutating func create(_ email: String, _ request: Request, at now: Instant) -> Decision {
        let record = newLease(request, at: now)
        accounts[email] = PoolAccount(email: email, state: .creating(record))
        return .create(email: email, record)
    }

    private mutating func newLease(_ request: Request, at now: Instant) -> LeaseRecord {
        LeaseRecord(
            id: takeID(), logicalName: request.logicalName, runID: request.runID,
            holders: [request.owner: 1], expires: now + request.duration)
    }

    private mutating func claim(_ email: String, _ request: Request, at now: Instant) -> CleaningJob {
        startCleaning(email, owner: request.owner, until: now + request.cleaningLimit)
    }

    func account(ofLease id: UInt64) throws(Status) -> PoolAccount {
        guard let account = accounts.values.first(where: { $0.lease?.id == id }) else {
            throw Status(
                .failedPrecondition, "lease \(id) of pool \(key) is no more: it has expired or was returned")
        }
        return account
    }

    private mutating func update(lease id: UInt64, _ change: (inout LeaseRecord) -> Void) throws(Status) {
        let account = try account(ofLease: id)
        switch account.state {
        case .leased(var record):
            change(&record)
            accounts[account.email]?.state = .leased(record)
        case .creating(var record):
            change(&record)
            accounts[account.email]?.state = .creating(record)
        case .free, .cleaning, .dirty: return
        }
    }
}
