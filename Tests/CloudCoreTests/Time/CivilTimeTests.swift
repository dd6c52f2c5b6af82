import CloudCore
import Testing

@Suite("Civil time")
struct CivilTimeTests {
    @Test(
        "A date of days is those days again", arguments: [-719_528, -1, 0, 59, 11_016, 2_932_896] as [Int64])
    func dates(days: Int64) { #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days) }

    @Test("Division goes down, to the ends of the range")
    func floors() {
        #expect((-1 as Int64).flooredQuotient(7) == -1)
        #expect((-1 as Int64).flooredRemainder(7) == 6)
        #expect(Int64.min.flooredRemainder(1_000_000_000) == 145_224_192)
        #expect(Int64.max.flooredRemainder(1_000_000_000) == 854_775_807)
    }

    @Test("The last second before 1970 is one of a Wednesday, the 365th day of a year without a leap day")
    func before() {
        let time = CivilTime(secondsSinceEpoch: -1)
        #expect(time.date == CivilDate(year: 1969, month: 12, day: 31))
        #expect((time.hour, time.minute, time.second, time.weekday) == (23, 59, 59, 3))
        #expect(time.date.dayOfYear == 364)
    }
}
