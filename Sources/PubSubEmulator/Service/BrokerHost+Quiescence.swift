import CloudCore

/// Those who wait until nothing is outstanding.
extension BrokerHost {
    /// The most that may wait for quiescence at a time: each costs every operation a look.
    static let maxWatchers = 100

    /// How many wait.
    var watcherCount: Int { state.withLock { $0.watchers.count } }

    /// Has a watcher wait; it is told at once if nothing of its scope is outstanding now.
    ///
    /// - Throws: NOT_FOUND for a scope that does not exist; RESOURCE_EXHAUSTED for too many watchers.
    func add(_ watcher: QuiescenceWatcher) throws(Status) {
        try locked { (state, _) throws(Status) in
            state.broker.expire(at: timeline.now)
            try state.broker.check(watcher.scope)
            guard state.watchers.count < Self.maxWatchers else {
                throw Status(.resourceExhausted, "\(Self.maxWatchers) calls wait for quiescence already.")
            }
            state.watchers.append(watcher)
        }
    }

    /// Has a watcher wait no longer.
    func remove(_ watcher: QuiescenceWatcher) {
        state.withLock { state in state.watchers.removeAll { $0 === watcher } }
    }

    /// Ends the wait of a watcher whose caller has gone.
    func giveUp(_ watcher: QuiescenceWatcher) {
        remove(watcher)
        watcher.finish(.cancelled)
    }
}
