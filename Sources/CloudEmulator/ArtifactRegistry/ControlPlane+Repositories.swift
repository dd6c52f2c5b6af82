import CloudCore
import PubSubEmulator

extension ControlPlane {
    typealias Repository = ArtifactRegistryV1.Repository

    private static let maxRepositoriesPage = 1000
    private static let standardRepositoriesPage = 100
    /// How long operations on repositories go on; Google says only that they do.
    private static let repositoryOperationTime = Duration.seconds(1)

    /// Begins to create a repository.
    mutating func createRepository(
        _ request: ArtifactRegistryV1.CreateRepositoryRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let path = try RegistryPath(request.parent, "parent")
        let permission = "artifactregistry.repositories.create"
        try checkRegistryProject(path, permission, request.parent)
        let name = RepositoryName(location: path.location, id: request.repositoryID)
        try authorize(permission, on: "\(project.name)/locations/\(path.location)", by: caller, at: now)
        try RepositoryRules.check(name)
        var repository = request.repository ?? Repository()
        try RepositoryRules.check(repository)
        guard !repositories.isTaken(name) else {
            throw Status(.alreadyExists, "the repository already exists")
        }
        let end = now + Self.repositoryOperationTime
        repository.complete(name, in: project, at: end)
        try repositories.add(repository, name, readyAt: end)
        return repositoryOperation(
            in: path.location, AnyMessage(packing: repository, Self.registryPackage + "Repository"), end, now)
    }

    /// The repository of that name.
    mutating func repository(
        _ text: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Repository {
        let path = try RegistryPath(text, "name", "repositories")
        var repository = try existingRepository(
            path, "artifactregistry.repositories.get", by: caller, at: now)
        repository.sizeBytes = size(of: path.repository)
        return repository
    }

    /// A page of the repositories of a location, oldest first.
    mutating func listRepositories(
        _ request: ArtifactRegistryV1.ListRepositoriesRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ListRepositoriesResponse {
        let path = try RegistryPath(request.parent, "parent")
        let permission = "artifactregistry.repositories.list"
        try checkRegistryProject(path, permission, request.parent)
        try authorize(permission, on: "\(project.name)/locations/\(path.location)", by: caller, at: now)
        try Self.refuseRegistryFilter(request.filter, request.orderBy)
        let pages = try Self.registryPages(request.pageSize, request.pageToken)
        let (page, token) = pages.oldestFirst(repositories.all(in: path.location, at: now), \.number)
        var response = ArtifactRegistryV1.ListRepositoriesResponse()
        response.repositories = page.map { entry in
            var repository = entry.repository
            let id = repository.name.split(separator: "/").last.map(String.init) ?? ""
            repository.sizeBytes = size(of: RepositoryName(location: path.location, id: id))
            return repository
        }
        response.nextPageToken = token
        return response
    }

    /// Changes the fields that the mask names, or all that are set when there is none.
    mutating func updateRepository(
        _ request: ArtifactRegistryV1.UpdateRepositoryRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Repository {
        let update = request.repository ?? Repository()
        let path = try RegistryPath(update.name, "repository.name", "repositories")
        var changed = try existingRepository(
            path, "artifactregistry.repositories.update", by: caller, at: now)
        let mask = request.updateMask ?? FieldMask(["description", "labels", "docker_config"])
        let changeable: Set = ["description", "docker_config", "labels", "vulnerability_scanning_config"]
        if let field = mask.paths.first(where: { !changeable.contains($0.prefix { $0 != "." }.description) })
        {
            throw Status(
                .invalidArgument,
                "update_mask: \"\(field.prefix(100))\" cannot be changed, only \(changeable.sorted()) can.")
        }
        try mask.apply(
            from: update, to: &changed, request: "UpdateRepositoryRequest", resource: "Repository")
        try RepositoryRules.check(changed)
        changed.updateTime = Timestamp(now)
        repositories.update(changed, path.repository)
        return changed
    }

    /// Deletes a repository with all its images.
    mutating func deleteRepository(
        _ request: ArtifactRegistryV1.DeleteRepositoryRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let path = try RegistryPath(request.name, "name", "repositories")
        _ = try existingRepository(path, "artifactregistry.repositories.delete", by: caller, at: now)
        repositories.remove(path.repository)
        policies.remove(resource(path.repository))
        for image in images.images(under: path.repository.imagePrefix(in: project)) {
            images.remove(name: image.name, digest: image.digest)
        }
        return registryDeletion(in: path.location, at: now)
    }

    // MARK: What others need

    static let registryPackage = "google.devtools.artifactregistry.v1."

    /// The repository of a name, for a caller who has a permission on it.
    ///
    /// - Throws: NOT_FOUND in the service's words; PERMISSION_DENIED.
    func existingRepository(
        _ path: RegistryPath, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Repository {
        let name = path.repository
        try checkRegistryProject(path, permission, "projects/\(path.project)/\(name.path)")
        try authorize(permission, on: resource(name), by: caller, at: now)
        guard let repository = repositories.repository(name, at: now) else {
            throw Self.registryEntityNotFound
        }
        return repository
    }

    static let registryEntityNotFound = Status(.notFound, "Requested entity was not found.")

    /// The name under which the policy is kept.
    func resource(_ name: RepositoryName) -> String { "\(project.name)/\(name.path)" }

    func checkRegistryProject(_ path: RegistryPath, _ permission: String, _ name: String) throws(Status) {
        guard project.isNamed(path.project) else { throw Self.denied(permission, on: name) }
    }

    /// The operation of a deletion, which answers with nothing.
    mutating func registryDeletion(in location: String, at now: Instant) -> Longrunning.Operation {
        repositoryOperation(
            in: location, AnyMessage(packing: Empty(), "google.protobuf.Empty"),
            now + Self.repositoryOperationTime, now)
    }

    static func registryPages(_ size: Int32, _ token: String) throws(Status) -> PageRequest {
        try PageRequest(
            size: size, token: token, standard: standardRepositoriesPage, most: maxRepositoriesPage)
    }

    static func refuseRegistryFilter(_ filter: String, _ orderBy: String) throws(Status) {
        guard filter.isEmpty else {
            throw Status(.unimplemented, "filter \"\(filter.prefix(100))\" is not supported.")
        }
        guard orderBy.isEmpty else {
            throw Status(.unimplemented, "order_by \"\(orderBy.prefix(100))\" is not supported.")
        }
    }

    private mutating func repositoryOperation(
        in location: String, _ response: AnyMessage, _ end: Instant, _ now: Instant
    ) -> Longrunning.Operation {
        operations.begin(
            in: "\(project.name)/locations/\(location)",
            metadata: AnyMessage(
                packing: ArtifactRegistryV1.OperationMetadata(), Self.registryPackage + "OperationMetadata"),
            finishing: end, with: .response(response), at: now)
    }

    private func size(of name: RepositoryName) -> Int64 {
        images.images(under: name.imagePrefix(in: project)).reduce(0) { $0 &+ $1.sizeBytes }
    }
}

extension ArtifactRegistryV1.Repository {
    /// Fills in what the service sets when a repository is created.
    mutating func complete(_ id: RepositoryName, in project: LocalProject, at now: Instant) {
        name = "\(project.name)/\(id.path)"
        createTime = Timestamp(now)
        updateTime = createTime
        mode = .standardRepository
        registryURI = String(id.imagePrefix(in: project).dropLast())
        disallowUnspecifiedMode = false
        (satisfiesPzs, satisfiesPzi) = (false, false)
        var scanning = vulnerabilityScanningConfig ?? .init()
        scanning.enablementState = .scanningDisabled
        scanning.enablementStateReason = "API containerscanning.googleapis.com is not enabled."
        scanning.lastEnableTime = nil
        vulnerabilityScanningConfig = scanning
    }
}
