import CloudCore

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
