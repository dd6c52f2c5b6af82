extension Duration {
    /// The longest duration that `google/protobuf/duration.proto` allows, in seconds: about 10,000 years.
    public static let maxProtoSeconds: Int64 = 315_576_000_000

    /// Parses the proto3 JSON text of a duration, seconds with an `s` behind, for example `3.5s`; nil when it
    /// is none, has more than nine digits of fraction, or is out of range.
    public init?(protoJSON text: String) {
        var scanner = DecimalScanner(text)
        let negative = scanner.skip(UInt8(ascii: "-"))
        guard let seconds = scanner.digits(atMost: 12)?.value, let nanos = scanner.nanoseconds(),
            scanner.skip(UInt8(ascii: "s")), scanner.isAtEnd,
            seconds < Self.maxProtoSeconds || (seconds == Self.maxProtoSeconds && nanos == 0)
        else { return nil }
        let magnitude = Duration.seconds(seconds) + .nanoseconds(Int64(nanos))
        self = negative ? .zero - magnitude : magnitude
    }

    /// The proto3 JSON text: seconds with 0, 3, 6 or 9 digits of fraction and an `s` behind. What is below a
    /// nanosecond is dropped.
    public var protoJSON: String {
        let (seconds, attoseconds) = components
        let nanos = Int(attoseconds / 1_000_000_000)
        let sign = seconds < 0 || nanos < 0 ? "-" : ""
        return "\(sign)\(seconds.magnitude)\(DecimalText.fraction(nanos: abs(nanos)))s"
    }
}
