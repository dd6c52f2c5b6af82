import CloudCore

extension ControlPlane {
    typealias Build = CloudBuildV1.Build

    private static let maxBuildsPage = 1_000
    private static let standardBuildsPage = 100

    /// Puts a build into the queue.
    ///
    /// - Returns: its operation, with the build as it is at first.
    mutating func createBuild(
        _ request: CloudBuildV1.CreateBuildRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let parent = try BuildName.readParent(request.parent, project: request.projectID)
        try authorizeBuilds("create", in: parent.project, by: caller, at: now)
        return try enqueue(request.build ?? Build(), in: parent.location, by: caller, at: now)
    }

    /// Puts a build into the queue that is as one that has ended was asked for.
    mutating func retryBuild(
        _ request: CloudBuildV1.RetryBuildRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let found = try BuildName.read(name: request.name, project: request.projectID, id: request.id)
        try authorizeBuilds("create", in: found.project, by: caller, at: now)
        let entry = try buildEntry(found.build)
        guard entry.hasEnded else {
            throw Status(
                .failedPrecondition,
                "Build \(entry.build.id) is \(entry.build.status.name) and cannot be retried.")
        }
        return try enqueue(entry.request, in: entry.name.location, by: caller, at: now)
    }

    private mutating func enqueue(
        _ request: Build, in location: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        guard location == BuildName.globalLocation || RepositoryRules.locations.contains(location) else {
            throw Status(.permissionDenied, "Location \(location) is not found or access is unauthorized.")
        }
        let id = RepeatableUUID.text("build", builds.created + 1, at: now)
        let name = BuildName(location: location, id: id)
        let plan = try BuildPlan(request, name, in: project)
        if plan.namesAccount { try authorizeActing(as: plan.account, by: caller, at: now) }
        try builds.add(plan.build, name, request: request, account: plan.account, at: now)
        guard let build = builds[id]?.build else { throw Status(.internal, "The build is gone.") }
        let operation = name.operation(in: project)
        // What it says is published with the effects; the first answer shows the build as it went into the queue.
        var metadata = CloudBuildV1.BuildOperationMetadata()
        metadata.build = build
        metadata.build?.status = .queued
        metadata.build?.startTime = nil
        return operations.begin(exactly: operation, metadata: Self.pack(metadata), at: now)
    }

    /// The build of that name.
    mutating func build(
        _ request: CloudBuildV1.GetBuildRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Build {
        let found = try BuildName.read(name: request.name, project: request.projectID, id: request.id)
        try authorizeBuilds("get", in: found.project, by: caller, at: now)
        return try buildEntry(found.build).build
    }

    /// A page of the builds of a location, newest first.
    mutating func listBuilds(
        _ request: CloudBuildV1.ListBuildsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> CloudBuildV1.ListBuildsResponse {
        let parent = try BuildName.readParent(request.parent, project: request.projectID)
        try authorizeBuilds("list", in: parent.project, by: caller, at: now)
        let filter = try BuildFilter(request.filter)
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardBuildsPage,
            most: Self.maxBuildsPage)
        let all = builds.all.filter { entry in
            entry.name.location == parent.location && filter.matches(entry.build)
        }
        let (page, token) = pages.newestFirst(all, \.number)
        var response = CloudBuildV1.ListBuildsResponse()
        response.builds = page.map(\.build)
        response.nextPageToken = token
        return response
    }

    /// Cancels a build that waits or goes on.
    mutating func cancelBuild(
        _ request: CloudBuildV1.CancelBuildRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Build {
        let found = try BuildName.read(name: request.name, project: request.projectID, id: request.id)
        try authorizeBuilds("update", in: found.project, by: caller, at: now)
        let entry = try buildEntry(found.build)
        guard builds.cancel(entry.build.id, at: now) else {
            throw Status(
                .failedPrecondition,
                "Build \(entry.build.id) is \(entry.build.status.name) and cannot be cancelled.")
        }
        return try buildEntry(found.build).build
    }

    /// Cancels the build that an operation stands for; nothing happens for any other operation.
    mutating func cancelBuild(ofOperation name: String, by caller: Caller, at now: Instant) throws(Status) {
        guard let found = BuildName(operation: name), builds[found.id]?.name == found else { return }
        try authorizeBuilds("update", in: project.id, by: caller, at: now)
        _ = builds.cancel(found.id, at: now)
    }

    /// The account that builds run as unless told otherwise.
    mutating func defaultBuildAccount(
        _ request: CloudBuildV1.GetDefaultServiceAccountRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> CloudBuildV1.DefaultServiceAccount {
        let parts = request.name.split(separator: "/")
        guard parts.count == 5, parts[0] == "projects", parts[2] == "locations",
            parts[4] == "defaultServiceAccount"
        else {
            throw Status(
                .invalidArgument,
                "name \"\(request.name.prefix(300))\" does not match projects/*/locations/*/defaultServiceAccount."
            )
        }
        try authorizeBuilds("get", in: String(parts[1]), by: caller, at: now)
        var answer = CloudBuildV1.DefaultServiceAccount()
        answer.name = "projects/\(project.number)/locations/\(parts[3])/defaultServiceAccount"
        answer.serviceAccountEmail = "\(project.name)/serviceAccounts/\(BuildPlan.standardAccount(project))"
        return answer
    }

    private mutating func authorizeBuilds(
        _ verb: String, in project: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        let permission = "cloudbuild.builds.\(verb)"
        guard self.project.isNamed(project) else {
            throw Self.denied(permission, on: "projects/\(project.prefix(300))")
        }
        try authorize(permission, on: self.project.name, by: caller, at: now)
        builds.settle(at: now)
    }

    private func buildEntry(_ name: BuildName) throws(Status) -> BuildStore.Entry {
        guard let entry = builds[name.id], entry.name.location == name.location else {
            throw Status(.notFound, "Requested entity was not found.")
        }
        return entry
    }
}
