import CloudCore

/// A bucket.
public struct Bucket: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A bucket to be made, whose policy alone says who may do what with its objects.
    public init(
        name: String, location: String = "US", versioning: Bool = false, labels: [String: String] = [:]
    ) {
        var object: JSONObject = [
            "name": .string(name), "location": .string(location),
            "iamConfiguration": ["uniformBucketLevelAccess": ["enabled": true]],
        ]
        if versioning { object["versioning"] = ["enabled": true] }
        object.set("labels", labels)
        json = .object(object)
    }

    /// Its name.
    public var name: String { json.text("name") }
    /// Where it is.
    public var location: String { json.text("location") }
    /// The version of its settings.
    public var metageneration: Int { json.integer("metageneration") ?? 0 }
}

/// An object, without its data.
public struct StorageObject: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// Its name.
    public var name: String { json.text("name") }
    /// The bucket that it is in.
    public var bucket: String { json.text("bucket") }
    /// The version of its data.
    public var generation: Int { json.integer("generation") ?? 0 }
    /// Its size in bytes.
    public var size: Int { json.integer("size") ?? 0 }
    /// The media type of its data.
    public var contentType: String { json.text("contentType") }
    /// The CRC-32C of its data; nil when the answer has none.
    public var checksum: UInt32? {
        guard let bytes = Base64.decode(json.text("crc32c")), bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A checksum as Cloud Storage writes it: base64 of its four bytes, the highest first.
    static func text(ofChecksum checksum: UInt32) -> String {
        Base64.encode((0..<4).map { UInt8(truncatingIfNeeded: checksum >> (24 - 8 * $0)) })
    }
}

/// An object that is to be made.
public struct NewObject: Sendable {
    /// Its name.
    public var name: String
    /// The bucket that it will be in.
    public var bucket: String
    /// The media type of its data.
    public var contentType: String
    /// Names and values of the caller's own.
    public var metadata: [String: String]
    /// The version that has to be live, 0 for none; nil for whichever there is. With it, an upload may be sent again.
    public var ifGeneration: Int?

    /// Makes a description of an object.
    public init(
        _ name: String, in bucket: String, contentType: String = "application/octet-stream",
        metadata: [String: String] = [:], ifGeneration: Int? = nil
    ) {
        self.name = name
        self.bucket = bucket
        self.contentType = contentType
        self.metadata = metadata
        self.ifGeneration = ifGeneration
    }

    func json(checksum: UInt32?) -> JSON {
        var object: JSONObject = ["name": .string(name), "contentType": .string(contentType)]
        object.set("metadata", metadata)
        if let checksum { object["crc32c"] = .string(StorageObject.text(ofChecksum: checksum)) }
        return .object(object)
    }

    /// The path and query of an upload of that kind.
    func uploadURL(_ api: GoogleAPI, type: String) -> String {
        var query = [("uploadType", type)]
        if let ifGeneration { query.append(("ifGenerationMatch", "\(ifGeneration)")) }
        return api.url("/upload/storage/v1/b/\(PercentEncoding.segment(bucket))/o", query)
    }
}
