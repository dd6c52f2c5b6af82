import CloudCore
import GoogleCloud

extension Conductor {
    /// Removes what this run created, in an order in which nothing loses what it still uses: services, ephemeral
    /// dataflows (by the director), the director, roles, accounts, and the command channel.
    ///
    /// Accounts, roles and topics that were there before stay. Every step is tried, whatever became of the others.
    ///
    /// - Throws: `StepFailures`, or `CancellationError`.
    public func teardown() async throws {
        let created = record.snapshot
        var failures: [StepFailure] = []
        let director = hydrated.director.name
        journal.plan(Phase.teardown, Phase.title(Phase.teardown))
        do {
            try await phase(Phase.teardown) {
                for service in created.services.subtracting([director]).sorted() {
                    try await attempt("stop \(service)", &failures) {
                        try await self.deployer.delete(service)
                    }
                }
                try await tearDownDataflows(created, &failures)
                if created.services.contains(director) {
                    try await attempt("stop \(director)", &failures) {
                        try await self.deployer.delete(director)
                    }
                }
                try await attempt("revoke roles on project \(project)", &failures) {
                    try await self.iam.revokeOnProject(created.projectBindings)
                }
                for email in created.accounts.sorted() {
                    try await attempt("delete \(email)", &failures) { try await self.iam.delete(email) }
                }
                try await attempt("delete command channel", &failures) {
                    if created.channelIsOpen { try await self.orchestrator.close() }
                    try await self.orchestrator.deleteChannel()
                }
                guard failures.isEmpty else { throw StepFailures(failures) }
            }
        } catch let failure as StepFailure {
            throw failure.cause is StepFailures ? failure.cause : failure
        }
    }

    /// Has the director delete the ephemeral dataflows that it was told to set up.
    private func tearDownDataflows(
        _ created: RunRecord.Contents, _ failures: inout [StepFailure]
    ) async throws {
        let dataflows = hydrated.applicationDataflows.filter {
            $0.isEphemeral && created.dataflows.contains($0.name)
        }
        guard !dataflows.isEmpty else { return }
        let runID = runID
        for dataflow in dataflows {
            try await attempt("tear down dataflow \(dataflow.name)", &failures) {
                guard self.orchestrator.isDirectorReady else {
                    throw Status(
                        .failedPrecondition,
                        "the director never became ready, so nobody can delete the dataflow's resources")
                }
                _ = try await self.orchestrator.listening {
                    try await self.orchestrator.send(
                        .teardown(dataflow: dataflow.name, confirmation: runID))
                }
            }
        }
    }

    private func attempt(
        _ title: String, _ failures: inout [StepFailure], _ body: () async throws -> Void
    ) async throws {
        do {
            try await journal.step(Phase.teardown.child(title), title) { try await body() }
        } catch let failure as StepFailure {
            failures.append(failure)
        }
    }
}
