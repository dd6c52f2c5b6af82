import Dispatch
import Synchronization

/// A timeline that moves only when told to; or, in automatic mode, whenever nothing is happening.
///
/// `advance(by:)` runs every alarm that falls due, in order, synchronously, with `now` standing at each
/// alarm's instant while it runs. In automatic mode the timeline jumps to the next alarm once no activity
/// has been in progress for a moment of real time, so minutes of waiting pass in milliseconds.
public final class VirtualTimeline: Timeline {
    /// When virtual time moves.
    public enum Mode: Sendable, Equatable {
        /// Only by `advance`.
        case manual
        /// Also by itself, to the next alarm, whenever nothing is happening.
        case automatic
    }

    private struct State {
        var now: Instant
        var mode: Mode
        var alarms = AlarmQueue()
        var working = 0
        var handedOver = 0
        /// Counts everything that happens, so that quiet can be told from activity.
        var events: UInt64 = 0
        var quietSince: DispatchTime = .now()
        var checkIsArmed = false
    }

    /// Real time without any event after which nothing is considered to be happening.
    private static let settleTime: DispatchTimeInterval = .milliseconds(3)
    /// The same before a long jump. It is mostly a watchdog's deadline that is far away while nothing nearer
    /// is, and a watchdog must not bite only because this machine is busy.
    private static let longJumpSettleTime: DispatchTimeInterval = .milliseconds(100)
    private static let longJump = Duration.seconds(60)

    private let state: Mutex<State>
    /// Real time that a handed-over item may take to be acted upon.
    private let handOverTime: DispatchTimeInterval
    private let queue = DispatchQueue(label: "rehearsal.virtual-timeline")

    /// Makes a timeline.
    ///
    /// - Parameters:
    ///   - start: where it stands at first; 2030-01-01T00:00:00Z unless given.
    ///   - mode: whether it also moves by itself.
    ///   - handOverMilliseconds: in automatic mode, the real time that whoever has been handed something (a leased
    ///     message) is given before time moves on: long for receivers in other processes, short where all run
    ///     in this one.
    public init(
        start: Instant = Instant(nanoseconds: 1_893_456_000_000_000_000), mode: Mode = .manual,
        handOverMilliseconds: Int = 500
    ) {
        state = Mutex(State(now: start, mode: mode))
        handOverTime = .milliseconds(handOverMilliseconds)
    }

    /// The current instant.
    public var now: Instant { state.withLock { $0.now } }

    /// Whether virtual time also moves by itself. Setting it takes effect at once.
    public var mode: Mode {
        get { state.withLock { $0.mode } }
        set {
            state.withLock { $0.mode = newValue }
            noteEvent()
        }
    }

    /// The instant of the next alarm, if there is one.
    public var nextAlarm: Instant? { state.withLock { $0.alarms.earliest } }

    /// Runs `action` once, as soon as `now` has reached `instant`.
    @discardableResult
    public func schedule(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> Alarm {
        let id = state.withLock { state -> UInt64? in
            instant <= state.now ? nil : state.alarms.insert(at: instant, action)
        }
        guard let id else {
            action()
            return Alarm(onCancel: {})
        }
        noteEvent()
        return Alarm { [weak self] in self?.state.withLock { $0.alarms.cancel(id) } }
    }

    /// Moves time forward, running every alarm that falls due on the way.
    public func advance(by duration: Duration) { advance(to: now + duration) }

    /// Moves time forward to `target`, running every alarm that falls due on the way; never backwards.
    public func advance(to target: Instant) {
        while let action = nextDue(notAfter: target) { action() }
        state.withLock { $0.now = max($0.now, target) }
        noteEvent()
    }

    private func nextDue(notAfter limit: Instant) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard let due = state.alarms.pop(notAfter: limit) else { return nil }
            state.now = max(state.now, due.instant)
            return due.action
        }
    }

    /// Declares work in progress, which holds automatic time still.
    public func beginActivity(_ kind: Activity.Kind) -> Activity {
        count(kind, by: 1)
        return Activity { [weak self] in self?.count(kind, by: -1) }
    }

    private func count(_ kind: Activity.Kind, by change: Int) {
        state.withLock { state in
            switch kind {
            case .working: state.working += change
            case .handedOver: state.handedOver += change
            }
        }
        noteEvent()
    }

    // MARK: Automatic mode

    private func noteEvent() {
        let arm = state.withLock { state -> Bool in
            state.events &+= 1
            guard state.mode == .automatic, !state.checkIsArmed else { return false }
            state.quietSince = .now()
            state.checkIsArmed = true
            return true
        }
        if arm { armCheck() }
    }

    /// Looks again after the settle time, from a task: it runs behind everything that is ready to run, so a
    /// starved machine delays virtual time as well.
    private func armCheck() {
        let events = state.withLock { $0.events }
        queue.asyncAfter(deadline: .now() + Self.settleTime) { [weak self] in
            Task { [weak self] in
                await Task.yield()
                self?.check(events)
            }
        }
    }

    /// Jumps to the next alarm if nothing has happened since `events` was read, and for long enough.
    private func check(_ events: UInt64) {
        let (due, arm) = state.withLock { state -> (Instant?, Bool) in
            state.checkIsArmed = false
            guard state.mode == .automatic, let next = state.alarms.earliest else { return (nil, false) }
            if state.events != events { state.quietSince = .now() }
            let settled =
                state.events == events && state.working == 0
                && DispatchTime.now() >= state.quietSince + patience(state, until: next)
            // While work is in progress its end is the event that arms the next check.
            state.checkIsArmed = !settled && state.working == 0
            return (settled ? next : nil, state.checkIsArmed)
        }
        if let due { advance(to: due) } else if arm { armCheck() }
    }

    private func patience(_ state: State, until next: Instant) -> DispatchTimeInterval {
        if state.handedOver > 0 { return handOverTime }
        return next - state.now > Self.longJump ? Self.longJumpSettleTime : Self.settleTime
    }
}
