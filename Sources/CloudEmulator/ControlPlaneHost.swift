import CloudCore
import Synchronization

/// The control plane behind its lock.
final class ControlPlaneHost: Sendable {
    /// Who makes which call.
    let callers: CallerDirectory
    private let timeline: any Timeline
    private let state: Mutex<ControlPlane>

    init(_ plane: ControlPlane, timeline: any Timeline) {
        callers = CallerDirectory(owner: plane.owner, seed: plane.seed)
        self.timeline = timeline
        state = Mutex(plane)
    }

    /// Runs an operation at an instant.
    func perform<R: Sendable>(
        at now: Instant, _ operation: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        let outcome = state.withLock { plane -> Result<R, Status> in
            do throws(Status) { return .success(try operation(&plane, now)) } catch {
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

    /// Changes the control plane in a way that cannot fail.
    func change<R: Sendable>(at now: Instant, _ operation: (inout ControlPlane, Instant) -> R) -> R {
        state.withLock { operation(&$0, now) }
    }

    /// Looks at the control plane.
    func inspect<R: Sendable>(_ look: (ControlPlane) -> R) -> R { state.withLock { look($0) } }

    /// The present instant.
    var present: Instant { timeline.now }
}
