import CloudCore

/// A schedule in the unix-cron format: minute, hour, day of month, month and day of week.
///
/// Sources: "Cron job format and time zone" of Cloud Scheduler; the details that it leaves out are those of cron(5):
/// when both days are restricted, either may match, and 7 is Sunday, too.
struct CronSchedule: Equatable, Sendable {
    private let minutes: UInt64
    private let hours: UInt64
    private let days: UInt64
    private let months: UInt64
    private let weekdays: UInt64
    private let isAnyDay: Bool
    private let isAnyWeekday: Bool

    /// The longest schedule that is read, in bytes.
    static let maxBytes = 256
    /// How far ahead a match is looked for: leap days may be eight years apart.
    private static let horizonSeconds: Int64 = 9 * 366 * 86_400

    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// Reads five fields.
    ///
    /// - Throws: INVALID_ARGUMENT that names the field.
    init(parsing text: String) throws(Status) {
        guard text.utf8.count <= Self.maxBytes else {
            throw Status(.invalidArgument, "schedule is longer than \(Self.maxBytes) bytes.")
        }
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { $0.lowercased() }
        guard fields.count == 5 else {
            throw Status(
                .invalidArgument,
                "schedule \"\(text)\" has \(fields.count) fields, but must have five: minute, hour, day of month, "
                    + "month, day of week.")
        }
        minutes = try CronField("minute", 0...59).bits(fields[0])
        hours = try CronField("hour", 0...23).bits(fields[1])
        days = try CronField("day of month", 1...31).bits(fields[2])
        months = try CronField("month", 1...12, names: Self.monthNames, firstName: 1).bits(fields[3])
        let weekdayBits = try CronField("day of week", 0...7, names: Self.weekdayNames).bits(fields[4])
        weekdays = (weekdayBits | weekdayBits >> 7) & 0x7f
        isAnyDay = fields[2].hasPrefix("*")
        isAnyWeekday = fields[4].hasPrefix("*")
    }

    /// Whether the minute of a time matches.
    func matches(_ time: CivilTime) -> Bool {
        matchesDay(time) && hours >> UInt64(time.hour) & 1 == 1 && minutes >> UInt64(time.minute) & 1 == 1
    }

    private func matchesDay(_ time: CivilTime) -> Bool {
        guard months >> UInt64(time.date.month) & 1 == 1 else { return false }
        let day = days >> UInt64(time.date.day) & 1 == 1
        let weekday = weekdays >> UInt64(time.weekday) & 1 == 1
        return isAnyDay || isAnyWeekday ? day && weekday : day || weekday
    }

    /// The next minute after `seconds` (Unix time) whose time in the zone matches; nil when there is none.
    ///
    /// A time that the zone leaves out does not come on that day, and one that it repeats comes twice.
    func next(after seconds: Int64, in zone: TimeZoneRules) -> Int64? {
        var candidate = (seconds.flooredQuotient(60) + 1) * 60
        let limit = candidate + Self.horizonSeconds
        while candidate < limit {
            let time = CivilTime(secondsSinceEpoch: candidate + Int64(zone.offset(at: candidate)))
            if !matchesDay(time) {
                candidate += Self.secondsToNextDay(time)
            } else if hours >> UInt64(time.hour) & 1 == 0 {
                candidate += Int64(3600 - time.minute * 60 - time.second)
            } else if minutes >> UInt64(time.minute) & 1 == 0 || time.second != 0 {
                candidate += Int64(60 - time.second)
            } else {
                return candidate
            }
        }
        return nil
    }

    /// Close to the end of a day it goes by the hour: a change of the offset moves midnight.
    private static func secondsToNextDay(_ time: CivilTime) -> Int64 {
        time.hour < 20
            ? Int64((21 - time.hour) * 3600 - time.minute * 60 - time.second)
            : Int64(3600 - time.minute * 60 - time.second)
    }
}

/// One field of a schedule: a list of values, ranges and stars, with steps.
private struct CronField {
    private let name: String
    private let range: ClosedRange<Int>
    private let names: [String]
    private let firstName: Int

    init(_ name: String, _ range: ClosedRange<Int>, names: [String] = [], firstName: Int = 0) {
        self.name = name
        self.range = range
        self.names = names
        self.firstName = firstName
    }

    /// A bit for each value that the field stands for.
    func bits(_ text: String) throws(Status) -> UInt64 {
        var bits: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2, let values = values(pieces[0]) else { throw refusal(text) }
            var step = 1
            if pieces.count == 2 {
                // A step needs something to step through.
                guard values.count > 1, let given = number(pieces[1]), given >= 1 else { throw refusal(text) }
                step = given
            }
            for value in stride(from: values.lowerBound, through: values.upperBound, by: step) {
                bits |= 1 << UInt64(value)
            }
        }
        return bits
    }

    private func values(_ text: Substring) -> ClosedRange<Int>? {
        if text == "*" { return range.upperBound == 7 ? 0...6 : range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = value(ends[0]), let last = value(ends[ends.count - 1]),
            first <= last
        else { return nil }
        return first...last
    }

    private func value(_ text: Substring) -> Int? {
        if let index = names.firstIndex(where: { $0 == text }) { return index + firstName }
        guard let number = number(text), range.contains(number) else { return nil }
        return number
    }

    private func number(_ text: Substring) -> Int? {
        guard (1...2).contains(text.utf8.count), Identifier.isNumber(text) else { return nil }
        return Int(text)
    }

    private func refusal(_ text: String) -> Status {
        let also =
            names.isEmpty ? "" : " or \(names[0].uppercased()) to \(names[names.count - 1].uppercased())"
        return Status(
            .invalidArgument,
            "schedule: the \(name) \"\(text.prefix(100))\" must be *, or values, ranges and steps of "
                + "\(range.lowerBound) to \(range.upperBound)\(also).")
    }
}
