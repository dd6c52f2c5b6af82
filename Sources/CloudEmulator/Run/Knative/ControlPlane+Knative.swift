import CloudCore

/// The older API on the services of the newer one.
extension ControlPlane {
    private static let standardPage = 500

    /// Creates or replaces a service.
    mutating func writeKnativeService(
        _ request: RunV1.WriteServiceRequest, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Service {
        guard let given = request.service else { throw RunRules.refusal("service", "is missing.") }
        let onlyValidates = try Self.onlyValidates(request.dryRun)
        let isNew = request.name.isEmpty
        let target = try KnativeName(isNew ? request.parent : request.name, endpointRegion: endpointRegion)
        let id = given.metadata?.name ?? ""
        guard isNew || target.id == id else {
            throw RunRules.refusal("metadata.name", "is \"\(id.prefix(100))\"; expected \(target.id).")
        }
        if let namespace = given.metadata?.namespace, !namespace.isEmpty, !project.isNamed(namespace) {
            throw RunRules.refusal(
                "metadata.namespace", "is \"\(namespace.prefix(100))\"; expected \(project.id).")
        }
        if isNew { return try createKnativeService(given, id, target, onlyValidates, by: caller, at: now) }
        let name = try knativeServiceName(target)
        try authorizeRun("run.services.update", target.project, name.path, by: caller, at: now)
        guard let entry = run[name] else { throw notFound(name) }
        try checkVersion(given.metadata?.resourceVersion ?? "", entry.service.etag, name)
        let service = try given.converted(location: name.location).writable
        let operation = try writeRunService(
            service, name, entry, onlyValidates: onlyValidates, form: .v1, by: caller, at: now)
        return try knativeAnswer(name, operation, onlyValidates)
    }

    private mutating func createKnativeService(
        _ given: RunV1.Service, _ id: String, _ target: KnativeName, _ onlyValidates: Bool, by caller: Caller,
        at now: Instant
    ) throws(Status) -> RunV1.Service {
        let region = target.location ?? given.metadata?.labels[KnativeAnnotations.locationLabel]
        guard let region, region != "-" else {
            throw RunRules.refusal(
                "metadata.labels",
                "must have \(KnativeAnnotations.locationLabel) when the endpoint has no region.")
        }
        var create = RunV2.CreateServiceRequest()
        create.parent = "projects/\(target.project)/locations/\(region)"
        create.serviceID = id
        create.service = try given.converted(location: region)
        create.validateOnly = onlyValidates
        let operation = try createRunService(create, form: .v1, by: caller, at: now)
        return try knativeAnswer(RunServiceName(location: region, id: id), operation, onlyValidates)
    }

    /// The service as it has been written, or as it would have been.
    private func knativeAnswer(
        _ name: RunServiceName, _ operation: Longrunning.Operation, _ onlyValidates: Bool
    ) throws(Status) -> RunV1.Service {
        if onlyValidates, let service = try operation.response?.unpack(RunV2.Service.self) {
            return RunV1.Service(service, name, project)
        }
        guard let entry = run[name] else { throw notFound(name) }
        var answer = RunV1.Service(shown(entry.service, name), name, project)
        answer.metadata?.annotations[KnativeAnnotations.operation] = operation.name.lastName
        return answer
    }

    /// The service of that name.
    mutating func knativeService(
        _ text: String, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Service {
        let (name, entry) = try knativeEntry(text, "run.services.get", endpointRegion, by: caller, at: now)
        return RunV1.Service(shown(entry.service, name), name, project)
    }

    /// Deletes a service with its revisions.
    mutating func deleteKnativeService(
        _ request: RunV1.NameRequest, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Status {
        let (name, entry) = try knativeEntry(
            request.name, "run.services.delete", endpointRegion, by: caller, at: now)
        try Self.checkDeletion(request)
        if try !Self.onlyValidates(request.dryRun) { removeRunService(name, entry, at: now) }
        return RunV1.Status(deleted: name.id, uid: entry.service.uid, kind: "services")
    }

    /// The services of a region or of all.
    mutating func listKnativeServices(
        _ request: RunV1.ListRequest, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.ListServicesResponse {
        let listing = try KnativeListing(request)
        let all = try knativeEntries(request.parent, "run.services.list", endpointRegion, by: caller, at: now)
        let (page, token) = listing.pages.oldestFirst(
            all.filter {
                listing.selector.matches(RunV1.ObjectMeta(of: $0.entry.service, $0.name, project).labels)
            },
            \.entry.number)
        var response = RunV1.ListServicesResponse()
        response.apiVersion = "serving.knative.dev/v1"
        response.kind = "ServiceList"
        response.items = page.map { RunV1.Service(shown($0.entry.service, $0.name), $0.name, project) }
        response.metadata = RunV1.ListMeta(next: token)
        return response
    }

    // MARK: Names

    /// The service of a name; without a region it is looked for in all.
    private func knativeServiceName(_ target: KnativeName) throws(Status) -> RunServiceName {
        if let location = target.location { return RunServiceName(location: location, id: target.id) }
        let found = run.all.filter { $0.name.id == target.id }
        guard found.count <= 1 else {
            throw RunRules.refusal(
                "name",
                "\"\(target.id)\" is in several regions; call the endpoint REGION-run.googleapis.com of one.")
        }
        return found.first?.name ?? RunServiceName(location: "-", id: target.id)
    }

    mutating func knativeEntry(
        _ text: String, _ permission: String, _ endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> (name: RunServiceName, entry: RunStore.Entry) {
        let target = try KnativeName(text, endpointRegion: endpointRegion)
        let name = try knativeServiceName(target)
        try authorizeRun(permission, target.project, name.path, by: caller, at: now)
        guard let entry = run[name] else { throw notFound(name) }
        return (name, entry)
    }

    mutating func knativeEntries(
        _ parent: String, _ permission: String, _ endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> [(name: RunServiceName, entry: RunStore.Entry)] {
        let target = try KnativeName(parent, endpointRegion: endpointRegion)
        try authorizeRun(permission, target.project, nil, by: caller, at: now)
        return run.all.filter {
            target.location == nil || target.location == "-" || $0.name.location == target.location
        }
    }

    private func checkVersion(_ given: String, _ etag: String, _ name: RunServiceName) throws(Status) {
        let current = etag.filter { $0 != "\"" }
        guard given.isEmpty || given == current else {
            throw Status(
                .aborted,
                "Conflict for resource '\(name.id)': version '\(given.prefix(100))' was specified but current version is "
                    + "'\(current)'.")
        }
    }

    static func onlyValidates(_ dryRun: String) throws(Status) -> Bool {
        guard ["", "all"].contains(dryRun) else {
            throw RunRules.refusal("dryRun", "is \"\(dryRun.prefix(40))\"; expected all or nothing.")
        }
        return dryRun == "all"
    }

    /// What is deleted is gone at once with all that belongs to it; the policies for that make no difference here.
    static func checkDeletion(_ request: RunV1.NameRequest) throws(Status) {
        guard
            ["", "Background", "background", "Foreground", "foreground"].contains(request.propagationPolicy)
        else {
            throw RunRules.refusal(
                "propagationPolicy",
                "is \"\(request.propagationPolicy.prefix(40))\"; expected background or foreground.")
        }
    }
}

/// Which part of a list is asked for, and by which labels.
struct KnativeListing: Sendable {
    let selector: KnativeLabelSelector
    let pages: PageRequest

    init(_ request: RunV1.ListRequest) throws(Status) {
        for (name, isSet) in [
            ("watch", request.watch), ("fieldSelector", !request.fieldSelector.isEmpty),
            ("includeUninitialized", request.includeUninitialized),
            ("resourceVersion", !request.resourceVersion.isEmpty),
        ] where isSet {
            throw RunSupport.unsupported(name)
        }
        selector = try KnativeLabelSelector(request.labelSelector)
        pages = try PageRequest(size: request.limit, token: request.continueToken, standard: 500, most: 1_000)
    }
}

extension RunV1.Status {
    /// What a deletion is answered with.
    init(deleted name: String, uid: String, kind: String) {
        status = "Success"
        var details = RunV1.StatusDetails()
        details.name = name
        details.kind = kind
        details.uid = uid
        self.details = details
    }
}

extension RunV1.ListMeta {
    init(next token: String) { continueToken = token }
}
