import CloudCore

/// The tags of packages.
extension ControlPlane {
    typealias RegistryTag = ArtifactRegistryV1.Tag

    /// The tag of that name.
    func registryTag(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> RegistryTag {
        let path = try RegistryPath(name, "name", "repositories", "packages", "tags")
        _ = try existingRepository(path, "artifactregistry.tags.get", by: caller, at: now)
        guard let entry = tagged(path) else { throw Self.registryEntityNotFound }
        return tag(path.item, entry, path)
    }

    /// A page of the tags of a package, by name.
    func listRegistryTags(
        _ request: ArtifactRegistryV1.ListTagsRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ListTagsResponse {
        let (path, entries) = try packageEntries(
            request.parent, "parent", "artifactregistry.tags.list", by: caller, at: now)
        let version = try Self.wantedVersion(request.filter)
        let pages = try Self.registryPages(request.pageSize, request.pageToken)
        let all = entries.flatMap { entry in entry.tags.map { tag($0, entry, path) } }
            .filter { version == nil || $0.version == version }.sorted { $0.name < $1.name }
        let (page, token) = pages.oldestFirst(Array(all.enumerated())) { UInt64($0.offset) + 1 }
        var response = ArtifactRegistryV1.ListTagsResponse()
        response.tags = page.map(\.element)
        response.nextPageToken = token
        return response
    }

    /// Gives a version a tag that no version has.
    mutating func createRegistryTag(
        _ request: ArtifactRegistryV1.CreateTagRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> RegistryTag {
        let path = try RegistryPath(
            "\(request.parent)/tags/\(request.tagID)", "parent", "repositories", "packages", "tags")
        _ = try existingRepository(path, "artifactregistry.tags.create", by: caller, at: now)
        guard Self.isTag(path.item) else {
            throw Status(
                .invalidArgument,
                "tag_id \"\(path.item.prefix(200))\" must be 1 to 128 letters, digits, _, . and -, and not begin "
                    + "with . or -.")
        }
        guard tagged(path) == nil else { throw Status(.alreadyExists, "the tag already exists") }
        return try setTag(path, request.tag?.version ?? "", at: now)
    }

    /// Moves a tag to another version.
    mutating func updateRegistryTag(
        _ request: ArtifactRegistryV1.UpdateTagRequest, by caller: Caller,
        at now: Instant
    ) throws(Status) -> RegistryTag {
        let update = request.tag ?? RegistryTag()
        let path = try RegistryPath(update.name, "tag.name", "repositories", "packages", "tags")
        _ = try existingRepository(path, "artifactregistry.tags.update", by: caller, at: now)
        if let mask = request.updateMask, mask.paths != ["version"] {
            throw Status(.invalidArgument, "update_mask is \(mask.paths), but only version can be changed.")
        }
        guard let entry = tagged(path) else { throw Self.registryEntityNotFound }
        let isMoved = tag(path.item, entry, path).version != update.version
        try refuseImmutable(path.repository, isTagged: isMoved, at: now)
        return try setTag(path, update.version, at: now)
    }

    /// Deletes a tag; the version stays.
    mutating func deleteRegistryTag(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        let path = try RegistryPath(name, "name", "repositories", "packages", "tags")
        _ = try existingRepository(path, "artifactregistry.tags.delete", by: caller, at: now)
        guard let entry = tagged(path) else { throw Self.registryEntityNotFound }
        try refuseImmutable(path.repository, isTagged: true, at: now)
        images.untag(name: entry.name, path.item)
    }

    /// Whether `text` is a tag by the grammar of references in the OCI distribution specification.
    static func isTag(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.first != "." && text.first != "-"
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }

    private mutating func setTag(
        _ path: RegistryPath, _ version: String, at now: Instant
    ) throws(Status) -> RegistryTag {
        let target = try RegistryPath(version, "tag.version", "repositories", "packages", "versions")
        guard target.repository == path.repository, target.imageName == path.imageName,
            project.isNamed(target.project)
        else {
            throw Status(
                .invalidArgument, "tag.version \"\(version.prefix(300))\" is not of the tag's package.")
        }
        let entry = try entry(target)
        images.tag(name: entry.name, digest: entry.digest, path.item, at: now)
        return tag(path.item, entry, path)
    }

    private func tagged(_ path: RegistryPath) -> ImageTable.Entry? {
        entries(of: path.repository, path.imageName).first { $0.tags.contains(path.item) }
    }

    private func tag(_ id: String, _ entry: ImageTable.Entry, _ path: RegistryPath) -> RegistryTag {
        let package = "\(resource(path.repository))/packages/\(RegistryPath.escaped(path.imageName))"
        var tag = RegistryTag()
        tag.name = "\(package)/tags/\(id)"
        tag.version = "\(package)/versions/\(entry.digest)"
        return tag
    }

    /// The version that a filter asks for; nil for any. The definition knows this form alone.
    private static func wantedVersion(_ filter: String) throws(Status) -> String? {
        if filter.isEmpty { return nil }
        let prefix = "version=\""
        guard filter.hasPrefix(prefix), filter.hasSuffix("\""), filter.count > prefix.count else {
            throw Status(
                .invalidArgument,
                "filter \"\(filter.prefix(100))\" is not supported; expected version=\"NAME OF A VERSION\".")
        }
        return String(filter.dropFirst(prefix.count).dropLast())
    }
}
