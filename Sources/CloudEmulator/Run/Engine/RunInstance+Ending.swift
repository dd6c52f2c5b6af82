import CloudCore

extension RunInstance {
    /// Asks it to end, with SIGTERM; ten seconds later it is killed.
    func stop() {
        let body = state.withLock { state -> Body in
            state.isStopping = true
            state.probe?.cancel()
            return state.body
        }
        switch body {
        case .none: break
        case .task(let task): task.cancel()
        case .process(let process):
            process.terminate()
            let alarm = parts.timeline.schedule(at: parts.timeline.now + Self.gracePeriod) { process.kill() }
            let isOver = state.withLock { state in
                state.killer = alarm
                return state.hasEnded
            }
            if isOver { alarm.cancel() }
        }
    }

    /// Ends it at once.
    func kill() {
        let body = state.withLock { state -> Body in
            state.isStopping = true
            return state.body
        }
        switch body {
        case .none: break
        case .task(let task): task.cancel()
        case .process(let process): process.kill()
        }
    }

    /// Ends it at once because of a failure.
    func fail(_ failure: RunFailure) {
        let body = state.withLock { state -> Body in
            if state.failure == nil { state.failure = failure }
            return state.body
        }
        switch body {
        case .none: end(failure)
        case .task(let task):
            task.cancel()
            // A closure may go on for as long as it likes, but not as an instance.
            end(failure)
        case .process(let process): process.kill()
        }
    }

    func receive(_ event: GuardedProcess.Event) {
        switch event {
        case .output(let bytes, let isError): parts.log.add(bytes, isError ? .error : .output, parts.number)
        case .tooMuchMemory(let bytes):
            let limit = parts.plan.container.memoryBytes >> 20
            note(
                "Memory limit of \(limit) MiB exceeded with \(bytes >> 20) MiB used. Consider increasing the memory limit."
            )
        case .ended(let status): bodyEnded(.exit("Container called exit(\(status))."))
        }
    }

    func bodyEnded(_ failure: RunFailure?) {
        let (isStopping, isReady, known) = state.withLock { ($0.isStopping, $0.isReady, $0.failure) }
        if isStopping { return end(known) }
        if let failure, known == nil { note(failure.message) }
        // Before it was ready, the revision has not come up, whatever its exit says.
        end(known ?? (isReady ? failure : .startup(parts.plan.container)))
    }

    func end(_ failure: RunFailure?) {
        let isFirst = state.withLock { state in
            defer { state.hasEnded = true }
            state.probe?.cancel()
            state.killer?.cancel()
            return !state.hasEnded
        }
        guard isFirst else { return }
        endActivity()
        parts.log.end(parts.number)
        state.withLock { $0.cloudPort = nil }
        tell(.ended(failure))
    }

    func endActivity() { state.withLock { $0.activity }?.end() }

    func note(_ text: String) { parts.log.add(text, .system, parts.number) }
}
