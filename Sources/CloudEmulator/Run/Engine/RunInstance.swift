import CloudCore
import Dispatch
import Synchronization

/// One instance of a revision, from its start to its end.
final class RunInstance: Sendable {
    /// What happens to an instance.
    enum Event: Sendable {
        /// It serves from now on.
        case ready
        /// It has ended; why, if it was not asked to.
        case ended(RunFailure?)
    }

    /// What an instance is made of.
    struct Parts: Sendable {
        let plan: RevisionPlan
        let number: UInt64
        let log: RevisionLog
        let timeline: any Timeline
        let http: (any OutgoingHTTP)?
        let project: LocalProject
        /// Reads the variables that the service sets, secrets among them.
        let variables: @Sendable () throws(Status) -> [String: String]
        /// Opens a port of the cloud for the service's account; nil while the cloud cannot be reached from outside.
        let cloudPort: @Sendable () -> AccountPort?
    }

    /// What runs.
    enum Body: Sendable {
        case none
        case process(GuardedProcess)
        case task(Task<Void, Never>)
    }

    /// What is behind the lock.
    struct State {
        var body = Body.none
        var isStopping = false
        var isReady = false
        var hasEnded = false
        /// What has gone wrong before the program ended by that.
        var failure: RunFailure?
        var probe: InstanceProbe?
        var killer: Alarm?
        /// Holds a self-advancing timeline still while the program starts.
        var activity: Activity?
        var port: UInt16?
        /// Where it finds the cloud; open for as long as it runs.
        var cloudPort: AccountPort?
    }

    /// How long an instance may take to end after SIGTERM ("Container runtime contract").
    static let gracePeriod = Duration.seconds(10)
    /// Real time for which a start holds a self-advancing timeline still at most, so that its deadline can come.
    private static let patience = DispatchTimeInterval.seconds(30)

    let parts: Parts
    let tell: @Sendable (Event) -> Void
    let state = Mutex(State())

    init(_ parts: Parts, _ tell: @escaping @Sendable (Event) -> Void) {
        self.parts = parts
        self.tell = tell
    }

    /// The port on which it listens; nil before its start.
    var port: UInt16? { state.withLock { $0.port } }

    // MARK: Start

    /// Starts it, unless it has been stopped before.
    func launch() {
        guard !state.withLock({ $0.isStopping }) else { return end(nil) }
        let activity = parts.timeline.beginActivity(.working)
        state.withLock { $0.activity = activity }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak activity] in
            activity?.end()
        }
        do throws(Status) {
            let own = try parts.variables()
            let port = try Self.freePort()
            let cloudPort = parts.cloudPort()
            state.withLock { state in
                state.port = port
                state.cloudPort = cloudPort
            }
            let contract = parts.plan.variables(
                port: port, cloudPort: cloudPort?.number, project: parts.project)
            try start(contract.merging(own) { contract, own in own }, port)
            probe(port)
        } catch {
            end(
                RunFailure(
                    message: error.message, code: error.code,
                    reason: error.code == .resourceExhausted ? .internal : .secretsAccessCheckFailed))
        }
    }

    private static func freePort() throws(Status) -> UInt16 {
        do throws(SystemError) { return try LoopbackPort.free() } catch {
            throw Status(.resourceExhausted, "No port for an instance: \(error).")
        }
    }

    private func start(_ variables: [String: String], _ port: UInt16) throws(Status) {
        switch parts.plan.image.image {
        case .closure(let closure):
            // A closure that goes on after its instance's end does not hold the cloud.
            let instance = ServiceInstance(port: Int(port), environment: variables) {
                [log = parts.log, number = parts.number] line in log.add(line, .output, number)
            }
            keep(
                .task(
                    Task { [weak self] in
                        var failure: RunFailure?
                        do {
                            try await closure(instance)
                            if !Task.isCancelled { failure = RunFailure.exit("Container called exit(0).") }
                        } catch {
                            if !Task.isCancelled { failure = RunFailure.exit("Container failed: \(error)") }
                        }
                        self?.bodyEnded(failure)
                    }))
        case .process(let image):
            let base = [
                "PATH": ProcessEnvironment.variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
                "HOME": image.directory,
            ]
            let plan = GuardedProcess.Plan(
                command: parts.plan.command(of: image), directory: image.directory,
                environment: base.merging(image.environment) { $1 }.merging(variables) { $1 },
                processors: max(1, Int(parts.plan.container.processors.rounded(.up))),
                memoryBytes: parts.plan.container.memoryBytes)
            do throws(SystemError) {
                keep(.process(try GuardedProcess(plan) { [weak self] in self?.receive($0) }))
            } catch {
                throw Status(.resourceExhausted, "The instance could not be started: \(error).")
            }
        }
    }

    /// Keeps what runs; what has been stopped meanwhile is ended.
    private func keep(_ body: Body) {
        let isStopping = state.withLock { state in
            state.body = body
            return state.isStopping
        }
        if isStopping { kill() }
    }

    private func probe(_ port: UInt16) {
        guard let startup = parts.plan.container.startupProbe, !parts.plan.isHealthCheckDisabled else {
            return becomeReady()
        }
        let probe = InstanceProbe(
            startup, port: port, endsWithSuccess: true, timeline: parts.timeline, http: parts.http
        ) { [weak self] succeeded, attempts in
            guard let self else { return }
            let kind = startup.httpGet == nil ? "TCP" : "HTTP"
            if succeeded {
                note(
                    "STARTUP \(kind) probe succeeded after \(attempts) attempt\(attempts == 1 ? "" : "s") on port \(port)."
                )
                becomeReady()
            } else {
                note(
                    "STARTUP \(kind) probe failed \(attempts) time\(attempts == 1 ? "" : "s") on port \(port)."
                )
                fail(.startup(parts.plan.container))
            }
        }
        watch(probe)
    }

    private func watch(_ probe: InstanceProbe) {
        let isOver = state.withLock { state in
            if state.hasEnded || state.isStopping { return true }
            state.probe = probe
            return false
        }
        if !isOver { probe.start() }
    }

    private func becomeReady() {
        let port = state.withLock { state -> UInt16? in
            guard !state.isStopping, !state.hasEnded else { return nil }
            state.isReady = true
            return state.port
        }
        endActivity()
        guard let port else { return }
        tell(.ready)
        guard let liveness = parts.plan.container.livenessProbe else { return }
        let probe = InstanceProbe(
            liveness, port: port, endsWithSuccess: false, timeline: parts.timeline, http: parts.http
        ) { [weak self] _, _ in
            self?.note("LIVENESS HTTP probe failed \(liveness.failureThreshold) times in a row.")
            self?.fail(.exit("The instance did not pass its liveness probe."))
        }
        watch(probe)
    }
}
