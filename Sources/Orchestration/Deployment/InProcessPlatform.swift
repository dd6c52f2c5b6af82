import CloudCore
import GoogleCloud
import Synchronization

/// Builds and runs services inside this process: an image is a closure, a deployed service is a task.
///
/// All services live inside `withPlatform`: when its body returns they are cancelled, and it returns when they
/// have ended.
public final class InProcessPlatform: ImageBuilder, ServiceDeployer {
    /// What became of a service that ended by itself or was stopped.
    public struct Exit: Sendable {
        /// The service's name.
        public var service: String
        /// Why it failed; nil if it returned or was stopped.
        public var error: (any Error)?
    }

    struct Instance: Sendable {
        let deployment: ServiceDeployment
        let program: ServiceProgram
        let stop = OneShot<Void>()
        let ended = OneShot<Void>()
    }

    private struct State {
        var built: Set<ImageReference> = []
        var instances: [String: Instance] = [:]
        var exits: [Exit] = []
    }

    private let programs: [String: ServiceProgram]
    private let clients: @Sendable (String) -> CloudClients
    private let timeline: any Timeline
    private let log: @Sendable (String, String) -> Void
    private let state = Mutex(State())
    private let failure = OneShot<Void>()
    private let launches: AsyncStream<Instance>.Continuation

    private init(
        programs: [String: ServiceProgram], clients: @escaping @Sendable (String) -> CloudClients,
        timeline: any Timeline, log: @escaping @Sendable (String, String) -> Void,
        launches: AsyncStream<Instance>.Continuation
    ) {
        self.programs = programs
        self.clients = clients
        self.timeline = timeline
        self.log = log
        self.launches = launches
    }

    /// Runs `body` with a platform, then stops every service that still runs.
    ///
    /// - Parameters:
    ///   - programs: the programs by the name of their source: the last part of a deployment's
    ///     `buildable_module_path` or, without one, of its `source_path`.
    ///   - clients: the clients for the account with that email.
    ///   - log: takes the name of a service and a line of its log.
    public static func withPlatform<Result: Sendable>(
        programs: [String: ServiceProgram], clients: @escaping @Sendable (String) -> CloudClients,
        timeline: any Timeline, log: @escaping @Sendable (String, String) -> Void = { _, _ in },
        _ body: @escaping @Sendable (InProcessPlatform) async throws -> Result
    ) async throws -> Result {
        let (stream, continuation) = AsyncStream.makeStream(of: Instance.self)
        let platform = InProcessPlatform(
            programs: programs, clients: clients, timeline: timeline, log: log, launches: continuation)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                defer { continuation.finish() }
                return try await body(platform)
            }
            for await instance in stream {
                group.addTask {
                    await platform.run(instance)
                    return nil
                }
            }
            // The stream has ended, so the body has returned: no service outlives it.
            group.cancelAll()
            var result: Result?
            while let ended = await group.nextResult() {
                switch ended {
                case .success(let value): result = value ?? result
                case .failure(let error): throw error
                }
            }
            guard let result else { throw CancellationError() }
            return result
        }
    }

    /// The services that ended, in that order.
    public var exits: [Exit] { state.withLock { $0.exits } }

    /// Waits until a service fails by itself; it never returns.
    ///
    /// - Throws: UNKNOWN naming the service and its error, or `CancellationError`.
    public func firstFailure() async throws { try await failure.value() }

    // MARK: Images

    /// "Builds" the image of a service: finds its program by the name of its source.
    public func build(_ service: Service) async throws -> ImageReference {
        let source = Self.sourceName(of: service)
        guard programs[source] != nil else {
            throw Status(
                .notFound,
                "there is no program \"\(source)\" for service \"\(service.name)\"; there are "
                    + programs.keys.sorted().joined(separator: ", "))
        }
        let image = Self.image(of: service)
        state.withLock { _ = $0.built.insert(image) }
        return image
    }

    /// The image of a service, if this platform has built it.
    public func existingImage(of service: Service) async throws -> ImageReference? {
        let image = Self.image(of: service)
        return state.withLock { $0.built.contains(image) } ? image : nil
    }

    /// What a service is built from: the last part of its module path or, without one, of its source path.
    public static func sourceName(of service: Service) -> String {
        let deployment = service.deployment ?? Deployment()
        let path = [deployment.buildableModulePath, deployment.sourcePath].first { !$0.isEmpty && $0 != "." }
        return path?.split(separator: "/").last.map(String.init) ?? service.name
    }

    /// An image keeps the name of its source beside its own, so that the deployment finds the program.
    private static func image(of service: Service) -> ImageReference {
        let name = service.deployment?.image ?? ""
        return ImageReference((name.isEmpty ? service.name : name) + "#" + sourceName(of: service))
    }

    // MARK: Services

    /// Starts the program of an image as a task, after stopping the service of that name.
    public func deploy(_ deployment: ServiceDeployment) async throws -> DeployedService {
        let source = deployment.image.name.split(separator: "#").last.map(String.init) ?? ""
        let isBuilt = state.withLock { $0.built.contains(deployment.image) }
        guard isBuilt, let program = programs[source] else {
            throw Status(.notFound, "image \(deployment.image) of service \(deployment.name) was never built")
        }
        try await delete(deployment.name)
        let instance = Instance(deployment: deployment, program: program)
        state.withLock { $0.instances[deployment.name] = instance }
        guard case .enqueued = launches.yield(instance) else {
            throw Status(.unavailable, "the platform has been shut down; \(deployment.name) cannot start")
        }
        return Self.deployed(deployment.name)
    }

    /// The service of that name, if it runs.
    public func service(named name: String) async throws -> DeployedService? {
        state.withLock { $0.instances[name] != nil } ? Self.deployed(name) : nil
    }

    /// Stops a service and waits until it has ended.
    public func delete(_ name: String) async throws {
        guard let instance = state.withLock({ $0.instances[name] }) else { return }
        instance.stop.fulfil(.success(()))
        try await instance.ended.value()
    }

    private static func deployed(_ name: String) -> DeployedService {
        DeployedService(name: name, url: "in-process://\(name)")
    }

    /// Runs a service until it returns, fails, or is stopped.
    private func run(_ instance: Instance) async {
        let name = instance.deployment.name
        let environment = ServiceEnvironment(
            name: name, variables: instance.deployment.variables,
            clients: clients(instance.deployment.serviceAccount), timeline: timeline,
            log: { [log] line in log(name, line) })
        var failed: (any Error)?
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await instance.program(environment) }
                group.addTask { try await instance.stop.value() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch is CancellationError {
            failed = nil
        } catch {
            // What a service throws while it is being stopped says nothing.
            failed = instance.stop.isFulfilled ? nil : error
        }
        let exit = Exit(service: name, error: failed)
        state.withLock { state in
            state.exits.append(exit)
            if state.instances[name]?.ended === instance.ended { state.instances[name] = nil }
        }
        instance.ended.fulfil(.success(()))
        guard let failed else { return }
        log(name, "failed: \(StepFailure.text(of: failed))")
        failure.fulfil(.failure(Status(.unknown, "service \(name) failed: \(StepFailure.text(of: failed))")))
    }
}
