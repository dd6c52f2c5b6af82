/// Holds events to a `ServerLimits.Rate`, in one number: the time at which the events so far would have been
/// due had they come evenly (the generic cell rate algorithm).
struct RateMeter {
    private let interval: Int64
    private let tolerance: Int64
    private var due: Int64

    /// Times are in nanoseconds of any monotonic clock.
    init(_ rate: ServerLimits.Rate, now: Int64) {
        interval = 1_000_000_000 / Int64(min(max(rate.perSecond, 1), 1_000_000_000))
        let burst = Int64(min(max(rate.burst, 1), 1_000_000_000))
        tolerance = interval.multipliedReportingOverflow(by: burst - 1).partialValue
        due = now
    }

    /// Counts an event; false if it comes too early.
    @inline(__always)
    mutating func count(now: Int64) -> Bool {
        if due < now { due = now }
        if due - now > tolerance { return false }
        due += interval
        return true
    }

    /// Takes back the counting of `events`.
    @inline(__always)
    mutating func refund(_ events: Int64 = 1) { due -= events * interval }
}
