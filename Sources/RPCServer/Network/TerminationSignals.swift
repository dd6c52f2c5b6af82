import Glibc

/// SIGTERM and SIGINT, taken as requests to end.
///
/// Made before any other thread is started, so that every thread inherits the blocked signals and only `wait`
/// takes them.
public struct TerminationSignals: Sendable {
    /// Blocks the signals for this thread and those that it starts.
    public init() {
        var set = Self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for one of the signals, on the calling thread.
    public func wait() {
        var set = Self.set
        var signal: Int32 = 0
        sigwait(&set, &signal)
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }
}
