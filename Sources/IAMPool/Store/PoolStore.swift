import CloudCore

/// Where the state of pools is kept. All clients that lease from the same pool must share one.
///
/// A store in the cloud keeps each pool in one document and writes it with a precondition on the version that
/// was read (a generation, an update time, an etag), reading and changing again when it was refused: hence
/// `change` may be called several times.
public protocol PoolStore: Sendable {
    /// Changes the state of a pool as one step, and returns what `change` returned, with the state's version.
    ///
    /// - Parameter change: a pure function of the state, which may be called more than once.
    /// - Throws: what `change` throws, in which case nothing has changed; what keeps the store from working.
    func update<Result: Sendable>(
        _ key: PoolKey, _ change: @Sendable (inout ServiceAccountPool) throws -> Result
    ) async throws -> (result: Result, version: PoolVersion)

    /// Returns when the pool is no longer of that version, or has not changed until `deadline`.
    ///
    /// - Throws: `CancellationError`.
    func waitForChange(of key: PoolKey, since version: PoolVersion, until deadline: Instant) async throws
}

/// A version of a pool's state, in whatever form the store has.
public struct PoolVersion: Hashable, Sendable {
    /// The version as text.
    public let text: String

    /// Makes a version from its text.
    public init(_ text: String) { self.text = text }
}

extension PoolStore {
    /// The state of a pool at present.
    public func pool(_ key: PoolKey) async throws -> ServiceAccountPool {
        try await update(key) { $0 }.result
    }
}
