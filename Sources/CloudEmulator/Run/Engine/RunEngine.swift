import CloudCore
import RPCServer
import Synchronization

/// Runs the revisions of services: starts and stops their instances, and passes requests on to them.
///
/// What happens is decided by `InstancePool`s, one for each revision; this carries out what they say.
final class RunEngine: Sendable {
    /// A revision that is run here.
    struct Runtime {
        let plan: RevisionPlan
        /// Tells it from an earlier one of the same name, whose instances may still have something to say.
        let generation: UInt64
        let log: RevisionLog
        var pool: InstancePool
        var instances: [UInt64: RunInstance] = [:]
        var requests: [UInt64: ServedRequest] = [:]
        /// What the pool is to have once the revision has come up; nil when it has.
        var settingsWhenReady: InstancePool.Settings?
        var isRemoved = false
    }

    /// What is behind the lock.
    struct State {
        var runtimes: [RunRevisionName: Runtime] = [:]
        var nextRequest: UInt64 = 1
        var nextGeneration: UInt64 = 1
        /// Whether what an earlier process has left is still to be run.
        var isRestartDue = false
    }

    let timeline: any Timeline
    let plane: ControlPlaneHost
    let http: (any OutgoingHTTP)?
    let project: LocalProject
    /// The ports through which instances reach the cloud.
    let ports = AccountPorts()
    let images: ImageStore
    let waiters: OperationWaiters
    let state = Mutex(State())
    let alarm: NextAlarm

    init(
        timeline: any Timeline, plane: ControlPlaneHost, images: ImageStore, http: (any OutgoingHTTP)?,
        project: LocalProject, waiters: OperationWaiters
    ) {
        self.timeline = timeline
        self.plane = plane
        self.images = images
        self.http = http
        self.project = project
        self.waiters = waiters
        // What is due already is done a moment later, and not from within what has led here.
        alarm = NextAlarm(timeline, delay: .nanoseconds(1))
    }

    deinit { endAll() }

    /// Ends all instances at once. What is deployed stays so, and starts again when it is asked for.
    func endAll() {
        let instances = state.withLock { state in state.runtimes.values.flatMap(\.instances.values) }
        for instance in instances { instance.kill() }
    }

    // MARK: What happens to instances

    private func receive(
        _ event: RunInstance.Event, _ name: RunRevisionName, _ generation: UInt64, _ number: UInt64
    ) {
        var outcome: (failure: RunFailure?, digest: String)?
        change(name) { runtime, now in
            guard runtime.generation == generation else { return }
            let digest = "\(runtime.plan.image.name)@\(runtime.plan.image.digest)"
            switch event {
            case .ready:
                runtime.pool.ready(number, at: now)
                guard let settings = runtime.settingsWhenReady else { return }
                runtime.settingsWhenReady = nil
                runtime.pool.apply(settings, at: now)
                outcome = (nil, digest)
            case .ended(let failure):
                runtime.instances[number] = nil
                if runtime.settingsWhenReady != nil {
                    // It was the one by which the revision should have come up.
                    runtime.settingsWhenReady = nil
                    runtime.pool.retire(at: now)
                    outcome = (failure ?? .startup(runtime.plan.container), digest)
                }
                runtime.pool.ended(number, at: now)
            }
        }
        if let outcome { settle(name, outcome.digest, outcome.failure) }
    }

    /// Changes a revision's pool, and carries out what it says.
    func change(_ name: RunRevisionName, _ body: (inout Runtime, Instant) -> Void) {
        let now = timeline.now
        let steps = state.withLock { state -> [Step] in
            guard var runtime = state.runtimes[name] else { return [] }
            body(&runtime, now)
            let steps = runtime.pool.takeEffects().map { step($0, name, &runtime) }
            // Of what is gone only the log would be left.
            let isOver = runtime.isRemoved && runtime.instances.isEmpty
            state.runtimes[name] = isOver ? nil : runtime
            return steps
        }
        for step in steps { perform(step) }
        rearm()
    }

    /// Something to be done outside of the lock.
    private enum Step {
        case launch(RunInstance)
        case stop(RunInstance)
        case send(ServedRequest, RunInstance)
        case refuse(ServedRequest)
        case nothing
    }

    private func step(_ effect: InstancePool.Effect, _ name: RunRevisionName, _ runtime: inout Runtime)
        -> Step
    {
        switch effect {
        case .start(let number):
            let instance = makeInstance(number, name, runtime)
            runtime.instances[number] = instance
            return .launch(instance)
        case .stop(let number): return runtime.instances[number].map { .stop($0) } ?? .nothing
        case .send(let request, let number):
            guard let served = runtime.requests[request], let instance = runtime.instances[number] else {
                return .nothing
            }
            return .send(served, instance)
        case .refuse(let request):
            return runtime.requests.removeValue(forKey: request).map { .refuse($0) } ?? .nothing
        }
    }

    private func perform(_ step: Step) {
        switch step {
        case .launch(let instance): instance.launch()
        case .stop(let instance): instance.stop()
        case .send(let request, let instance): request.send(to: instance, through: http)
        case .refuse(let request): request.answer(.noInstance)
        case .nothing: break
        }
    }

    private func makeInstance(_ number: UInt64, _ name: RunRevisionName, _ runtime: Runtime) -> RunInstance {
        let plan = runtime.plan
        return RunInstance(
            RunInstance.Parts(
                plan: plan, number: number, log: runtime.log, timeline: timeline, http: http,
                project: project,
                variables: { [plane] () throws(Status) in
                    try plane.perform { (plane, now) throws(Status) in
                        try plane.runVariables(plan.container, account: plan.account, at: now)
                    }
                },
                cloudPort: { [ports] in
                    ports.port(of: AccountPorts.Owner(account: plan.account, region: name.service.location))
                })
        ) { [weak self, generation = runtime.generation] event in
            self?.receive(event, name, generation, number)
        }
    }

    /// Begins to run a revision.
    func add(
        _ name: RunRevisionName, _ plan: RevisionPlan, _ pool: InstancePool,
        settingsWhenReady: InstancePool.Settings?, unlessItRuns: Bool = false
    ) {
        state.withLock { state in
            if unlessItRuns, state.runtimes.keys.contains(name) { return }
            state.runtimes[name] = Runtime(
                plan: plan, generation: state.nextGeneration, log: RevisionLog(timeline: timeline),
                pool: pool,
                settingsWhenReady: settingsWhenReady)
            state.nextGeneration += 1
        }
        change(name) { runtime, now in runtime.pool.tick(at: now) }
    }

    // MARK: What can be seen

    /// The revisions that are run here, with what their instances do and have said.
    func inspect<R: Sendable>(_ look: (RunRevisionName, Runtime) -> R) -> [R] {
        state.withLock { state in
            state.runtimes.sorted { $0.key.path < $1.key.path }.map { look($0.key, $0.value) }
        }
    }
}
