import CloudCore
import GoogleCloud
import Synchronization

@testable import Orchestration

/// A fake cloud and an in-process platform for the tracer, with hooks for what a test wants to change.
final class Stage: Sendable {
    let timeline = VirtualTimeline(mode: .automatic)
    let cloud: FakeCloud
    let hydrated: HydratedArchitecture
    let journal: StepJournal
    /// The variables of each service that was started.
    let started: SharedVariables
    /// Called before each build with the name of the source.
    let beforeBuild = Mutex<@Sendable (String) async throws -> Void>({ _ in })
    /// Called for each event of the journal.
    let onEvent: SharedListener
    private let programs: [String: ServiceProgram]

    init(
        _ architecture: Architecture = TestArchitecture.tracer(), propagation: Duration = .zero,
        without missing: String? = nil
    ) throws {
        let hydrated = try TestArchitecture.hydrated(architecture)
        let started = SharedVariables()
        let listener = SharedListener()
        cloud = FakeCloud(timeline: timeline, propagation: propagation)
        journal = StepJournal(timeline: timeline) { event in listener.withLock { $0 }(event) }
        let service: ServiceProgram = { environment in
            started.withLock { $0[environment.name] = environment.variables }
            try await OneShot<Void>().value()
        }
        var programs = ["publisher": service, "subscriber": service]
        programs["director"] = ServiceDirector.program(for: hydrated)
        if let missing { programs[missing] = nil }
        self.hydrated = hydrated
        self.started = started
        self.onEvent = listener
        self.programs = programs
    }

    func conductor(
        _ platform: InProcessPlatform, runID: String = "run-1",
        _ options: ConductorOptions = ConductorOptions()
    ) -> Conductor {
        Conductor(
            hydrated, runID: runID, clients: cloud.clients(),
            builder: HookedBuilder(base: platform, before: beforeBuild.withLock { $0 }), deployer: platform,
            journal: journal, options: options)
    }

    /// Runs `body` with a conductor on a platform, and waits until all deployed services have been started.
    func run(
        _ options: ConductorOptions = ConductorOptions(),
        _ body: @escaping @Sendable (Conductor, InProcessPlatform) async throws -> Void
    ) async throws {
        let cloud = cloud
        try await InProcessPlatform.withPlatform(
            programs: programs, clients: { cloud.clients($0) }, timeline: timeline
        ) { platform in
            try await body(self.conductor(platform, options), platform)
        }
    }
}

/// A builder that does first what a test says.
struct HookedBuilder: ImageBuilder {
    let base: any ImageBuilder
    let before: @Sendable (String) async throws -> Void

    func build(_ service: Service) async throws -> ImageReference {
        try await before(service.name)
        return try await base.build(service)
    }

    func existingImage(of service: Service) async throws -> ImageReference? {
        try await base.existingImage(of: service)
    }
}

/// Values that closures and tests share.
final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        value.withLock { value in body(&value) }
    }
}

typealias SharedVariables = Shared<[String: [String: String]]>
typealias SharedListener = Shared<@Sendable (StepEvent) -> Void>

extension Shared where Value == [String: [String: String]] {
    convenience init() { self.init([:]) }
}

extension Shared where Value == @Sendable (StepEvent) -> Void {
    convenience init() { self.init({ _ in }) }
}
