import CloudCore
import Testing

@testable import CloudEmulator

@Suite("What clients of storage send is read")
struct StorageParserTests {
    @Test(
        "Ranges of bytes",
        arguments: [
            ("bytes=0-4", 0..<5), ("bytes=5-", 5..<10), ("bytes=-3", 7..<10), ("bytes=-30", 0..<10),
            ("bytes=8-99", 8..<10), ("bytes=10-", nil), ("bytes=-0", nil),
            ("bytes=99999999999999999999-", nil),
            ("BYTES=1-1", 1..<2),
        ] as [(String, Range<Int>?)])
    func ranges(text: String, bytes: Range<Int>?) throws {
        #expect(try #require(ByteRange(text)).bytes(of: 10) == bytes)
    }

    @Test(
        "What is no single range is as good as none",
        arguments: ["", "bytes=", "bytes=-", "bytes=4-1", "bytes=0-1,3-4", "items=0-1", "bytes=+1-2"])
    func noRanges(text: String) { #expect(ByteRange(text) == nil) }

    @Test(
        "Ranges of an upload",
        arguments: [
            ("bytes 0-4/5", 0..<5, 5), ("bytes 0-4/*", 0..<5, nil), ("bytes */5", nil, 5),
            ("bytes */*", nil, nil),
        ] as [(String, Range<Int>?, Int?)])
    func contentRanges(text: String, bytes: Range<Int>?, total: Int?) throws {
        let range = try ContentRange(text)
        #expect(range.bytes == bytes && range.total == total)
    }

    @Test(
        "Ranges that cannot be are refused",
        arguments: [
            "", "bytes", "bytes 0-5/5", "bytes 5-4/9", "bytes 0-/9", "bytes -4/9", "bytes a-b/c", "0-4/5",
            "bytes 0-99999999999999999999/*",
        ])
    func noContentRanges(text: String) { #expect(throws: Status.self) { try ContentRange(text) } }

    @Test("Of a piece that is not the last one, whole chunks are kept, and what is there already is skipped")
    func windows() throws {
        let chunk = UploadWindow.chunkBytes
        var window = try UploadWindow(try ContentRange("bytes 0-\(chunk + 9)/*"), size: 0)
        #expect(window.take(chunk + 10) == 0..<chunk && !window.isLast)
        window = try UploadWindow(try ContentRange("bytes 0-\(2 * chunk - 1)/*"), size: chunk)
        #expect(window.take(10) == 10..<10 && window.skipped == chunk - 10)
        #expect(window.take(chunk) == chunk - 10..<chunk)
        window = try UploadWindow(try ContentRange("bytes 3-4/5"), size: 3)
        #expect(window.take(2) == 0..<2 && window.isLast)
        window = try UploadWindow(nil, size: 3)
        #expect(window.take(7) == 0..<7 && window.isLast)
        #expect(throws: Status.self) { try UploadWindow(try ContentRange("bytes 4-5/6"), size: 3) }
    }

    private static func parts(
        _ body: String, _ size: Int, _ type: String = "multipart/related; boundary=\"b\""
    )
        throws -> (parts: [String], isDone: Bool)
    {
        var parser = try MultipartParser(contentType: type)
        var parts: [String] = []
        let bytes = Array(body.utf8)
        var start = 0
        while start < bytes.count {
            let end = min(start + size, bytes.count)
            try bytes[start..<end].withUnsafeBytes { piece in
                try parser.take(piece) { event in
                    switch event {
                    case .part(let fields): parts.append("(\(fields["content-type"] ?? ""))")
                    case .data(let data): parts[parts.count - 1] += String(decoding: data, as: UTF8.self)
                    }
                }
            }
            start = end
        }
        return (parts, parser.isDone)
    }

    @Test(
        "Multipart bodies come apart the same in pieces of any size", arguments: [1, 2, 3, 7, 1_000],
        ["\r\n", "\n"])
    func multipart(size: Int, line: String) throws {
        let body = [
            "preamble", "--b", "Content-Type: application/json", "", "{}", "--b", "content-type:text/plain",
            "",
            "one", "--bogus is data", "-- b", "", "--b", "", "", "--b--", "epilogue",
        ].joined(separator: line)
        let (parts, isDone) = try Self.parts(body, size)
        #expect(
            parts == [
                "(application/json){}",
                "(text/plain)" + ["one", "--bogus is data", "-- b", ""].joined(separator: line),
                "()",
            ])
        #expect(isDone)
    }

    @Test("A body that breaks off is not done, and one without a boundary no body at all")
    func brokenMultipart() throws {
        #expect(try !Self.parts("--b\r\n\r\ndata\r\n--", 5).isDone)
        #expect(throws: Status.self) { try Self.parts("--b\r\nno colon\r\n\r\n", 100) }
        #expect(throws: Status.self) { try MultipartParser(contentType: "multipart/related") }
        #expect(throws: Status.self) { try MultipartParser(contentType: "text/plain; boundary=b") }
        #expect(throws: Status.self) { try Self.parts(String(repeating: "x", count: 20_000), 1_000) }
    }

    @Test(
        "Parts of answers",
        arguments: [
            ("a", ["a": 1]), ("b/c", ["b": ["c": 2]]),
            ("b(c,d)", ["b": ["c": 2, "d": [["e": 3, "f": 5], ["e": 4]]]]),
            ("b/d/e,a", ["a": 1, "b": ["d": [["e": 3], ["e": 4]]]]), ("*/c", ["b": ["c": 2]]), ("x", [:]),
            ("b.c,b", ["b": ["c": 2, "d": [["e": 3, "f": 5], ["e": 4]]]]),
        ] as [(String, JSON)])
    func fields(selector: String, expected: JSON) throws {
        let whole: JSON = ["a": 1, "b": ["c": 2, "d": [["e": 3, "f": 5], ["e": 4]]]]
        var part = try #require(try FieldSelector(selector)).select(from: whole)
        if selector == "*/c" { part["a"] = nil }
        #expect(part == expected)
    }

    @Test(
        "Selections that are none are refused",
        arguments: ["a,", ",", "a(", "a(b", "a)", "a//b", "()", "a(b))"])
    func badFields(selector: String) { #expect(throws: Status.self) { try FieldSelector(selector) } }

    @Test(
        "A request in a batch, with lines of either kind and a target of either form",
        arguments: ["\r\n", "\n"])
    func batched(line: String) throws {
        let text = ["PATCH http://h:1/storage/v1/b/x?y=z HTTP/1.1", "A: b", "", "{}"].joined(separator: line)
        let request = try BatchedRequest(Array(text.utf8))
        #expect(request.method == "PATCH" && request.path == "/storage/v1/b/x" && request.query == "y=z")
        #expect(request.fields == ["a": "b"] && request.body == Array("{}".utf8))
        #expect(try BatchedRequest(Array("DELETE /a HTTP/1.1".utf8)).path == "/a")
        #expect(throws: Status.self) { try BatchedRequest([]) }
    }
}
