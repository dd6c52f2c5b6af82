import CloudCore

/// Why a revision has not come up.
struct RunFailure: Sendable, Equatable {
    var message: String
    /// The code of the operation's error.
    var code: Status.Code
    /// A reason that revisions share with services.
    var reason = RunV2.Condition.CommonReason(rawValue: 0)
    /// A reason that only revisions have.
    var revisionReason = RunV2.Condition.RevisionReason(rawValue: 0)
}

extension ControlPlane {
    /// Writes a service that has been changed or is new: checks it, makes a revision if its template is another, and
    /// begins the operation that ends when all of it is in force.
    mutating func writeRunService(
        _ given: RunV2.Service, _ name: RunServiceName, _ former: RunStore.Entry?, onlyValidates: Bool,
        form: RunForm = .v2, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        var service = given
        try RunRules.complete(&service, id: name.id, project: project)
        let template = service.template ?? RunV2.RevisionTemplate()
        try authorizeRunAccount(template.serviceAccount, by: caller, at: now)
        let isNew = template != former?.service.template
        if isNew { try checkRevisionID(template.revision, former) }
        let known = Set(former?.revisions.keys.map { $0 } ?? []).union(isNew ? [template.revision] : [])
        try TrafficRules.check(service.traffic, revisions: known)
        let revision = isNew ? nextRevisionID(template, name, former) : ""
        if let former { service.keepStatus(of: former.service) }
        stamp(&service, name, former, by: caller, at: now)
        if onlyValidates { return finishedOperation(service, name, at: now) }

        var entry = former ?? RunStore.Entry(service: service, number: run.nextNumber())
        entry.service = service
        if isNew {
            entry.service.latestCreatedRevision = runResource("\(name.path)/revisions/\(revision)")
            entry.revisions[revision] = RunStore.Revision(
                message: makeRevision(revision, name, service, by: caller, at: now), number: run.nextNumber())
            forgetOldRevisions(&entry, name)
            run.enqueue(.deploy(RunRevisionName(service: name, id: revision)))
        }
        return reconcile(&entry, name, form, at: now)
    }

    /// Begins an operation; it ends at once when there is no revision that it has to wait for.
    private mutating func reconcile(
        _ entry: inout RunStore.Entry, _ name: RunServiceName, _ form: RunForm, at now: Instant
    ) -> Longrunning.Operation {
        entry.service.beginReconciling(at: now)
        let newest = entry.newestRevision
        let isPending = newest.map { !$0.isReady && $0.failure == nil } ?? false
        let operation = operations.begin(
            in: "\(project.name)/locations/\(name.location)", metadata: packed(entry.service, name, form),
            at: now)
        if isPending, let id = entry.newestRevisionID {
            entry.revisions[id]?.operations.append(RunOperation(name: operation.name, form: form))
            run[name] = entry
            return operation
        }
        let failure = entry.settle(at: now)
        run[name] = entry
        run.enqueue(.scale(name))
        finish([RunOperation(name: operation.name, form: form)], entry, name, failure, at: now)
        return (try? operations.operation(operation.name, at: now)) ?? operation
    }

    /// Says that a revision has come up, or why it has not; returns whether it is still there.
    mutating func settleRunRevision(
        _ name: RunRevisionName, imageDigest: String, _ failure: RunFailure?, at now: Instant
    ) -> Bool {
        guard var entry = run[name.service], var revision = entry.revisions[name.id] else { return false }
        let waiting = revision.operations
        revision.operations = []
        revision.imageDigest = imageDigest
        revision.isReady = failure == nil
        revision.message.settle(failure, at: now)
        var outcome = failure
        outcome?.message =
            "Revision '\(name.id)' is not ready and cannot serve traffic. \(failure?.message ?? "")"
        revision.failure = outcome
        entry.revisions[name.id] = revision
        if entry.newestRevisionID == name.id {
            if failure == nil { entry.service.latestReadyRevision = revision.message.name }
            outcome = entry.settle(outcome, at: now)
        }
        run[name.service] = entry
        run.enqueue(.scale(name.service))
        finish(waiting, entry, name.service, outcome, at: now)
        return true
    }

    private mutating func finish(
        _ waiting: [RunOperation], _ entry: RunStore.Entry, _ name: RunServiceName, _ failure: RunFailure?,
        at now: Instant
    ) {
        for operation in waiting {
            let message = packed(entry.service, name, operation.form)
            operations.update(operation.name, metadata: message)
            operations.finish(
                operation.name,
                with: failure.map { .failure(Status($0.code, $0.message)) } ?? .response(message), at: now)
        }
    }

    private func checkRevisionID(_ id: String, _ former: RunStore.Entry?) throws(Status) {
        guard former?.revisions[id] == nil else {
            throw Status(
                .alreadyExists, "Revision named '\(id)' with different configuration already exists.")
        }
    }

    private mutating func nextRevisionID(
        _ template: RunV2.RevisionTemplate, _ name: RunServiceName, _ former: RunStore.Entry?
    ) -> String {
        guard template.revision.isEmpty else { return template.revision }
        let generation = String((former?.service.generation ?? 0) + 1)
        let digits = String(repeating: "0", count: max(0, 5 - generation.count)) + generation
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        let bits = Dice(seed: run.nextNumber()).bits(name.path, 7)
        let suffix = (0..<3).map { letters[Int(bits >> (8 * $0) & 0xFF) % letters.count] }
        return "\(name.id)-\(digits)-\(String(suffix))"
    }

    private mutating func stamp(
        _ service: inout RunV2.Service, _ name: RunServiceName, _ former: RunStore.Entry?, by caller: Caller,
        at now: Instant
    ) {
        service.name = runResource(name.path)
        service.uid = former?.service.uid ?? run.nextUID(service.name)
        service.generation = (former?.service.generation ?? 0) + 1
        service.createTime = former?.service.createTime ?? Timestamp(now)
        service.updateTime = Timestamp(now)
        service.creator = former?.service.creator ?? caller.email ?? ""
        service.lastModifier = caller.email ?? ""
        service.etag = run.nextEtag()
    }

    /// The oldest revisions go that serve nothing.
    private mutating func forgetOldRevisions(_ entry: inout RunStore.Entry, _ name: RunServiceName) {
        guard entry.revisions.count > RunStore.maxRevisions else { return }
        let routed = entry.routedRevisions
        let oldest = entry.revisions.filter { routed[$0.key] == nil && entry.newestRevisionID != $0.key }
            .min { $0.value.number < $1.value.number }
        guard let oldest else { return }
        entry.revisions[oldest.key] = nil
        run.enqueue(.remove(RunRevisionName(service: name, id: oldest.key)))
    }
}
