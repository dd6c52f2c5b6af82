import CloudCore

/// How a client leases from a pool.
public struct PoolOptions: Sendable {
    /// Whether an account is created when none is left.
    public var allowCreate = true
    /// The number of accounts in the pool from which on none is created. A project may have 100 accounts unless its
    /// quota was raised ("Quotas and limits" in Google's IAM documentation).
    public var maxAccounts = 50
    /// How long a lease lasts unless it is renewed; recording a grant renews it.
    public var leaseDuration = Duration.seconds(60 * 60)
    /// How long a lease is waited for when every account is taken. Accounts that are just being cleaned are waited
    /// for in any case.
    public var waitLimit = Duration.zero
    /// How long an account may take to become visible; Google says that a new one may take a minute and more.
    public var visibilityLimit = Duration.seconds(10 * 60)
    /// How long the cleaning of one account may take.
    public var cleaningLimit = Duration.seconds(5 * 60)

    /// Makes the default options.
    public init() {}
}
