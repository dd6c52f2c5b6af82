import Glibc

/// Wall time and the CPU time of a server since its making.
struct Stopwatch {
    private let process: Int32
    private let start: Double
    private let cpuStart: Double

    init(process: Int32) {
        self.process = process
        start = Self.now
        cpuStart = Self.cpuSeconds(of: process)
    }

    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The result of a measurement, as a line of JSON.
    func report(count: Int) -> String {
        let seconds = Self.now - start
        let cpu = Self.cpuSeconds(of: process) - cpuStart
        return #"{"count": \#(count), "seconds": \#(seconds), "cpu_seconds": \#(cpu)}"#
    }

    private static func cpuSeconds(of process: Int32) -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard process != 0, clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
