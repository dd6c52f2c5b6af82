/// The rates of one connection that `ServerLimits` bounds.
struct Meters {
    var resets: RateMeter
    var settings: RateMeter
    var pings: RateMeter
    var windowUpdates: RateMeter
    var emptyData: RateMeter
    var otherFrames: RateMeter

    init(_ limits: ServerLimits, now: Int64) {
        resets = RateMeter(limits.resetRate, now: now)
        settings = RateMeter(limits.settingsRate, now: now)
        pings = RateMeter(limits.pingRate, now: now)
        windowUpdates = RateMeter(limits.windowUpdateRate, now: now)
        emptyData = RateMeter(limits.emptyDataRate, now: now)
        otherFrames = RateMeter(limits.otherFrameRate, now: now)
    }
}
