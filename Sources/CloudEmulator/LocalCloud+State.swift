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
        let now = timeline.now
        // All of one moment: whoever has bytes has them though they are removed meanwhile.
        let (history, resources, contents) = plane.inspect { plane, history in
            (
                history, plane.inventory(at: now).json,
                plane.blobKeys(at: now).compactMap { blobs.content($0) }
            )
        }
        var state = CloudState(time: now, history: history, pubsub: pubsub.exportState())
        state.resources = resources
        for content in contents { state.blobs[content.key] = try? content.bytes() }
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
        let contents = try blobs(of: state, for: restored)
        try pubsub.importState(state.pubsub)
        plane.replace(by: restored, state.history) { blobs.replaceAll(by: contents) }
        try goOn()
    }

    /// Removes everything that was ever created, and all messages. Time, fault rules, disruptions of regions and
    /// quotas, marks and the policy mode stay.
    public func reset() {
        pubsub.reset()
        plane.reset(at: timeline.now) { blobs.replaceAll(by: []) }
        resume()
    }

    /// Takes in the bytes of a state that a plane needs; those that are here already stay where they are.
    private func blobs(
        of state: CloudState, for restored: ControlPlane
    ) throws(Status) -> [ObjectContent] {
        for content in restored.storage.contents {
            if let bytes = state.blobs[content.key] { try content.check(bytes) }
        }
        var contents: [ObjectContent] = []
        for key in restored.blobKeys(at: timeline.now) {
            guard let bytes = state.blobs[key] else {
                throw Status(.invalidArgument, "blobs: \(key) is missing, which a write names.")
            }
            if let here = blobs.content(key) {
                contents.append(here)
            } else {
                contents.append(try blobs.content(of: bytes, key: key))
            }
        }
        return contents
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
        let former = images.images(under: "")
        let keys = kept?.0.blobKeys(at: timeline.now) ?? []
        try plane.adopt(log, kept.map { (plane: $0.0, history: $0.1) })
        try blobs.use(folder: directory + "/blobs", sync: sync, keeping: keys)
        try imageFolders.use(directory + "/images", keeping: inspect { $0.images.images(under: "") })
        recovery.pubsub = try pubsub.keepData(
            in: directory + "/pubsub", sync: sync, onFailure: onFailure)
        if kept != nil { images.put(again: former, at: timeline.now) }
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
        for image in images.missing {
            try perform(recording: ImageRemoved(name: image.name, digest: image.digest))
        }
        try perform(recording: CloudResumed(buildPlaces: Int32(clamping: buildPlaces)))
        resume()
    }

    /// Has what goes on outside of the control plane follow it, when it has become another one.
    func resume() {
        scheduler.restart()
        builds.restart()
        run.restart()
        if inspect({ $0.services.hasDisabled }) { gate.arm() }
        setClocks()
    }
}

extension ControlPlane {
    /// The keys of the large bytes that are still needed at an instant: each store that has some has a line.
    func blobKeys(at now: Instant) -> Set<String> {
        var storage = storage
        storage.settleLifecycles(until: now)
        return storage.contentKeys
    }
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
