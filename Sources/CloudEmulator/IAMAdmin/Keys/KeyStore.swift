import CloudCore
import PubSubEmulator

/// How the knowledge of an account's keys counts.
enum KeyPlane: Int, PropagationPlane {
    /// They are found by get and list.
    case visible
    /// What a new one has signed is accepted.
    case accepted
    /// What one that is gone or disabled has signed is refused.
    case refused
}

/// A key of a service account: the public half alone, for Google "never retains user-managed private keys"
/// (`google/iam/admin/v1/iam.proto`, ServiceAccountPrivateKeyType).
struct AccountKey: Sendable, Equatable {
    /// The public key.
    let published: PublishedKey
    /// What signatures are verified with.
    let verifier: RSAPublicKey
    /// Whether the private half is the account's own, or Google's to sign with.
    let type: IAMAdminV1.KeyType
    /// Who has made it.
    let origin: IAMAdminV1.KeyOrigin
    let validAfter: Timestamp
    let validBefore: Timestamp
    var isDisabled = false

    var id: String { published.id }

    /// Whether what it signs is good at a time.
    func isValid(at now: Instant) -> Bool {
        let time = Timestamp(now)
        return !isDisabled && validAfter <= time && time < validBefore
    }
}

/// The keys of all accounts, by the account's unique id, each with the versions that replicas still answer with.
struct KeyStore: Sendable {
    /// The most keys that users may have for an account ("Quotas and limits" in Google's IAM documentation).
    static let maxUserKeys = 10

    var model: PropagationModel
    private var keys: [String: ReplicatedValue<[AccountKey], KeyPlane>] = [:]
    private var writes: UInt64 = 0

    init(model: PropagationModel) { self.model = model }

    /// When the last change of every account's keys has arrived everywhere.
    var settledAt: Instant {
        model.clock.instant(of: keys.values.map(\.settledAt).max() ?? Instant(nanoseconds: .min))
    }

    /// The keys of an account as they were written last.
    func latest(of account: String) -> [AccountKey] { keys[account]?.latest ?? [] }

    /// Whether an account has a key. The cloud may have become another one since that was made.
    func has(_ id: String, of account: String) -> Bool { latest(of: account).contains { $0.id == id } }

    /// The keys of an account as a read sees them.
    func read(_ account: String, at now: Instant) -> [AccountKey] {
        keys[account]?.value(
            .visible, replica: replica(account, at: now), at: model.clock.time(at: now)) ?? []
    }

    /// The key of that id, if what it signs is accepted.
    func accepted(_ id: String, of account: String, at now: Instant) -> AccountKey? {
        guard let versions = keys[account] else { return nil }
        var found: AccountKey?
        let isAccepted = versions.answer(
            yes: .accepted, no: .refused, replica: replica(account, at: now), at: model.clock.time(at: now)
        ) { version in
            guard let key = version.first(where: { $0.id == id && $0.isValid(at: now) }) else { return false }
            found = key
            return true
        }
        return isAccepted ? found : nil
    }

    /// Adds a key.
    ///
    /// - Throws: ALREADY_EXISTS; FAILED_PRECONDITION, in words that dotnet-client #2027 quotes, when the account has as
    ///   many as it may.
    mutating func add(_ key: AccountKey, to account: String, at now: Instant) throws(Status) {
        let present = latest(of: account)
        guard !present.contains(where: { $0.id == key.id }) else {
            throw Status(.alreadyExists, "The account has the key \(key.id) already.")
        }
        if key.type == .userManaged { try checkRoom(account) }
        write(present + [key], account, at: now)
    }

    /// Checks that a user may add a key.
    ///
    /// - Throws: FAILED_PRECONDITION.
    func checkRoom(_ account: String) throws(Status) {
        guard latest(of: account).filter({ $0.type == .userManaged }).count < Self.maxUserKeys else {
            throw Status(.failedPrecondition, "Precondition check failed.")
        }
    }

    /// Changes a key that exists; nil deletes it.
    mutating func replace(_ id: String, of account: String, with key: AccountKey?, at now: Instant) {
        let changed = latest(of: account).compactMap { $0.id == id ? key : $0 }
        write(changed, account, at: now)
    }

    /// Forgets the keys of accounts that are gone for good.
    mutating func keep(where exists: (String) -> Bool) { keys = keys.filter { exists($0.key) } }

    private mutating func write(_ value: [AccountKey], _ account: String, at now: Instant) {
        writes += 1
        var versions = keys[account] ?? ReplicatedValue([], replicas: model.replicas)
        let delays = model.delays(
            of: "keys/\(account)", version: writes,
            planes: [model.accountChangeVisibleAfter, model.accountUsableAfter, model.accountRefusedAfter])
        versions.write(value, delays: delays, at: model.clock.time(at: now))
        keys[account] = versions
    }

    private func replica(_ account: String, at now: Instant) -> Int {
        model.replica(for: "keys/\(account)", at: now)
    }
}
