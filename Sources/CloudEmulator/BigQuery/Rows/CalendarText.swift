import CloudCore

/// Dates and times as BigQuery reads and writes them.
///
/// Source: "Canonical format for … literals" in BigQuery's lexical structure, and "Loading JSON data", which allows a
/// slash for a hyphen. Zones by name are not known here.
enum CalendarText {
    static let microsecondsPerSecond: Int64 = 1_000_000
    private static let perDay: Int64 = 86_400 * microsecondsPerSecond

    /// The first and the last microsecond that a timestamp can be: those of the years 1 to 9999.
    static let timestamps: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// Reads a date: the days since 1970-01-01; nil for what is none.
    static func days(_ text: String) -> Int64? {
        var scanner = DigitScanner(text)
        guard let days = date(&scanner), scanner.isAtEnd else { return nil }
        return days
    }

    /// Reads a time of the day: the microseconds since midnight; nil for what is none.
    static func timeOfDay(_ text: String) -> Int64? {
        var scanner = DigitScanner(text)
        guard let time = time(&scanner), scanner.isAtEnd else { return nil }
        return time
    }

    /// Reads a date with an optional time of the day, without zone: microseconds since 1970-01-01 00:00:00 of the same clock.
    static func datetime(_ text: String) -> Int64? {
        var scanner = DigitScanner(text)
        guard let time = datetime(&scanner), scanner.isAtEnd else { return nil }
        return time
    }

    /// Reads a point in time: with a zone, in UTC without one, or seconds since the epoch.
    static func timestamp(_ text: String) -> Int64? {
        var scanner = DigitScanner(text)
        guard let local = datetime(&scanner) else { return Double(text).flatMap(timestamp(seconds:)) }
        guard let offset = offset(&scanner), scanner.isAtEnd else { return nil }
        let time = local - offset * microsecondsPerSecond
        return timestamps.contains(time) ? time : nil
    }

    /// The point in time that many seconds after the epoch, to the microsecond.
    static func timestamp(seconds: Double) -> Int64? {
        let microseconds = (seconds * 1e6).rounded()
        guard let time = Int64(exactly: microseconds), timestamps.contains(time) else { return nil }
        return time
    }

    // MARK: Parts

    private static func date(_ scanner: inout DigitScanner) -> Int64? {
        guard let year = scanner.number(4...4), let separator = scanner.skip(of: "-/"),
            let month = scanner.number(1...2), scanner.skip(separator), let day = scanner.number(1...2),
            year >= 1, (1...12).contains(month), day >= 1,
            day <= CivilDate.days(inMonth: month, of: Int64(year))
        else { return nil }
        return CivilDate(year: Int64(year), month: month, day: day).daysSinceEpoch
    }

    private static func time(_ scanner: inout DigitScanner) -> Int64? {
        guard let hour = scanner.number(1...2), scanner.skip(UInt8(ascii: ":")),
            let minute = scanner.number(1...2), scanner.skip(UInt8(ascii: ":")),
            let second = scanner.number(1...2), hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = 0
        if scanner.skip(UInt8(ascii: ".")) {
            let start = scanner.offset
            guard let digits = scanner.number(1...6) else { return nil }
            fraction = digits
            for _ in (scanner.offset - start)..<6 { fraction *= 10 }
        }
        return Int64(hour * 3600 + minute * 60 + second) * microsecondsPerSecond + Int64(fraction)
    }

    private static func datetime(_ scanner: inout DigitScanner) -> Int64? {
        guard let days = date(&scanner) else { return nil }
        var rest = scanner
        guard rest.skip(of: " Tt") != nil, rest.isAtDigit else { return days * perDay }
        guard let time = time(&rest) else { return nil }
        scanner = rest
        return days * perDay + time
    }

    /// Seconds to the east of UTC: nothing, `Z`, `UTC`, or hours with optional minutes.
    private static func offset(_ scanner: inout DigitScanner) -> Int64? {
        _ = scanner.skip(UInt8(ascii: " "))
        if scanner.isAtEnd || scanner.skip("UTC") || scanner.skip(of: "Zz") != nil { return 0 }
        guard let sign = scanner.skip(of: "+-"), let hours = scanner.number(1...2) else { return nil }
        var minutes = 0
        if scanner.skip(UInt8(ascii: ":")) || scanner.isAtDigit {
            guard let number = scanner.number(2...2) else { return nil }
            minutes = number
        }
        guard hours <= 14, minutes < 60 else { return nil }
        return Int64(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    // MARK: Writing

    /// `2014-09-27`.
    static func date(_ days: Int64) -> String {
        let date = CivilDate(daysSinceEpoch: days)
        return "\(padded(date.year, 4))-\(padded(Int64(date.month), 2))-\(padded(Int64(date.day), 2))"
    }

    /// `12:30:00`, with six digits of fraction unless it is zero.
    static func time(_ microseconds: Int64) -> String {
        let seconds = microseconds / microsecondsPerSecond
        let fraction = microseconds % microsecondsPerSecond
        let whole = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return fraction == 0 ? whole : "\(whole).\(padded(fraction, 6))"
    }

    /// `2014-09-27T12:30:00`.
    static func datetime(_ microseconds: Int64) -> String {
        date(microseconds.flooredQuotient(perDay)) + "T" + time(microseconds.flooredRemainder(perDay))
    }

    /// `2014-09-27T12:30:00Z`.
    static func timestamp(_ microseconds: Int64) -> String { datetime(microseconds) + "Z" }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }
}
