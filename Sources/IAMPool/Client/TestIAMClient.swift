import CloudCore
import GoogleCloud
import Synchronization

/// Leases service accounts from a pool, instead of creating new ones for every test: creation is rate-limited, and
/// a new account takes a minute and more to be visible everywhere.
///
/// Accounts come back clean: nobody may use them, and they hold no role, neither on the project nor on any
/// resource that was recorded for the lease.
public final class TestIAMClient: Sendable {
    /// The pool.
    public let key: PoolKey
    /// The run for which accounts are leased.
    public let runID: String
    /// Who leases, with a random ending that tells this client from others of the same name.
    public let owner: String
    /// How it leases.
    public let options: PoolOptions

    let directory: any AccountDirectory
    let store: any PoolStore
    let timeline: any Timeline
    let cleaner: AccountCleaner

    /// A lease of this client, with the numbers of its holds.
    struct Held {
        let logicalName: String
        let email: String
        var holds: Set<UInt64>
    }

    struct State {
        var isClosed = false
        var nextHold: UInt64 = 1
        /// The leases that were not given back yet, by their numbers.
        var held: [UInt64: Held] = [:]
        var generator: any RandomNumberGenerator & Sendable
    }
    let state: Mutex<State>

    /// How a read is repeated while an account is not visible; the time in all is limited by the options.
    static let visibilityRetry = RetryPolicy(
        attempts: .max, initialDelay: .seconds(1), maxDelay: .seconds(15), multiplier: 1.6, jitter: 0.3,
        retryableCodes: [.notFound])

    /// Opens the pool of a prefix: finds its accounts in the cloud.
    ///
    /// - Parameters:
    ///   - prefix: what the ids of the pool's accounts start with.
    ///   - store: where leases are recorded; every client of the pool must use the same.
    ///   - owner: who leases, for messages, for example the name of a test or of a CI job.
    ///   - runID: the run for which accounts are leased.
    ///   - generator: decides the ids of accounts that are created, and jitter.
    /// - Throws: INVALID_ARGUMENT for a malformed prefix, and what listing the accounts throws.
    public static func open(
        prefix: String, directory: any AccountDirectory, store: any PoolStore, timeline: any Timeline,
        owner: String, runID: String, options: PoolOptions = PoolOptions(),
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) async throws -> TestIAMClient {
        let key = PoolKey(project: directory.project, prefix: try PoolPrefix(prefix))
        let client = TestIAMClient(
            key: key, directory: directory, store: store, timeline: timeline, owner: owner, runID: runID,
            options: options, generator: generator)
        try await client.discover()
        return client
    }

    private init(
        key: PoolKey, directory: any AccountDirectory, store: any PoolStore, timeline: any Timeline,
        owner: String, runID: String, options: PoolOptions, generator: any RandomNumberGenerator & Sendable
    ) {
        var generator = generator
        self.key = key
        self.directory = directory
        self.store = store
        self.timeline = timeline
        self.runID = runID
        self.options = options
        self.owner = owner + "-" + String(UInt32.random(in: .min ... .max, using: &generator), radix: 36)
        state = Mutex(State(generator: generator))
        var visibility = Self.visibilityRetry
        visibility.attempts = 10
        cleaner = AccountCleaner(
            directory: directory, timeline: timeline, conflicts: .conflict, visibility: visibility)
    }

    /// The state of the pool at present.
    public func pool() async throws -> ServiceAccountPool { try await store.pool(key) }

    /// The email addresses of the pool's accounts that are not known to be clean, sorted.
    public func dirtyAccounts() async throws -> [String] {
        try await pool().sortedAccounts.filter { if case .dirty = $0.state { true } else { false } }.map(
            \.email)
    }

    /// Takes in the accounts that the cloud has.
    func discover() async throws {
        let emails = try await directory.accounts()
        try await change { $0.discover(emails, at: $1) }
    }

    /// Changes the pool's state at the present instant.
    @discardableResult
    func change<Result: Sendable>(
        _ change: @Sendable (inout ServiceAccountPool, Instant) throws -> Result
    ) async throws -> Result {
        try await store.update(key) { [timeline] in try change(&$0, timeline.now) }.result
    }

    /// A number from 0 to 1 for jitter.
    func random() -> Double { state.withLock { Double.random(in: 0...1, using: &$0.generator) } }
}
