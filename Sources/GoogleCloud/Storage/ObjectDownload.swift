import CloudCore

extension StorageClient {
    /// The data of an object in chunks: no more than one of them is in memory. All are of one version of the object, and
    /// its checksum is checked at the end.
    ///
    /// - Parameter chunkBytes: bytes to a request.
    public func download(
        _ name: String, in bucket: String, generation: Int? = nil, chunkBytes: Int = 8 << 20
    ) -> ObjectDownload {
        ObjectDownload(
            storage: self, name: name, bucket: bucket, generation: generation, chunkBytes: max(chunkBytes, 1))
    }

    /// The data of an object of moderate size.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when it has more than `limit` bytes; see `ObjectDownload`.
    public func contents(of name: String, in bucket: String, limit: Int = 64 << 20) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in download(name, in: bucket) {
            guard bytes.count + chunk.count <= limit else {
                throw Status(.resourceExhausted, "\(bucket)/\(name) has more than \(limit) bytes.")
            }
            bytes += chunk
        }
        return bytes
    }

    /// What an object that grows has behind its first `offset` bytes; nothing when it has no more, or is not there yet.
    func read(_ name: String, in bucket: String, from offset: Int) async throws -> [UInt8] {
        do {
            return try await media(name, bucket, [], offset...(offset + (8 << 20) - 1))
        } catch let status as Status where status.code == .outOfRange || status.code == .notFound {
            return []
        }
    }

    /// A range of the data of an object, as it is stored.
    func media(
        _ name: String, _ bucket: String, _ query: [(String, String)], _ range: ClosedRange<Int>
    ) async throws -> [UInt8] {
        let request = HTTPRequest(
            method: "GET", url: api.url(path(name, bucket), [("alt", "media")] + query),
            headers: [
                ("range", "bytes=\(range.lowerBound)-\(range.upperBound)"),
                // Without it, an object that is stored compressed is sent inflated.
                ("accept-encoding", "gzip"),
            ], timeout: ResumableUpload.timeout)
        return try await api.send(request) { response, now in
            switch response.status {
            case 206: return response.body
            // A server may ignore the range.
            case 200: return Array(response.body.dropFirst(range.lowerBound).prefix(range.count))
            case 416: throw Status(.outOfRange, "\(request): there is nothing in that range.")
            default: throw response.failure(now: now)
            }
        }
    }
}

/// The data of an object, in chunks.
public struct ObjectDownload: AsyncSequence, Sendable {
    let storage: StorageClient
    let name: String
    let bucket: String
    let generation: Int?
    let chunkBytes: Int

    /// Begins with the first byte.
    public func makeAsyncIterator() -> Iterator { Iterator(download: self) }

    /// Walks through the chunks.
    public struct Iterator: AsyncIteratorProtocol {
        let download: ObjectDownload
        private var object: StorageObject?
        private var offset = 0
        private var checksum: UInt32 = 0

        init(download: ObjectDownload) { self.download = download }

        /// The next chunk; nil at the end.
        ///
        /// - Throws: NOT_FOUND, also when the version goes while it is read; DATA_LOSS when the data does not have the
        ///   checksum or size that the object is said to have.
        public mutating func next() async throws -> [UInt8]? {
            let object = try await known()
            guard offset < object.size else {
                guard object.checksum == nil || object.checksum == checksum else {
                    throw lost("another checksum")
                }
                return nil
            }
            let end = Swift.min(offset + download.chunkBytes, object.size)
            let bytes = try await download.storage.media(
                download.name, download.bucket, [("generation", "\(object.generation)")], offset...(end - 1))
            guard bytes.count == end - offset else { throw lost("another size") }
            checksum = bytes.withUnsafeBytes { CRC32C.checksum($0, continuing: checksum) }
            offset = end
            return bytes
        }

        private mutating func known() async throws -> StorageObject {
            if let object { return object }
            let found = try await download.storage.object(
                download.name, in: download.bucket, generation: download.generation)
            object = found
            return found
        }

        private func lost(_ what: String) -> Status {
            Status(
                .dataLoss,
                "The data of \(download.bucket)/\(download.name) has \(what) than the object is said to have."
            )
        }
    }
}
