/// `google.protobuf.Timestamp`: seconds and nanoseconds since the Unix epoch.
///
/// Valid values run from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z (`google/protobuf/timestamp.proto`).
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, negative before it.
    public var seconds: Int64
    /// Nanoseconds within the second, 0 to 999,999,999.
    public var nanos: Int32

    /// Makes a timestamp from its parts.
    public init(seconds: Int64, nanos: Int32 = 0) {
        self.seconds = seconds
        self.nanos = nanos
    }

    /// The timestamp of an instant.
    public init(_ instant: Instant) {
        let (quotient, remainder) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        seconds = remainder < 0 ? quotient - 1 : quotient
        nanos = Int32(remainder < 0 ? remainder + 1_000_000_000 : remainder)
    }

    /// The instant, held at the range of `Instant`.
    public var instant: Instant {
        exactInstant ?? Instant(nanoseconds: seconds < 0 ? .min : .max)
    }

    /// The instant; nil when it is beyond the range of `Instant`, the years 1678 to 2262.
    public var exactInstant: Instant? {
        let (scaled, isLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isLarger) = scaled.addingReportingOverflow(Int64(nanos))
        return isLarge || isLarger ? nil : Instant(nanoseconds: sum)
    }

    /// Whether seconds and nanos are in the range that the definition allows.
    public var isValid: Bool {
        (-62_135_596_800...253_402_300_799).contains(seconds) && (0..<1_000_000_000).contains(nanos)
    }

    /// Orders by time.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { (a.seconds, a.nanos) < (b.seconds, b.nanos) }
}

/// `google.protobuf.FieldMask`: the fields that an update is about, as paths of snake_case names.
public struct FieldMask: Hashable, Sendable {
    /// The paths, for example `push_config.push_endpoint`.
    public var paths: [String]

    /// Makes a mask of paths.
    public init(_ paths: [String]) { self.paths = paths }
}
