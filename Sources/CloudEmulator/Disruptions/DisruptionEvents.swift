import CloudCore

/// The ends of operations, or propagation, stand still from now on, or go on.
struct ClockStopped: PlaneEvent {
    /// Of operations.
    var operations = false
    /// Of propagation.
    var propagation = false

    static let eventName = "cloud.ClockStopped"

    init() {}

    init(operations: Bool, propagation: Bool) {
        (self.operations, self.propagation) = (operations, propagation)
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "operations", &operations)
        visitor.field(2, "propagation", &propagation)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) {
        plane.stopClocks(operations: operations, propagation: propagation, at: now)
    }
}

extension ControlPlane {
    /// Has the clocks stand still, or go on.
    mutating func stopClocks(operations: Bool, propagation: Bool, at now: Instant) {
        self.operations.clock.set(isStopped: operations, at: now)
        propagationClock.set(isStopped: propagation, at: now)
        spreadPropagationClock()
    }

    /// Gives the clock of propagation to the stores whose values have replicas: each has a line.
    private mutating func spreadPropagationClock() {
        accounts.model.clock = propagationClock
        policies.model.clock = propagationClock
        services.model.clock = propagationClock
        roles.model.clock = propagationClock
        keys.model.clock = propagationClock
    }
}

extension StoppableClock {
    fileprivate mutating func set(isStopped: Bool, at now: Instant) {
        if isStopped { stop(at: now) } else { start(at: now) }
    }
}
