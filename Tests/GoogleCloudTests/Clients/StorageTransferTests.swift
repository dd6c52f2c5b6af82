import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Uploads and downloads of objects")
struct StorageTransferTests {
    private func client(_ transport: any HTTPTransport) -> StorageClient {
        StorageClient(
            GoogleAPI(
                endpoint: "http://cloud", transport: transport, credentials: NoCredentials(),
                timeline: VirtualTimeline(mode: .automatic),
                retry: RetryPolicy(attempts: 30, initialDelay: .milliseconds(1), maxDelay: .milliseconds(2))))
    }

    private func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in .random(in: 0...255, using: &random) }
    }

    private func pieces(_ bytes: [UInt8], _ size: Int) -> AsyncStream<[UInt8]> {
        AsyncStream { stream in
            for start in Swift.stride(from: 0, to: bytes.count, by: size) {
                stream.yield(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            stream.finish()
        }
    }

    @Test("Bytes go up in one request, with their metadata and checksum")
    func multipart() async throws {
        let transport = ScriptedTransport([.json(["name": "a/b", "size": "3"])])
        let object = NewObject(
            "a/b", in: "b", contentType: "text/plain", metadata: ["k": "v"], ifGeneration: 0)
        #expect(try await client(transport).upload(Array("abc".utf8), as: object).size == 3)
        let request = try #require(transport.requests.first)
        #expect(request.summary == "POST /upload/storage/v1/b/b/o?uploadType=multipart&ifGenerationMatch=0")
        let boundary = try #require(request.header("content-type")?.split(separator: "=").last)
        let parts = String(decoding: request.body, as: UTF8.self).split(
            separator: "--\(boundary)", omittingEmptySubsequences: false)
        #expect(parts.count == 4 && parts[0] == "" && parts[3] == "--\r\n")
        #expect(
            parts[1] == "\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n"
                + "{\"name\":\"a/b\",\"contentType\":\"text/plain\",\"metadata\":{\"k\":\"v\"},\"crc32c\":\"Nks/tw==\"}\r\n"
        )
        #expect(parts[2] == "\r\ncontent-type: text/plain\r\n\r\nabc\r\n")
    }

    @Test("An upload is repeated only with a precondition", arguments: [nil, 0])
    func repeats(ifGeneration: Int?) async {
        let transport = ScriptedTransport([.failure(Status(.unavailable, "x")), .json([:])])
        let object = NewObject("o", in: "b", ifGeneration: ifGeneration)
        let status = await failure { try await client(transport).upload([1], as: object) }
        #expect((status == nil) == (ifGeneration != nil))
        #expect(transport.requests.count == (ifGeneration == nil ? 1 : 2))
    }

    @Test(
        "What comes in chunks arrives whole, whatever its size",
        arguments: [0, 1, 262_143, 262_144, 262_145, 524_288, 1_000_000])
    func resumable(size: Int) async throws {
        let (storage, data) = (FakeStorage(), bytes(size))
        let object = try await client(storage).upload(
            pieces(data, 100_003), as: NewObject("o", in: "b"), chunkBytes: 262_144)
        #expect(storage.object == data && object.size == size)
        #expect(storage.state.withLock { $0.largest } <= 262_144)
    }

    @Test(
        "An upload that breaks off again and again goes on from where it came to",
        arguments: 0..<20 as Range<UInt64>)
    func troubledUpload(seed: UInt64) async throws {
        let storage = FakeStorage(seed: seed, trouble: 0.15)
        let data = bytes(Int(seed) * 77_777 + 1, seed: seed)
        _ = try await client(storage).upload(
            pieces(data, 50_000 + Int(seed) * 9_999), as: NewObject("o", in: "b"), chunkBytes: 524_288)
        #expect(storage.object == data)
    }

    @Test("A file goes up as it is", arguments: [0, 3_000_000])
    func file(size: Int) async throws {
        let folder = try PrivateFolder()
        let data = bytes(size)
        try AppendFile.replace(folder.path + "/data", with: data)
        let storage = FakeStorage()
        _ = try await client(storage).upload(file: folder.path + "/data", as: NewObject("o", in: "b"))
        #expect(storage.object == data)
        let status = await failure {
            try await client(storage).upload(file: "/none", as: NewObject("o", in: "b"))
        }
        #expect(status?.code == .invalidArgument && status?.message.contains("/none") == true)
    }

    @Test("An object that is not what was sent is DATA_LOSS")
    func damagedUpload() async {
        let transport = ScriptedTransport([
            HTTPResponse(status: 200, headers: [("location", "http://cloud/upload?upload_id=k3y")]),
            .json(["crc32c": "AAAAAA==", "size": "1"]),
        ])
        let status = await failure {
            try await client(transport).upload(pieces([1], 1), as: NewObject("o", in: "b"))
        }
        #expect(
            status?.code == .dataLoss && transport.requests.last?.header("content-range") == "bytes 0-0/1")
    }

    @Test("A server that keeps nothing is given up; the key of the session is in no error")
    func endlessUpload() async {
        let transport = ScriptedTransport { request, _ in
            request.method == "POST"
                ? HTTPResponse(status: 200, headers: [("location", "http://cloud/upload?upload_id=k3y")])
                : HTTPResponse(status: 308)
        }
        let status = await failure {
            try await client(transport).upload(pieces([1], 1), as: NewObject("o", in: "b"))
        }
        #expect(status?.code == .internal && status?.message.contains("k3y") == false)
    }

    @Test(
        "How much of an upload was kept is read strictly",
        arguments: [
            (nil, 0), ("bytes=0-0", 1), ("bytes=0-99", 100), ("bytes=1-99", nil), ("bytes=0-", nil),
            ("0-9", nil),
            ("bytes=0--1", nil), ("bytes=0-9223372036854775807", nil), ("bytes=0-99999999999999999999", nil),
        ] as [(String?, Int?)])
    func keptRanges(field: String?, kept: Int?) {
        let response = HTTPResponse(status: 308, headers: field.map { [("range", $0)] } ?? [])
        #expect((try? ResumableUpload.kept(response)) == kept)
    }

    // MARK: Downloads

    @Test("An object is read in ranges of one version", arguments: [0, 1, 99, 100, 101, 1_000])
    func download(size: Int) async throws {
        let data = bytes(size)
        let storage = FakeStorage(object: data)
        var chunks: [Int] = []
        var read: [UInt8] = []
        for try await chunk in client(storage).download("o", in: "b", chunkBytes: 100) {
            chunks.append(chunk.count)
            read += chunk
        }
        #expect(read == data && chunks.allSatisfy { $0 <= 100 })
        #expect(storage.state.withLock { $0.requests } == 1 + (size + 99) / 100)
    }

    @Test("A download that breaks off is repeated", arguments: 0..<5 as Range<UInt64>)
    func troubledDownload(seed: UInt64) async throws {
        let data = bytes(2_000)
        let storage = FakeStorage(seed: seed, trouble: 0.2, object: data)
        var read: [UInt8] = []
        for try await chunk in client(storage).download("o", in: "b", chunkBytes: 100) { read += chunk }
        #expect(read == data)
    }

    @Test("Data of another checksum or size is DATA_LOSS", arguments: ["4waSgw==", ""])
    func damaged(checksum: String) async {
        let transport = ScriptedTransport([
            .json(["size": checksum.isEmpty ? "4" : "3", "generation": "1", "crc32c": .string(checksum)]),
            HTTPResponse(status: 206, body: [1, 2, 3]),
        ])
        let status = await failure { try await client(transport).contents(of: "o", in: "b") }
        #expect(status?.code == .dataLoss)
        let request = transport.requests.last
        #expect(request?.url.hasSuffix("/storage/v1/b/b/o/o?alt=media&generation=1") == true)
        #expect(request?.header("accept-encoding") == "gzip")
    }

    @Test("More than is asked for is RESOURCE_EXHAUSTED")
    func limit() async {
        let storage = FakeStorage(object: bytes(11))
        let status = await failure { try await client(storage).contents(of: "o", in: "b", limit: 10) }
        #expect(status?.code == .resourceExhausted)
    }
}
