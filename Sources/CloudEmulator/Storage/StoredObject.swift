import CloudCore

/// A version of an object of Cloud Storage, as it was when it was asked for: it stays readable even when it is deleted
/// or replaced meanwhile.
public struct StoredObject: Sendable {
    /// The name of its bucket.
    public let bucket: String
    /// Its name.
    public let name: String
    /// Which version it is.
    public let generation: Int64
    /// What it was said to contain, for example `application/gzip`.
    public let contentType: String
    /// What its bytes are encoded in, for example `gzip`; empty for nothing.
    public let contentEncoding: String
    /// The keys and values that were given with it.
    public let metadata: [String: String]
    /// When this version was written.
    public let timeCreated: Instant
    /// Its bytes, to be read in pieces or from a file.
    public let content: ObjectContent

    init(_ found: FoundObject) {
        let object = found.object
        (bucket, name, generation) = (object.bucket, object.name, object.generation)
        (contentType, contentEncoding) = (object.contentType, object.contentEncoding)
        metadata = object.metadata.dictionary
        timeCreated = object.timeCreated?.instant ?? Instant(nanoseconds: 0)
        content = found.content
    }
}
