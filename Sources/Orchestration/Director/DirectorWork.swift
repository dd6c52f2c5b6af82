import CloudCore

/// Does what a command says and answers how it went. Repeating it is harmless: all work is idempotent.
struct DirectorWork: Sendable {
    let configuration: ServiceDirector.Configuration
    let architecture: Architecture
    let plan: IAMPlan
    let provisioner: any ResourceProvisioner
    let policies: any PolicyApplier
    let poller: Poller

    init(
        configuration: ServiceDirector.Configuration, architecture: Architecture,
        provisioner: any ResourceProvisioner, policies: any PolicyApplier, poller: Poller
    ) {
        self.configuration = configuration
        self.architecture = architecture
        self.provisioner = provisioner
        self.policies = policies
        self.poller = poller
        plan = RolePlanner.plan(architecture)
    }

    /// The reply to a command.
    ///
    /// - Throws: `CancellationError` alone; the command is then not done.
    func perform(_ command: DirectorCommand) async throws -> CompletionEvent {
        let value = command.instruction.replyValue
        do {
            var applied: [String: CompletionEvent.AppliedPolicy] = [:]
            switch command.instruction {
            case .ping:
                return .ready(
                    environment: configuration.environment, runID: command.runID, answering: command.id)
            case .dataflowSetup(let name):
                for dataflow in try select(name) {
                    applied.merge(try await setUp(dataflow)) { _, new in new }
                }
            case .teardown(let name, let confirmation):
                try await tearDown(name, confirmation)
            case .dependentResourceSetup:
                throw DirectorFailure(
                    .unsupportedInstruction,
                    "\(command.instruction.name) is not supported yet: there are no scheduler jobs to make")
            }
            return CompletionEvent(
                status: .dataflowComplete, value: value, appliedIAM: applied, commandID: command.id,
                runID: command.runID)
        } catch let failure as DirectorFailure {
            return .failed(failure, value: value, commandID: command.id, runID: command.runID)
        } catch {
            try Task.checkCancellation()
            let failure = DirectorFailure(.resourcesFailed, StepFailure.text(of: error))
            return .failed(failure, value: value, commandID: command.id, runID: command.runID)
        }
    }

    private func setUp(_ dataflow: Dataflow) async throws -> [String: CompletionEvent.AppliedPolicy] {
        // The Conductor grants roles on the project, before there is a director.
        let bindings = plan.bindings(dataflow: dataflow.name).filter { !$0.resource.isProject }
        try PolicyAccess.checkSupport(bindings.map(\.resource))
        try await patiently(.resourcesFailed, "setting up \(dataflow.name)") {
            try await provisioner.setUp(dataflow)
        }
        return try await patiently(.policiesFailed, "granting the roles of \(dataflow.name)") {
            try await policies.apply(bindings)
        }
    }

    private func tearDown(_ name: String, _ confirmation: String?) async throws {
        guard let runID = configuration.runID, confirmation == runID else {
            throw DirectorFailure(
                .notConfirmed,
                "a teardown must be confirmed with the run id of this director (payload.confirmation)")
        }
        let selected = try select(name)
        let isNamed = !(name.isEmpty || name == DirectorCommand.allDataflows)
        if isNamed, let permanent = selected.first(where: { !$0.isEphemeral }) {
            throw DirectorFailure(
                .protectedDataflow,
                "dataflow \"\(permanent.name)\" is permanent; only those with lifecycle strategy ephemeral "
                    + "are torn down")
        }
        for dataflow in selected where dataflow.isEphemeral {
            try await patiently(.resourcesFailed, "tearing down \(dataflow.name)") {
                try await provisioner.tearDown(dataflow)
            }
        }
    }

    private func select(_ name: String) throws(DirectorFailure) -> [Dataflow] {
        if name.isEmpty || name == DirectorCommand.allDataflows {
            return architecture.sortedDataflows.filter {
                $0.name != architecture.serviceManager.infraDataflowName
            }
        }
        guard let dataflow = architecture.dataflows[name] else {
            let known = architecture.dataflows.keys.sorted().joined(separator: ", ")
            throw DirectorFailure(.unknownDataflow, "there is no dataflow \"\(name)\"; known are \(known)")
        }
        return [dataflow]
    }

    /// Bears with permissions that have not spread yet, and names what failed by `code`.
    private func patiently<T>(
        _ code: DirectorFailure.Code, _ what: String, _ body: () async throws -> T
    ) async throws -> T {
        do {
            return try await poller.retry(
                what, configuration.patience, while: { $0.code == .permissionDenied }, body)
        } catch let status as Status {
            throw DirectorFailure(code, "\(what): \(status)")
        }
    }
}
