import CloudCore
import Synchronization

/// A store for the clients of one process. Another process knows nothing of it.
public final class InMemoryPoolStore: PoolStore {
    private struct Entry {
        var pool: ServiceAccountPool
        var version: UInt64 = 0
        var waiters: [UInt64: AsyncStream<Never>.Continuation] = [:]
    }

    private struct State {
        var entries: [PoolKey: Entry] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let timeline: any Timeline
    private let state = Mutex(State())

    /// Makes a store without any pool, which waits on that timeline.
    public init(timeline: any Timeline) { self.timeline = timeline }

    /// Changes the state of a pool as one step, under a lock; `change` is called once.
    public func update<Result: Sendable>(
        _ key: PoolKey, _ change: @Sendable (inout ServiceAccountPool) throws -> Result
    ) throws -> (result: Result, version: PoolVersion) {
        let (result, version, woken) = try state.withLock { state in
            var entry = state.entries[key] ?? Entry(pool: ServiceAccountPool(key: key))
            var pool = entry.pool
            let result = try change(&pool)
            var woken: [AsyncStream<Never>.Continuation] = []
            if pool != entry.pool {
                entry.pool = pool
                entry.version += 1
                woken = Array(entry.waiters.values)
                entry.waiters = [:]
            }
            state.entries[key] = entry
            return (result, PoolVersion(String(entry.version)), woken)
        }
        for waiter in woken { waiter.finish() }
        return (result, version)
    }

    /// Returns when the pool is no longer of that version, or has not changed until `deadline`.
    ///
    /// - Throws: `CancellationError`.
    public func waitForChange(
        of key: PoolKey, since version: PoolVersion, until deadline: Instant
    ) async throws {
        let (changes, continuation) = AsyncStream.makeStream(of: Never.self)
        let id = state.withLock { state -> UInt64? in
            var entry = state.entries[key] ?? Entry(pool: ServiceAccountPool(key: key))
            guard version.text == String(entry.version) else { return nil }
            let id = state.nextWaiter
            state.nextWaiter += 1
            entry.waiters[id] = continuation
            state.entries[key] = entry
            return id
        }
        guard let id else { return }
        // No alarm for a deadline that never comes: a timeline that moves by itself would run to it.
        let alarm =
            deadline == .distantFuture ? nil : timeline.schedule(at: deadline) { continuation.finish() }
        for await _ in changes {}
        alarm?.cancel()
        state.withLock { $0.entries[key]?.waiters[id] = nil }
        try Task.checkCancellation()
    }
}
