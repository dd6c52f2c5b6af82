import CloudCore
import GoogleCloud
import Synchronization
import Testing

@testable import Orchestration

/// A provisioner that counts its calls and does first what a test says.
final class SpyProvisioner: ResourceProvisioner {
    private let base: any ResourceProvisioner
    private let first: @Sendable (Int) async throws -> Void
    private let setUps = Mutex(0)
    private let tearDowns = Mutex<[String]>([])

    /// - Parameter first: called at the start of each set-up with its number, from 1.
    init(_ base: any ResourceProvisioner, first: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        self.base = base
        self.first = first
    }

    var setUpCount: Int { setUps.withLock { $0 } }
    var tornDown: [String] { tearDowns.withLock { $0 } }

    func setUp(_ dataflow: Dataflow) async throws {
        let number = setUps.withLock { count in
            count += 1
            return count
        }
        try await first(number)
        try await base.setUp(dataflow)
    }

    func tearDown(_ dataflow: Dataflow) async throws {
        tearDowns.withLock { $0.append(dataflow.name) }
        try await base.tearDown(dataflow)
    }

    func missing(in dataflow: Dataflow) async throws -> [String] { try await base.missing(in: dataflow) }
}

/// A policy applier that remembers what it was given.
final class SpyPolicies: PolicyApplier {
    private let given = Mutex<[[IAMBinding]]>([])

    var bindings: [IAMBinding] { given.withLock { $0.flatMap { $0 } } }

    func apply(_ bindings: [IAMBinding]) async throws -> [String: CompletionEvent.AppliedPolicy] {
        given.withLock { $0.append(bindings) }
        var applied: [String: CompletionEvent.AppliedPolicy] = [:]
        for (resource, group) in Dictionary(grouping: bindings, by: \.resource) {
            let roles = Dictionary(grouping: group, by: \.role).mapValues { $0.map(\.member).sorted() }
            applied[resource.description] = CompletionEvent.AppliedPolicy(
                resourceType: resource.type, resourceID: resource.id, memberRoles: roles)
        }
        return applied
    }
}

/// A fake cloud with an open command channel, and directors and orchestrators on it.
struct DirectorHarness: Sendable {
    let timeline = VirtualTimeline(mode: .automatic)
    let cloud: FakeCloud
    let hydrated: HydratedArchitecture
    let policies = SpyPolicies()

    init(_ architecture: Architecture = TestArchitecture.tracer()) throws {
        cloud = FakeCloud(timeline: timeline)
        hydrated = try TestArchitecture.hydrated(architecture)
    }

    var commands: String { TestArchitecture.topic("director-commands") }
    var events: String { TestArchitecture.topic("director-events") }

    func provisioner(first: @escaping @Sendable (Int) async throws -> Void = { _ in }) -> SpyProvisioner {
        SpyProvisioner(
            PubSubProvisioner(pubsub: cloud.clients().pubsub, project: TestArchitecture.project), first: first
        )
    }

    func director(runID: String = "run-1", _ provisioner: any ResourceProvisioner) -> ServiceDirector {
        let configuration = ServiceDirector.Configuration(
            environment: "tracer", runID: runID, commandSubscription: hydrated.commandSubscription,
            completionTopic: hydrated.director.completionTopic.name)
        return ServiceDirector(
            configuration, architecture: hydrated.architecture, pubsub: cloud.clients("director").pubsub,
            provisioner: provisioner, policies: policies, timeline: timeline)
    }

    func orchestrator(runID: String = "run-1", _ options: ConductorOptions = ConductorOptions())
        -> Orchestrator
    {
        Orchestrator(
            hydrated, runID: runID, pubsub: cloud.clients().pubsub, timeline: timeline, options: options)
    }

    /// Publishes the data of a command as somebody else would.
    func publish(_ data: [UInt8]) async throws {
        _ = try await cloud.clients().pubsub.publish([OutgoingMessage(data: data)], to: commands)
    }

    /// Runs a director while `body` runs.
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

    /// The next `count` events of the completion topic, in order, from the beginning.
    func events(_ count: Int) async throws -> [CompletionEvent] {
        while cloud.published(events).count < count { try await timeline.sleep(for: .seconds(15)) }
        return try cloud.events(events)
    }
}
