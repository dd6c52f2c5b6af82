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

    /// The names of the buckets, sorted.
    var names: [String] { entries.keys.sorted() }

    /// A bucket; setting nil removes it.
    subscript(name: String) -> Entry? {
        get { entries[name] }
        _modify { yield &entries[name] }
    }

    /// The number of buckets.
    var count: Int { entries.count }

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
