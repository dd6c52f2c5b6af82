import CloudCore
import RPCServer
import Synchronization

/// Runs the revisions of services: starts and stops their instances, and passes requests on to them.
///
/// What happens is decided by `InstancePool`s, one for each revision; this carries out what they say.
final class RunEngine: Sendable {
    struct Runtime {
        let plan: RevisionPlan
        let log: RevisionLog
        var pool: InstancePool
        var instances: [UInt64: RunInstance] = [:]
        var requests: [UInt64: ServedRequest] = [:]
        /// What the pool is to have once the revision has come up; nil when it has.
        var settingsWhenReady: InstancePool.Settings?
        var isRemoved = false
    }

    private struct State {
        var runtimes: [RunRevisionName: Runtime] = [:]
        var nextRequest: UInt64 = 1
        var alarm: Alarm?
        var armedFor: Instant?
    }

    let timeline: any Timeline
    let plane: ControlPlaneHost
    let http: (any OutgoingHTTP)?
    let project: LocalProject
    /// The ports through which instances reach the cloud.
    let ports = AccountPorts()
    private let images: ImageStore
    private let waiters: OperationWaiters
    private let state = Mutex(State())

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
    }

    deinit { endAll() }

    /// Ends all instances at once. What is deployed stays so, and starts again when it is asked for.
    func endAll() {
        let instances = state.withLock { state in state.runtimes.values.flatMap(\.instances.values) }
        for instance in instances { instance.kill() }
    }

    // MARK: What the control plane wants

    /// Does what calls have left to do.
    func follow() {
        // What is done may leave more to do.
        while true {
            let work = plane.change(at: timeline.now) { (plane, _) in plane.run.takeWork() }
            waiters.notify()
            guard !work.isEmpty else { return }
            for item in work {
                switch item {
                case .deploy(let name): deploy(name)
                case .scale(let name): scale(name)
                case .remove(let name): remove(name)
                }
            }
        }
    }

    private func deploy(_ name: RunRevisionName) {
        let found = plane.inspect { plane in
            plane.run[name.service].flatMap { entry in
                entry.revisions[name.id].map {
                    ($0.message, entry.service.template?.healthCheckDisabled ?? false)
                }
            }
        }
        guard let (revision, isHealthCheckDisabled) = found else { return }
        let text = revision.containers.first?.image ?? ""
        guard let reference = try? ImageReferenceName(text), let image = images.image(reference) else {
            let failure = RunFailure(
                message: "Image '\(text)' not found.", code: .notFound, reason: .containerMissing)
            return settle(name, "", failure)
        }
        let plan = RevisionPlan(name, revision, image, isHealthCheckDisabled: isHealthCheckDisabled)
        let wanted = settings(of: revision, minimum: 0)
        var whileStarting = wanted
        whileStarting.minimum = 1
        let runtime = Runtime(
            plan: plan, log: RevisionLog(timeline: timeline), pool: InstancePool(whileStarting),
            settingsWhenReady: wanted)
        state.withLock { $0.runtimes[name] = runtime }
        change(name) { runtime, now in runtime.pool.tick(at: now) }
    }

    private func settings(of revision: RunV2.Revision, minimum: Int) -> InstancePool.Settings {
        var settings = InstancePool.Settings()
        settings.minimum = minimum
        settings.maximum = max(1, Int(revision.scaling?.maxInstanceCount ?? RunRules.standardMaxInstances))
        settings.concurrency = max(1, Int(revision.maxInstanceRequestConcurrency))
        return settings
    }

    private func scale(_ name: RunServiceName) {
        let demands = plane.inspect { plane in plane.run[name]?.minimumInstances ?? [:] }
        let names = state.withLock { state in state.runtimes.keys.filter { $0.service == name } }
        for revision in names {
            change(revision) { runtime, now in
                var settings = runtime.settingsWhenReady ?? runtime.pool.settings
                settings.minimum = demands[revision.id] ?? 0
                if runtime.settingsWhenReady == nil {
                    runtime.pool.apply(settings, at: now)
                } else {
                    runtime.settingsWhenReady = settings
                }
            }
        }
    }

    private func remove(_ name: RunRevisionName) {
        change(name) { runtime, now in
            runtime.isRemoved = true
            runtime.pool.retire(at: now)
        }
    }

    /// Tells the control plane what has become of a deployment.
    private func settle(_ name: RunRevisionName, _ digest: String, _ failure: RunFailure?) {
        plane.change(at: timeline.now) { (plane, now) in
            plane.settleRunRevision(name, imageDigest: digest, failure, at: now)
        }
        follow()
    }

    // MARK: What happens to instances

    private func receive(_ event: RunInstance.Event, _ name: RunRevisionName, _ number: UInt64) {
        var outcome: (failure: RunFailure?, digest: String)?
        change(name) { runtime, now in
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
        ) { [weak self] event in self?.receive(event, name, number) }
    }

    // MARK: Time

    private func rearm() {
        let now = timeline.now
        let (due, old) = state.withLock { state -> (Instant?, Alarm?) in
            let due = state.runtimes.values.compactMap(\.pool.nextDue).min()
            guard due != state.armedFor else { return (nil, nil) }
            let old = state.alarm
            state.alarm = nil
            state.armedFor = due
            return (due, old)
        }
        old?.cancel()
        guard let due else { return }
        // What is due already is done a moment later, and not from within what has led here.
        let alarm = timeline.schedule(at: max(due, now + .nanoseconds(1))) { [weak self] in self?.tick() }
        let isKept = state.withLock { state in
            guard state.armedFor == due, state.alarm == nil else { return false }
            state.alarm = alarm
            return true
        }
        if !isKept { alarm.cancel() }
    }

    private func tick() {
        let now = timeline.now
        let due = state.withLock { state -> [RunRevisionName] in
            state.armedFor = nil
            state.alarm = nil
            return state.runtimes.filter { $0.value.pool.nextDue.map { $0 <= now } ?? false }.map(\.key)
        }
        for name in due { change(name) { runtime, now in runtime.pool.tick(at: now) } }
        rearm()
    }

    // MARK: Requests

    /// Has an instance of a revision serve a request.
    func serve(_ request: ServedRequest, _ name: RunRevisionName) {
        var isKnown = false
        change(name) { runtime, now in
            guard !runtime.isRemoved else { return }
            isKnown = true
            request.begin(limit: runtime.plan.timeout, timeline: timeline) { [weak self] in
                self?.change(name) { runtime, now in
                    runtime.requests[request.number] = nil
                    runtime.pool.remove(request: request.number, at: now)
                }
            }
            runtime.requests[request.number] = request
            runtime.pool.add(request: request.number, at: now)
        }
        if !isKnown { request.answer(.noInstance) }
    }

    /// A number for a request that none had before.
    func nextRequest() -> UInt64 {
        state.withLock { state in
            defer { state.nextRequest += 1 }
            return state.nextRequest
        }
    }

    // MARK: What can be seen

    /// The revisions that are run here, with what their instances do and have said.
    func inspect<R: Sendable>(_ look: (RunRevisionName, Runtime) -> R) -> [R] {
        state.withLock { state in
            state.runtimes.sorted { $0.key.path < $1.key.path }.map { look($0.key, $0.value) }
        }
    }
}
