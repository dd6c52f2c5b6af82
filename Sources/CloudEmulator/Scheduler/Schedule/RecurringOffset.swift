import CloudCore

/// The offset of a zone in years that no table covers, as the POSIX variable TZ describes it, for example
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2017, section 8.3, with the extensions of RFC 9636 (hours from -167 to 167).
struct RecurringOffset: Equatable, Sendable {
    /// A day of each year, and the second of it at which the offset changes.
    fileprivate struct Change: Equatable, Sendable {
        enum Day: Equatable, Sendable {
            /// 1 to 365, without leap days.
            case julian(Int)
            /// 0 to 365, with leap days.
            case zeroBased(Int)
            /// A weekday of a week of a month; week 5 is the last.
            case weekday(month: Int, week: Int, weekday: Int)
        }

        let day: Day
        let second: Int64
    }

    private let standard: Int32
    private let saving: Int32
    private let changes: (begin: Change, end: Change)?

    /// Reads the text; nil when it is none.
    init?(_ text: String) {
        var scanner = OffsetScanner(text)
        guard scanner.skipName(), let west = scanner.time(), abs(west) <= 24 * 3600 + 3599 else { return nil }
        standard = Int32(-west)
        guard !scanner.isAtEnd else {
            saving = standard
            changes = nil
            return
        }
        guard scanner.skipName() else { return nil }
        var savingWest = west - 3600
        if !scanner.isNext(",") {
            guard let given = scanner.time(), abs(given) <= 24 * 3600 + 3599 else { return nil }
            savingWest = given
        }
        guard scanner.take(","), let begin = scanner.change(), scanner.take(","), let end = scanner.change(),
            scanner.isAtEnd
        else { return nil }
        saving = Int32(-savingWest)
        changes = (begin, end)
    }

    static func == (a: RecurringOffset, b: RecurringOffset) -> Bool {
        a.standard == b.standard && a.saving == b.saving && a.changes?.begin == b.changes?.begin
            && a.changes?.end == b.changes?.end
    }

    /// The offset in seconds east of Greenwich at a Unix time.
    func offset(at seconds: Int64) -> Int32 {
        guard let changes else { return standard }
        let year = CivilTime(secondsSinceEpoch: seconds + Int64(standard)).date.year
        let begin = changes.begin.seconds(in: year) - Int64(standard)
        let end = changes.end.seconds(in: year) - Int64(saving)
        // South of the equator the year begins and ends with it.
        let isSaving = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end
        return isSaving ? saving : standard
    }
}

extension RecurringOffset.Change {
    /// When it comes in a year, as seconds since the epoch on the wall clock before it.
    fileprivate func seconds(in year: Int64) -> Int64 {
        let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
        let date: Int64
        switch day {
        case .julian(let number):
            date = newYear + Int64(number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0))
        case .zeroBased(let number): date = newYear + Int64(number)
        case .weekday(let month, let week, let weekday):
            let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
            let firstWeekday = (first + 4).flooredRemainder(7)
            var candidate =
                first + (Int64(weekday) - firstWeekday).flooredRemainder(7) + Int64(week - 1) * 7
            let next = CivilDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
                .daysSinceEpoch
            while candidate >= next { candidate -= 7 }
            date = candidate
        }
        return date * 86_400 + second
    }
}

private struct OffsetScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    func isNext(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard isNext(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// A name of three letters or more, or anything between angle brackets.
    mutating func skipName() -> Bool {
        if take("<") {
            rest = rest.drop { $0 != UInt8(ascii: ">") }
            return take(">")
        }
        let count = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }.count
        rest = rest.dropFirst(count)
        return count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int64? {
        let isNegative = isNext("-")
        if isNext("-") || isNext("+") { rest.removeFirst() }
        guard let hours = number(167) else { return nil }
        var seconds = Int64(hours) * 3600
        for unit in [60, 1] as [Int64] where take(":") {
            guard let part = number(59) else { return nil }
            seconds += Int64(part) * unit
        }
        return isNegative ? -seconds : seconds
    }

    mutating func change() -> RecurringOffset.Change? {
        let day: RecurringOffset.Change.Day
        if take("M") {
            guard let month = number(12), month >= 1, take("."), let week = number(5), week >= 1, take("."),
                let weekday = number(6)
            else { return nil }
            day = .weekday(month: month, week: week, weekday: weekday)
        } else if take("J") {
            guard let number = number(365), number >= 1 else { return nil }
            day = .julian(number)
        } else {
            guard let number = number(365) else { return nil }
            day = .zeroBased(number)
        }
        guard take("/") else { return RecurringOffset.Change(day: day, second: 7200) }
        return time().map { RecurringOffset.Change(day: day, second: $0) }
    }

    private mutating func number(_ limit: Int) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        rest = rest.dropFirst(digits.count)
        return value <= limit ? value : nil
    }
}
