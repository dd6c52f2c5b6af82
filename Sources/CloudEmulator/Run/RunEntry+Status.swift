import CloudCore

extension RunStore.Entry {
    /// The id of the revision that was made last.
    var newestRevisionID: String? {
        service.latestCreatedRevision.split(separator: "/").last.map(String.init)
    }

    /// The revision that was made last.
    var newestRevision: RunStore.Revision? { newestRevisionID.flatMap { revisions[$0] } }

    /// What of the requests each revision gets, in percent, and by which tags it is reached; by what is in force.
    var routedRevisions: [String: (percent: Int, tags: [String])] {
        let latest = service.latestReadyRevision.split(separator: "/").last.map(String.init)
        var routed: [String: (percent: Int, tags: [String])] = [:]
        for status in service.trafficStatuses {
            guard let revision = status.type == .latest ? latest : status.revision else { continue }
            routed[revision, default: (0, [])].percent += Int(status.percent)
            if !status.tag.isEmpty { routed[revision, default: (0, [])].tags.append(status.tag) }
        }
        return routed
    }

    /// How many instances each revision keeps always: its own minimum, and its share of the service's.
    var minimumInstances: [String: Int] {
        let whole = Int(service.scaling?.minInstanceCount ?? 0)
        return routedRevisions.reduce(into: [:]) { minimum, route in
            let own = Int(revisions[route.key]?.message.scaling?.minInstanceCount ?? 0)
            minimum[route.key] = max(own, (whole * route.value.percent + 99) / 100)
        }
    }

    /// Puts the traffic into force if its revisions are up, and says so in the conditions.
    ///
    /// - Parameter deployment: why the newest revision has not come up just now.
    /// - Returns: why the traffic is not in force.
    mutating func settle(_ deployment: RunFailure? = nil, at now: Instant) -> RunFailure? {
        let failure = deployment ?? unreadyTarget
        if failure == nil {
            service.trafficStatuses = service.traffic.map { target in
                var status = RunV2.TrafficTargetStatus()
                status.type = target.type
                status.revision = target.revision
                status.percent = target.percent
                status.tag = target.tag
                return status
            }
            service.observedGeneration = service.generation
        }
        service.reconciling = false
        service.endReconciling(failure, newest: newestRevision?.failure, at: now)
        let routed = routedRevisions
        for id in revisions.keys { revisions[id]?.message.setActive(routed[id] != nil, at: now) }
        return failure
    }

    private var unreadyTarget: RunFailure? {
        for target in service.traffic {
            let revision = target.type == .latest ? newestRevision : revisions[target.revision]
            guard let revision, !revision.isReady else { continue }
            return revision.failure
                ?? RunFailure(
                    message: "Revision '\(target.revision)' is not ready and cannot serve traffic.",
                    code: .failedPrecondition, reason: .revisionFailed)
        }
        return nil
    }
}

extension RunV2.Service {
    /// Takes over what is in force of the service as it was.
    mutating func keepStatus(of former: RunV2.Service) {
        latestReadyRevision = former.latestReadyRevision
        latestCreatedRevision = former.latestCreatedRevision
        trafficStatuses = former.trafficStatuses
        observedGeneration = former.observedGeneration
        conditions = former.conditions
        terminalCondition = former.terminalCondition
    }

    mutating func beginReconciling(at now: Instant) {
        reconciling = true
        terminalCondition = RunV2.Condition("Ready", .reconciling, at: now)
        conditions = ["RoutesReady", "ConfigurationsReady"].map { RunV2.Condition($0, .reconciling, at: now) }
    }

    /// Says how it ended: routes by the whole, the configuration by its newest revision.
    fileprivate mutating func endReconciling(_ failure: RunFailure?, newest: RunFailure?, at now: Instant) {
        terminalCondition = RunV2.Condition("Ready", failure, at: now)
        conditions = [
            RunV2.Condition("RoutesReady", failure, at: now),
            RunV2.Condition("ConfigurationsReady", newest, at: now),
        ]
    }
}

extension RunV2.Revision {
    /// Says that it is being started.
    mutating func beginStarting(at now: Instant) {
        reconciling = true
        conditions = ["Ready", "ContainerReady", "ContainerHealthy", "ResourcesAvailable"].map {
            RunV2.Condition($0, .reconciling, at: now)
        }
    }

    /// Says that it is up, or why not.
    mutating func settle(_ failure: RunFailure?, at now: Instant) {
        reconciling = false
        observedGeneration = generation
        updateTime = Timestamp(now)
        // The container is there unless that is what is missing; it is healthy unless it was started in vain.
        let isMissing =
            failure.map { $0.reason.rawValue != 0 && $0.reason != .progressDeadlineExceeded } ?? false
        conditions = [
            RunV2.Condition("Ready", failure, at: now),
            RunV2.Condition("ContainerReady", isMissing ? failure : nil, at: now),
            RunV2.Condition("ContainerHealthy", failure, at: now),
            RunV2.Condition("ResourcesAvailable", nil, at: now),
        ]
    }

    /// Says whether requests come to it.
    mutating func setActive(_ isActive: Bool, at now: Instant) {
        let state: RunV2.Condition.State = isActive ? .succeeded : .failed
        guard conditions.first(where: { $0.type == "Active" })?.state != state else { return }
        conditions.removeAll { $0.type == "Active" }
        var condition = RunV2.Condition("Active", state, at: now)
        condition.severity = .info
        if !isActive {
            condition.revisionReason = .retired
            condition.message = "Revision retired."
        }
        conditions.append(condition)
    }
}

extension RunV2.Condition {
    /// A condition in a state.
    init(_ type: String, _ state: State, at now: Instant) {
        self.init()
        self.type = type
        self.state = state
        lastTransitionTime = Timestamp(now)
    }

    /// A condition that has been met, or has not because of a failure.
    init(_ type: String, _ failure: RunFailure?, at now: Instant) {
        self.init(type, failure == nil ? .succeeded : .failed, at: now)
        guard let failure else { return }
        message = failure.message
        severity = .error
        reason = failure.reason
        revisionReason = failure.revisionReason
    }
}
