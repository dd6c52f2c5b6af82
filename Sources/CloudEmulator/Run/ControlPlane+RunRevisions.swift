import CloudCore

extension ControlPlane {
    private static let maxRevisionsPage = 1_000
    private static let standardRevisionsPage = 100

    /// The revision of that name.
    mutating func runRevision(_ name: String, by caller: Caller, at now: Instant) throws(Status)
        -> RunV2.Revision
    {
        try runRevisionEntry(name, "run.revisions.get", by: caller, at: now).revision.message
    }

    /// A page of the revisions of a service, or of all services with `-`, newest first.
    mutating func listRunRevisions(
        _ request: RunV2.ListRevisionsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> RunV2.ListRevisionsResponse {
        let (project, name) = try RunPath.service(request.parent, "parent")
        try authorizeRun("run.revisions.list", project, name.id == "-" ? nil : name.path, by: caller, at: now)
        if request.showDeleted {
            throw RunSupport.unsupported("show_deleted", "What is deleted is gone at once.")
        }
        guard name.id == "-" || run[name] != nil else { throw notFound(name) }
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardRevisionsPage,
            most: Self.maxRevisionsPage)
        let (page, token) = pages.newestFirst(runRevisions(of: name), \.number)
        var response = RunV2.ListRevisionsResponse()
        response.revisions = page.map(\.message)
        response.nextPageToken = token
        return response
    }

    /// The revisions of a service; of all of a region with `-` for the service, of all regions with `-` for that.
    func runRevisions(of name: RunServiceName) -> [RunStore.Revision] {
        run.all.filter {
            (name.location == "-" || $0.name.location == name.location)
                && (name.id == "-" || $0.name.id == name.id)
        }.flatMap(\.entry.revisions.values)
    }

    /// Deletes a revision that serves nothing and is not the newest.
    mutating func deleteRunRevision(
        _ request: RunV2.DeleteRevisionRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let (name, revision) = try runRevisionEntry(request.name, "run.revisions.delete", by: caller, at: now)
        try checkEtag(request.etag, revision.message.etag)
        guard var entry = run[name.service] else { throw notFound(name.service) }
        guard entry.newestRevisionID != name.id else {
            throw Status(
                .failedPrecondition,
                "Revision '\(name.id)' is the latest created revision of its service, which cannot be deleted."
            )
        }
        guard entry.routedRevisions[name.id] == nil,
            !entry.service.traffic.contains(where: { $0.revision == name.id })
        else {
            throw Status(
                .failedPrecondition,
                "Revision '\(name.id)' is a target of the service's traffic, so it cannot be deleted.")
        }
        var deleted = revision.message
        deleted.deleteTime = Timestamp(now)
        if !request.validateOnly {
            entry.revisions[name.id] = nil
            run[name.service] = entry
            run.enqueue(.remove(name))
        }
        let message = AnyMessage(packing: deleted, "google.cloud.run.v2.Revision")
        return operations.begin(
            in: "\(project.name)/locations/\(name.service.location)", metadata: message, finishing: now,
            with: .response(message), at: now)
    }

    private mutating func runRevisionEntry(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> (name: RunRevisionName, revision: RunStore.Revision) {
        let (project, name) = try RunPath.revision(text)
        try authorizeRun(permission, project, name.path, by: caller, at: now)
        guard let revision = run[name.service]?.revisions[name.id] else {
            throw Status(
                .notFound,
                "Resource '\(name.id)' of kind 'REVISION' in region '\(name.service.location)' in project "
                    + "'\(self.project.id)' does not exist.")
        }
        return (name, revision)
    }

    /// A revision of a service's template.
    mutating func makeRevision(
        _ id: String, _ name: RunServiceName, _ service: RunV2.Service, by caller: Caller, at now: Instant
    ) -> RunV2.Revision {
        let template = service.template ?? RunV2.RevisionTemplate()
        var revision = RunV2.Revision()
        revision.name = runResource("\(name.path)/revisions/\(id)")
        revision.uid = run.nextUID(revision.name)
        revision.generation = 1
        revision.labels = template.labels
        revision.annotations = template.annotations
        revision.createTime = Timestamp(now)
        revision.updateTime = Timestamp(now)
        revision.launchStage = service.launchStage
        revision.service = name.id
        revision.scaling = template.scaling
        revision.maxInstanceRequestConcurrency = template.maxInstanceRequestConcurrency
        revision.timeout = template.timeout
        revision.serviceAccount = template.serviceAccount
        revision.containers = template.containers
        revision.executionEnvironment = template.executionEnvironment
        revision.creator = caller.email ?? ""
        revision.etag = run.nextEtag()
        revision.beginStarting(at: now)
        return revision
    }
}
