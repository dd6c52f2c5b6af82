import CloudCore

extension ControlPlane {
    typealias Bucket = StorageV1.Bucket

    private static let maxBucketsPage = 1_000

    /// Creates a bucket in the project with that id or number.
    mutating func createBucket(
        _ json: JSON, in project: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Bucket {
        guard !project.isEmpty else { throw StorageFault.required("Required parameter: project") }
        guard self.project.isNamed(project) else {
            throw StorageFault.invalid("Unknown project id: \(project.prefix(100))")
        }
        try authorize("storage.buckets.create", on: self.project.name, by: caller, at: now)
        let bucket = try Self.bucket(from: json)
        try BucketNameRules.check(bucket.name)
        guard storage[bucket.name] == nil else { throw StorageFault.bucketExists }
        guard storage.count < StorageStore.maxBuckets else {
            throw Status.listed(
                .resourceExhausted, "rateLimitExceeded",
                "The project has \(StorageStore.maxBuckets) buckets, more are not supported.")
        }
        return try addBucket(bucket, at: now)
    }

    /// Adds a bucket that may be there, with what the service sets.
    mutating func addBucket(_ bucket: Bucket, at now: Instant) throws(Status) -> Bucket {
        var bucket = bucket
        try BucketRules.settle(&bucket, former: nil, at: now)
        bucket.identify(project.number, storage.nextGeneration(at: now), at: now)
        storage[bucket.name] = StorageStore.Entry(bucket: bucket)
        establishBucketPolicy(bucket.name, at: now)
        return bucket
    }

    /// A bucket.
    mutating func bucket(
        _ name: String, if preconditions: StoragePreconditions = .init(), by caller: Caller, at now: Instant
    ) throws(Status) -> Bucket {
        let bucket = try storageBucket(name, "storage.buckets.get", by: caller, at: now)
        try preconditions.check(bucket, isRead: true)
        return bucket
    }

    /// A page of the project's buckets, by name.
    func listBuckets(
        in project: String, prefix: String, maxResults: Int?, pageToken: String, by caller: Caller,
        at now: Instant
    ) throws(Status) -> StorageV1.Buckets {
        guard self.project.isNamed(project) else {
            throw project.isEmpty
                ? StorageFault.required("Required parameter: project")
                : StorageFault.invalid("Unknown project id: \(project.prefix(100))")
        }
        try authorize("storage.buckets.list", on: self.project.name, by: caller, at: now)
        let after = try StoragePageToken(parsing: pageToken)?.name ?? ""
        let names = storage.names.filter { $0.hasPrefix(prefix) && $0 > after }
        let size = min(maxResults ?? Self.maxBucketsPage, Self.maxBucketsPage)
        var page = StorageV1.Buckets()
        page.items = names.prefix(size).compactMap { storage[$0]?.bucket }
        if names.count > size, let last = page.items.last {
            page.nextPageToken = StoragePageToken(kind: .object, name: last.name).text
        }
        return page
    }

    /// Changes what a merge patch names, or gives a bucket new settings altogether.
    mutating func changeBucket(
        _ name: String, _ json: JSON, isPatch: Bool, if preconditions: StoragePreconditions = .init(),
        by caller: Caller, at now: Instant
    ) throws(Status) -> Bucket {
        let former = try storageBucket(name, "storage.buckets.update", by: caller, at: now)
        try preconditions.check(former)
        var changed = try Self.bucket(from: isPatch ? former.protoJSON.merged(with: json) : json)
        if !isPatch, changed.location.isEmpty { changed.location = former.location }
        try BucketRules.settle(&changed, former: former, at: now)
        try checkPublicAccess(changed)
        changed.keepIdentity(of: former)
        changed.metageneration = former.metageneration + 1
        changed.updated = Timestamp(now).wholeMilliseconds
        changed.etag = StorageEtag.text(metageneration: changed.metageneration)
        storage[name]?.bucket = changed
        storage[name]?.planLifecycle()
        return changed
    }

    /// Deletes a bucket that has no objects, versions that are not live included.
    mutating func deleteBucket(
        _ name: String, if preconditions: StoragePreconditions = .init(), by caller: Caller, at now: Instant
    ) throws(Status) {
        let bucket = try storageBucket(name, "storage.buckets.delete", by: caller, at: now)
        try preconditions.check(bucket)
        guard storage[name]?.objects.isEmpty == true else { throw StorageFault.bucketNotEmpty }
        storage[name] = nil
        policies.remove(bucketResource(name))
    }

    // MARK: Names

    /// The name under which the policy of a bucket is kept.
    func bucketResource(_ name: String) -> String { "\(project.name)/buckets/\(name)" }

    /// A bucket that exists, for a caller who has a permission on it, with its lifecycle up to the present.
    mutating func storageBucket(
        _ name: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Bucket {
        let bucket = try settledBucket(name, at: now)
        try authorize(permission, on: bucketResource(name), by: caller, at: now)
        return bucket
    }

    /// A bucket that exists, with its lifecycle up to the present.
    mutating func settledBucket(_ name: String, at now: Instant) throws(Status) -> Bucket {
        storage.settleLifecycle(of: name, until: now)
        guard let bucket = storage[name]?.bucket else { throw StorageFault.noBucket }
        return bucket
    }

    private static func bucket(from json: JSON) throws(Status) -> Bucket {
        let stripped = try UnsupportedFields.strip(
            json, UnsupportedFields.bucket, output: UnsupportedFields.bucketOutput)
        return try ProtoJSONDecoder.decode(Bucket.self, from: stripped)
    }
}

extension StorageV1.Bucket {
    /// Makes it a bucket of the project, as new.
    fileprivate mutating func identify(_ number: Int64, _ generation: Int64, at now: Instant) {
        kind = "storage#bucket"
        id = name
        selfLink = ""
        projectNumber = number
        timeCreated = Timestamp(now).wholeMilliseconds
        updated = timeCreated
        self.generation = generation
        metageneration = 1
        etag = StorageEtag.text(metageneration: 1)
    }

    /// Takes over what cannot be changed.
    fileprivate mutating func keepIdentity(of former: StorageV1.Bucket) {
        kind = former.kind
        id = former.id
        selfLink = ""
        name = former.name
        projectNumber = former.projectNumber
        timeCreated = former.timeCreated
        generation = former.generation
    }
}

extension StorageStore.Entry {
    /// The rules of its lifecycle.
    var rules: [StorageV1.LifecycleRule] { bucket.lifecycle?.rule ?? [] }

    /// Whether versions are kept that are no longer live.
    var keepsVersions: Bool { bucket.versioning?.enabled == true }

    /// Finds out when a rule next wants something of any object.
    mutating func planLifecycle() {
        let (rules, objects) = (rules, objects)
        nextLifecycle =
            rules.isEmpty
            ? nil : objects.names.compactMap { objects[$0]?.nextLifecycle(rules) }.min()
    }

    /// The same after a change of one object.
    mutating func planLifecycle(of name: ObjectName) {
        guard !rules.isEmpty, let next = objects[name]?.nextLifecycle(rules) else { return }
        nextLifecycle = min(nextLifecycle ?? next, next)
    }

    /// Does what the rules have wanted up to `now`.
    ///
    /// - Returns: the keys of the bytes of versions that have gone.
    mutating func settleLifecycle(until now: Instant) -> [String] {
        let (rules, keepsVersions) = (rules, keepsVersions)
        var gone: [String] = []
        for name in objects.names {
            guard var versions = objects[name], let next = versions.nextLifecycle(rules), next <= now else {
                continue
            }
            let former = versions.all
            versions.settle(rules, keepsVersions: keepsVersions, until: now)
            let left = Set(versions.all.map(\.object.generation))
            gone += former.filter { !left.contains($0.object.generation) }.map(\.content.key)
            objects[name] = versions
        }
        planLifecycle()
        return gone
    }
}
