import CloudCore

extension BrokerHost {
    /// Everything that there is.
    func exportState() -> EmulatorState {
        withoutFailure { broker, policies, now in Self.state(&broker, policies, now) }
    }

    static func state(
        _ broker: inout Broker, _ policies: any PolicyKeeper, _ now: Instant
    ) -> EmulatorState {
        var state = broker.image(at: now)
        // Those of a local cloud are that cloud's.
        state.policies = (policies as? PolicyTable)?.images ?? []
        return state
    }

    /// Puts a state in the place of everything that there is, and serves its subscriptions that are not pulled.
    ///
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED for one that could not have come about here; then nothing has
    ///   changed.
    func importState(_ state: EmulatorState) throws(Status) {
        let state = try StateRules.complete(state, outlets)
        try replaceState { (broker, now) throws(Status) in
            try broker.replaceAll(by: state, at: now)
        } policies: { policies in
            (policies as? PolicyTable)?.restore(state.policies)
        }
        serveAll(state)
    }

    /// Keeps everything in a directory from now on, beginning with what it holds.
    ///
    /// - Throws: FAILED_PRECONDITION when another process has the directory, or something has been created already;
    ///   DATA_LOSS, with the offset, when its log is damaged; INTERNAL when a system call fails.
    func keepData(
        in folder: String, sync: DurableSync, onFailure: @escaping @Sendable (Status) -> Never
    ) throws(Status) -> RecoveryReport {
        var log = try DurableLog(folder, sync: sync, onFailure: onFailure)
        let contents = try log.read(at: timeline.now)
        let salt = try log.begin(contents.state, reserved: contents.reservedSequence)
        try adopt(log, contents, salt: salt)
        serveAll(contents.state)
        return contents.report
    }

    private func serveAll(_ state: EmulatorState) {
        if state.topics.contains(where: { !($0.settings?.messageTransforms.isEmpty ?? true) }) {
            hasTransforms.store(true, ordering: .relaxed)
        }
        for case let settings? in state.subscriptions.map(\.settings) where DeliveryTarget(settings) != .pull
        {
            serve(settings.name)
        }
    }
}
