import CloudCore
import GoogleCloud
import Orchestration

extension TestCloud {
    /// Stands up an environment with a Conductor whose services run in this process, waits for the expected messages,
    /// runs `inspect` while all is up, and tears down, whatever became of that.
    ///
    /// A service that fails by itself ends the rehearsal.
    ///
    /// - Parameters:
    ///   - programs: the programs by the name of their source; the director's is added.
    ///   - expectations: the messages to wait for, on hydrated topics.
    ///   - journal: takes the steps of the run.
    /// - Throws: `StepFailure` naming the step that failed, UNKNOWN naming the service that failed, or what `inspect`
    ///   throws; else what the teardown throws.
    public func rehearse<Result: Sendable>(
        _ hydrated: HydratedArchitecture, runID: String, programs: [String: ServiceProgram],
        expecting expectations: [MessageExpectation] = [], journal: StepJournal,
        options: ConductorOptions = ConductorOptions(),
        _ inspect: @escaping @Sendable (Conductor) async throws -> Result
    ) async throws -> Result {
        var programs = programs
        programs[InProcessPlatform.sourceName(of: hydrated.director.service)] =
            ServiceDirector.program(for: hydrated)
        return try await InProcessPlatform.withPlatform(
            programs: programs, clients: { clients(of: $0) }, timeline: timeline,
            log: { journal.note("\($0): \($1)") }
        ) { platform in
            let conductor = Conductor(
                hydrated, runID: runID, clients: clients, builder: platform, deployer: platform,
                journal: journal, options: options)
            let verifier = ExpectationVerifier(
                expectations, project: project, runID: runID, pubsub: clients.pubsub, journal: journal)
            let outcome: Swift.Result<Result, any Error>
            do {
                outcome = .success(
                    try await whileServicesRun(on: platform) {
                        try await conductor.run {
                            verifier.announce()
                            try await verifier.subscribe()
                        }
                        try await verifier.verify()
                        return try await inspect(conductor)
                    })
            } catch {
                outcome = .failure(error)
            }
            do {
                try await verifier.close()
                try await conductor.teardown()
            } catch {
                // What went wrong first comes first.
                _ = try outcome.get()
                throw error
            }
            return try outcome.get()
        }
    }
}

/// Runs `body`; it is cancelled when a service fails by itself.
private func whileServicesRun<Result: Sendable>(
    on platform: InProcessPlatform, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await platform.firstFailure()
            return nil
        }
        defer { group.cancelAll() }
        while let ended = try await group.next() {
            if let result = ended { return result }
        }
        throw CancellationError()
    }
}
