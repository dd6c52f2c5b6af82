import CloudCore
import GoogleCloud

extension Conductor {
    /// Phase 2, task B: the channel first, then the director, then the commands.
    func setUpRemotely() async throws {
        try await phase(Phase.remote) {
            try await self.journal.step(RemoteStep.channel.id, RemoteStep.channel.title) {
                try await self.openChannel()
            }
            try await self.orchestrator.listening {
                try await self.startDirector()
                _ = try await parallelMap(self.hydrated.applicationDataflows) { dataflow in
                    let step = Phase.remote.child("dataflow \(dataflow.name)")
                    try await self.journal.step(step, "set up dataflow \(dataflow.name)") {
                        self.journal.wait(step, for: "the director's reply")
                        self.record.note { $0.dataflows.insert(dataflow.name) }
                        try await self.orchestrator.send(.dataflowSetup(dataflow: dataflow.name))
                    }
                }
            }
        }
    }

    /// Topics and subscriptions exist before the director starts, so that no command and no event is lost; its
    /// roles on them are granted here, since nobody else could.
    private func openChannel() async throws {
        try await orchestrator.openChannel()
        record.note { $0.channelIsOpen = true }
        let bindings = plan.bindings(dataflow: hydrated.director.infraDataflowName)
        let applier = CloudPolicyApplier(
            clients: clients, project: project, timeline: timeline, patience: options.accountPolling)
        _ = try await applier.apply(bindings.filter { !$0.resource.isProject })
    }

    private func startDirector() async throws {
        let director = hydrated.director.service
        try await journal.step(RemoteStep.image.id, RemoteStep.image.title) {
            guard self.options.build else { return }
            let image = try await self.timeline.whileWorking { try await self.builder.build(director) }
            self.remember(image, of: director)
        }
        try await journal.step(RemoteStep.deploy.id, RemoteStep.deploy.title) {
            let image = try self.image(of: director)
            self.record.note { $0.services.insert(director.name) }
            let deployed = try await self.timeline.whileWorking {
                try await self.orchestrator.deployDirector(image, self.deployer)
            }
            self.record.note { $0.directorURL = deployed.url }
        }
        try await journal.step(RemoteStep.ready.id, RemoteStep.ready.title) {
            self.journal.wait(RemoteStep.ready.id, for: "its ready event")
            try await self.orchestrator.awaitReady()
        }
    }
}

/// The steps of task B that every run has.
enum RemoteStep: String, CaseIterable {
    case channel
    case image
    case deploy
    case ready

    var id: StepID { Phase.remote.child(rawValue) }

    var title: String {
        switch self {
        case .channel: "open command channel"
        case .image: "image of the director"
        case .deploy: "deploy the director"
        case .ready: "await the director"
        }
    }
}
