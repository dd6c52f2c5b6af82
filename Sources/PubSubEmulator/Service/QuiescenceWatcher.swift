import CloudCore
import Synchronization

/// One that waits until nothing of a scope is outstanding: told by the broker's host when that is so, or when its
/// time is over.
final class QuiescenceWatcher: Sendable {
    /// How the wait has ended.
    enum End: Sendable {
        case quiescent
        case timedOut
        case cancelled
    }

    private struct State {
        var watch: QuiescenceWatch
        var answer: (@Sendable (End) -> Void)?
        var alarm: Alarm?
    }

    let scope: MessageScope
    private let state: Mutex<State>

    /// - Parameter answer: called once, from any thread.
    init(_ scope: MessageScope, _ answer: @escaping @Sendable (End) -> Void) {
        self.scope = scope
        state = Mutex(State(watch: QuiescenceWatch(scope: scope), answer: answer))
    }

    /// Whether the wait is over, as the broker sees it. Called under the host's lock.
    func isQuiescent(_ broker: borrowing Broker) -> Bool {
        state.withLock { state in
            let isQuiescent = broker.isQuiescent(&state.watch)
            return isQuiescent
        }
    }

    /// Remembers the alarm that ends the wait.
    func attach(_ alarm: Alarm) {
        let isLate = state.withLock { state in
            state.alarm = alarm
            return state.answer == nil
        }
        if isLate { alarm.cancel() }
    }

    /// Ends the wait, unless it has ended.
    func finish(_ end: End) {
        let (answer, alarm) = state.withLock { state in (state.answer.take(), state.alarm.take()) }
        alarm?.cancel()
        answer?(end)
    }
}
