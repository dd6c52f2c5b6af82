/// The one source of time: every timer there is (ack deadlines, backoff, retention, propagation,
/// polling, timeouts) reads and waits through a timeline, so that a test can own it.
///
/// `RealTimeline` follows the machine's clock; `VirtualTimeline` moves only when told to, or by itself
/// whenever nothing is happening.
public protocol Timeline: AnyObject, Sendable {
    /// The current instant.
    var now: Instant { get }

    /// Runs `action` once, as soon as `now` has reached `instant` (at once when it has passed).
    ///
    /// The action runs on the timeline's thread, or inside `VirtualTimeline.advance`; it must not block.
    /// Alarms of the same instant run in the order in which they were scheduled.
    @discardableResult
    func schedule(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> Alarm

    /// Declares work in progress, which holds a self-advancing virtual timeline still until it ends.
    func beginActivity(_ kind: Activity.Kind) -> Activity
}

/// A scheduled action, which can be called off.
public final class Alarm: Sendable {
    private let onCancel: @Sendable () -> Void

    /// Makes a handle that calls `onCancel` when it is cancelled.
    public init(onCancel: @escaping @Sendable () -> Void) { self.onCancel = onCancel }

    /// Calls the action off, unless it has begun. Calling it again changes nothing.
    public func cancel() { onCancel() }
}

/// Work in progress, as a self-advancing virtual timeline sees it. It ends once: by `end()` or when released.
public final class Activity: Sendable {
    /// How firmly an activity holds virtual time.
    public enum Kind: Sendable {
        /// Real work (a call being served, a build): virtual time stands still however long it lasts.
        case working
        /// Something handed to a program that may or may not act on it (a leased message): virtual time
        /// waits a bounded real time for it, then moves on.
        case handedOver
    }

    private let onEnd: OnceAction

    /// Makes an activity that calls `onEnd` when it ends.
    public init(onEnd: @escaping @Sendable () -> Void) { self.onEnd = OnceAction(onEnd) }

    /// An activity that nothing waits for.
    public static let none = Activity(onEnd: {})

    /// Ends the activity. Calling it again changes nothing.
    public func end() { onEnd.run() }

    deinit { onEnd.run() }
}

extension Timeline {
    /// Waits until `now` has reached `instant`.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(until instant: Instant) async throws {
        let gate = SleepGate()
        // From the alarm until this function goes on, the sleeper is about to act: time must not move on.
        defer { gate.endWakeUp() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard gate.begin(continuation) else { return }
                gate.attach(schedule(at: instant) { gate.wake(self.beginActivity(.working)) })
            }
        } onCancel: {
            gate.finish(.failure(CancellationError()))
        }
    }

    /// Waits for `duration` on this timeline.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        try await sleep(until: now + duration)
    }

    /// Runs `body` as an activity that holds a self-advancing virtual timeline still.
    public func whileWorking<T>(_ body: () async throws -> T) async rethrows -> T {
        let activity = beginActivity(.working)
        defer { activity.end() }
        return try await body()
    }

    /// Runs `body`, and fails when it has not returned after `limit` on this timeline.
    ///
    /// - Throws: what `body` throws, or `Status(.deadlineExceeded)` naming `what`; the body is cancelled then.
    public func withTimeout<T: Sendable>(
        _ limit: Duration, _ what: String, _ body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: T.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await self.sleep(for: limit)
                throw Status(.deadlineExceeded, "\(what) did not finish within \(limit.shortText)")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}

extension Duration {
    /// This duration for people, rounded to what matters: `850 µs`, `12 ms`, `3.2 s`, `7m 0s`, `26h 3m`.
    public var shortText: String {
        let nanoseconds = clampedNanoseconds
        guard nanoseconds >= 0 else { return "-" + (Duration.zero - self).shortText }
        let seconds = nanoseconds / 1_000_000_000
        switch nanoseconds {
        case ..<1_000_000: return "\(nanoseconds / 1_000) µs"
        case ..<1_000_000_000: return "\(nanoseconds / 1_000_000) ms"
        case ..<60_000_000_000: return "\(seconds).\(nanoseconds / 100_000_000 % 10) s"
        case ..<3_600_000_000_000: return "\(seconds / 60)m \(seconds % 60)s"
        default: return "\(seconds / 3_600)h \(seconds / 60 % 60)m"
        }
    }
}
