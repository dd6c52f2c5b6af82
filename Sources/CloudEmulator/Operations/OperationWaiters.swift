import CloudCore
import Synchronization

/// Who waits for the end of an operation.
final class OperationWaiters: Sendable {
    private struct State {
        var nextID: UInt64 = 1
        var waiters: [UInt64: @Sendable () -> Bool] = [:]
    }

    private let state = Mutex(State())

    /// Whether nobody waits.
    var isEmpty: Bool { state.withLock { $0.waiters.isEmpty } }

    /// Calls `check` now and each time an operation has ended, until it returns true.
    ///
    /// - Returns: what to give `cancel`.
    @discardableResult
    func wait(_ check: @escaping @Sendable () -> Bool) -> UInt64 {
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            state.waiters[state.nextID] = check
            return state.nextID
        }
        if check() { cancel(id) }
        return id
    }

    /// Waits no longer.
    func cancel(_ id: UInt64) { state.withLock { $0.waiters[id] = nil } }

    /// Says that some operation has ended.
    func notify() {
        for (id, check) in state.withLock({ $0.waiters }) where check() { cancel(id) }
    }
}
