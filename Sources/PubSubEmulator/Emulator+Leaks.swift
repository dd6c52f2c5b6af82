import CloudCore
import Synchronization

extension Emulator {
    /// Remembers what exists now, for `leaks(since:)`.
    public func mark() -> EmulatorMark { host.perform { broker, now in broker.mark(at: now) } }

    /// What exists now and did not at the mark: topics, subscriptions, messages that are with a receiver, and
    /// receivers that wait.
    public func leaks(since mark: EmulatorMark) -> EmulatorLeaks {
        host.perform { broker, now in broker.leaks(since: mark, at: now) }
    }
}

/// The marks that were set from outside, by number; the oldest go first.
package final class MarkTable<Mark: Sendable>: Sendable {
    /// The most marks kept.
    package static var limit: Int { 100 }

    private struct State {
        var marks: [Int: Mark] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Keeps a mark; returns its number.
    package func add(_ mark: Mark) -> Int {
        state.withLock { state in
            state.last += 1
            state.marks[state.last] = mark
            state.marks[state.last - Self.limit] = nil
            return state.last
        }
    }

    /// A mark by its number.
    ///
    /// - Throws: NOT_FOUND.
    package func mark(_ number: Int) throws(Status) -> Mark {
        guard let mark = state.withLock({ $0.marks[number] }) else {
            throw Status(.notFound, "There is no mark \(number); the latest \(Self.limit) are kept.")
        }
        return mark
    }
}
