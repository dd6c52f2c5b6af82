import CloudCore

/// A resumable upload: an object that is sent in several requests, each of which may break off.
///
/// Source: "Resumable uploads" and "Perform resumable uploads" in Cloud Storage's documentation.
struct ResumableUpload {
    /// Every chunk but the last is a multiple of so many bytes.
    static let granularity = 256 << 10
    /// The most real time that a request with data may take.
    static let timeout = Duration.seconds(600)
    /// Requests in a row of which nothing was kept, after which the upload is given up.
    private static let maxIdleRounds = 8

    private let api: GoogleAPI
    private let retrier: Retrier
    /// Who has it may write the object: it goes into no error.
    private let session: Secret<String>
    private let name: String
    /// The bytes that Cloud Storage has.
    private var kept = 0
    private var checksum: UInt32 = 0
    private var object: StorageObject?

    /// Opens a session.
    init(_ new: NewObject, _ api: GoogleAPI) async throws {
        self.api = api
        name = "\(new.bucket)/\(new.name)"
        retrier = Retrier(policy: RetryPolicy(attempts: 8), timeline: api.timeline)
        let request = HTTPRequest(
            method: "POST", url: new.uploadURL(api, type: "resumable"),
            headers: [("content-type", "application/json"), ("x-upload-content-type", new.contentType)],
            body: new.json(checksum: nil).bytes(), timeout: GoogleAPI.callTimeout)
        // A session that nobody uses does no harm.
        let location = try await api.send(request, repeats: .always) { response, now in
            _ = try response.json(now: now)
            return response.header("location") ?? ""
        }
        // The token of these credentials goes along with each request.
        guard let parts = URLParts(location), let own = URLParts(api.endpoint), parts.scheme == own.scheme,
            parts.hostAndPort == own.hostAndPort
        else {
            throw Status(.internal, "\(request): the answer has no location of a session at \(api.endpoint).")
        }
        session = Secret(location)
    }

    /// Sends a chunk that others follow.
    mutating func send(_ chunk: [UInt8], isLast: Bool) async throws {
        checksum = chunk.withUnsafeBytes { CRC32C.checksum($0, continuing: checksum) }
        let (start, end) = (kept, kept + chunk.count)
        var (isUnsure, idleRounds) = (false, 0)
        while object == nil, isLast || kept < end {
            let before = kept
            try await retrier.run(isRepeatable: { _ in true }) {
                // After a failure only Cloud Storage knows how much it has.
                if isUnsure { try await ask(total: isLast ? end : nil) }
                guard object == nil, isLast || kept < end else { return }
                guard (start...end).contains(kept) else {
                    throw Status(.dataLoss, "Cloud Storage has lost a part of the upload of \(name).")
                }
                isUnsure = true
                try await put(chunk[(kept - start)...], total: isLast ? end : nil)
                isUnsure = false
            }
            idleRounds = kept > before ? 0 : idleRounds + 1
            guard idleRounds < Self.maxIdleRounds else {
                throw Status(.internal, "Cloud Storage keeps nothing of what is uploaded as \(name).")
            }
        }
    }

    /// Sends the last chunk, which may be empty, and returns the object.
    mutating func finish(_ chunk: [UInt8]) async throws -> StorageObject {
        try await send(chunk, isLast: true)
        guard let object else { throw Status(.internal, "The upload of \(name) has not ended.") }
        guard object.checksum == nil || object.checksum == checksum else {
            throw Status(.dataLoss, "The object \(name) has another checksum than what was uploaded.")
        }
        return object
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>, total: Int?) async throws {
        let end = kept + bytes.count
        let size = total.map(String.init) ?? "*"
        // An empty last chunk has no first and last byte.
        let range = bytes.isEmpty ? "bytes */\(size)" : "bytes \(kept)-\(end - 1)/\(size)"
        try await request(range, Array(bytes), Self.timeout)
    }

    private mutating func ask(total: Int?) async throws {
        try await request("bytes */\(total.map(String.init) ?? "*")", [], GoogleAPI.callTimeout)
    }

    private mutating func request(_ range: String, _ bytes: [UInt8], _ timeout: Duration) async throws {
        let request = HTTPRequest(
            method: "PUT", url: session.revealed, headers: [("content-range", range)], body: bytes,
            timeout: timeout)
        let answer = try await api.send(request, repeats: .never) { response, now in
            guard response.status == 308 else {
                return (kept: 0, object: StorageObject(json: try response.json(now: now)) as StorageObject?)
            }
            return (kept: try Self.kept(response), object: nil)
        }
        if let object = answer.object { self.object = object } else { kept = answer.kept }
    }

    /// The bytes that an unfinished upload has, by its `Range` field: `bytes=0-42`; without one there are none.
    static func kept(_ response: HTTPResponse) throws(Status) -> Int {
        guard let range = response.header("range") else { return 0 }
        guard range.hasPrefix("bytes=0-"), let last = Int(range.dropFirst("bytes=0-".count)), last >= 0,
            last < .max
        else {
            throw Status(
                .internal, "The answer's field range is \"\(range.prefix(60))\"; expected bytes=0-N.")
        }
        return last + 1
    }
}
