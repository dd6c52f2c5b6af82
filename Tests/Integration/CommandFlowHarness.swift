import CloudCore
import GoogleCloud
import PubSubEmulator
import Synchronization

@testable import Orchestration

/// The Pub/Sub emulator on a port, reached by the real HTTP client; everything else of the cloud is replaced by
/// fakes. Virtual time advances by itself whenever nothing happens.
final class CommandFlowHarness: Sendable {
    let timeline = VirtualTimeline(mode: .automatic)
    let emulator: Emulator
    let hydrated: HydratedArchitecture
    let iam = FakeIAM()
    let network: FaultyTransport
    private let clients: CloudClients
    private let stopServer: @Sendable () async -> Void

    static let project = "test-project"

    init() throws {
        let emulator = Emulator(project: Self.project, timeline: timeline)
        let server = try emulator.start()
        let network = FaultyTransport(CurlTransport())
        self.emulator = emulator
        self.network = network
        stopServer = { await server.stop() }
        clients = CloudClients(
            endpoints: .local(port: server.port), transport: network, credentials: NoCredentials(),
            timeline: timeline)
        hydrated = try Hydration.hydrate(Self.architecture)
    }

    /// One dataflow with a topic that one service publishes to, and the names of the seed's test.
    private static var architecture: Architecture {
        let producer = Service(
            name: "producer-service", serviceAccount: "producer-sa",
            deployment: Deployment(sourcePath: "services/producer"))
        let topic = Orchestration.Topic(name: "e2e-dataflow-topic", producer: ServiceLink("producer-service"))
        var director = DirectorSpec(
            name: "director", serviceAccount: "director-sa",
            commandTopic: ServiceLink("director-commands-harness"),
            completionTopic: ServiceLink("director-events-harness"))
        director.deployment = Deployment(
            sourcePath: "services/director",
            environment: [DirectorChannel.commandSubscriptionVariable: "director-command-sub-harness"])
        return Architecture(
            name: "harness", projectID: project, region: "europe-west1", serviceManager: director,
            dataflows: [
                Dataflow(name: "test-flow", services: [producer], resources: Resources(topics: [topic]))
            ])
    }

    var completionTopic: String { "projects/\(Self.project)/topics/director-events-harness" }
    var commandTopic: String { "projects/\(Self.project)/topics/director-commands-harness" }

    func orchestrator(runID: String = "run-1", _ options: ConductorOptions = ConductorOptions())
        -> Orchestrator
    {
        Orchestrator(hydrated, runID: runID, pubsub: clients.pubsub, timeline: timeline, options: options)
    }

    func provisioner(beforeSetUp: @escaping @Sendable (Int) async throws -> Void = { _ in })
        -> CountingProvisioner
    {
        CountingProvisioner(PubSubProvisioner(pubsub: clients.pubsub, project: Self.project), beforeSetUp)
    }

    func director(runID: String = "run-1", _ provisioner: any ResourceProvisioner) -> ServiceDirector {
        ServiceDirector(
            ServiceDirector.Configuration(
                environment: "harness", runID: runID, commandSubscription: hydrated.commandSubscription,
                completionTopic: hydrated.director.completionTopic.name),
            architecture: hydrated.architecture, pubsub: clients.pubsub, provisioner: provisioner,
            policies: iam,
            timeline: timeline)
    }

    /// Runs a director as a task while `body` runs.
    func running<Result: Sendable>(
        _ director: ServiceDirector, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                do { try await director.run() } catch is CancellationError {}
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let result = ended { return result }
            }
            throw CancellationError()
        }
    }

    /// Publishes data as somebody else would.
    func publish(_ data: [UInt8], to topic: String) async throws {
        _ = try await clients.pubsub.publish([OutgoingMessage(data: data)], to: topic)
    }

    /// The commands that were published, oldest first.
    var commands: [DirectorCommand] {
        get throws {
            try data(commandTopic).map { try DirectorCommand(decoding: $0, messageID: "") }
        }
    }

    /// The events that were published, oldest first.
    var events: [CompletionEvent] {
        get throws { try data(completionTopic).map { try CompletionEvent(decoding: $0) } }
    }

    private func data(_ topic: String) -> [[UInt8]] {
        emulator.messages(of: topic).map { [UInt8]($0.message.data) }
    }

    func stop() async { await stopServer() }
}

/// IAM as a fake: remembers which policies were applied.
final class FakeIAM: PolicyApplier {
    private let applied = Mutex<[[String: CompletionEvent.AppliedPolicy]]>([])

    /// The policies of each call.
    var calls: [[String: CompletionEvent.AppliedPolicy]] { applied.withLock { $0 } }

    func apply(_ bindings: [IAMBinding]) async throws -> [String: CompletionEvent.AppliedPolicy] {
        var policies: [String: CompletionEvent.AppliedPolicy] = [:]
        for (resource, group) in Dictionary(grouping: bindings, by: \.resource) {
            let roles = Dictionary(grouping: group, by: \.role).mapValues { $0.map(\.member).sorted() }
            policies[resource.description] = CompletionEvent.AppliedPolicy(
                resourceType: resource.type, resourceID: resource.id, memberRoles: roles)
        }
        applied.withLock { $0.append(policies) }
        return policies
    }
}

/// Service management as a fake: remembers what was deployed, runs nothing.
final class FakeDeployer: ServiceDeployer {
    private let deployed = Mutex<[ServiceDeployment]>([])

    var deployments: [ServiceDeployment] { deployed.withLock { $0 } }

    func deploy(_ deployment: ServiceDeployment) async throws -> DeployedService {
        deployed.withLock { $0.append(deployment) }
        return DeployedService(name: deployment.name, url: "https://\(deployment.name).example.com")
    }

    func service(named name: String) async throws -> DeployedService? { nil }

    func delete(_ name: String) async throws {}
}

/// Provides resources for real, counts the set-ups, and does first what a test says.
final class CountingProvisioner: ResourceProvisioner {
    private let base: any ResourceProvisioner
    private let beforeSetUp: @Sendable (Int) async throws -> Void
    private let count = Mutex(0)

    init(_ base: any ResourceProvisioner, _ beforeSetUp: @escaping @Sendable (Int) async throws -> Void) {
        self.base = base
        self.beforeSetUp = beforeSetUp
    }

    var setUpCount: Int { count.withLock { $0 } }

    func setUp(_ dataflow: Dataflow) async throws {
        let number = count.withLock { count in
            count += 1
            return count
        }
        try await beforeSetUp(number)
        try await base.setUp(dataflow)
    }

    func tearDown(_ dataflow: Dataflow) async throws { try await base.tearDown(dataflow) }

    func missing(in dataflow: Dataflow) async throws -> [String] { try await base.missing(in: dataflow) }
}

/// A network that loses what a test tells it to: the sender believes that it arrived.
final class FaultyTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let lossy = Mutex<(suffix: String, times: Int)>(("", 0))

    init(_ base: any HTTPTransport) { self.base = base }

    /// Loses the next calls whose URL ends so.
    func lose(_ suffix: String, times: Int) { lossy.withLock { $0 = (suffix, times) } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let isLost = lossy.withLock { lossy in
            guard lossy.times > 0, request.url.hasSuffix(lossy.suffix) else { return false }
            lossy.times -= 1
            return true
        }
        if isLost { return HTTPResponse(status: 200, body: Array(#"{"messageIds":["0"]}"#.utf8)) }
        return try await base.send(request)
    }
}
