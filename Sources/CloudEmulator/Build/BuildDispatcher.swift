import CloudCore
import Synchronization

/// Has builds carried out when the plane says so, and tells the plane how they ended.
///
/// One alarm stands at the instant when the next build expires or times out.
final class BuildDispatcher: Sendable {
    private struct Running {
        /// Which of all that were ever begun: builds of another history may have the same id.
        let number: UInt64
        var stop: BuildStop?
        /// It was to be stopped before there was a handle for that.
        var isStopping = false
        let activity: Activity
    }

    private let timeline: any Timeline
    private let plane: ControlPlaneHost
    private let worker: any BuildWorker
    private let waiters: OperationWaiters
    private let alarm: NextAlarm
    private let running = Mutex<[String: Running]>([:])
    private let lastRun = Atomic<UInt64>(0)
    /// What becomes known of builds is noted by one at a time.
    private let noting = Mutex(())

    /// - Parameter waiters: who waits for the operations of builds.
    init(
        timeline: any Timeline, plane: ControlPlaneHost, worker: any BuildWorker,
        waiters: OperationWaiters = OperationWaiters()
    ) {
        self.timeline = timeline
        self.plane = plane
        self.worker = worker
        self.waiters = waiters
        alarm = NextAlarm(timeline)
    }

    deinit { stopAll() }

    /// Stops all builds, and removes what they have made.
    func discard() {
        for stop in running.withLock({ $0.values.map(\.stop) }) { stop?.stop() }
        worker.discard()
    }

    /// Follows the plane when it has become another one: stops the builds of the former one, and begins those of this.
    func restart() {
        alarm.cancel()
        stopAll()
        advance()
    }

    private func stopAll() {
        let left = running.withLock { running in
            defer { running = [:] }
            return running.values
        }
        for running in left {
            running.stop?.stop()
            running.activity.end()
        }
    }

    /// Carries out what is due. Called after each change of builds.
    func advance() {
        let now = timeline.now
        if plane.inspect({ $0.builds.hasNews(at: now) }) {
            // It cannot fail.
            try? plane.perform(recording: BuildsDue())
        }
        for effect in plane.change(at: now, { (plane, _) in plane.builds.takeWork() }) {
            switch effect {
            case .start(let id): start(id)
            case .stop(let id): stop(id)
            case .changed: break
            }
        }
        waiters.notify()
        rearm()
    }

    private func start(_ id: String) {
        guard let work = plane.change(at: timeline.now, { (plane, now) in plane.beginBuild(id, at: now) })
        else { return }
        let run = lastRun.wrappingAdd(1, ordering: .relaxed).newValue
        running.withLock { $0[id] = Running(number: run, activity: timeline.beginActivity(.working)) }
        let stop = worker.begin(work) { [weak self] change in
            self?.note(id, run, change)
        } stopped: { [weak self] ending in
            self?.stopped(id, run, ending)
        }
        let isLate = running.withLock { running in
            // It has ended already, or the plane has become another one.
            guard running[id]?.number == run else { return true }
            running[id]?.stop = stop
            return running[id]?.isStopping ?? false
        }
        if isLate { stop.stop() }
    }

    private func stop(_ id: String) {
        let stop = running.withLock { running in
            running[id]?.isStopping = true
            return running[id]?.stop
        }
        stop?.stop()
    }

    private func note(_ id: String, _ run: UInt64, _ change: @Sendable (inout CloudBuildV1.Build) -> Void) {
        noting.withLock { _ in
            guard running.withLock({ $0[id]?.number == run }),
                var build = plane.inspect({ $0.builds[id]?.build })
            else { return }
            change(&build)
            // It cannot fail.
            try? plane.perform(recording: BuildNoted(build: build))
        }
        advance()
    }

    private func stopped(_ id: String, _ run: UInt64, _ ending: BuildStore.Ending) {
        let ended = running.withLock { running in
            running[id]?.number == run ? running.removeValue(forKey: id) : nil
        }
        guard let ended else { return }
        // It cannot fail.
        try? plane.perform(recording: BuildStopped(id, ending))
        advance()
        ended.activity.end()
    }

    private func rearm() {
        alarm.set {
            plane.inspect { $0.builds.nextDue }
        } ring: { [weak self] in
            self?.advance()
        }
    }
}
