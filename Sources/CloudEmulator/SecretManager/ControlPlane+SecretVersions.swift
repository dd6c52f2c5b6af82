import CloudCore

extension ControlPlane {
    typealias SecretVersion = SecretManagerV1.SecretVersion

    private static let maxVersionsPage = 25_000
    private static let standardVersionsPage = 100

    /// Adds a version with its data.
    mutating func addSecretVersion(
        _ request: SecretManagerV1.AddSecretVersionRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretVersion {
        var (name, entry) = try secretEntry(
            request.parent, "secretmanager.versions.add", by: caller, at: now)
        let data = try SecretRules.checkPayload(request.payload)
        guard entry.versions.count < SecretStore.maxVersions else {
            throw Status(
                .resourceExhausted,
                "Secret [\(shownName(name))] has \(SecretStore.maxVersions) versions, more are not supported."
            )
        }
        var version = SecretVersion()
        version.name = "\(shownName(name))/versions/\(entry.versions.count + 1)"
        version.createTime = Timestamp(now)
        version.state = .enabled
        version.replicationStatus = entry.secret.replicationStatus
        version.etag = secrets.nextEtag()
        version.clientSpecifiedPayloadChecksum = request.payload?.dataCrc32c != nil
        entry.versions.append(SecretStore.Version(version: version, data: data))
        secrets[name] = entry
        return version
    }

    /// The version of that name, which may be an alias.
    mutating func secretVersion(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretVersion {
        let found = try versionEntry(
            name, "secretmanager.versions.get", allowsAlias: true, by: caller, at: now)
        return found.entry.versions[found.index].version
    }

    /// The data of a version, which may be named by an alias.
    mutating func accessSecretVersion(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretManagerV1.AccessSecretVersionResponse {
        let found = try versionEntry(
            name, "secretmanager.versions.access", allowsAlias: true, by: caller, at: now)
        let stored = found.entry.versions[found.index]
        guard stored.version.state == .enabled else { throw Self.wrongState(stored.version) }
        var response = SecretManagerV1.AccessSecretVersionResponse()
        response.name = stored.version.name
        var payload = SecretManagerV1.SecretPayload()
        payload.data = stored.data
        payload.dataCrc32c = Int64(CRC32C.checksum(stored.data))
        response.payload = payload
        return response
    }

    /// A page of the versions, newest first.
    mutating func listSecretVersions(
        _ request: SecretManagerV1.ListSecretVersionsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretManagerV1.ListSecretVersionsResponse {
        let (_, entry) = try secretEntry(
            request.parent, "secretmanager.versions.list", by: caller, at: now)
        let filter = try SecretFilter(request.filter)
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardVersionsPage,
            most: Self.maxVersionsPage)
        let all = entry.versions.enumerated().filter { filter.matches($0.element.version) }
        let (page, token) = pages.newestFirst(all) { UInt64($0.offset) }
        var response = SecretManagerV1.ListSecretVersionsResponse()
        response.versions = page.map(\.element.version)
        response.nextPageToken = token
        response.totalSize = Int32(clamping: all.count)
        return response
    }

    /// Enables, disables or destroys a version, which must be named by its number.
    mutating func setSecretVersion(
        _ request: SecretManagerV1.DestroySecretVersionRequest, _ state: SecretVersion.State,
        by caller: Caller, at now: Instant
    ) throws(Status) -> SecretVersion {
        let verb = state == .enabled ? "enable" : state == .disabled ? "disable" : "destroy"
        var found = try versionEntry(
            request.name, "secretmanager.versions.\(verb)", allowsAlias: false, by: caller, at: now)
        var stored = found.entry.versions[found.index]
        try checkEtag(request.etag, stored.version.etag)
        guard stored.version.state != .destroyed else {
            if state == .destroyed { return stored.version }
            throw Self.wrongState(stored.version)
        }
        let etag = secrets.nextEtag()
        if state == .destroyed, let delay = found.entry.secret.versionDestroyTtl {
            stored.version.state = .disabled
            stored.version.scheduledDestroyTime =
                stored.version.scheduledDestroyTime ?? Timestamp(now + delay)
            stored.version.etag = etag
        } else if state == .destroyed {
            stored.destroy(Timestamp(now), etag: etag)
        } else {
            stored.version.state = state
            // Whoever enables a version does not want it destroyed any more.
            if state == .enabled { stored.version.scheduledDestroyTime = nil }
            stored.version.etag = etag
        }
        found.entry.versions[found.index] = stored
        secrets[found.name] = found.entry
        return stored.version
    }

    private mutating func versionEntry(
        _ text: String, _ permission: String, allowsAlias: Bool, by caller: Caller, at now: Instant
    ) throws(Status) -> (name: SecretName, entry: SecretStore.Entry, index: Int) {
        let (project, name) = try SecretPath.version(text)
        let entry = try secretEntry(name.secret, in: project, permission, by: caller, at: now)
        let shown = "\(shownName(name.secret))/versions/\(name.version)"
        var number = Int(name.version)
        if number == nil, allowsAlias {
            if name.version == "latest" {
                guard !entry.versions.isEmpty else {
                    throw Status(
                        .notFound, "Secret [\(shownName(name.secret))] not found or has no versions.")
                }
                number = entry.versions.count
            } else {
                number = entry.secret.versionAliases[name.version].flatMap(Int.init(exactly:))
            }
        }
        guard let number, entry.versions.indices.contains(number - 1) else {
            throw Status(.notFound, "Secret Version [\(shown)] not found.")
        }
        return (name.secret, entry, number - 1)
    }

    private static func wrongState(_ version: SecretVersion) -> Status {
        let state = version.state == .destroyed ? "DESTROYED" : "DISABLED"
        return Status(.failedPrecondition, "Secret Version [\(version.name)] is in \(state) state.")
    }
}

extension SecretManagerV1.Secret {
    fileprivate var replicationStatus: SecretManagerV1.ReplicationStatus? {
        guard let replication else { return nil }
        var status = SecretManagerV1.ReplicationStatus()
        if let managed = replication.userManaged {
            var places = SecretManagerV1.ReplicationStatus.UserManagedStatus()
            places.replicas = managed.replicas.map {
                var replica = SecretManagerV1.ReplicationStatus.UserManagedStatus.ReplicaStatus()
                replica.location = $0.location
                return replica
            }
            status.userManaged = places
        } else {
            status.automatic = .init()
        }
        return status
    }
}
