import CloudCore
import Synchronization

/// The control plane behind its lock, with the history that has made it.
final class ControlPlaneHost: Sendable {
    struct State: ~Copyable {
        var plane: ControlPlane
        var history: PlaneHistory
        /// The log of the data directory; nil without one.
        var log: LogFile?
    }

    /// Who makes which call.
    let callers: CallerDirectory
    private let timeline: any Timeline
    let state: Mutex<State>

    init(_ origin: PlaneOrigin, mode: PolicyMode, timeline: any Timeline) {
        callers = CallerDirectory(owner: origin.owner, seed: origin.model.seed)
        self.timeline = timeline
        state = Mutex(State(plane: origin.makePlane(mode: mode), history: PlaneHistory(origin)))
    }

    /// Runs an operation at an instant. What it changes is not kept: it is for questions, and for what follows from
    /// the time alone.
    func perform<R: Sendable>(
        at now: Instant, _ operation: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        let outcome = state.withLock { state -> Result<R, Status> in
            do throws(Status) { return .success(try operation(&state.plane, now)) } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// The same at present.
    func perform<R: Sendable>(
        _ operation: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        try perform(at: timeline.now, operation)
    }

    /// Runs a write, and keeps it when it succeeds: `request` is what it is made again from.
    ///
    /// - Parameter isChange: whether what has come of it is to be kept.
    func write<Request: Message, R: Sendable>(
        _ request: Request, of method: String, by caller: Caller?, at instant: Instant? = nil,
        keeping isChange: (R) -> Bool = { _ in true },
        _ operation: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        let outcome = state.withLock { state -> Result<R, Status> in
            // Under the lock, so that the history is in the order of its instants.
            let now = instant ?? timeline.now
            state.plane.settle(at: now)
            do throws(Status) {
                let result = try operation(&state.plane, now)
                if isChange(result) { state.keep(PlaneRecord(request, of: method, by: caller, at: now)) }
                return .success(result)
            } catch {
                if error.code == .aborted {
                    var record = PlaneRecord(request, of: method, by: caller, at: now)
                    record.isAborted = true
                    state.keep(record)
                }
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Changes what is no state of the cloud, but the way in which it is used.
    func change<R: Sendable>(at now: Instant, _ operation: (inout ControlPlane, Instant) -> R) -> R {
        state.withLock { operation(&$0.plane, now) }
    }

    /// Looks at the control plane.
    func inspect<R: Sendable>(_ look: (ControlPlane) -> R) -> R { state.withLock { look($0.plane) } }

    /// The present instant.
    var present: Instant { timeline.now }
}

extension ControlPlaneHost.State {
    /// Keeps a write that has been made.
    mutating func keep(_ record: PlaneRecord) {
        history.append(record)
        log?.append(record: Array(record.text.utf8))
    }

    /// Goes on with another history, and the plane that it leads to.
    mutating func replace(by plane: ControlPlane, _ history: PlaneHistory) {
        let (mode, audit, places) = (self.plane.mode, self.plane.audit, self.plane.builds.places)
        let portSuffix = self.plane.run.portSuffix
        self.plane = plane
        self.plane.run.portSuffix = portSuffix
        self.plane.mode = mode
        self.plane.audit = audit
        self.history = history
        // What was written has come about with the places of its time.
        if history.records.isEmpty {
            self.plane.builds.places = places
            self.history.origin.buildPlaces = places
        }
        _ = log?.beginAnew { (writer) throws(SystemError) in try self.history.write(to: &writer) }
    }
}
