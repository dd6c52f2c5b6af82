import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Cron schedules")
struct CronScheduleTests {
    /// The next three runs after 2030-01-01T00:00:00Z, a Tuesday, in UTC.
    @Test(
        "The next runs are those of cron(5)",
        arguments: [
            ("* * * * *", ["2030-01-01T00:01:00Z", "2030-01-01T00:02:00Z", "2030-01-01T00:03:00Z"]),
            ("*/20 * * * *", ["2030-01-01T00:20:00Z", "2030-01-01T00:40:00Z", "2030-01-01T01:00:00Z"]),
            ("30 9 * * mon-fri", ["2030-01-01T09:30:00Z", "2030-01-02T09:30:00Z", "2030-01-03T09:30:00Z"]),
            ("0 0 * * 7", ["2030-01-06T00:00:00Z", "2030-01-13T00:00:00Z", "2030-01-20T00:00:00Z"]),
            ("5,10 1-2 1 FEB *", ["2030-02-01T01:05:00Z", "2030-02-01T01:10:00Z", "2030-02-01T02:05:00Z"]),
            // Both days restricted: either counts.
            ("0 12 13 * 5", ["2030-01-04T12:00:00Z", "2030-01-11T12:00:00Z", "2030-01-13T12:00:00Z"]),
            ("0 0 29 2 *", ["2032-02-29T00:00:00Z", "2036-02-29T00:00:00Z", "2040-02-29T00:00:00Z"]),
            ("0 0 31 * *", ["2030-01-31T00:00:00Z", "2030-03-31T00:00:00Z", "2030-05-31T00:00:00Z"]),
            ("10-40/15 0 * * *", ["2030-01-01T00:10:00Z", "2030-01-01T00:25:00Z", "2030-01-01T00:40:00Z"]),
        ])
    func runs(text: String, expected: [String]) throws {
        let schedule = try CronSchedule(parsing: text)
        var seconds = start.nanoseconds / 1_000_000_000
        var runs: [String] = []
        for _ in expected {
            seconds = try #require(schedule.next(after: seconds, in: .utc))
            runs.append(Timestamp(seconds: seconds).rfc3339)
        }
        #expect(runs == expected)
    }

    @Test(
        "What is no schedule is refused",
        arguments: [
            "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
            "5-1 * * * *", "*/0 * * * *", "5/10 * * * *", "a * * * *", "1,,2 * * * *", "-1 * * * *",
            "1- * * * *",
            "* * * foo *", "*/5/5 * * * *", "+1 * * * *",
        ])
    func refusals(text: String) {
        let status = failure { () throws(Status) in try CronSchedule(parsing: text) }
        #expect(status?.code == .invalidArgument)
    }

    @Test("A day that never comes is found out")
    func never() throws {
        #expect(try CronSchedule(parsing: "0 0 30 2 *").next(after: 0, in: .utc) == nil)
    }

    @Test(
        "The English-like format is read as far as it goes, and refused by name beyond",
        arguments: [
            ("every 5 minutes", 300 as Int64?), ("every 2 hours", 7200),
            ("every 12 hours synchronized", 43_200),
            ("every monday 09:00", nil), ("every 0 minutes", nil), ("1st monday of month 15:30", 0),
        ])
    func english(text: String, seconds: Int64?) {
        let outcome = Result { () throws(Status) in try JobSchedule(parsing: text) }
        switch outcome {
        case .success(let schedule):
            #expect(schedule.next(after: start, in: .utc) == seconds.map { start + .seconds($0) })
        case .failure(let status):
            #expect(status.code == (seconds == 0 ? .invalidArgument : .unimplemented))
        }
    }

    /// A schedule as sets of numbers, which says of each minute whether it matches.
    private struct Model {
        var text: [String] = []
        var sets: [Set<Int>] = []

        init(_ random: inout TestRandom) {
            for range in [0...59, 0...23, 1...31, 1...12, 0...6] {
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    text.append("*")
                    sets.append(Set(range))
                case 1:
                    let step = Int.random(in: 1...range.count, using: &random)
                    text.append("*/\(step)")
                    sets.append(Set(stride(from: range.lowerBound, through: range.upperBound, by: step)))
                default:
                    let count = Int.random(in: 1...4, using: &random)
                    let values = (0..<count).map { _ in Int.random(in: range, using: &random) }
                    text.append(values.map(String.init).joined(separator: ","))
                    sets.append(Set(values))
                }
            }
        }

        func matches(_ time: CivilTime) -> Bool {
            let day = sets[2].contains(time.date.day)
            let weekday = sets[4].contains(time.weekday)
            let isAny = text[2].hasPrefix("*") || text[4].hasPrefix("*")
            return sets[0].contains(time.minute) && sets[1].contains(time.hour)
                && sets[3].contains(time.date.month)
                && (isAny ? day && weekday : day || weekday)
        }
    }

    @Test(
        "The next run is the first minute that matches, in zones with and without summer time",
        arguments: 0..<60)
    func model(seed: UInt64) throws {
        var random = TestRandom(seed)
        let model = Model(&random)
        let schedule = try CronSchedule(parsing: model.text.joined(separator: " "))
        let zone = try #require([TimeZoneRules.utc, .zurich, .lordHowe].randomElement(using: &random))
        // Around the changes of the clock in March and October 2030.
        let around = [1_901_149_200, 1_919_293_200].randomElement(using: &random) ?? 0
        let from = Int64(around) + Int64.random(in: -200_000...100_000, using: &random)
        let found = schedule.next(after: from, in: zone)
        var minute = (from / 60 + 1) * 60
        var expected: Int64?
        while expected == nil, minute < from + 40 * 86_400 {
            if model.matches(CivilTime(secondsSinceEpoch: minute + Int64(zone.offset(at: minute)))) {
                expected = minute
            }
            minute += 60
        }
        if let expected { #expect(found == expected) } else { #expect(found.map { $0 >= minute } ?? true) }
    }
}
