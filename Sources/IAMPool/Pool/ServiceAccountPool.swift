import CloudCore

/// The state of a pool of service accounts: which account is free, leased to whom, being cleaned, or dirty.
///
/// A plain value without clock, lock or I/O. A `PoolStore` keeps it, `TestIAMClient` acts on it: it asks for a
/// decision, does what was decided in the cloud, and reports back. Whoever crashes in between loses nothing but
/// time: leases and cleanings expire, and what expired is cleaned before it is handed out again.
public struct ServiceAccountPool: Sendable, Equatable {
    /// Which pool.
    public let key: PoolKey
    /// The accounts by email address.
    public internal(set) var accounts: [String: PoolAccount] = [:]
    /// The number of the next lease or cleaning.
    var nextID: UInt64 = 1

    /// The most accounts that a pool takes in; further ones are not used.
    public static let maxAccounts = 1000
    /// The delay between a failed cleaning and the next; it doubles with each failure in a row.
    static let cleaningRetryDelay = Duration.seconds(30)
    /// How often that delay doubles at most.
    static let maxDelayDoublings = 6
    /// How often an account with recorded grants is cleaned in vain because it is not found, until it is forgotten.
    static let maxCleaningsOfMissing = 4

    /// A pool of which nothing is known.
    public init(key: PoolKey) { self.key = key }

    /// The accounts in the order of their email addresses.
    public var sortedAccounts: [PoolAccount] { accounts.values.sorted { $0.email < $1.email } }

    /// Takes in accounts that were found in the cloud. Whether they are clean is not known, so they are cleaned
    /// before their first lease. Those of another prefix, and those known already, change nothing.
    mutating func discover(_ emails: some Sequence<String>, at now: Instant) {
        for email in emails.sorted()
        where key.prefix.matches(email: email) && accounts[email] == nil && accounts.count < Self.maxAccounts
        {
            let dirt = Dirt(reason: "not cleaned since it was found", failures: 0, retryAt: now)
            accounts[email] = PoolAccount(email: email, state: .dirty(dirt))
        }
    }

    /// Takes back what was not returned in time: expired leases and cleanings become dirty.
    mutating func expire(at now: Instant) {
        for (email, account) in accounts {
            switch account.state {
            case .leased(let record) where record.expires <= now,
                .creating(let record) where record.expires <= now:
                let reason = "the lease \(record.text) expired"
                accounts[email]?.state = .dirty(Dirt(reason: reason, failures: 0, retryAt: now))
            case .cleaning(let claim) where claim.until <= now:
                let reason = "its cleaning by \(claim.owner) did not end"
                accounts[email]?.state = .dirty(Dirt(reason: reason, failures: claim.failures, retryAt: now))
            default: continue
            }
        }
    }

    mutating func takeID() -> UInt64 {
        defer { nextID += 1 }
        return nextID
    }
}

extension LeaseRecord {
    /// The lease for people.
    var text: String {
        let owners = holders.keys.sorted().joined(separator: ", ")
        return "as \"\(logicalName)\" by \(owners) (run \(runID)) until \(Timestamp(expires).rfc3339)"
    }
}
