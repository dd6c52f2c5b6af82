import CloudCore

extension RunEngine {
    /// Has an instance of a revision serve a request.
    func serve(_ request: ServedRequest, _ name: RunRevisionName) {
        if state.withLock({ $0.isRestartDue || !$0.runtimes.keys.contains(name) }) {
            restartIfDue()
            // The image of one that could not be run may have come since.
            revive(name)
        }
        var isKnown = false
        change(name) { runtime, now in
            guard !runtime.isRemoved else { return }
            isKnown = true
            request.begin(limit: runtime.plan.timeout, timeline: timeline) { [weak self] in
                self?.change(name) { runtime, now in
                    runtime.requests[request.number] = nil
                    runtime.pool.remove(request: request.number, at: now)
                }
            }
            runtime.requests[request.number] = request
            runtime.pool.add(request: request.number, at: now)
        }
        if !isKnown { request.answer(.noInstance) }
    }

    /// A number for a request that none had before.
    func nextRequest() -> UInt64 {
        state.withLock { state in
            defer { state.nextRequest += 1 }
            return state.nextRequest
        }
    }
}
