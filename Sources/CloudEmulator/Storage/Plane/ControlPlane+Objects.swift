import CloudCore

extension ControlPlane {
    typealias StorageObject = StorageV1.Object

    /// A version of an object with its bytes, or the live one.
    mutating func objectVersion(
        _ bucket: String, _ name: String, generation: Int64?,
        if preconditions: StoragePreconditions = .init(),
        _ permission: String = "storage.objects.get", by caller: Caller, at now: Instant
    ) throws(Status) -> ObjectVersion {
        _ = try settledBucket(bucket, at: now)
        try authorize(permission, on: objectResource(bucket, name), by: caller, at: now)
        guard let version = storage[bucket]?.objects[ObjectName(name)]?[generation] else {
            // Who may not list does not learn what is there.
            try authorize("storage.objects.list", on: bucketResource(bucket), by: caller, at: now)
            throw StorageFault.noObject(bucket, name)
        }
        try preconditions.check(version.object, isRead: permission == "storage.objects.get")
        return version
    }

    /// A page of a bucket's objects.
    mutating func listObjects(
        _ bucket: String, _ listing: ObjectListing, by caller: Caller, at now: Instant
    ) throws(Status) -> StorageV1.Objects {
        _ = try storageBucket(bucket, "storage.objects.list", by: caller, at: now)
        guard let table = storage[bucket]?.objects else { throw StorageFault.noBucket }
        return listing.page(of: table)
    }

    /// Refuses an upload that could not be taken in at present.
    mutating func checkInsertion(
        _ insertion: ObjectInsertion, by caller: Caller, at now: Instant
    ) throws(Status) {
        try ObjectRules.checkName(insertion.name)
        let bucket = try settledBucket(insertion.bucket, at: now)
        let resource = objectResource(insertion.bucket, insertion.name)
        try authorize("storage.objects.create", on: resource, by: caller, at: now)
        let live = storage[bucket.name]?.objects[ObjectName(insertion.name)]?.live
        if live != nil { try authorize("storage.objects.delete", on: resource, by: caller, at: now) }
        try insertion.preconditions.check(live?.object)
    }

    /// Makes bytes the live version of an object.
    mutating func insertObject(
        _ insertion: ObjectInsertion, _ content: StoredContent, by caller: Caller, at now: Instant
    ) throws(Status) -> StorageObject {
        try checkInsertion(insertion, by: caller, at: now)
        try ObjectRules.verify(
            content, md5Hash: insertion.object.md5Hash, crc32c: insertion.object.crc32c)
        try storage.checkRoom(insertion.bucket, ObjectName(insertion.name))
        // No copy of the bucket is held here: writing to it would copy all it has.
        let bucketClass = storage[insertion.bucket]?.bucket.storageClass ?? ""
        var object = StorageObject()
        object.describe(as: insertion.object)
        if object.contentType.isEmpty { object.contentType = ObjectRules.standardContentType }
        object.storageClass =
            try insertion.object.storageClass.isEmpty
            ? bucketClass : StorageClass(parsing: insertion.object.storageClass).rawValue
        object.componentCount = insertion.componentCount
        object.identify(
            insertion, content, generation: storage.nextGeneration(at: now),
            at: Timestamp(now).wholeMilliseconds)
        storage.put(ObjectVersion(object: object, content: content), at: now)
        return object
    }

    /// Changes what a merge patch names, or all that may be changed.
    mutating func changeObject(
        _ bucket: String, _ name: String, generation: Int64?, _ json: JSON, isPatch: Bool,
        if preconditions: StoragePreconditions = .init(), by caller: Caller, at now: Instant
    ) throws(Status) -> StorageObject {
        let version = try objectVersion(
            bucket, name, generation: generation, if: preconditions, "storage.objects.update", by: caller,
            at: now)
        let wanted = try ObjectRules.object(
            from: isPatch ? version.object.protoJSON.merged(with: json) : json)
        guard wanted.storageClass.isEmpty || wanted.storageClass == version.object.storageClass else {
            throw StorageFault.invalid("storageClass cannot be changed by an update, only by a rewrite.")
        }
        var object = version.object
        object.describe(as: wanted)
        if let former = version.object.customTime, object.customTime.map({ $0 < former }) ?? true {
            throw StorageFault.invalid("customTime cannot be removed or set to an earlier time.")
        }
        object.touch(at: now)
        storage.replace(ObjectVersion(object: object, content: version.content))
        return object
    }

    /// Deletes an object, or one version of it for good.
    mutating func deleteObject(
        _ bucket: String, _ name: String, generation: Int64?,
        if preconditions: StoragePreconditions = .init(),
        by caller: Caller, at now: Instant
    ) throws(Status) {
        let version = try objectVersion(
            bucket, name, generation: generation, if: preconditions, "storage.objects.delete", by: caller,
            at: now)
        let keepsVersions = generation == nil && storage[bucket]?.keepsVersions == true
        storage.change(bucket, ObjectName(name)) { versions in
            if keepsVersions {
                versions.retire(at: now)
            } else {
                versions.remove(version.object.generation)
            }
        }
    }

    /// The name under which an object is checked.
    func objectResource(_ bucket: String, _ name: String) -> String {
        "\(bucketResource(bucket))/objects/\(name)"
    }
}

/// An object that is to be written: where, under which conditions, and what is known of it.
struct ObjectInsertion: Message {
    var bucket = ""
    var name = ""
    /// What a user says of it, checksums of the bytes included.
    var object = StorageV1.Object()
    var preconditions = StoragePreconditions()
    /// Of how many objects it was composed; 0 for one that was not.
    var componentCount: Int32 = 0

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "bucket", &bucket)
        visitor.field(2, "name", &name)
        visitor.field(3, "object", always: &object)
        visitor.field(4, "preconditions", always: &preconditions)
        visitor.field(5, "componentCount", &componentCount)
    }
}

extension StorageV1.Object {
    /// Gives a new version what only the service knows.
    fileprivate mutating func identify(
        _ insertion: ObjectInsertion, _ content: StoredContent, generation: Int64, at time: Timestamp
    ) {
        kind = "storage#object"
        (bucket, name, self.generation) = (insertion.bucket, insertion.name, generation)
        id = "\(bucket)/\(name)/\(generation)"
        metageneration = 1
        (size, md5Hash, crc32c) = (content.size, content.md5Hash, content.crc32c)
        etag = StorageEtag.text(generation: generation, metageneration: 1)
        (timeCreated, updated, timeFinalized, timeStorageClassUpdated) = (time, time, time, time)
    }
}

extension ObjectVersions {
    /// Removes a version for good.
    mutating func remove(_ generation: Int64) {
        if live?.object.generation == generation { live = nil }
        noncurrent.removeAll { $0.object.generation == generation }
    }
}

extension StorageStore {
    /// Refuses an object that would be one too many.
    func checkRoom(_ bucket: String, _ name: ObjectName) throws(Status) {
        let isNew = self[bucket]?.objects[name] == nil
        guard let count = self[bucket]?.objects.names.count else { throw StorageFault.noBucket }
        guard count < Self.maxNames || !isNew else {
            throw Status.listed(
                .resourceExhausted, "rateLimitExceeded",
                "The bucket has \(Self.maxNames) objects, more are not supported.")
        }
    }

    /// Makes a version the live one of its object. The former one goes, or stays where versions are kept.
    mutating func put(_ version: ObjectVersion, at now: Instant) {
        let (bucket, name) = (version.object.bucket, ObjectName(version.object.name))
        let keepsVersions = self[bucket]?.keepsVersions == true
        change(bucket, name) { versions in
            if keepsVersions { versions.retire(at: now) }
            versions.live = version
        }
    }

    /// Gives a version that exists other metadata.
    mutating func replace(_ version: ObjectVersion) {
        change(version.object.bucket, ObjectName(version.object.name)) { versions in
            if versions.live?.object.generation == version.object.generation { versions.live = version }
            for index in versions.noncurrent.indices
            where versions.noncurrent[index].object.generation == version.object.generation {
                versions.noncurrent[index] = version
            }
        }
    }

    /// Changes the versions of one object.
    mutating func change(
        _ bucket: String, _ name: ObjectName, _ body: (inout ObjectVersions) -> Void
    ) {
        var versions = self[bucket]?.objects[name] ?? ObjectVersions()
        let former = versions.contentKeys
        body(&versions)
        count(versions.contentKeys, instead: former)
        self[bucket]?.objects[name] = versions
        self[bucket]?.planLifecycle(of: name)
    }
}
