import CloudCore

extension RunEngine {
    /// Sets the alarm for what the pools have to do next.
    func rearm() {
        let now = timeline.now
        let (due, old) = state.withLock { state -> (Instant?, Alarm?) in
            let due = state.runtimes.values.compactMap(\.pool.nextDue).min()
            guard due != state.armedFor else { return (nil, nil) }
            let old = state.alarm
            state.alarm = nil
            state.armedFor = due
            return (due, old)
        }
        old?.cancel()
        guard let due else { return }
        // What is due already is done a moment later, and not from within what has led here.
        let alarm = timeline.schedule(at: max(due, now + .nanoseconds(1))) { [weak self] in self?.tick() }
        let isKept = state.withLock { state in
            guard state.armedFor == due, state.alarm == nil else { return false }
            state.alarm = alarm
            return true
        }
        if !isKept { alarm.cancel() }
    }

    private func tick() {
        let now = timeline.now
        let due = state.withLock { state -> [RunRevisionName] in
            state.armedFor = nil
            state.alarm = nil
            return state.runtimes.filter { $0.value.pool.nextDue.map { $0 <= now } ?? false }.map(\.key)
        }
        for name in due { change(name) { runtime, now in runtime.pool.tick(at: now) } }
        rearm()
    }
}
