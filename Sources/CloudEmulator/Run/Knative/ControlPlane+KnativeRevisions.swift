import CloudCore

extension ControlPlane {
    /// The revision of that name, as the older API has it.
    mutating func knativeRevision(
        _ text: String, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Revision {
        let found = try knativeRevisionEntry(text, "run.revisions.get", endpointRegion, by: caller, at: now)
        return RunV1.Revision(found.revision, found.name, found.entry.service, project)
    }

    /// The revisions of a region or of all, newest first.
    mutating func listKnativeRevisions(
        _ request: RunV1.ListRequest, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.ListRevisionsResponse {
        let listing = try KnativeListing(request)
        let entries = try knativeEntries(
            request.parent, "run.revisions.list", endpointRegion, by: caller, at: now)
        var all: [(number: UInt64, revision: RunV1.Revision)] = []
        for (name, entry) in entries {
            for (id, revision) in entry.revisions {
                let shown = RunV1.Revision(
                    revision, RunRevisionName(service: name, id: id), entry.service, project)
                if listing.selector.matches(shown.metadata?.labels ?? [:]) {
                    all.append((revision.number, shown))
                }
            }
        }
        let (page, token) = listing.pages.newestFirst(all, \.number)
        var response = RunV1.ListRevisionsResponse()
        response.apiVersion = "serving.knative.dev/v1"
        response.kind = "RevisionList"
        response.items = page.map(\.revision)
        response.metadata = RunV1.ListMeta(next: token)
        return response
    }

    /// Deletes a revision.
    mutating func deleteKnativeRevision(
        _ request: RunV1.NameRequest, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Status {
        let found = try knativeRevisionEntry(
            request.name, "run.revisions.delete", endpointRegion, by: caller, at: now)
        try Self.checkDeletion(request)
        var delete = RunV2.DeleteRevisionRequest()
        delete.name = runResource(found.name.path)
        delete.validateOnly = try Self.onlyValidates(request.dryRun)
        _ = try deleteRunRevision(delete, by: caller, at: now)
        return RunV1.Status(deleted: found.name.id, uid: found.revision.message.uid, kind: "revisions")
    }

    /// The configuration of a service, which is its template and what has become of it.
    mutating func knativeConfiguration(
        _ text: String, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Configuration {
        let (name, entry) = try knativeEntry(
            text, "run.configurations.get", endpointRegion, by: caller, at: now)
        return RunV1.Configuration(
            RunV1.Service(shown(entry.service, name), name, project), entry.service, name, project)
    }

    /// The route of a service, which is its traffic.
    mutating func knativeRoute(
        _ text: String, endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV1.Route {
        let (name, entry) = try knativeEntry(text, "run.routes.get", endpointRegion, by: caller, at: now)
        return RunV1.Route(
            RunV1.Service(shown(entry.service, name), name, project), entry.service, name, project)
    }

    private mutating func knativeRevisionEntry(
        _ text: String, _ permission: String, _ endpointRegion: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> (name: RunRevisionName, entry: RunStore.Entry, revision: RunStore.Revision) {
        let target = try KnativeName(text, endpointRegion: endpointRegion)
        let entries = try knativeEntries(
            "namespaces/\(target.project)", permission, nil, by: caller, at: now)
        for (name, entry) in entries where target.location == nil || name.location == target.location {
            if let revision = entry.revisions[target.id] {
                return (RunRevisionName(service: name, id: target.id), entry, revision)
            }
        }
        throw Status(
            .notFound,
            "Resource '\(target.id)' of kind 'REVISION' in region '\(target.location ?? "-")' in project '\(project.id)' "
                + "does not exist.")
    }
}

extension RunV1.Configuration {
    fileprivate init(
        _ shown: RunV1.Service, _ service: RunV2.Service, _ name: RunServiceName, _ project: LocalProject
    ) {
        apiVersion = "serving.knative.dev/v1"
        kind = "Configuration"
        metadata = RunV1.ObjectMeta(of: service, name, project, collection: "configurations")
        var spec = RunV1.ConfigurationSpec()
        spec.template = shown.spec?.template
        self.spec = spec
        var status = RunV1.ConfigurationStatus()
        status.observedGeneration = shown.status?.observedGeneration ?? 0
        status.latestCreatedRevisionName = shown.status?.latestCreatedRevisionName ?? ""
        status.latestReadyRevisionName = shown.status?.latestReadyRevisionName ?? ""
        status.conditions = Self.ready("ConfigurationsReady", shown)
        self.status = status
    }

    /// The service's condition of that type is the part's own.
    fileprivate static func ready(_ type: String, _ shown: RunV1.Service) -> [RunV1.Condition] {
        (shown.status?.conditions ?? []).filter { $0.type == type }.map { condition in
            var condition = condition
            condition.type = "Ready"
            return condition
        }
    }
}

extension RunV1.Route {
    fileprivate init(
        _ shown: RunV1.Service, _ service: RunV2.Service, _ name: RunServiceName, _ project: LocalProject
    ) {
        apiVersion = "serving.knative.dev/v1"
        kind = "Route"
        metadata = RunV1.ObjectMeta(of: service, name, project, collection: "routes")
        var spec = RunV1.RouteSpec()
        spec.traffic = shown.spec?.traffic ?? []
        self.spec = spec
        var status = RunV1.RouteStatus()
        status.observedGeneration = shown.status?.observedGeneration ?? 0
        status.traffic = shown.status?.traffic ?? []
        status.url = shown.status?.url ?? ""
        status.address = shown.status?.address
        status.conditions = RunV1.Configuration.ready("RoutesReady", shown)
        self.status = status
    }
}
