import CloudCore

extension ControlPlane {
    private static let maxServicesPage = 1_000
    private static let standardServicesPage = 100

    /// Creates a service, whose operation ends when its first revision has started or failed to.
    mutating func createRunService(
        _ request: RunV2.CreateServiceRequest, form: RunForm = .v2, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let parent = try runParent(request.parent, "run.services.create", by: caller, at: now)
        try RunRules.checkID(request.serviceID)
        guard Identifier.isLabel(parent.location) else {
            throw RunRules.refusal(
                "parent", "has the location \"\(parent.location.prefix(40))\"; expected a region.")
        }
        let name = RunServiceName(location: parent.location, id: request.serviceID)
        guard run[name] == nil else {
            throw Status(.alreadyExists, "Resource '\(name.id)' already exists.")
        }
        guard run.count(in: name.location) < RunStore.maxServices else {
            throw Status(
                .resourceExhausted,
                "\(name.location) has \(RunStore.maxServices) services, which is the maximum.")
        }
        let service = (request.service ?? RunV2.Service()).writable
        return try writeRunService(
            service, name, nil, onlyValidates: request.validateOnly, form: form, by: caller, at: now)
    }

    /// The service of that name.
    mutating func runService(_ name: String, by caller: Caller, at now: Instant) throws(Status)
        -> RunV2.Service
    {
        let (name, entry) = try runEntry(name, "run.services.get", by: caller, at: now)
        return shown(entry.service, name)
    }

    /// A page of the services of a region, oldest first.
    mutating func listRunServices(
        _ request: RunV2.ListServicesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV2.ListServicesResponse {
        let parent = try runParent(request.parent, "run.services.list", by: caller, at: now)
        if request.showDeleted {
            throw RunSupport.unsupported("show_deleted", "What is deleted is gone at once.")
        }
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardServicesPage,
            most: Self.maxServicesPage)
        let all = run.all.filter { parent.location == "-" || $0.name.location == parent.location }
        let (page, token) = pages.oldestFirst(all, \.entry.number)
        var response = RunV2.ListServicesResponse()
        response.services = page.map { shown($0.entry.service, $0.name) }
        response.nextPageToken = token
        return response
    }

    /// Changes the fields that the mask names, or all.
    mutating func updateRunService(
        _ request: RunV2.UpdateServiceRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let update = request.service ?? RunV2.Service()
        let (project, name) = try RunPath.service(update.name, "service.name")
        try authorizeRun("run.services.update", project, name.path, by: caller, at: now)
        guard let entry = run[name] else {
            guard request.allowMissing else { throw notFound(name) }
            try authorizeRun("run.services.create", project, name.path, by: caller, at: now)
            try RunRules.checkID(name.id, "service.name")
            return try writeRunService(
                update.writable, name, nil, onlyValidates: request.validateOnly, by: caller, at: now)
        }
        try checkEtag(update.etag, entry.service.etag)
        var changed = entry.service.writable
        if let mask = request.updateMask, !mask.paths.isEmpty {
            // Which fields are only told is not an error here: they cannot be changed.
            try FieldMask(mask.paths.filter { $0 != "etag" && $0 != "name" }).applyIfAny(
                from: update, to: &changed)
            changed = changed.writable
        } else {
            changed = update.writable
        }
        return try writeRunService(
            changed, name, entry, onlyValidates: request.validateOnly, by: caller, at: now)
    }

    /// Deletes a service with its revisions.
    mutating func deleteRunService(
        _ request: RunV2.DeleteServiceRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let (name, entry) = try runEntry(request.name, "run.services.delete", by: caller, at: now)
        try checkEtag(request.etag, entry.service.etag)
        var deleted = entry.service
        deleted.deleteTime = Timestamp(now)
        if !request.validateOnly { removeRunService(name, entry, at: now) }
        return finishedOperation(deleted, name, at: now)
    }

    /// Removes a service; operations that waited for it end.
    mutating func removeRunService(_ name: RunServiceName, _ entry: RunStore.Entry, at now: Instant) {
        run[name] = nil
        policies.remove(runResource(name.path))
        for (id, revision) in entry.revisions {
            run.enqueue(.remove(RunRevisionName(service: name, id: id)))
            for operation in revision.operations {
                operations.finish(
                    operation.name, with: .failure(Status(.aborted, "Service '\(name.id)' was deleted.")),
                    at: now)
            }
        }
    }

    /// A service as operations have it.
    func packed(_ service: RunV2.Service, _ name: RunServiceName, _ form: RunForm = .v2) -> AnyMessage {
        let shown = shown(service, name)
        switch form {
        case .v2: return AnyMessage(packing: shown, "google.cloud.run.v2.Service")
        case .v1: return RunV1.Service(shown, name, project).packed
        }
    }

    /// An operation that has ended already.
    mutating func finishedOperation(
        _ service: RunV2.Service, _ name: RunServiceName, at now: Instant
    ) -> Longrunning.Operation {
        operations.begin(
            in: "\(project.name)/locations/\(name.location)", metadata: packed(service, name), finishing: now,
            with: .response(packed(service, name)), at: now)
    }
}

extension FieldMask {
    /// Copies the fields, if there are any left.
    fileprivate func applyIfAny(from update: RunV2.Service, to service: inout RunV2.Service) throws(Status) {
        if paths.isEmpty { return }
        try apply(from: update, to: &service, request: "UpdateServiceRequest", resource: "Service")
    }
}

extension RunV2.Service {
    /// The service with those fields alone that callers write.
    var writable: RunV2.Service {
        var service = self
        let kept = RunV2.Service()
        service.name = kept.name
        service.uid = kept.uid
        service.generation = kept.generation
        service.createTime = nil
        service.updateTime = nil
        service.deleteTime = nil
        service.expireTime = nil
        service.creator = ""
        service.lastModifier = ""
        service.urls = []
        service.observedGeneration = 0
        service.terminalCondition = nil
        service.conditions = []
        service.latestReadyRevision = ""
        service.latestCreatedRevision = ""
        service.trafficStatuses = []
        service.uri = ""
        service.satisfiesPzs = false
        service.reconciling = false
        service.etag = ""
        return service
    }
}
