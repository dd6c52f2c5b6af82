import CloudCore

/// A cloud goes on with a history: what was under way when the former one ended is not any more.
struct CloudResumed: PlaneEvent {
    /// How many builds may go on at a time from now on; 0 for as many as before.
    var buildPlaces: Int32 = 0

    static let eventName = "cloud.Resumed"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "buildPlaces", &buildPlaces)
    }

    /// Each store whose work went on outside of the plane has a line here.
    func apply(to plane: inout ControlPlane, at now: Instant) {
        if buildPlaces > 0 { plane.builds.places = Int(buildPlaces) }
        plane.builds.interrupt(at: now)
        plane.publishBuilds(at: now)
        plane.jobs.interruptAttempts(at: now)
        plane.storage.settleLifecycles(until: now)
        plane.stopClocks(operations: false, propagation: false, at: now)
    }
}
