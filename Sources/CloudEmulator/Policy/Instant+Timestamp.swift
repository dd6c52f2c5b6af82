import CloudCore

extension Instant {
    /// The instant of a timestamp; nil when it is not between the years 1678 and 2262.
    init?(exactly timestamp: Timestamp) {
        let (scaled, isLarge) = timestamp.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isLarger) = scaled.addingReportingOverflow(Int64(timestamp.nanos))
        guard !isLarge, !isLarger else { return nil }
        self.init(nanoseconds: sum)
    }
}
