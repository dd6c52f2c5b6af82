import CloudCore

extension Emulator {
    /// Removes all topics, subscriptions and snapshots, and the history. Whoever receives ends with NOT_FOUND. Fault rules, marks
    /// and the time stay.
    public func reset() {
        host.perform { broker, now in broker.removeAll(at: now) }
    }

    /// Removes the topics, subscriptions and snapshots of one project, by its id. Whoever receives from them ends with NOT_FOUND.
    public func reset(project: String) {
        host.perform { broker, now in broker.removeAll(ofProject: project, at: now) }
    }

    /// Begins ids and the random choices of fault rules anew: the same calls after the same seed give the same. The
    /// history goes.
    ///
    /// - Throws: FAILED_PRECONDITION while there is a topic, subscription or snapshot: reset first.
    public func restart(seed: UInt64) throws(Status) {
        try host.perform { (broker, now) throws(Status) in try broker.restart(seed: seed, at: now) }
        interceptor.restart(seed: seed)
    }
}
