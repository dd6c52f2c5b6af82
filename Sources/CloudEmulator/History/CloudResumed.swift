import CloudCore

/// A cloud goes on with a history: what was under way when the former one ended is not any more.
struct CloudResumed: PlaneEvent {
    static let eventName = "cloud.Resumed"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}

    /// Each store whose work went on outside of the plane has a line here.
    func apply(to plane: inout ControlPlane, at now: Instant) {
        plane.images.removeClosures()
        plane.jobs.interruptAttempts(at: now)
        plane.storage.settleLifecycles(until: now)
        plane.stopClocks(operations: false, propagation: false, at: now)
    }
}
