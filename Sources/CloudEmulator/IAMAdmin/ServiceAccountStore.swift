import CloudCore

/// How the knowledge of an account counts.
enum AccountPlane: Int, PropagationPlane {
    /// It is found by get and list.
    case visible
    /// Policies may name it.
    case accepted
    /// Something may run as it.
    case usable
}

/// The service accounts of the project, each with the versions that replicas still answer with.
struct ServiceAccountStore: Sendable {
    typealias ServiceAccount = IAMAdminV1.ServiceAccount

    private let project: LocalProject
    var model: PropagationModel
    /// The most accounts that the project may hold.
    private let quota: Int
    /// By email address; nil stands for an account that was deleted.
    private var accounts: [String: ReplicatedValue<ServiceAccount?, AccountPlane>] = [:]
    /// The email addresses of the accounts that exist, by unique id.
    private var emails: [String: String] = [:]
    /// The email addresses of the accounts that exist and are not disabled, for who only asks that.
    private var enabled: Set<String> = []
    /// By unique id.
    private var deleted: [String: Deleted] = [:]
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

    /// Whether the account of an email address, in lower case, exists and is enabled.
    func isEnabled(_ email: String) -> Bool { enabled.contains(email) }

    /// When every replica has the account as it was written last; nil when there never was one.
    func settled(_ email: String) -> Instant? {
        accounts[email].map { model.clock.instant(of: $0.settledAt) }
    }

    // MARK: What a replica knows

    /// The account as a read sees it.
    func read(_ account: String, at now: Instant) -> ServiceAccount? {
        let email = emails[account] ?? account
        return value(email, .visible, at: now)
    }

    /// Whether a policy may name the account.
    func isAccepted(_ email: String, at now: Instant) -> Bool { value(email, .accepted, at: now) != nil }

    /// The account as those see it who would run something as it.
    func usable(_ account: String, at now: Instant) -> ServiceAccount? {
        value(emails[account] ?? account, .usable, at: now)
    }

    /// A page of accounts as a read sees them, in the order of their email addresses.
    func list(after email: String, limit: Int, at now: Instant) -> (page: [ServiceAccount], isLast: Bool) {
        let replica = model.replica(for: project.name + "/serviceAccounts", at: now)
        var page: [ServiceAccount] = []
        for key in accounts.keys.filter({ $0 > email }).sorted() {
            guard
                let account = accounts[key]?.value(.visible, replica: replica, at: model.clock.time(at: now))
            else { continue }
            if page.count == limit { return (page, false) }
            page.append(account)
        }
        return (page, true)
    }

    private func value(_ email: String, _ plane: AccountPlane, at now: Instant) -> ServiceAccount? {
        guard let account = accounts[email] else { return nil }
        return account.value(
            plane, replica: model.replica(for: email, at: now), at: model.clock.time(at: now))
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
        return write(account, after: creation, at: now)
    }

    /// Changes an account that exists.
    mutating func update(
        _ account: ServiceAccount, at now: Instant, _ change: (inout ServiceAccount) -> Void
    ) -> ServiceAccount {
        var changed = account
        change(&changed)
        return write(changed, after: [.accountsChanged, .accountsChanged, .accountsChanged], at: now)
    }

    /// Deletes an account that exists; for thirty days it can come back.
    mutating func delete(_ account: ServiceAccount, at now: Instant) {
        emails[account.uniqueID] = nil
        forgetDeleted(at: now)
        deleted[account.uniqueID] = Deleted(account: account, until: now + Self.undeletePeriod)
        replace(
            account.email, with: nil, after: [.accountsChanged, .accountsRefused, .accountsRefused], at: now)
    }

    /// Brings a deleted account back.
    ///
    /// - Throws: NOT_FOUND when it is gone for good,
    ///   ALREADY_EXISTS when another account has its address.
    mutating func undelete(_ uniqueID: String, at now: Instant) throws(Status) -> ServiceAccount {
        guard let former = deleted[uniqueID], now < former.until else {
            throw Status(
                .notFound,
                "Service account \(uniqueID.prefix(100)) does not exist, or was deleted too long ago.")
        }
        guard existing(former.account.email) == nil else {
            throw Status(
                .alreadyExists,
                "Service account \(former.account.email) exists again, so the deleted one of that address cannot come "
                    + "back.")
        }
        guard emails.count < quota else { throw Self.quotaExceeded }
        deleted[uniqueID] = nil
        emails[uniqueID] = former.account.email
        return write(former.account, after: creation, at: now)
    }

    /// The account that had a unique id and can come back.
    func deletedAccount(_ uniqueID: String, at now: Instant) -> ServiceAccount? {
        guard let former = deleted[uniqueID], now < former.until else { return nil }
        return former.account
    }

    /// How long a deleted account can come back (`google/iam/admin/v1/iam.proto`, DeleteServiceAccount).
    static let undeletePeriod = Duration.seconds(30 * 86_400)
    /// The most deleted accounts that are remembered; beyond that, the oldest are gone for good.
    static let maxDeleted = 1_000

    private struct Deleted {
        let account: ServiceAccount
        let until: Instant
    }

    private let creation: [PropagationModel.Plane] = [.accountsVisible, .accountsAccepted, .accountsUsable]

    private mutating func write(
        _ account: ServiceAccount, after planes: [PropagationModel.Plane], at now: Instant
    ) -> ServiceAccount {
        var account = account
        account.etag = withUnsafeBytes(of: (writeCount + 1).bigEndian) { Array($0) }
        replace(account.email, with: account, after: planes, at: now)
        return account
    }

    private mutating func replace(
        _ email: String, with account: ServiceAccount?, after planes: [PropagationModel.Plane],
        at now: Instant
    ) {
        writeCount += 1
        if account?.disabled == false { enabled.insert(email) } else { enabled.remove(email) }
        var value = accounts[email] ?? ReplicatedValue(nil, replicas: model.replicas)
        let delays = model.delays(of: email, version: writeCount, planes: planes.map(model.delay))
        value.write(account, delays: delays, at: model.clock.time(at: now))
        accounts[email] = value
    }

    private mutating func forgetDeleted(at now: Instant) {
        deleted = deleted.filter { now < $0.value.until }
        guard deleted.count >= Self.maxDeleted,
            let oldest = deleted.min(by: { ($0.value.until, $0.key) < ($1.value.until, $1.key) })
        else { return }
        deleted[oldest.key] = nil
    }

    private mutating func forgetDeletedAccounts(at now: Instant) {
        let time = model.clock.time(at: now)
        accounts = accounts.filter { $0.value.latest != nil || $0.value.settledAt > time }
    }

    /// 21 digits that no account had before.
    private func nextUniqueID(_ email: String) -> String {
        var attempt: UInt64 = 0
        while true {
            let bits = Dice(seed: model.seed).bits(email, 3, writeCount, attempt)
            let digits = String(bits % 100_000_000_000_000_000)
            let id = "1" + String(repeating: "0", count: 20 - digits.count) + digits
            if emails[id] == nil, deleted[id] == nil { return id }
            attempt += 1
        }
    }

    private static let quotaExceeded = Status(
        .resourceExhausted, "Maximum number of service accounts on project reached.",
        details: [.retryInfo(delay: .seconds(86_401))])
}
