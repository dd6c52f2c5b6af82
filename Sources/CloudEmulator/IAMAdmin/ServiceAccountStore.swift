import CloudCore

/// The service accounts of the project, each with the versions that replicas still answer with.
struct ServiceAccountStore: Sendable {
    typealias ServiceAccount = IAMAdminV1.ServiceAccount

    private let project: LocalProject
    private let model: PropagationModel
    /// The most accounts that the project may hold.
    private let quota: Int
    /// By email address; nil stands for an account that was deleted.
    private var accounts: [String: ReplicatedValue<ServiceAccount?>] = [:]
    /// The email addresses of the accounts that exist, by unique id.
    private var emails: [String: String] = [:]
    private var writeCount: UInt64 = 0

    init(project: LocalProject, model: PropagationModel, quota: Int) {
        self.project = project
        self.model = model
        self.quota = quota
    }

    // MARK: The truth

    /// All accounts that exist, sorted by email address.
    var all: [ServiceAccount] {
        accounts.values.compactMap(\.latest).sorted { $0.email < $1.email }
    }

    /// The account that exists under an email address or unique id.
    func existing(_ account: String) -> ServiceAccount? { accounts[emails[account] ?? account]?.latest }

    /// When every replica has the account as it was written last; nil when there never was one.
    func settled(_ email: String) -> Instant? { accounts[email]?.settledAt }

    // MARK: What a replica knows

    /// The account as a read sees it.
    func read(_ account: String, at now: Instant) -> ServiceAccount? {
        let email = emails[account] ?? account
        return value(email, .read, at: now)
    }

    /// Whether a policy may name the account.
    func isAccepted(_ email: String, at now: Instant) -> Bool { value(email, .enforcement, at: now) != nil }

    /// A page of accounts as a read sees them, in the order of their email addresses.
    func list(after email: String, limit: Int, at now: Instant) -> (page: [ServiceAccount], isLast: Bool) {
        let replica = model.replica(for: project.name + "/serviceAccounts", at: now)
        var page: [ServiceAccount] = []
        for key in accounts.keys.filter({ $0 > email }).sorted() {
            guard let account = accounts[key]?.value(.read, replica: replica, at: now) else { continue }
            if page.count == limit { return (page, false) }
            page.append(account)
        }
        return (page, true)
    }

    private func value(_ email: String, _ plane: PropagationModel.Plane, at now: Instant) -> ServiceAccount? {
        guard let account = accounts[email] else { return nil }
        return account.value(plane, replica: model.replica(for: email, at: now), at: now)
    }

    // MARK: Writes

    /// Creates an account.
    ///
    /// - Throws: ALREADY_EXISTS; RESOURCE_EXHAUSTED when the project holds as many as it may.
    mutating func create(
        id: String, displayName: String, description: String, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let email = "\(id)@\(project.accountDomain)"
        guard existing(email) == nil else {
            throw Status(
                .alreadyExists, "Service account \(id) already exists within project \(project.name).",
                details: [
                    .resourceInfo(
                        type: "type.googleapis.com/google.iam.admin.v1.ServiceAccount",
                        name: "\(project.name)/serviceAccounts/\(email)", owner: "", description: "")
                ])
        }
        guard emails.count < quota else { throw Self.quotaExceeded }
        var account = ServiceAccount()
        account.name = "\(project.name)/serviceAccounts/\(email)"
        account.projectID = project.id
        account.email = email
        account.displayName = displayName
        account.description = description
        account.uniqueID = nextUniqueID(email)
        account.oauth2ClientID = account.uniqueID
        emails[account.uniqueID] = email
        forgetDeletedAccounts(at: now)
        return write(
            account, read: model.accountVisibleAfter, accepted: model.accountAcceptedAfter, at: now)
    }

    /// Changes an account that exists.
    mutating func update(
        _ account: ServiceAccount, at now: Instant, _ change: (inout ServiceAccount) -> Void
    ) -> ServiceAccount {
        var changed = account
        change(&changed)
        return write(
            changed, read: model.accountChangeVisibleAfter, accepted: model.accountChangeVisibleAfter, at: now
        )
    }

    /// Deletes an account that exists.
    mutating func delete(_ account: ServiceAccount, at now: Instant) {
        emails[account.uniqueID] = nil
        replace(
            account.email, with: nil, read: model.accountChangeVisibleAfter,
            accepted: model.accountChangeVisibleAfter, at: now)
    }

    private mutating func write(
        _ account: ServiceAccount, read: ClosedRange<Duration>, accepted: ClosedRange<Duration>,
        at now: Instant
    ) -> ServiceAccount {
        var account = account
        account.etag = withUnsafeBytes(of: (writeCount + 1).bigEndian) { Array($0) }
        replace(account.email, with: account, read: read, accepted: accepted, at: now)
        return account
    }

    private mutating func replace(
        _ email: String, with account: ServiceAccount?, read: ClosedRange<Duration>,
        accepted: ClosedRange<Duration>, at now: Instant
    ) {
        writeCount += 1
        let delays = model.delays(of: email, version: writeCount, read: read, enforcement: accepted)
        var value = accounts[email] ?? ReplicatedValue(nil, replicas: model.replicas)
        value.write(account, delays: delays, at: now)
        accounts[email] = value
    }

    private mutating func forgetDeletedAccounts(at now: Instant) {
        accounts = accounts.filter { $0.value.latest != nil || $0.value.settledAt > now }
    }

    /// 21 digits that no account had before.
    private func nextUniqueID(_ email: String) -> String {
        var attempt: UInt64 = 0
        while true {
            let bits = Dice(seed: model.seed).bits(email, 3, writeCount, attempt)
            let digits = String(bits % 100_000_000_000_000_000)
            let id = "1" + String(repeating: "0", count: 20 - digits.count) + digits
            if emails[id] == nil { return id }
            attempt += 1
        }
    }

    private static let quotaExceeded = Status(
        .resourceExhausted, "Maximum number of service accounts on project reached.",
        details: [.retryInfo(delay: .seconds(86_401))])
}
