import CloudCore

/// What the control plane wants.
extension RunEngine {
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

    /// Starts the first instance of a revision.
    func deploy(_ name: RunRevisionName) {
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
        add(name, plan, InstancePool(whileStarting), settingsWhenReady: wanted)
    }

    func settings(of revision: RunV2.Revision, minimum: Int) -> InstancePool.Settings {
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

    /// Ends all instances of a revision for good.
    func remove(_ name: RunRevisionName) {
        change(name) { runtime, now in
            runtime.isRemoved = true
            runtime.pool.retire(at: now)
        }
    }

    /// Tells the control plane what has become of a deployment.
    func settle(_ name: RunRevisionName, _ digest: String, _ failure: RunFailure?) {
        let event = RevisionSettled("\(project.name)/\(name.path)", imageDigest: digest, failure)
        // It cannot fail: the name is one.
        _ = try? plane.perform(recording: event)
        follow()
    }
}
