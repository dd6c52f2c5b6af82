import CloudCore

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

/// The waits of `ServerLimits` in nanoseconds.
struct Timeouts {
    let idle: Int64
    let header: Int64
    let request: Int64
    let windowStall: Int64
    let settingsAck: Int64
    let keepaliveInterval: Int64
    let keepalive: Int64
    let drain: Int64

    init(_ limits: ServerLimits) {
        idle = limits.idleConnectionTimeout.clampedNanoseconds
        header = limits.headerTimeout.clampedNanoseconds
        request = limits.requestTimeout.clampedNanoseconds
        windowStall = limits.windowStallTimeout.clampedNanoseconds
        settingsAck = limits.settingsAckTimeout.clampedNanoseconds
        keepaliveInterval = limits.keepaliveInterval.clampedNanoseconds
        keepalive = limits.keepaliveTimeout.clampedNanoseconds
        drain = limits.drainTimeout.clampedNanoseconds
    }
}
