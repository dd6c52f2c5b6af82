import CloudCore
import PubSubEmulator

/// What was found in a data directory.
public struct CloudRecovery: Sendable, Equatable {
    /// In the log of the control plane.
    public var plane = RecoveryReport()
    /// In the log of Pub/Sub.
    public var pubsub = RecoveryReport()
}

extension LocalCloud {
    /// Whether nothing has ever been written to the cloud, or not since it was reset.
    public var isEmpty: Bool { plane.history.records.isEmpty && pubsub.isEmpty }

    /// Everything that the cloud holds.
    public func exportState() -> CloudState {
        var state = CloudState(time: timeline.now, history: plane.history, pubsub: pubsub.exportState())
        state.resources = inspect { [time = state.time] in $0.inventory(at: time).json }
        for key in inspect({ $0.blobKeys }) { state.blobs[key] = blobs.bytes(of: key) }
        return state
    }

    /// Puts a state in the place of everything that the cloud holds. What was under way when it was made is not any
    /// more, and disruptions of operations and of propagation have ended.
    ///
    /// - Throws: INVALID_ARGUMENT for a state that could not have come about here, FAILED_PRECONDITION for one of
    ///   another project or owner, or of a time that has not come yet; then nothing has changed.
    public func importState(_ state: CloudState) throws(Status) {
        try state.history.origin.check(isOf: plane.history.origin)
        let restored = try state.history.replayed(by: PlaneReplays(methods))
        try reach(max(state.history.latest, state.time))
        for key in restored.blobKeys {
            guard let bytes = state.blobs[key] else {
                throw Status(.invalidArgument, "blobs: \(key) is missing, which a write names.")
            }
            try blobs.put(bytes, under: key)
        }
        try pubsub.importState(state.pubsub)
        plane.replace(by: restored, state.history)
        blobs.keepOnly(restored.blobKeys)
        try goOn()
    }

    /// Removes everything that was ever created, and all messages. Time, fault rules, disruptions of regions and
    /// quotas, marks and the policy mode stay.
    public func reset() {
        pubsub.reset()
        plane.reset(at: timeline.now)
        blobs.keepOnly([])
        resume()
    }

    /// Keeps everything in a directory from now on, so that it survives the end of the process however it ends,
    /// beginning with what the directory holds. To be called before anything is created.
    ///
    /// Each write is in the log before its answer leaves. A log whose end is torn, because the process was killed
    /// while it wrote, is repaired, which the report tells.
    ///
    /// - Parameters:
    ///   - directory: made if need be; only one process may use it at a time.
    ///   - sync: whether the disk has to have taken a change before its answer leaves.
    ///   - onFailure: ends the process when a log cannot be written any more.
    /// - Returns: what was found.
    /// - Throws: FAILED_PRECONDITION when another process has the directory, when it is another project's, when
    ///   something was created before, or when its last write lies in the future; DATA_LOSS, with the offset, when a
    ///   log is damaged; INTERNAL when a system call fails.
    public func keepData(
        in directory: String, sync: DurableSync = .never, onFailure: @escaping @Sendable (Status) -> Never
    ) throws(Status) -> CloudRecovery {
        let log = try LogFile(in: directory, .cloud, sync: sync, onFailure: onFailure)
        let found = try log.read { [path = log.path] (bytes) throws(Status) in
            try PlaneHistory.read(bytes, name: path)
        }
        var recovery = CloudRecovery()
        recovery.plane = found?.report ?? RecoveryReport()
        let kept = try found?.history.map { (history) throws(Status) in (try restored(history), history) }
        let keys = kept?.0.blobKeys ?? []
        try plane.adopt(log, kept.map { (plane: $0.0, history: $0.1) })
        try blobs.use(folder: directory + "/blobs", keeping: keys)
        recovery.pubsub = try pubsub.keepData(
            in: directory + "/pubsub", sync: sync, onFailure: onFailure)
        if !isEmpty { try goOn() }
        return recovery
    }

    private func restored(_ history: PlaneHistory) throws(Status) -> ControlPlane {
        try history.origin.check(isOf: plane.history.origin)
        try reach(history.latest)
        do throws(Status) {
            return try history.replayed(by: PlaneReplays(methods))
        } catch {
            throw Status(.dataLoss, "The log does not lead to a state: \(error.message)")
        }
    }

    /// Has the time stand at an instant at least, which a history has seen.
    private func reach(_ instant: Instant) throws(Status) {
        if let virtual = timeline as? VirtualTimeline { return virtual.advance(to: instant) }
        guard instant <= timeline.now else {
            throw Status(
                .failedPrecondition,
                "The state is of \(Timestamp(instant).rfc3339), which has not come yet; use a virtual timeline."
            )
        }
    }

    /// Goes on with a history: what was under way is not any more.
    private func goOn() throws(Status) {
        let policies = inspect { $0.policies.resources }
        for resource in policies where pubsub.isMissing(resource) {
            var event = PubSubPolicyRemoved()
            event.resource = resource
            try perform(recording: event)
        }
        try perform(recording: CloudResumed())
        resume()
    }

    /// Has what goes on outside of the control plane follow it, when it has become another one.
    func resume() {
        scheduler.restart()
        run.restart()
        if inspect({ $0.services.hasDisabled }) { gate.arm() }
        setClocks()
    }
}

extension ControlPlane {
    /// The keys of the large bytes that are still needed: each store that has some has a line.
    var blobKeys: Set<String> { [] }
}

extension Emulator {
    /// Whether a name is that of a resource of Pub/Sub that does not exist.
    func isMissing(_ resource: String) -> Bool {
        do throws(Status) {
            _ = try policy(of: resource)
            return false
        } catch {
            return error.code == .notFound
        }
    }
}
