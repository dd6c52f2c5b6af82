import CloudCore
import CloudEmulator
import GoogleCloud
import Synchronization
import Testing

@testable import Orchestration

/// The whole conductor against the local cloud, over HTTP, on virtual time.
@Suite("Conductor on the local cloud", .timeLimit(.minutes(5)))
struct ConductorOnLocalCloudTests {
    private static let project = "integration-test"

    /// A service that publishes three messages, and the topic that they arrive on.
    private static var architecture: Architecture {
        let publisher = Service(
            name: "publisher", serviceAccount: "publisher-sa", deployment: Deployment(sourcePath: "publisher")
        )
        let topic = Orchestration.Topic(
            name: "out", producer: ServiceLink("publisher", key: "TOPIC_ID", method: .env))
        let director = DirectorSpec(
            name: "director", serviceAccount: "director-sa", commandTopic: ServiceLink("commands"),
            completionTopic: ServiceLink("events"), deployment: Deployment(sourcePath: "director"))
        return Architecture(
            name: "integration", projectID: project, region: "europe-west1", serviceManager: director,
            dataflows: [
                Dataflow(
                    name: "flow", services: [publisher], resources: Resources(topics: [topic]),
                    lifecycle: Lifecycle(.ephemeral))
            ])
    }

    private static let publisher: ServiceProgram = { environment in
        let topic = ProjectNames(project: project).topic(try environment.require("TOPIC_ID"))
        for number in 1...3 {
            _ = try await environment.clients.pubsub.publish(
                [OutgoingMessage(data: Array("\(number)".utf8))], to: topic)
            try await environment.timeline.sleep(for: .seconds(20))
        }
    }

    @Test("With seven minutes of propagation, phases 1 and 3 wait for it, and the messages arrive")
    func wholeRun() async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let slow = PropagationModel(
            accountVisibleAfter: .seconds(60) ... .seconds(120),
            accountAcceptedAfter: .seconds(60) ... .seconds(150),
            accountChangeVisibleAfter: .zero ... .seconds(30),
            policyVisibleAfter: .seconds(400) ... .seconds(420),
            policyEnforcedAfter: .seconds(400) ... .seconds(420))
        let cloud = LocalCloud(
            timeline: timeline, project: try LocalProject(id: Self.project), propagation: slow)
        let server = try cloud.start()
        let transport = CurlTransport()
        let endpoints = CloudEndpoints.local(port: server.port)
        let clients = { @Sendable (principal: String) in
            CloudClients(
                endpoints: endpoints, transport: transport,
                credentials: LocalCredentials(principal: principal),
                timeline: timeline)
        }
        let hydrated = try Hydration.hydrate(Self.architecture)
        let journal = StepJournal(timeline: timeline)
        let programs: [String: ServiceProgram] = [
            "publisher": Self.publisher, "director": ServiceDirector.program(for: hydrated),
        ]
        let owner = clients(cloud.owner)
        try await InProcessPlatform.withPlatform(programs: programs, clients: clients, timeline: timeline) {
            platform in
            let conductor = Conductor(
                hydrated, runID: "run-1", clients: owner, builder: platform, deployer: platform,
                journal: journal)
            let verifier = ExpectationVerifier(
                [MessageExpectation(topic: "out", count: 3, limit: .seconds(600))], project: Self.project,
                runID: "run-1", pubsub: owner.pubsub, journal: journal)
            try await conductor.run { try await verifier.subscribe() }
            try await verifier.verify()
            try await verifier.close()
            #expect(platform.exits.allSatisfy { $0.error == nil })
            #expect(cloud.serviceAccounts.count == 2)
            try await conductor.teardown()
        }
        let elapsed = { (id: StepID) in journal.graph[id]?.elapsed(at: journal.now)?.virtual ?? .zero }
        #expect(elapsed(Phase.iam) >= .seconds(60))
        #expect(elapsed(Phase.verify) >= .seconds(300))
        #expect(elapsed(Phase.verify) < .seconds(15 * 60))
        #expect(journal.graph.all.allSatisfy { $0.state == .done })
        #expect(cloud.serviceAccounts.isEmpty)
        #expect(try cloud.pubsub.topics().isEmpty)
        #expect(try cloud.pubsub.subscriptions().isEmpty)
        await server.stop()
    }
}
