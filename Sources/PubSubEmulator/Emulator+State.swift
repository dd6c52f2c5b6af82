import CloudCore

extension Emulator {
    /// Everything that the emulator holds: topics, subscriptions with their messages, snapshots, schemas and policies.
    /// O(n log n) in all of it, under the emulator's lock.
    public func exportState() -> EmulatorState { host.exportState() }

    /// Puts a state in the place of everything that the emulator holds. Whoever receives ends with NOT_FOUND, ack ids
    /// from before are of leases that have ended, and message ids go on behind the state's. Times in it are absolute: what
    /// has outlived its retention by now is not taken over.
    ///
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED, naming the resource, for a state that could not have come about
    ///   here; then nothing has changed.
    public func importState(_ state: EmulatorState) throws(Status) { try host.importState(state) }

    /// Whether nothing has been created, or nothing is left of it.
    public var isEmpty: Bool { host.perform { broker, _ in broker.isEmpty } }

    /// Keeps everything in a directory from now on, so that it survives the end of the process, beginning with what
    /// the directory holds. To be called before anything is created.
    ///
    /// Each change is written before its answer leaves. A log whose end is torn, because the process was killed while
    /// it wrote, is repaired, which the report tells.
    ///
    /// - Parameters:
    ///   - directory: made if need be; only one process may use it at a time.
    ///   - sync: whether the disk has to have taken a change before its answer leaves.
    ///   - onFailure: ends the process when the log cannot be written any more: going on would mean to acknowledge what
    ///     is not kept.
    /// - Returns: what was found.
    /// - Throws: FAILED_PRECONDITION when another process has the directory, or something was created before;
    ///   DATA_LOSS, with the offset, when the log is damaged; INTERNAL when a system call fails.
    public func keepData(
        in directory: String, sync: DurableSync = .never, onFailure: @escaping @Sendable (Status) -> Never
    ) throws(Status) -> RecoveryReport {
        try host.keepData(in: directory, sync: sync, onFailure: onFailure)
    }
}
