import Glibc

/// The clock of everything that has to do with the network itself (idle connections, callers' deadlines):
/// real time that never jumps. What the emulated services do in time follows a `Timeline` instead.
enum MonotonicClock {
    /// Nanoseconds since some fixed point.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
