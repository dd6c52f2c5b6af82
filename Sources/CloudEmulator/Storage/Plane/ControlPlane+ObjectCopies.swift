import CloudCore

/// An object that is there: what a copy is made of, or what is changed.
struct ObjectSource: Message {
    var bucket = ""
    var name = ""
    var generation: Int64?
    var preconditions = StoragePreconditions()

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "bucket", &bucket)
        visitor.field(2, "name", &name)
        visitor.field(3, "generation", &generation)
        visitor.field(4, "preconditions", always: &preconditions)
    }
}

extension FieldVisitor where Self: ~Copyable {
    /// Shows a message that is there even when nothing is said of it.
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, always value: inout M) {
        var shown = value == M() ? nil : Optional(value)
        field(number, name, &shown)
        value = shown ?? M()
    }
}

extension ControlPlane {
    /// The most objects that are composed at once.
    static let maxComposed = 32

    /// Makes an object of the bytes of another. What the insertion does not say of it, it has from its source; its
    /// storage class is the bucket's unless said otherwise.
    mutating func copyObject(
        _ source: ObjectSource, to insertion: ObjectInsertion, by caller: Caller, at now: Instant
    ) throws(Status) -> StorageObject {
        let version = try objectVersion(
            source.bucket, source.name, generation: source.generation, if: source.preconditions, by: caller,
            at: now)
        var insertion = insertion
        insertion.object.inherit(from: version.object)
        insertion.componentCount = version.object.componentCount
        return try insertObject(insertion, version.content, by: caller, at: now)
    }

    /// Gives an object another name in its bucket.
    ///
    /// Source: `objects.move` in the discovery document; that it takes the permission `storage.objects.move`, "Move objects"
    /// in the Cloud Storage documentation.
    mutating func moveObject(
        _ source: ObjectSource, to insertion: ObjectInsertion, by caller: Caller, at now: Instant
    ) throws(Status) -> StorageObject {
        try authorize(
            "storage.objects.move", on: objectResource(source.bucket, source.name), by: caller, at: now)
        var insertion = insertion
        let version = try objectVersion(
            source.bucket, source.name, generation: nil, if: source.preconditions, by: caller, at: now)
        insertion.object.storageClass = version.object.storageClass
        let isElsewhere = ObjectName(source.name) != ObjectName(insertion.name)
        // Before the copy, which would be left behind.
        if isElsewhere {
            let resource = objectResource(source.bucket, source.name)
            try authorize("storage.objects.delete", on: resource, by: caller, at: now)
        }
        let object = try copyObject(source, to: insertion, by: caller, at: now)
        if isElsewhere {
            try deleteObject(source.bucket, source.name, generation: nil, by: caller, at: now)
        }
        return object
    }

    /// The versions that a composition is made of.
    mutating func composed(
        _ bucket: String, _ sources: [StorageV1.ComposeSource], by caller: Caller, at now: Instant
    ) throws(Status) -> [ObjectVersion] {
        guard (1...Self.maxComposed).contains(sources.count) else {
            throw StorageFault.invalid(
                "sourceObjects has \(sources.count) objects; 1 to \(Self.maxComposed) can be composed at once."
            )
        }
        var versions: [ObjectVersion] = []
        for source in sources {
            var preconditions = StoragePreconditions()
            preconditions.generationMatch = source.objectPreconditions?.ifGenerationMatch
            let version = try objectVersion(
                bucket, source.name, generation: source.generation, by: caller, at: now)
            try preconditions.check(version.object)
            versions.append(version)
        }
        return versions
    }
}

extension StorageV1.Object {
    /// Takes from its source what is not said.
    fileprivate mutating func inherit(from source: StorageV1.Object) {
        if contentType.isEmpty { contentType = source.contentType }
        if cacheControl.isEmpty { cacheControl = source.cacheControl }
        if contentDisposition.isEmpty { contentDisposition = source.contentDisposition }
        if contentEncoding.isEmpty { contentEncoding = source.contentEncoding }
        if contentLanguage.isEmpty { contentLanguage = source.contentLanguage }
        if metadata.isEmpty { metadata = source.metadata }
        if customTime == nil { customTime = source.customTime }
        // Those of a resource that a client has read are of its bytes, not of the source's.
        (md5Hash, crc32c) = ("", "")
    }
}
