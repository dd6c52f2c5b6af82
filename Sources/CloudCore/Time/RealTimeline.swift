import Dispatch
import Glibc
import Synchronization

/// The timeline of the machine's clock.
///
/// One dispatch timer serves all alarms; it is armed for the earliest and made on first use.
public final class RealTimeline: Timeline {
    private struct State {
        var alarms = AlarmQueue()
        var armedFor: Instant?
        var generation: UInt64 = 0
    }

    /// The timeline that everything shares unless given another.
    public static let shared = RealTimeline()

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "rehearsal.real-timeline")

    /// Makes a timeline with alarms of its own.
    public init() {}

    /// The current instant.
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Runs `action` once, as soon as `now` has reached `instant`.
    @discardableResult
    public func schedule(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> Alarm {
        let id = state.withLock { $0.alarms.insert(at: instant, action) }
        arm()
        return Alarm { [weak self] in self?.state.withLock { $0.alarms.cancel(id) } }
    }

    /// Declares work in progress; this timeline does not wait for any.
    public func beginActivity(_ kind: Activity.Kind) -> Activity { .none }

    private func arm() {
        let now = now
        let plan = state.withLock { state -> (delay: Int64, generation: UInt64)? in
            guard let earliest = state.alarms.earliest else { return nil }
            if let armed = state.armedFor, armed <= earliest { return nil }
            state.armedFor = earliest
            state.generation += 1
            return (max(0, earliest.nanoseconds - now.nanoseconds), state.generation)
        }
        guard let plan else { return }
        let delay = DispatchTimeInterval.nanoseconds(Int(clamping: plan.delay))
        queue.asyncAfter(deadline: .now() + delay) { [weak self] in self?.fire(plan.generation) }
    }

    private func fire(_ generation: UInt64) {
        let isCurrent = state.withLock { state -> Bool in
            guard state.generation == generation else { return false }
            state.armedFor = nil
            return true
        }
        guard isCurrent else { return }
        while let due = state.withLock({ [now] in $0.alarms.pop(notAfter: now) }) { due.action() }
        arm()
    }
}
