import CloudCore

extension Instant {
    /// The instant that many nanoseconds later, held at the range of `Instant`: `+` without a `Duration`,
    /// whose 128-bit arithmetic shows on the hot path.
    @inline(__always) func adding(nanoseconds: Int64) -> Instant {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return Instant(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
    }
}
