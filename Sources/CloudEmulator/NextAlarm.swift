import CloudCore
import Synchronization

/// The one alarm of something that has to act at the next of many instants, and finds out anew which that is after each
/// change.
final class NextAlarm: Sendable {
    private struct State {
        var alarm: Alarm?
        var armedFor: Instant?
    }

    private let timeline: any Timeline
    private let delay: Duration
    private let state = Mutex(State())

    /// Makes an alarm that is not set.
    ///
    /// - Parameter delay: how much later at least it rings than it is set: what is due already is then not done from
    ///   within what has led there.
    init(_ timeline: any Timeline, delay: Duration = .zero) {
        self.timeline = timeline
        self.delay = delay
    }

    deinit { cancel() }

    /// Sets it for an instant, or for none; nothing happens when it is set for that one.
    ///
    /// - Parameters:
    ///   - next: finds out the instant, under the lock of this, so that the latest answer counts.
    ///   - ring: called at that instant, once.
    func set(for next: () -> Instant?, ring: @escaping @Sendable () -> Void) {
        let change = state.withLock { state -> (due: Instant?, old: Alarm?)? in
            let due = next()
            guard state.armedFor != due else { return nil }
            defer { state = State(armedFor: due) }
            return (due, state.alarm)
        }
        guard let change else { return }
        change.old?.cancel()
        guard let due = change.due else { return }
        let alarm = timeline.schedule(at: max(due, timeline.now + delay)) { [weak self] in
            self?.state.withLock { if $0.armedFor == due { $0 = State() } }
            ring()
        }
        // It may have rung at once, or been set anew.
        let isKept = state.withLock { state in
            guard state.armedFor == due, state.alarm == nil else { return false }
            state.alarm = alarm
            return true
        }
        if !isKept { alarm.cancel() }
    }

    /// Sets it for no instant.
    func cancel() {
        let old = state.withLock { state in
            defer { state = State() }
            return state.alarm
        }
        old?.cancel()
    }
}
