extension Timestamp {
    /// The earliest and the latest valid timestamp (`google/protobuf/timestamp.proto`).
    public static let validRange =
        Timestamp(seconds: -62_135_596_800)...Timestamp(seconds: 253_402_300_799, nanos: 999_999_999)

    /// Parses an RFC 3339 time with any offset and up to nine digits of fraction; nil when it is none, or is
    /// outside of the years 1 to 9999.
    public init?(rfc3339 text: String) {
        var scanner = DecimalScanner(text)
        guard let year = scanner.digits(4), scanner.skip(UInt8(ascii: "-")),
            let month = scanner.digits(2), scanner.skip(UInt8(ascii: "-")), let day = scanner.digits(2),
            scanner.skip(UInt8(ascii: "T")) || scanner.skip(UInt8(ascii: "t")),
            let hour = scanner.digits(2), scanner.skip(UInt8(ascii: ":")),
            let minute = scanner.digits(2), scanner.skip(UInt8(ascii: ":")), let second = scanner.digits(2),
            let nanos = scanner.nanoseconds(), let offset = Self.offsetSeconds(&scanner), scanner.isAtEnd,
            (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, of: Int64(year)),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = CivilDate(year: Int64(year), month: month, day: day).daysSinceEpoch
        self.init(
            seconds: days * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset), nanos: nanos)
        guard isValid else { return nil }
    }

    /// The RFC 3339 text in UTC with 0, 3, 6 or 9 digits of fraction. What is out of range is held at the
    /// bounds of `validRange`, for RFC 3339 has no text for it.
    public var rfc3339: String {
        let time = isValid ? self : self < Self.validRange.lowerBound ? Self.validRange.lowerBound : held
        let civil = CivilTime(secondsSinceEpoch: time.seconds)
        let pad = DecimalText.padded
        return "\(pad(Int(civil.date.year), 4))-\(pad(civil.date.month, 2))-\(pad(civil.date.day, 2))T"
            + "\(pad(civil.hour, 2)):\(pad(civil.minute, 2)):\(pad(civil.second, 2))"
            + DecimalText.fraction(nanos: Int(time.nanos)) + "Z"
    }

    /// The nearest valid timestamp that is not later, for one that is not before the range.
    private var held: Timestamp {
        let nanos = min(max(self.nanos, 0), 999_999_999)
        return min(Timestamp(seconds: seconds, nanos: nanos), Self.validRange.upperBound)
    }

    private static func offsetSeconds(_ scanner: inout DecimalScanner) -> Int? {
        if scanner.skip(UInt8(ascii: "Z")) || scanner.skip(UInt8(ascii: "z")) { return 0 }
        let sign: Int
        if scanner.skip(UInt8(ascii: "+")) {
            sign = 1
        } else if scanner.skip(UInt8(ascii: "-")) {
            sign = -1
        } else {
            return nil
        }
        guard let hours = scanner.digits(2), scanner.skip(UInt8(ascii: ":")), let minutes = scanner.digits(2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
