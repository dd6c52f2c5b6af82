/// A time by the clock on the wall, in the Gregorian calendar, to the second.
public struct CivilTime: Equatable, Sendable {
    /// The day.
    public var date: CivilDate
    /// 0 to 23.
    public var hour: Int
    /// 0 to 59.
    public var minute: Int
    /// 0 to 59.
    public var second: Int
    /// 0 for Sunday to 6 for Saturday.
    public var weekday: Int

    /// The time that many seconds after 1970-01-01T00:00:00 on the same clock.
    public init(secondsSinceEpoch seconds: Int64) {
        let days = seconds.flooredQuotient(86_400)
        let inDay = Int(seconds.flooredRemainder(86_400))
        date = CivilDate(daysSinceEpoch: days)
        (hour, minute, second) = (inDay / 3600, inDay / 60 % 60, inDay % 60)
        // 1970-01-01 was a Thursday.
        weekday = Int((days + 4).flooredRemainder(7))
    }
}
