import CloudCore

/// A clock beside the timeline that can stand still for a while, and goes on from where it stood: by it go
/// propagation and the ends of operations, so that both can be held up.
struct StoppableClock: Sendable, Equatable {
    /// How long it has stood still altogether, up to the last time that it went on.
    private var lost = Duration.zero
    /// Since when it stands still.
    private var since: Instant?

    /// Whether it stands still.
    var isStopped: Bool { since != nil }

    /// Stops it, unless it stands still.
    mutating func stop(at now: Instant) { since = since ?? now }

    /// Lets it go on.
    mutating func start(at now: Instant) {
        if let since { lost += max(.zero, now - since) }
        since = nil
    }

    /// What it shows at an instant of the timeline.
    func time(at instant: Instant) -> Instant { (since.map { min($0, instant) } ?? instant) - lost }

    /// When it will show a time; `distantFuture` while it stands still before that.
    func instant(of time: Instant) -> Instant {
        if let since, time > self.time(at: since) { return .distantFuture }
        return time + lost
    }

    /// What it shows when something ends that would end at an instant: never at once while it stands still.
    func end(at instant: Instant) -> Instant {
        time(at: instant) + (isStopped ? .nanoseconds(1) : .zero)
    }
}
