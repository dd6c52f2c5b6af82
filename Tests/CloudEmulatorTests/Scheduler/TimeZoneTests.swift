import CloudCore
import Testing

@testable import CloudEmulator

extension TimeZoneRules {
    /// A file without transitions: of a zone that follows one rule.
    static func file(_ rule: String) -> [UInt8] {
        let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        func counts(types: UInt8, characters: UInt8) -> [UInt8] {
            [UInt8](repeating: 0, count: 16) + [0, 0, 0, types, 0, 0, 0, characters]
        }
        // One local time type in each part: offset 0, no summer time, name at 0.
        let type = [UInt8](repeating: 0, count: 6)
        let part = header + counts(types: 1, characters: 4) + type + Array("UTC\0".utf8)
        return part + part + Array("\n\(rule)\n".utf8)
    }

    static let zurich = TimeZoneRules(file("CET-1CEST,M3.5.0,M10.5.0/3")) ?? .utc
    static let lordHowe = TimeZoneRules(file("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")) ?? .utc
}

@Suite("Time zones")
struct TimeZoneTests {
    @Test(
        "The offset changes at the second that the rule says",
        arguments: [
            // 2030-03-31T01:00:00Z and 2030-10-27T01:00:00Z.
            (TimeZoneRules.zurich, 1_901_149_199 as Int64, 3600 as Int32), (.zurich, 1_901_149_200, 7200),
            (.zurich, 1_919_293_199, 7200), (.zurich, 1_919_293_200, 3600),
            // Half an hour of summer time, over the new year: 2030-10-05T15:30:00Z, 2030-04-06T15:00:00Z.
            (.lordHowe, 1_917_444_599, 37_800), (.lordHowe, 1_917_444_600, 39_600),
            (.lordHowe, 1_901_717_999, 39_600), (.lordHowe, 1_901_718_000, 37_800),
            (.utc, 0, 0),
        ])
    func offsets(zone: TimeZoneRules, at seconds: Int64, expected: Int32) {
        #expect(zone.offset(at: seconds) == expected)
    }

    @Test("A time that the clock leaves out does not come, one that it repeats comes twice")
    func edges() throws {
        let schedule = try CronSchedule(parsing: "30 2 * * *")
        // The last Saturday of March 2030, 03:00 in Zurich.
        let march = try #require(schedule.next(after: 1_901_066_400, in: .zurich))
        #expect(Timestamp(seconds: march).rfc3339 == "2030-04-01T00:30:00Z")
        let first = try #require(schedule.next(after: 1_919_210_400, in: .zurich))
        let second = try #require(schedule.next(after: first, in: .zurich))
        #expect(Timestamp(seconds: first).rfc3339 == "2030-10-27T00:30:00Z")
        #expect(second - first == 3600)
    }

    @Test("A file that is cut short anywhere is refused or read, never more")
    func truncated() {
        let file = TimeZoneRules.file("CET-1CEST,M3.5.0,M10.5.0/3")
        for count in file.indices { _ = TimeZoneRules(Array(file.prefix(count)))?.offset(at: 0) }
        #expect(TimeZoneRules([]) == nil)
        #expect(TimeZoneRules(Array("TZif".utf8)) == nil)
    }

    @Test(
        "A zone that is none is refused",
        arguments: ["Nowhere/Atall", "../etc/passwd", "/etc/localtime", "Europe//Zurich", ".", "Europe"])
    func unknown(name: String) {
        #expect(
            failure { () throws(Status) in try TimeZoneFolder.rules(name) }?.code == .invalidArgument)
    }

    @Test("UTC needs no file", arguments: ["", "UTC", "utc", "Etc/UTC"])
    func utc(name: String) throws {
        #expect(try TimeZoneFolder.rules(name) == .utc)
    }

    @Test(
        "Dates go to days and back", arguments: [-719_528, -1, 0, 59, 11_016, 21_914, 2_932_896] as [Int64])
    func dates(days: Int64) {
        let time = CivilTime(secondsSinceEpoch: days * 86_400 + 3_723)
        #expect(time.date.daysSinceEpoch == days)
        #expect((time.hour, time.minute, time.second) == (1, 2, 3))
    }
}
