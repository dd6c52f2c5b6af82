import CloudCore

/// What carries out builds: processes of this machine, or anything that answers in a test.
///
/// The timeline, the queue and the timeouts are not its affair: it is told when to begin and when to stop.
protocol BuildWorker: Sendable {
    /// Begins to carry out a build, and does not wait for it.
    ///
    /// - Parameters:
    ///   - progress: takes what becomes known of the build while it goes on; from any thread.
    ///   - stopped: called once, from any thread, when nothing of the build goes on any more.
    /// - Returns: what stops it.
    func begin(
        _ work: ControlPlane.BuildWork,
        progress: @escaping @Sendable (@Sendable (inout CloudBuildV1.Build) -> Void) -> Void,
        stopped: @escaping @Sendable (BuildStore.Ending) -> Void
    ) -> BuildStop

    /// Removes what builds have left on this machine, images among it that no data directory has. No build begins after
    /// that.
    func discard()
}

/// Stops what carries out a build.
final class BuildStop: Sendable {
    private let onStop: @Sendable () -> Void

    /// Makes a handle that calls `onStop` when the build is to be stopped.
    init(_ onStop: @escaping @Sendable () -> Void) { self.onStop = onStop }

    /// Stops it. Calling it again, or after its end, changes nothing.
    func stop() { onStop() }
}
