import CloudCore

extension RunEngine {
    /// Sets the alarm for what the pools have to do next.
    func rearm() {
        alarm.set {
            state.withLock { $0.runtimes.values.compactMap(\.pool.nextDue).min() }
        } ring: { [weak self] in
            self?.tick()
        }
    }

    private func tick() {
        let now = timeline.now
        let due = state.withLock { state in
            state.runtimes.filter { $0.value.pool.nextDue.map { $0 <= now } ?? false }.map(\.key)
        }
        for name in due { change(name) { runtime, now in runtime.pool.tick(at: now) } }
        rearm()
    }
}
