import CloudCore
import Synchronization

/// Has builds carried out when the plane says so, and tells the plane how they ended.
///
/// One alarm stands at the instant when the next build expires or times out.
final class BuildDispatcher: Sendable {
    private struct Running {
        var stop: BuildStop?
        /// It was to be stopped before there was a handle for that.
        var isStopping = false
        let activity: Activity
    }

    private struct State {
        var alarm: Alarm?
        var armedFor: Instant?
        var running: [String: Running] = [:]
    }

    private let timeline: any Timeline
    private let plane: ControlPlaneHost
    private let worker: any BuildWorker
    private let state = Mutex(State())

    init(timeline: any Timeline, plane: ControlPlaneHost, worker: any BuildWorker) {
        self.timeline = timeline
        self.plane = plane
        self.worker = worker
    }

    deinit {
        let left = state.withLock { state in
            state.alarm?.cancel()
            return Array(state.running.values)
        }
        for running in left {
            running.stop?.stop()
            running.activity.end()
        }
    }

    /// Stops all builds, and removes what they have made.
    func discard() {
        for stop in state.withLock({ $0.running.values.map(\.stop) }) { stop?.stop() }
        worker.discard()
    }

    /// Carries out what is due. Called after each change of builds.
    func advance() {
        let effects = plane.change(at: timeline.now) { (plane, now) in plane.advanceBuilds(at: now) }
        for effect in effects {
            switch effect {
            case .start(let id): start(id)
            case .stop(let id): stop(id)
            case .changed: break
            }
        }
        rearm()
    }

    private func start(_ id: String) {
        guard let work = plane.change(at: timeline.now, { (plane, now) in plane.beginBuild(id, at: now) })
        else { return }
        state.withLock { $0.running[id] = Running(activity: timeline.beginActivity(.working)) }
        let stop = worker.begin(work) { [weak self] change in
            self?.note(id, change)
        } stopped: { [weak self] ending in
            self?.stopped(id, ending)
        }
        let isLate = state.withLock { state in
            state.running[id]?.stop = stop
            return state.running[id]?.isStopping ?? false
        }
        if isLate { stop.stop() }
    }

    private func stop(_ id: String) {
        let stop = state.withLock { state in
            state.running[id]?.isStopping = true
            return state.running[id]?.stop
        }
        stop?.stop()
    }

    private func note(_ id: String, _ change: @Sendable (inout CloudBuildV1.Build) -> Void) {
        plane.change(at: timeline.now) { (plane, _) in plane.builds.update(id, change) }
        advance()
    }

    private func stopped(_ id: String, _ ending: BuildStore.Ending) {
        let running = state.withLock { $0.running.removeValue(forKey: id) }
        plane.change(at: timeline.now) { (plane, now) in plane.builds.stopped(id, ending, at: now) }
        advance()
        running?.activity.end()
    }

    private func rearm() {
        let due = plane.inspect { $0.builds.nextDue }
        let old = state.withLock { state -> Alarm?? in
            guard state.armedFor != due else { return nil }
            state.armedFor = due
            let old = state.alarm
            state.alarm = nil
            return .some(old)
        }
        guard let old else { return }
        old?.cancel()
        guard let due else { return }
        let alarm = timeline.schedule(at: due) { [weak self] in self?.ring() }
        let isKept = state.withLock { state in
            guard state.armedFor == due, state.alarm == nil else { return false }
            state.alarm = alarm
            return true
        }
        if !isKept { alarm.cancel() }
    }

    private func ring() {
        state.withLock { state in
            state.armedFor = nil
            state.alarm = nil
        }
        advance()
    }
}
