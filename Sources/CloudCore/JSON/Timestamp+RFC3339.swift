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
            (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.daysSinceEpoch(year, month, day)
        self.init(seconds: Int64(days * 86_400 + hour * 3_600 + minute * 60 + second - offset), nanos: nanos)
        guard isValid else { return nil }
    }

    /// The RFC 3339 text in UTC with 0, 3, 6 or 9 digits of fraction. What is out of range is held at the
    /// bounds of `validRange`, for RFC 3339 has no text for it.
    public var rfc3339: String {
        let time = isValid ? self : self < Self.validRange.lowerBound ? Self.validRange.lowerBound : held
        let days = Int(time.seconds >= 0 ? time.seconds / 86_400 : (time.seconds - 86_399) / 86_400)
        let second = Int(time.seconds) - days * 86_400
        let (year, month, day) = Self.date(daysSinceEpoch: days)
        let pad = DecimalText.padded
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
            + "\(pad(second / 3_600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
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

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    // The proleptic Gregorian calendar, in years that begin in March, so that the leap day ends a year.

    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static func date(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
