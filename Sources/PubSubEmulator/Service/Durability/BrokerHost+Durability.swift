import CloudCore

extension BrokerHost {
    /// Everything that there is.
    func exportState() -> EmulatorState {
        withPolicies { broker, policies, now in Self.state(&broker, policies, now) }
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
        try locked { (host, followUp) throws(Status) in
            try host.broker.replaceAll(by: state, at: timeline.now)
            // The policies of what is gone go first.
            settle(&host, &followUp)
            (host.policies as? PolicyTable)?.restore(state.policies)
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

    /// Goes on with what a log held, and writes to it from now on.
    private func adopt(_ log: consuming DurableLog, _ contents: LogContents, salt: UInt32) throws(Status) {
        var log = Optional(log)
        try locked { (state, _) throws(Status) in
            guard state.broker.isEmpty else {
                throw Status(
                    .failedPrecondition, "A data directory must be given before anything is created.")
            }
            try state.broker.restore(contents.state, at: timeline.now)
            (state.policies as? PolicyTable)?.restore(contents.state.policies)
            state.broker.context.restartSequence(at: contents.reservedSequence)
            state.broker.context.journal.start(salt: salt)
            state.durable = log.take()
        }
    }

    /// Writes what has changed, before anybody is told of it.
    @inline(never) func write(_ state: inout State) {
        state.broker.context.journal.reserveSequences(
            after: state.broker.context.lastSequence, limit: AckID.sequenceLimit, state.broker.context.now)
        state.durable?.append(&state.broker.context.journal)
        if state.durable?.isOvergrown ?? false { writeAnew(&state) }
    }

    private func writeAnew(_ state: inout State) {
        let whole = Self.state(&state.broker, state.policies, state.broker.context.now)
        let reserved = state.broker.context.journal.reservedSequence
        guard let salt = state.durable?.beginAnew(whole, reserved: reserved) else { return }
        state.broker.context.journal.start(salt: salt)
    }
}
