import CloudCore
import GoogleCloud
import Testing

@testable import CloudEmulator

@Suite("Uploads and downloads over HTTP")
struct UploadTests {
    private static let chunk = UploadWindow.chunkBytes

    private static func noise(_ count: Int) -> [UInt8] {
        var generator = TestRandom(7)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private func begin(_ storage: ServedStorage, _ headers: [String: String] = [:]) async throws -> String {
        let response = try await storage.send(
            "POST", "/upload/storage/v1/b/bucket/o?uploadType=resumable", Array(#"{"name":"o"}"#.utf8),
            headers)
        #expect(response.status == 200)
        return try #require(response.header("location"))
    }

    @Test("A media upload is answered with the object, and its bytes come back")
    func media() async throws {
        let storage = try ServedStorage()
        let object = try await storage.upload("a%2Fb", Array("hello".utf8))
        #expect(object["name"] == "a/b" && object["contentType"] == "text/plain" && object["size"] == "5")
        let link = try #require(object["mediaLink"]?.stringValue)
        #expect(link.hasPrefix("\(storage.base)/download/storage/v1/b/bucket/o/a%2Fb?generation="))
        let back = try await storage.send("GET", link)
        #expect(back.body == Array("hello".utf8) && back.header("content-type") == "text/plain")
        #expect(back.header("x-goog-hash") == "crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg==")
    }

    @Test("A multipart upload has metadata and bytes")
    func multipart() async throws {
        let storage = try ServedStorage()
        let body =
            "--x\r\nContent-Type: application/json\r\n\r\n{\"name\":\"o\",\"metadata\":{\"k\":\"v\"}}\r\n"
            + "--x\r\nContent-Type: text/csv\r\n\r\n1,2\r\n3,4\r\n\r\n--x--"
        let response = try await storage.send(
            "POST", "/upload/storage/v1/b/bucket/o?uploadType=multipart&fields=name,contentType,metadata",
            Array(body.utf8), ["content-type": "multipart/related; boundary=x"])
        #expect(
            try JSON.parse(response.body) == ["name": "o", "contentType": "text/csv", "metadata": ["k": "v"]])
        #expect(
            try storage.cloud.object(bucket: "bucket", name: "o").content.bytes()
                == Array("1,2\r\n3,4\r\n".utf8))
    }

    @Test("A resumable upload goes on where it was left, and ends with its last piece")
    func resumable() async throws {
        let storage = try ServedStorage()
        let place = try await begin(storage)
        let bytes = Self.noise(2 * Self.chunk + 10)
        let first = try await storage.send(
            "PUT", place, Array(bytes[..<(Self.chunk + 5)]), ["content-range": "bytes 0-\(Self.chunk + 4)/*"])
        #expect(first.status == 308 && first.header("range") == "bytes=0-\(Self.chunk - 1)")
        let asked = try await storage.send("PUT", place, [], ["content-range": "bytes */*"])
        #expect(asked.status == 308 && asked.header("range") == "bytes=0-\(Self.chunk - 1)")
        let gap = try await storage.send(
            "PUT", place, [1], ["content-range": "bytes \(Self.chunk + 1)-\(Self.chunk + 1)/*"])
        #expect(gap.status == 400)
        let last = try await storage.send(
            "PUT", place, Array(bytes[Self.chunk...]),
            ["content-range": "bytes \(Self.chunk)-\(bytes.count - 1)/\(bytes.count)"])
        #expect(last.status == 200)
        #expect(try JSON.parse(last.body)["size"] == .string(String(bytes.count)))
        let again = try await storage.send("PUT", place, [], ["content-range": "bytes */\(bytes.count)"])
        #expect(again.status == 200)
        #expect(try storage.cloud.object(bucket: "bucket", name: "o").content.bytes() == bytes)
    }

    @Test("An upload may be in one piece, or have nothing in it, or be called off")
    func otherEnds() async throws {
        let storage = try ServedStorage()
        let whole = try await storage.send("PUT", try await begin(storage), Array("all".utf8))
        #expect(whole.status == 200)
        #expect(try JSON.parse(whole.body)["size"] == "3")
        let empty = try await storage.send(
            "PUT", try await begin(storage), [], ["content-range": "bytes */0"])
        #expect(empty.status == 200)
        #expect(try JSON.parse(empty.body)["size"] == "0")
        let place = try await begin(storage)
        #expect(try await storage.send("DELETE", place).status == 499)
        #expect(try await storage.send("PUT", place, [1]).status == 404)
        let announced = try await begin(storage, ["x-upload-content-length": "9"])
        #expect(try await storage.send("PUT", announced, [1]).status == 400)
    }

    @Test("An upload expires after a week")
    func expiry() async throws {
        let storage = try ServedStorage()
        let place = try await begin(storage)
        storage.timeline.advance(by: .seconds(7 * 86_400 - 1))
        #expect(try await storage.send("PUT", place, [], ["content-range": "bytes */*"]).status == 308)
        storage.timeline.advance(by: .seconds(1))
        #expect(try await storage.send("PUT", place, [], ["content-range": "bytes */*"]).status == 404)
    }

    @Test("A large object is kept in a file, which goes with it, and is sent piece by piece")
    func large() async throws {
        let storage = try ServedStorage()
        // More than a server takes as one message.
        let bytes = Self.noise(20 << 20)
        let object = try await storage.upload("o", bytes)
        #expect(object["md5Hash"] == .string(Base64.encode(MD5.digest(bytes))))
        var path: String?
        do {
            let stored = try storage.cloud.object(bucket: "bucket", name: "o")
            path = stored.content.filePath
            #expect(
                try stored.content.read(at: 1 << 20, count: 9) == Array(bytes[(1 << 20)..<((1 << 20) + 9)]))
        }
        let back = try await storage.send("GET", "/storage/v1/b/bucket/o/o?alt=media")
        #expect(back.body == bytes && back.header("content-length") == String(bytes.count))
        let part = try await storage.send(
            "GET", "/storage/v1/b/bucket/o/o?alt=media", [], ["range": "bytes=1000000-3000000"])
        #expect(part.status == 206 && part.body == Array(bytes[1_000_000...3_000_000]))
        #expect(part.header("content-range") == "bytes 1000000-3000000/\(bytes.count)")
        #expect(InputFileCheck.exists(try #require(path)))
        #expect(try await storage.send("DELETE", "/storage/v1/b/bucket/o/o").status == 204)
        #expect(!InputFileCheck.exists(try #require(path)))
    }

    @Test("A range behind the end is refused with the size")
    func unsatisfiable() async throws {
        let storage = try ServedStorage()
        _ = try await storage.upload("o", Array("hello".utf8))
        let response = try await storage.send(
            "GET", "/storage/v1/b/bucket/o/o?alt=media", [], ["range": "bytes=5-"])
        #expect(response.status == 416 && response.header("content-range") == "bytes */5")
    }

    @Test("Refusals have the form of Google's older APIs")
    func errors() async throws {
        let storage = try ServedStorage()
        let missing = try await storage.json("GET", "/storage/v1/b/bucket/o/none")
        #expect(
            missing["error"] == [
                "code": 404, "message": "No such object: bucket/none",
                "errors": [
                    ["message": "No such object: bucket/none", "domain": "global", "reason": "notFound"]
                ],
            ])
        let parameter = try await storage.json("GET", "/storage/v1/b/bucket/o?colour=red")
        #expect(parameter["error"]?["message"] == "Invalid query parameter: colour.")
        let unsupported = try await storage.json("GET", "/storage/v1/b/bucket/o?softDeleted=true")
        #expect(unsupported["error"]?["code"] == 501)
        let acl = try await storage.json("GET", "/storage/v1/b/bucket/acl")
        #expect(acl["error"]?["errors"]?[0]?["reason"] == "notImplemented")
        let key = try await storage.json(
            "GET", "/storage/v1/b/bucket/o/none", nil, ["x-goog-encryption-key": "k"])
        #expect(key["error"]?["message"]?.stringValue?.contains("x-goog-encryption-key") == true)
        let etag = try #require(try await storage.upload("o", [])["etag"]?.stringValue)
        let known = try await storage.send("GET", "/storage/v1/b/bucket/o/o", [], ["if-none-match": etag])
        #expect(known.status == 304 && known.body.isEmpty)
    }

    @Test("What is stored as gzip is decompressed for who does not take that")
    func transcoding() async throws {
        let storage = try ServedStorage()
        // printf hello | gzip -n
        let gzip: [UInt8] = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36, 5,
            0, 0, 0,
        ]
        _ = try await storage.send(
            "POST", "/upload/storage/v1/b/bucket/o?uploadType=media&name=o&contentEncoding=gzip", gzip)
        let plain = try await storage.send("GET", "/storage/v1/b/bucket/o/o?alt=media")
        #expect(plain.body == Array("hello".utf8) && plain.header("content-encoding") == nil)
        let stored = try await storage.send(
            "GET", "/storage/v1/b/bucket/o/o?alt=media", [], ["accept-encoding": "gzip"])
        #expect(stored.header("x-goog-stored-content-length") == "25")
        #expect(stored.header("content-encoding") == "gzip")
    }

    @Test("A name may end like the verb of another API's method")
    func verbs() async throws {
        let storage = try ServedStorage()
        _ = try await storage.upload("a:publish", Array("x".utf8))
        let object = try await storage.json("GET", "/storage/v1/b/bucket/o/a:publish")
        #expect(object["name"] == "a:publish")
    }

    @Test("The calls of a batch are answered each")
    func batch() async throws {
        let storage = try ServedStorage()
        _ = try await storage.upload("o", [])
        let body =
            "--x\r\nContent-Type: application/http\r\nContent-ID: <i+0>\r\n\r\n"
            + "DELETE /storage/v1/b/bucket/o/o HTTP/1.1\r\n\r\n\r\n"
            + "--x\r\nContent-Type: application/http\r\nContent-ID: <i+1>\r\n\r\n"
            + "GET /storage/v1/b/bucket/o/none HTTP/1.1\r\n\r\n\r\n--x--\r\n"
        let response = try await storage.send(
            "POST", "/batch/storage/v1", Array(body.utf8), ["content-type": "multipart/mixed; boundary=x"])
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(response.status == 200)
        #expect(text.contains("Content-ID: <response-i+0>\r\n\r\nHTTP/1.1 204 No Content\r\n"))
        #expect(text.contains("Content-ID: <response-i+1>\r\n\r\nHTTP/1.1 404 Not Found\r\n"))
    }

    @Test("A port carries the identity of its account")
    func ports() async throws {
        let storage = try ServedStorage(mode: .enforce)
        let port = try storage.cloud.start(as: "svc@local-project.iam.gserviceaccount.com")
        let url = "http://127.0.0.1:\(port.port)/upload/storage/v1/b/bucket/o?uploadType=media&name=o"
        let refused = try await storage.send("POST", url, [1])
        #expect(refused.status == 403)
        #expect(try JSON.parse(refused.body)["error"]?["errors"]?[0]?["reason"] == "forbidden")
        #expect(try await storage.upload("o", [1])["name"] == "o")
    }
}

/// Whether there is a file.
private enum InputFileCheck {
    static func exists(_ path: String) -> Bool { (try? ReadableFile(path: path)) != nil }
}
