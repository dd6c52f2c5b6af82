import Synchronization

/// One sleeper's meeting point of alarm and cancellation: whichever comes first resumes it, once.
final class SleepGate: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Void, any Error>?
        var outcome: Result<Void, any Error>?
        var alarm: Alarm?
        var wakeUp: Activity?
    }

    private let state = Mutex(State())

    /// Takes the sleeper in; false when it was already resumed because the task had been cancelled.
    func begin(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
        let early = state.withLock { state -> Result<Void, any Error>? in
            if state.outcome == nil { state.continuation = continuation }
            return state.outcome
        }
        guard let early else { return true }
        continuation.resume(with: early)
        return false
    }

    /// Remembers the alarm, so that a cancelled sleeper leaves nothing scheduled.
    func attach(_ alarm: Alarm) {
        let late = state.withLock { state -> Bool in
            state.alarm = alarm
            return state.outcome != nil
        }
        if late { alarm.cancel() }
    }

    /// Resumes the sleeper, with an activity that lasts until it says that it goes on.
    func wake(_ activity: Activity) {
        state.withLock { $0.wakeUp = activity }
        finish(.success(()))
    }

    /// The sleeper goes on.
    func endWakeUp() {
        let activity = state.withLock { state in
            defer { state.wakeUp = nil }
            return state.wakeUp
        }
        activity?.end()
    }

    /// Resumes the sleeper, if nothing has yet.
    func finish(_ outcome: Result<Void, any Error>) {
        let (continuation, alarm) = state.withLock {
            state -> (CheckedContinuation<Void, any Error>?, Alarm?) in
            guard state.outcome == nil else { return (nil, nil) }
            state.outcome = outcome
            defer { state.continuation = nil }
            return (state.continuation, state.alarm)
        }
        if case .failure = outcome { alarm?.cancel() }
        continuation?.resume(with: outcome)
    }
}

/// A closure that runs at most once, whoever asks.
final class OnceAction: Sendable {
    private let action: Mutex<(@Sendable () -> Void)?>

    init(_ action: @escaping @Sendable () -> Void) { self.action = Mutex(action) }

    func run() {
        let first = action.withLock { action -> (@Sendable () -> Void)? in
            defer { action = nil }
            return action
        }
        first?()
    }
}
