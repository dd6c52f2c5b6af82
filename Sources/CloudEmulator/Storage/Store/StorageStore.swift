import CloudCore

/// The buckets of the project with their objects.
struct StorageStore: Sendable {
    /// A bucket with its objects.
    struct Entry: Sendable {
        var bucket: StorageV1.Bucket
        var objects = ObjectTable()
        /// Before then, no rule of the lifecycle wants anything of any object; nil for never.
        var nextLifecycle: Instant?
    }

    /// The most buckets of the project, and versions of objects of a bucket. Google knows no such limits; these bound
    /// memory.
    static let maxBuckets = 10_000
    static let maxNames = 1_000_000

    private var entries: [String: Entry] = [:]
    private var lastGeneration: Int64 = 0
    /// How many versions have the bytes of a key.
    private var uses: [String: Int] = [:]
    /// The keys of bytes that no version has any more, and that are not removed yet.
    private var forgotten: [String] = []

    /// The names of the buckets, sorted.
    var names: [String] { entries.keys.sorted() }

    /// A bucket; setting nil removes it.
    subscript(name: String) -> Entry? {
        get { entries[name] }
        _modify { yield &entries[name] }
    }

    /// The number of buckets.
    var count: Int { entries.count }

    // MARK: Bytes

    /// The keys of the bytes of all versions.
    var contentKeys: Set<String> { Set(uses.keys) }

    /// What is known of the bytes of all versions.
    var contents: [StoredContent] {
        entries.values.flatMap { entry in
            entry.objects.names.flatMap { entry.objects[$0]?.all.map(\.content) ?? [] }
        }
    }

    /// The buckets but for Cloud Build's own, which is not the project's.
    var buckets: [StorageV1.Bucket] {
        entries.values.map(\.bucket).filter { !$0.name.hasSuffix(BuildLogPlace.ownSuffix) }
    }

    /// All versions of their objects: the live ones by the names of bucket and object, the others with their generations
    /// besides.
    var versions: [(name: String, object: StorageV1.Object)] {
        buckets.compactMap { entries[$0.name] }.flatMap { entry in
            entry.objects.names.flatMap { name -> [(name: String, object: StorageV1.Object)] in
                let versions = entry.objects[name]
                let bucket = entry.bucket.name
                let others = (versions?.noncurrent ?? []).map { version in
                    (name: "\(bucket)#\(version.object.generation)/\(name.text)", object: version.object)
                }
                guard let live = versions?.live?.object else { return others }
                return others + [(name: "\(bucket)/\(name.text)", object: live)]
            }
        }
    }

    /// Whether there are bytes that no version has any more.
    var hasForgotten: Bool { !forgotten.isEmpty }

    /// Takes the keys of bytes that no version has any more.
    mutating func takeForgotten() -> [String] {
        defer { forgotten = [] }
        return forgotten
    }

    /// Notes that versions which had some bytes have others now.
    mutating func count(_ keys: [String], instead former: [String]) {
        for key in keys { uses[key, default: 0] += 1 }
        for key in former {
            let left = (uses[key] ?? 0) - 1
            uses[key] = left > 0 ? left : nil
            if left <= 0 { forgotten.append(key) }
        }
    }

    // MARK: Lifecycles

    /// Does what the rules of a bucket have wanted up to `now`.
    mutating func settleLifecycle(of bucket: String, until now: Instant) {
        guard let next = entries[bucket]?.nextLifecycle, next <= now else { return }
        let gone = entries[bucket]?.settleLifecycle(until: now) ?? []
        count([], instead: gone)
    }

    /// The same for all buckets.
    mutating func settleLifecycles(until now: Instant) {
        for name in names { settleLifecycle(of: name, until: now) }
    }

    // MARK: Generations

    /// A generation that nothing had before: the microseconds since 1970, as in the service.
    mutating func nextGeneration(at now: Instant) -> Int64 {
        lastGeneration = max(lastGeneration &+ 1, now.nanoseconds / 1_000)
        return lastGeneration
    }
}

/// The etags of the service: the numbers of generation and metageneration as a protocol buffer in base64.
enum StorageEtag {
    /// The etag of a version of an object, or of a bucket, which has no generation here.
    static func text(generation: Int64? = nil, metageneration: Int64) -> String {
        var out = OutputBuffer()
        if let generation {
            out.append(UInt8(0x08))
            out.append(varint: UInt64(bitPattern: generation))
        }
        out.append(generation == nil ? UInt8(0x08) : UInt8(0x10))
        out.append(varint: UInt64(bitPattern: metageneration))
        return Base64.encode(out.copyBytes())
    }
}
