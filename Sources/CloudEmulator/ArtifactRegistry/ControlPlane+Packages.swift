import CloudCore

/// What repositories hold: a Docker image's name is a package, each of its digests a version.
extension ControlPlane {
    typealias DockerImage = ArtifactRegistryV1.DockerImage
    typealias Package = ArtifactRegistryV1.Package
    typealias Version = ArtifactRegistryV1.Version

    // MARK: Docker images

    /// The image of that name, `…/dockerImages/{image}@{digest}`.
    func dockerImage(
        _ request: ArtifactRegistryV1.GetDockerImageRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> DockerImage {
        let path = try RegistryPath(request.name, "name", "repositories", "dockerImages")
        _ = try existingRepository(path, "artifactregistry.dockerimages.get", by: caller, at: now)
        let parts = path.imageName.split(separator: "@")
        guard parts.count == 2,
            let found = entries(of: path.repository, String(parts[0])).first(where: {
                $0.digest == parts[1]
            })
        else { throw Self.registryEntityNotFound }
        return dockerImage(found, in: path.repository)
    }

    /// A page of the images of a repository, oldest first.
    func listDockerImages(
        _ request: ArtifactRegistryV1.ListDockerImagesRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ListDockerImagesResponse {
        let path = try RegistryPath(request.parent, "parent", "repositories")
        _ = try existingRepository(path, "artifactregistry.dockerimages.list", by: caller, at: now)
        try Self.refuseRegistryFilter("", request.orderBy)
        let pages = try Self.registryPages(request.pageSize, request.pageToken)
        let all = images.images(under: path.repository.imagePrefix(in: project))
        let (page, token) = pages.oldestFirst(all, \.number)
        var response = ArtifactRegistryV1.ListDockerImagesResponse()
        response.dockerImages = page.map { dockerImage($0, in: path.repository) }
        response.nextPageToken = token
        return response
    }

    private func dockerImage(_ entry: ImageTable.Entry, in repository: RepositoryName) -> DockerImage {
        var image = DockerImage()
        let id = RegistryPath.escaped(packageName(entry, repository))
        image.name = "\(resource(repository))/dockerImages/\(id)@\(entry.digest)"
        image.uri = "\(entry.name)@\(entry.digest)"
        image.tags = entry.tags.sorted()
        image.imageSizeBytes = entry.sizeBytes
        image.uploadTime = Timestamp(entry.created)
        image.buildTime = Timestamp(entry.created)
        image.updateTime = Timestamp(entry.updated)
        image.mediaType = Self.imageMediaType
        return image
    }

    private static let imageMediaType = "application/vnd.docker.distribution.manifest.v2+json"

    // MARK: Packages

    /// The package of that name.
    func package(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Package {
        let (path, entries) = try packageEntries(
            name, "name", "artifactregistry.packages.get", by: caller, at: now)
        return package(path.imageName, entries, in: path.repository)
    }

    /// A page of the packages of a repository, oldest first.
    func listPackages(
        _ request: ArtifactRegistryV1.ListPackagesRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ListPackagesResponse {
        let path = try RegistryPath(request.parent, "parent", "repositories")
        _ = try existingRepository(path, "artifactregistry.packages.list", by: caller, at: now)
        try Self.refuseRegistryFilter(request.filter, request.orderBy)
        let pages = try Self.registryPages(request.pageSize, request.pageToken)
        let all = Dictionary(
            grouping: images.images(under: path.repository.imagePrefix(in: project)), by: \.name)
        let (page, token) = pages.oldestFirst(all.values.map { $0.sorted { $0.number < $1.number } }) {
            $0.first?.number ?? 0
        }
        var response = ArtifactRegistryV1.ListPackagesResponse()
        response.packages = page.compactMap { entries in
            entries.first.map {
                package(packageName($0, path.repository), entries, in: path.repository)
            }
        }
        response.nextPageToken = token
        return response
    }

    /// Deletes a package with its versions and tags.
    mutating func deletePackage(
        _ request: ArtifactRegistryV1.DeletePackageRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let (path, entries) = try packageEntries(
            request.name, "name", "artifactregistry.packages.delete", by: caller, at: now)
        try refuseImmutable(path.repository, isTagged: entries.contains { !$0.tags.isEmpty }, at: now)
        for entry in entries { images.remove(name: entry.name, digest: entry.digest) }
        return registryDeletion(in: path.location, at: now)
    }

    private func package(
        _ name: String, _ entries: [ImageTable.Entry], in repository: RepositoryName
    ) -> Package {
        var package = Package()
        package.name = "\(resource(repository))/packages/\(RegistryPath.escaped(name))"
        package.createTime = entries.map(\.created).min().map { Timestamp($0) }
        package.updateTime = entries.map(\.updated).max().map { Timestamp($0) }
        return package
    }

    // MARK: Versions

    /// The version of that name, `…/packages/{image}/versions/{digest}`.
    func registryVersion(
        _ request: ArtifactRegistryV1.GetVersionRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Version {
        let path = try RegistryPath(request.name, "name", "repositories", "packages", "versions")
        _ = try existingRepository(path, "artifactregistry.versions.get", by: caller, at: now)
        return version(
            try entry(path), of: path.imageName, in: path.repository, request.view)
    }

    /// A page of the versions of a package, oldest first.
    func listVersions(
        _ request: ArtifactRegistryV1.ListVersionsRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ListVersionsResponse {
        let (path, entries) = try packageEntries(
            request.parent, "parent", "artifactregistry.versions.list", by: caller, at: now)
        try Self.refuseRegistryFilter(request.filter, request.orderBy)
        let pages = try Self.registryPages(request.pageSize, request.pageToken)
        let (page, token) = pages.oldestFirst(entries, \.number)
        var response = ArtifactRegistryV1.ListVersionsResponse()
        response.versions = page.map { version($0, of: path.imageName, in: path.repository, request.view) }
        response.nextPageToken = token
        return response
    }

    /// Deletes a version; one with tags only when that is forced.
    mutating func deleteVersion(
        _ request: ArtifactRegistryV1.DeleteVersionRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let path = try RegistryPath(request.name, "name", "repositories", "packages", "versions")
        _ = try existingRepository(path, "artifactregistry.versions.delete", by: caller, at: now)
        let entry = try entry(path)
        try refuseImmutable(path.repository, isTagged: !entry.tags.isEmpty, at: now)
        guard entry.tags.isEmpty || request.force else {
            throw Status(
                .failedPrecondition,
                "Version \(request.name) has the tags \(entry.tags.sorted()); delete them first, or set force."
            )
        }
        images.remove(name: entry.name, digest: entry.digest)
        return registryDeletion(in: path.location, at: now)
    }

    private func version(
        _ entry: ImageTable.Entry, of name: String, in repository: RepositoryName,
        _ view: ArtifactRegistryV1.VersionView
    ) -> Version {
        let package = "\(resource(repository))/packages/\(RegistryPath.escaped(name))"
        var version = Version()
        version.name = "\(package)/versions/\(entry.digest)"
        version.createTime = Timestamp(entry.created)
        version.updateTime = Timestamp(entry.updated)
        guard view == .full else { return version }
        version.relatedTags = entry.tags.sorted().map { tag in
            var related = ArtifactRegistryV1.Tag()
            related.name = "\(package)/tags/\(tag)"
            related.version = version.name
            return related
        }
        version.metadata = [
            "name": .string(dockerImage(entry, in: repository).name),
            "imageSizeBytes": .string(String(entry.sizeBytes)), "mediaType": .string(Self.imageMediaType),
            "buildTime": .string(Timestamp(entry.created).rfc3339),
        ]
        return version
    }

    // MARK: Names

    /// The images of a package, of which there is at least one.
    func packageEntries(
        _ name: String, _ field: String, _ permission: String, by caller: Caller,
        at now: Instant
    ) throws(Status) -> (path: RegistryPath, entries: [ImageTable.Entry]) {
        let path = try RegistryPath(name, field, "repositories", "packages")
        _ = try existingRepository(path, permission, by: caller, at: now)
        let entries = entries(of: path.repository, path.imageName)
        guard !entries.isEmpty else { throw Self.registryEntityNotFound }
        return (path, entries)
    }

    /// The image that a version's name means.
    func entry(_ path: RegistryPath) throws(Status) -> ImageTable.Entry {
        let all = entries(of: path.repository, path.imageName)
        guard let entry = all.first(where: { $0.digest == path.item }) else {
            throw Self.registryEntityNotFound
        }
        return entry
    }

    func entries(
        of repository: RepositoryName, _ name: String
    ) -> [ImageTable.Entry] {
        let full = repository.imagePrefix(in: project) + name
        return images.images(under: full).filter { $0.name == full }
    }

    private func packageName(_ entry: ImageTable.Entry, _ repository: RepositoryName) -> String {
        String(entry.name.dropFirst(repository.imagePrefix(in: project).count))
    }

    /// Refuses to lose a tag in a repository whose tags are immutable ("Tags cannot be deleted or moved to a different
    /// image digest, and tagged images cannot be deleted", gcloud's help).
    func refuseImmutable(_ name: RepositoryName, isTagged: Bool, at now: Instant) throws(Status) {
        guard isTagged, repositories.repository(name, at: now)?.dockerConfig?.immutableTags == true else {
            return
        }
        throw Status(
            .failedPrecondition,
            "The repository \(resource(name)) has enabled tag immutability: its tags and tagged images stay.")
    }
}
