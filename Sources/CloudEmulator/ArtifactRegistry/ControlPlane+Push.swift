import CloudCore

extension ControlPlane {
    /// Why an image cannot be pushed.
    struct PushRefusal: Error, Sendable {
        /// What docker prints.
        let text: String
        /// Whether it is for lack of a permission.
        let isDenied: Bool
    }

    /// Checks that a caller may push an image under a name.
    ///
    /// Sources: developer-journey-app #117 for a repository that does not exist; "Troubleshoot" and "Transition to
    /// repositories with gcr.io domain support" in the Artifact Registry documentation for the other words.
    ///
    /// - Returns: the repository.
    mutating func authorizePush(
        of reference: ImageReferenceName, digest: String, by caller: Caller,
        at now: Instant
    ) throws(PushRefusal) -> RepositoryName {
        let name = try pushTarget(reference)
        let permission = "artifactregistry.repositories.uploadArtifacts"
        do throws(Status) { try authorize(permission, on: resource(name), by: caller, at: now) } catch {
            throw PushRefusal(
                text:
                    "denied: Permission \"\(permission)\" denied on resource \"\(resource(name))\" (or it may not "
                    + "exist)", isDenied: true)
        }
        if repositories.repository(name, at: now) == nil { try createOnPush(name, by: caller, at: now) }
        let isImmutable = repositories.repository(name, at: now)?.dockerConfig?.immutableTags == true
        if isImmutable, reference.digest == nil, let old = images.image(reference), old.digest != digest {
            throw PushRefusal(
                text:
                    "denied: cannot update tag \(reference.tag ?? "latest"). The repository has enabled tag "
                    + "immutability", isDenied: true)
        }
        return name
    }

    private func pushTarget(_ reference: ImageReferenceName) throws(PushRefusal) -> RepositoryName {
        let parts = RegistryHost.canonical(reference.name).split(
            separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard let host = parts.first, host.hasSuffix(RegistryHost.suffix) else {
            throw PushRefusal(
                text: "\(reference.name): only images of pkg.dev and gcr.io can be pushed here",
                isDenied: false)
        }
        guard parts.count == 4, !parts[3].isEmpty else {
            throw PushRefusal(
                text: "name invalid: Missing image name. Pushes should be of the form docker push "
                    + "HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE", isDenied: false)
        }
        guard project.isNamed(parts[1]) else {
            throw PushRefusal(text: "name unknown: Project \"\(parts[1])\" not found", isDenied: false)
        }
        return RepositoryName(
            location: String(host.dropLast(RegistryHost.suffix.count)), id: String(parts[2]))
    }

    /// Repositories of gcr.io are made by the first push of whoever may.
    private mutating func createOnPush(
        _ name: RepositoryName, by caller: Caller, at now: Instant
    ) throws(PushRefusal) {
        guard RegistryHost.legacyLocations[name.id] == name.location else {
            throw PushRefusal(text: "name unknown: Repository \"\(name.id)\" not found", isDenied: false)
        }
        let permission = "artifactregistry.repositories.createOnPush"
        do throws(Status) {
            try authorize(permission, on: project.name, by: caller, at: now)
            var repository = Repository()
            repository.format = .docker
            repository.complete(name, in: project, at: now)
            try repositories.add(repository, name, readyAt: now)
        } catch {
            throw PushRefusal(
                text:
                    "denied: gcr.io repo does not exist. Creating on push requires the \(permission) permission",
                isDenied: true)
        }
    }
}
