import CloudCore

extension ControlPlane {
    typealias Secret = SecretManagerV1.Secret

    private static let maxSecretsPage = 25_000
    /// What a page holds unless asked otherwise; the definition leaves it to the service.
    private static let standardSecretsPage = 100

    /// Creates a secret without versions.
    mutating func createSecret(
        _ request: SecretManagerV1.CreateSecretRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Secret {
        let parent = try secretParent(request.parent, "secretmanager.secrets.create", by: caller, at: now)
        try SecretRules.checkID(request.secretID)
        let name = SecretName(location: parent.location, id: request.secretID)
        settleSecrets(at: now)
        guard secrets[name] == nil else {
            throw Status(.alreadyExists, "Secret [\(shownName(name))] already exists.")
        }
        var secret = request.secret ?? Secret()
        try SecretRules.check(secret, isRegional: parent.location != nil, at: now)
        try SecretRules.checkAliases(secret.versionAliases, versions: 0)
        secret.name = shownName(name)
        secret.createTime = Timestamp(now)
        secret.fixExpiry(at: now)
        return try secrets.add(secret, name)
    }

    /// The secret of that name.
    mutating func secret(_ name: String, by caller: Caller, at now: Instant) throws(Status) -> Secret {
        try secretEntry(name, "secretmanager.secrets.get", by: caller, at: now).entry.secret
    }

    /// A page of the project's secrets, newest first.
    mutating func listSecrets(
        _ request: SecretManagerV1.ListSecretsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretManagerV1.ListSecretsResponse {
        let parent = try secretParent(request.parent, "secretmanager.secrets.list", by: caller, at: now)
        let filter = try SecretFilter(request.filter)
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardSecretsPage,
            most: Self.maxSecretsPage)
        settleSecrets(at: now)
        let all = secrets.all(in: parent.location).filter { filter.matches($0.secret) }
        let (page, token) = pages.newestFirst(all, \.number)
        var response = SecretManagerV1.ListSecretsResponse()
        response.secrets = page.map(\.secret)
        response.nextPageToken = token
        response.totalSize = Int32(clamping: all.count)
        return response
    }

    /// Changes the fields that the mask names.
    mutating func updateSecret(
        _ request: SecretManagerV1.UpdateSecretRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Secret {
        var update = request.secret ?? Secret()
        var (name, entry) = try secretEntry(
            update.name, "secretmanager.secrets.update", by: caller, at: now)
        try checkEtag(update.etag, entry.secret.etag)
        let mask = request.updateMask ?? FieldMask([])
        let changeable: Set = [
            "labels", "annotations", "version_aliases", "ttl", "expire_time", "version_destroy_ttl", "etag",
        ]
        if let path = mask.paths.first(where: { !changeable.contains($0) }) {
            throw Status(
                .invalidArgument,
                "update_mask: \"\(path.prefix(100))\" cannot be changed, only \(changeable.sorted()) can.")
        }
        var changed = entry.secret
        update.etag = changed.etag
        if mask.paths.contains("ttl") { changed.expireTime = nil }
        try mask.apply(from: update, to: &changed, request: "UpdateSecretRequest", resource: "Secret")
        // What has been set before may have run into the past by now; only what is new is checked for that.
        var checked = changed
        if !mask.paths.contains("expire_time") { checked.expireTime = nil }
        try SecretRules.check(checked, isRegional: name.location != nil, at: now)
        try SecretRules.checkAliases(changed.versionAliases, versions: entry.versions.count)
        changed.fixExpiry(at: now)
        changed.etag = secrets.nextEtag()
        entry.secret = changed
        secrets[name] = entry
        return changed
    }

    /// Deletes a secret with all its versions.
    mutating func deleteSecret(
        _ request: SecretManagerV1.DeleteSecretRequest, by caller: Caller, at now: Instant
    ) throws(Status) {
        let (name, entry) = try secretEntry(
            request.name, "secretmanager.secrets.delete", by: caller, at: now)
        try checkEtag(request.etag, entry.secret.etag)
        secrets[name] = nil
        policies.remove(resource(name))
    }

    // MARK: Names

    /// A secret that exists.
    mutating func secretEntry(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> (name: SecretName, entry: SecretStore.Entry) {
        let (project, name) = try SecretPath.secret(text)
        return (name, try secretEntry(name, in: project, permission, by: caller, at: now))
    }

    /// A secret that exists, for a caller who has a permission on it.
    mutating func secretEntry(
        _ name: SecretName, in project: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretStore.Entry {
        guard self.project.isNamed(project) else {
            throw Self.denied(permission, on: "projects/\(project)/\(name.path)")
        }
        try authorize(permission, on: resource(name), by: caller, at: now)
        settleSecrets(at: now)
        guard let entry = secrets[name] else {
            throw Status(.notFound, "Secret [\(shownName(name))] not found.")
        }
        return entry
    }

    private func secretParent(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> SecretPath {
        let parent = try SecretPath.parent(text)
        guard project.isNamed(parent.project) else { throw Self.denied(permission, on: text) }
        try authorize(permission, on: project.name, by: caller, at: now)
        return parent
    }

    /// The name that the service answers with, which has the project's number.
    func shownName(_ name: SecretName) -> String { "projects/\(project.number)/\(name.path)" }

    /// The name under which the policy is kept.
    func resource(_ name: SecretName) -> String { "\(project.name)/\(name.path)" }

    /// Lets what has become due happen.
    mutating func settleSecrets(at now: Instant) {
        for name in secrets.settle(at: now) { policies.remove(resource(name)) }
    }

    /// Refuses a write on a version of a resource that is not the present one; the code is that of AIP-154.
    func checkEtag(_ given: String, _ current: String) throws(Status) {
        guard given.isEmpty || given == current else {
            throw Status(
                .aborted,
                "The etag provided (\(given.prefix(100))) does not match the current etag \(current).")
        }
    }
}

extension SecretManagerV1.Secret {
    /// Turns a time to live into the time of its end, which is what answers have.
    fileprivate mutating func fixExpiry(at now: Instant) {
        if let ttl { expireTime = Timestamp(now + ttl) }
        ttl = nil
    }
}
