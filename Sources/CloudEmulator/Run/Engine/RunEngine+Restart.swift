import CloudCore

/// What is run again when the cloud has become another one, or goes on with what an earlier process has left.
extension RunEngine {
    /// Ends all instances, and has what is deployed now run from its images.
    ///
    /// Instances want to know where the cloud is, so that nothing starts before it is served, or before a request has
    /// come for one.
    func restart() {
        let former = state.withLock { state in
            defer { state.runtimes = [:] }
            state.isRestartDue = true
            return Array(state.runtimes.values)
        }
        for runtime in former {
            for request in runtime.requests.values { request.answer(.noInstance) }
            for instance in runtime.instances.values {
                instance.kill()
                instance.end(nil)
            }
        }
        // Operations that are waited for may be gone.
        waiters.notify()
        if ports.isOpen { restartIfDue() }
    }

    /// Begins with it, unless that has been done.
    func restartIfDue() {
        let isDue = state.withLock { state in
            defer { state.isRestartDue = false }
            return state.isRestartDue
        }
        guard isDue else { return }
        let revisions = plane.inspect { $0.run.started }
        for revision in revisions where !revision.isPending { revive(revision.name) }
        // What an earlier process was deploying is deployed anew, and those who wait for it are told.
        for revision in revisions where revision.isPending { deploy(revision.name) }
    }

    /// Has a revision run that came up in an earlier process, unless it runs. Nothing happens while its image is not here:
    /// there is no instance for its requests then.
    func revive(_ name: RunRevisionName) {
        let found = plane.inspect { plane in
            plane.run[name.service].flatMap { entry in
                entry.revisions[name.id].map { revision in
                    (revision, entry.service.template?.healthCheckDisabled ?? false, entry.minimumInstances)
                }
            }
        }
        guard let (revision, isHealthCheckDisabled, minimum) = found, revision.isReady,
            let reference = try? ImageReferenceName(revision.imageDigest),
            let image = images.image(reference)
        else { return }
        let plan = RevisionPlan(name, revision.message, image, isHealthCheckDisabled: isHealthCheckDisabled)
        let pool = InstancePool(settings(of: revision.message, minimum: minimum[name.id] ?? 0))
        add(name, plan, pool, settingsWhenReady: nil, unlessItRuns: true)
        // It may have been deleted meanwhile, when there was nothing to remove yet.
        if plane.inspect({ $0.run[name.service]?.revisions[name.id] == nil }) { remove(name) }
    }
}

extension RunStore {
    /// The revisions that have come up, or that are still to, in the order in which they were made.
    fileprivate var started: [(name: RunRevisionName, isPending: Bool)] {
        let all = all.flatMap { service, entry in
            entry.revisions.compactMap { id, revision in
                revision.failure == nil
                    ? (RunRevisionName(service: service, id: id), !revision.isReady, revision.number) : nil
            }
        }
        return all.sorted { $0.2 < $1.2 }.map { ($0.0, $0.1) }
    }
}
