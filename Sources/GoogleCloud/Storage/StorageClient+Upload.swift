import CloudCore

extension StorageClient {
    /// Makes an object of bytes, in one request (`uploadType=multipart`); Cloud Storage checks their checksum.
    ///
    /// - Throws: FAILED_PRECONDITION when another version is live than `ifGeneration` says.
    public func upload(_ bytes: [UInt8], as object: NewObject) async throws -> StorageObject {
        let boundary = "rehearsal-\(Hexadecimal.text(.random(in: .min ... .max), digits: 16))"
        var body = Array("--\(boundary)\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n".utf8)
        body += object.json(checksum: CRC32C.checksum(bytes)).bytes()
        body += Array("\r\n--\(boundary)\r\ncontent-type: \(object.contentType)\r\n\r\n".utf8)
        body += bytes
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        let request = HTTPRequest(
            method: "POST", url: object.uploadURL(api, type: "multipart"),
            headers: [("content-type", "multipart/related; boundary=\(boundary)")], body: body,
            timeout: ResumableUpload.timeout)
        return try await api.send(request, repeats: object.ifGeneration == nil ? .never : .always) {
            StorageObject(json: try $0.json(now: $1))
        }
    }

    /// Makes an object of a file, whatever its size.
    ///
    /// - Throws: INVALID_ARGUMENT when the file cannot be read; see `upload` of chunks.
    public func upload(file path: String, as object: NewObject) async throws -> StorageObject {
        try await upload(FileChunks(path: path), as: object)
    }

    /// Makes an object of what comes in chunks, whatever their sizes (`uploadType=resumable`): no more than
    /// `chunkBytes` of it are in memory, and what breaks off goes on from where Cloud Storage has come to.
    ///
    /// - Parameter chunkBytes: bytes to a request, a multiple of 256 KiB.
    /// - Throws: DATA_LOSS when the object has another checksum than what was sent; what the chunks throw.
    public func upload<Chunks: AsyncSequence>(
        _ chunks: Chunks, as object: NewObject, chunkBytes: Int = 8 << 20
    ) async throws -> StorageObject where Chunks.Element == [UInt8] {
        var upload = try await ResumableUpload(object, api)
        let size = max(chunkBytes / ResumableUpload.granularity, 1) * ResumableUpload.granularity
        var pending: [UInt8] = []
        for try await chunk in chunks {
            pending += chunk
            // What is sent without being the last must be whole multiples, so that one byte at least is kept for the last.
            while pending.count > size {
                try await upload.send(Array(pending.prefix(size)), isLast: false)
                pending.removeFirst(size)
            }
        }
        return try await upload.finish(pending)
    }
}

/// The bytes of a file, a part after the other.
struct FileChunks: AsyncSequence, Sendable {
    let path: String
    var bytesEach = 1 << 20

    func makeAsyncIterator() -> Iterator { Iterator(path: path, bytesEach: bytesEach) }

    struct Iterator: AsyncIteratorProtocol {
        let path: String
        let bytesEach: Int
        private var file: FileReader?
        private var isAtEnd = false

        init(path: String, bytesEach: Int) {
            self.path = path
            self.bytesEach = bytesEach
        }

        mutating func next() async throws -> [UInt8]? {
            guard !isAtEnd else { return nil }
            let (path, bytesEach, open) = (path, bytesEach, file)
            let (reader, bytes) = try await Blocking.run { () throws(Status) in
                do throws(Status) {
                    let reader = if let open { open } else { try FileReader(path) }
                    return (reader, try reader.read(bytesEach))
                } catch {
                    throw Status(error.code, "\(path) \(error.message)")
                }
            }
            file = reader
            isAtEnd = bytes.isEmpty
            return isAtEnd ? nil : bytes
        }
    }
}
