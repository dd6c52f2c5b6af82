import CloudCore
import RPCServer

/// One request of the JSON API, from the network or from a batch.
struct StorageCall {
    let method: String
    /// The decoded segments behind `/storage/v1`.
    let path: [String]
    let query: StorageQuery
    let caller: Caller
    /// Where the caller reached the service, for the links in answers, for example `http://127.0.0.1:8086`.
    let base: String
    let body: [UInt8]
    private let headers: (String) -> String?

    /// What the variables of the operation's path stand for, in order.
    var variables: [String] = []

    init(
        method: String, path: Substring, query: String, caller: Caller, base: String, body: [UInt8],
        headers: @escaping (String) -> String?
    ) throws(Status) {
        self.method = method
        self.query = try StorageQuery(query)
        self.caller = caller
        self.base = base
        self.body = body
        self.headers = headers
        var segments: [String] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            segments.append(try PercentCoding.decode(segment))
        }
        self.path = segments
    }

    /// The value of a header field, by its name in lower case.
    func header(_ name: String) -> String? { headers(name) }

    /// The body as JSON; an empty object for none.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func json() throws(Status) -> JSON { try Self.json(body) }

    static func json(_ body: [UInt8]) throws(Status) -> JSON {
        if body.isEmpty { return .object(JSONObject()) }
        do throws(Status) { return try JSON.parse(body) } catch {
            throw Status.listed(.invalidArgument, "parseError", "Parse Error: \(error.message)")
        }
    }

    /// The bucket that the path names.
    var bucket: String { variables.first ?? "" }

    /// The object that the path names.
    var object: String { variables.count > 1 ? variables[1] : "" }

    /// The conditions of the request, by its query and its header fields.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func preconditions() throws(Status) -> StoragePreconditions {
        var conditions = try query.preconditions()
        conditions.etagMatch = etags("if-match")
        conditions.etagNotMatch = etags("if-none-match")
        return conditions
    }

    private func etags(_ name: String) -> [String] {
        (header(name) ?? "").split(separator: ",").map { etag in
            String(etag.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Refuses header fields that would change what is stored.
    ///
    /// - Throws: UNIMPLEMENTED naming the field.
    func checkHeaders() throws(Status) {
        let unsupported = [
            "x-goog-encryption-algorithm", "x-goog-encryption-key", "x-goog-encryption-key-sha256",
            "x-goog-copy-source-encryption-algorithm", "x-goog-copy-source-encryption-key",
        ]
        for name in unsupported where header(name) != nil {
            throw StorageFault.unsupported("The header field \(name) (customer-supplied encryption keys)")
        }
    }

    // MARK: Links

    /// A bucket as it is answered.
    func shown(_ bucket: StorageV1.Bucket) -> StorageV1.Bucket {
        var bucket = bucket
        bucket.selfLink = "\(base)/storage/v1/b/\(PercentCoding.encode(bucket.name))"
        return bucket
    }

    /// An object as it is answered.
    func shown(_ object: StorageV1.Object) -> StorageV1.Object {
        var object = object
        let path = "b/\(PercentCoding.encode(object.bucket))/o/\(PercentCoding.encode(object.name))"
        object.selfLink = "\(base)/storage/v1/\(path)"
        object.mediaLink = "\(base)/download/storage/v1/\(path)?generation=\(object.generation)&alt=media"
        return object
    }
}

/// What an operation answers with.
enum StorageAnswer: Sendable {
    /// A resource.
    case json(JSON)
    /// Nothing.
    case empty
    /// The bytes of an object.
    case media(FoundObject)

    /// A resource that is a message.
    static func message(_ message: some Message) -> StorageAnswer { .json(message.protoJSON) }
}
