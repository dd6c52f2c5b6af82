import CloudCore
import GoogleCloud
import Orchestration

/// One run of the conductor with its verification and its teardown.
struct Rehearsal: Sendable {
    /// How a rehearsal ended.
    struct Outcome: Sendable {
        /// What happened, in a sentence.
        var text: String
        /// Why it failed; nil if it succeeded.
        var error: (any Error)?
    }

    private let conductor: Conductor
    private let verifier: ExpectationVerifier
    private let platform: InProcessPlatform
    private let expected: Int

    init(
        _ hydrated: HydratedArchitecture, expecting plan: RehearsalPlan?, platform: InProcessPlatform,
        clients: CloudClients, journal: StepJournal, options: RehearseOptions
    ) {
        let runID = "rehearsal-\(options.seed)"
        let expectations = (plan?.expect ?? []).map {
            MessageExpectation(
                topic: hydrated.names.hydrated(.topic, $0.topic), count: $0.messages, limit: $0.within)
        }
        self.platform = platform
        expected = expectations.reduce(0) { $0 + $1.count }
        conductor = Conductor(
            hydrated, runID: runID, clients: clients, builder: platform, deployer: platform, journal: journal,
            options: Propagation.options(upTo: options.propagation, seed: options.seed))
        verifier = ExpectationVerifier(
            expectations, project: hydrated.architecture.projectID, runID: runID, pubsub: clients.pubsub,
            journal: journal)
    }

    /// Runs all phases, waits for the expected messages, and tears down whatever became of that.
    func run(_ interrupts: Interrupts) async -> Outcome {
        var outcome = Outcome(
            text: expected == 0
                ? "Rehearsal passed; rehearsal.yaml expects no messages."
                : "Rehearsal passed: \(expected) expected messages arrived.")
        do {
            try await interrupts.whileUninterrupted { try await standUp() }
        } catch {
            let reason = RehearseCommand.text(of: error)
            outcome = Outcome(text: "Rehearsal failed: \(reason)", error: error)
        }
        do {
            try await verifier.close()
            try await conductor.teardown()
        } catch {
            let reason = RehearseCommand.text(of: error)
            outcome.text += "\nTeardown failed: \(reason)"
            outcome.error = outcome.error ?? error
        }
        return outcome
    }

    /// The phases and the verification; a service that fails by itself ends both.
    private func standUp() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await conductor.run { [verifier] in
                    verifier.announce()
                    try await verifier.subscribe()
                }
                try await verifier.verify()
                return true
            }
            group.addTask {
                try await platform.firstFailure()
                return false
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }
}
