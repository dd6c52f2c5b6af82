import CloudCore

/// What is left of an allowance that fills up again at a steady rate.
struct TokenBucket: Sendable {
    private let capacity: Int64
    /// The time that it takes to fill up when it is empty.
    private let period: Duration
    /// When it will be, or was, full. Nothing else has to be known.
    private var fullAt: Instant

    /// A full bucket of `capacity` units, which fills up within `period`.
    init(capacity: Int64, per period: Duration, at now: Instant) {
        self.capacity = max(1, capacity)
        self.period = period
        fullAt = now
    }

    /// Whether it is full, so that a new one is as good.
    func isFull(at now: Instant) -> Bool { fullAt <= now }

    /// Takes units; nil when they were there, else how long to wait until they are. More than the bucket holds are
    /// there when it is full, and leave a debt: a request that is within the limits is not refused for ever.
    mutating func take(_ units: Int64, at now: Instant) -> Duration? {
        if let wait = wait(for: units, at: now) { return wait }
        spend(units, at: now)
        return nil
    }

    /// How long to wait until that many units are there; nil when they are.
    func wait(for units: Int64, at now: Instant) -> Duration? {
        let wait = max(fullAt, now) + time(for: min(units, capacity)) - (now + period)
        return wait > .zero ? wait : nil
    }

    /// Takes units whether they are there or not: a debt is paid off before anything is there again.
    mutating func spend(_ units: Int64, at now: Instant) { fullAt = max(fullAt, now) + time(for: units) }

    /// The time in which that many units are gained, rounded down to nanoseconds.
    private func time(for units: Int64) -> Duration {
        let nanoseconds = Double(period.clampedNanoseconds) * Double(max(0, units)) / Double(capacity)
        return .nanoseconds(Int64(min(nanoseconds, 1e18)))
    }
}
