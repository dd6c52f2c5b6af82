import CloudCore
import Testing

@testable import RPCServer

/// Feeds a connection and keeps what it hands out.
final class HTTP1Harness {
    struct Request: Equatable {
        var method: String
        var target: String
        var body: String
    }

    var connection: HTTP1Connection
    var requests: [Request] = []
    private var pending: [UInt8] = []

    init(_ limits: ServerLimits = ServerLimits()) { connection = HTTP1Connection(limits: limits, now: 0) }

    var isClosed: Bool { connection.isClosed }
    var nextDeadline: Int64 { connection.nextDeadline }

    /// Shows `bytes` after what had not been consumed, and answers each request with its target.
    func feed(_ bytes: [UInt8], now: Int64 = 0, answers: Bool = true) {
        pending += bytes
        let input = pending
        var offset = 0
        input.withUnsafeBytes { input in
            while connection.next(input, &offset, now: now) == .request {
                let body = connection.body.withBytes { String(decoding: $0, as: UTF8.self) }
                requests.append(
                    Request(method: connection.request.method, target: connection.request.target, body: body))
                guard answers else { break }
                connection.respond(.text(connection.request.target), now: now)
            }
        }
        pending.removeFirst(offset)
    }

    func feed(_ text: String, now: Int64 = 0, answers: Bool = true) {
        feed(Array(text.utf8), now: now, answers: answers)
    }

    /// What the connection wrote since the last time.
    func output() -> String {
        defer { connection.output.removeAll() }
        return connection.output.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}

struct HTTP1ConnectionTests {
    @Test("A request is handed out and answered with its length")
    func simple() {
        let http = HTTP1Harness()
        http.feed("POST /v1/x?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi")
        #expect(http.requests == [.init(method: "POST", target: "/v1/x?a=b", body: "hi")])
        #expect(
            http.output()
                == "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=UTF-8\r\ncontent-length: 9\r\n\r\n/v1/x?a=b"
        )
        #expect(!http.isClosed)
    }

    static let accepted: [(request: String, target: String, body: String)] = [
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "/", ""),
        ("GET http://other:80/p?q HTTP/1.1\r\nhost: h\r\n\r\n", "/p?q", ""),
        ("GET HTTPS://other HTTP/1.1\r\nhost: h\r\n\r\n", "/", ""),
        ("GET http://other?q HTTP/1.1\r\nhost: h\r\n\r\n", "/?q", ""),
        ("OPTIONS * HTTP/1.1\r\nhost:\r\n\r\n", "*", ""),
        ("GET /a HTTP/1.0\r\n\r\n", "/a", ""),
        ("GET /a HTTP/1.9\r\nHost: h\r\n\r\n", "/a", ""),
        ("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", "/a", "x"),
        ("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", "/a", ""),
        (
            "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=\"y\"\r\nabc\r\n00A ; z\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n", "/a",
            "abc0123456789"
        ),
        ("GET /a HTTP/1.1\r\nHost: h\r\nX:\t\u{fc} y \t\r\n\r\n", "/a", ""),
    ]

    @Test("Every form of request that RFC 9112 allows is taken", arguments: accepted)
    func everyForm(request: String, target: String, body: String) {
        let http = HTTP1Harness()
        http.feed(request)
        #expect(http.requests.map(\.target) == [target])
        #expect(http.requests.map(\.body) == [body])
    }

    @Test("The cuts between reads do not matter", arguments: accepted)
    func cuts(request: String, target: String, body: String) {
        let bytes = Array((request + "GET /next HTTP/1.1\r\nHost: h\r\n\r\n").utf8)
        let one = HTTP1Harness()
        for byte in bytes { one.feed([byte]) }
        #expect(one.requests.map(\.target) == (request.contains("1.0") ? [target] : [target, "/next"]))
        for cut in 1..<bytes.count {
            let two = HTTP1Harness()
            two.feed(Array(bytes[..<cut]))
            two.feed(Array(bytes[cut...]))
            #expect(two.requests == one.requests, "cut at \(cut)")
        }
    }

    @Test(
        "What could be read in two ways, or is too much, is refused and ends the connection",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 400),  // no Host
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: h\n\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400),  // folded
            ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n: h\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: \u{0}\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /\r\n\r\n", 400),
            ("G@T / HTTP/1.1\r\n\r\n", 400),
            ("GET / http/1.1\r\nHost: h\r\n\r\n", 400), ("GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
            ("GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400),
            ("GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET http:/// HTTP/1.1\r\nHost: h\r\n\r\n", 400),
            ("CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 501),
            ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\nx", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\nx", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", 501),
            (
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
                400
            ),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\r\n", 400),
            ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nExpect: else\r\n\r\n", 417),
            ("GET /\(String(repeating: "a", count: 17_000))", 414),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: \(String(repeating: "a", count: 90_000))", 431),
            ("GET / HTTP/1.1\r\n\(String(repeating: "a:b\r\n", count: 300))", 431),
        ])
    func refused(request: String, status: Int) {
        let http = HTTP1Harness()
        http.feed(request)
        #expect(http.requests == [])
        let output = http.output()
        #expect(output.hasPrefix("HTTP/1.1 \(status) "), "\(output)")
        #expect(output.contains("connection: close\r\n"))
        #expect(http.isClosed)
        http.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(http.requests == [])
    }

    @Test(
        "A malformed chunk ends the connection",
        arguments: [
            "\r\n", "x\r\n", "1\n", "-1\r\n", "0x1\r\n", " 1\r\n", ";\r\n", "1 x\r\n", "1;\u{1}\r\n",
            "1\r\nab\r\n", "1\r\na\n", "1000000000000000\r\n", String(repeating: "0", count: 16) + "\r\n",
            "1;" + String(repeating: "e", count: 5_000),
            "0\r\n" + String(repeating: "t: t\r\n", count: 5_000),
            String(repeating: "1;" + String(repeating: "e", count: 1_000) + "\r\na\r\n", count: 70),
        ])
    func malformedChunks(chunks: String) {
        let http = HTTP1Harness()
        http.feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
        #expect(http.requests == [])
        #expect(http.output().hasPrefix("HTTP/1.1 4"))
        #expect(http.isClosed)
    }

    @Test(
        "A body beyond the limit is 413, announced or chunked",
        arguments: [
            "Content-Length: 11\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\n",
        ])
    func bodyLimit(rest: String) {
        var limits = ServerLimits()
        limits.maxMessageBytes = 10
        let http = HTTP1Harness(limits)
        http.feed("POST / HTTP/1.1\r\nHost: h\r\n" + rest)
        #expect(http.output().hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
    }

    @Test("A pipelined request waits for the answer to the one before")
    func pipelined() {
        let http = HTTP1Harness()
        let request: (Int) -> String = { "GET /\($0) HTTP/1.1\r\nHost: h\r\n\r\n" }
        http.feed(request(1) + request(2), answers: false)
        #expect(http.requests.map(\.target) == ["/1"])
        http.feed("", answers: false)
        #expect(http.requests.map(\.target) == ["/1"])
        http.connection.respond(.text("one"), now: 0)
        http.feed(request(3))
        #expect(http.requests.map(\.target) == ["/1", "/2", "/3"])
        let output = http.output()
        #expect(output.components(of: "HTTP/1.1 200 OK") == 3)
        #expect(output.hasSuffix("/3"))
    }

    @Test(
        "The connection stays open as the request wants",
        arguments: [
            ("1.1", "", false), ("1.1", "Connection: close\r\n", true),
            ("1.1", "Connection: x, Close\r\n", true),
            ("1.0", "", true), ("1.0", "Connection: keep-alive\r\n", false),
            ("1.0", "Connection: keep-alive, close\r\n", true),
        ])
    func persistence(version: String, field: String, closes: Bool) {
        let http = HTTP1Harness()
        http.feed("GET / HTTP/\(version)\r\nHost: h\r\n\(field)\r\n")
        #expect(http.isClosed == closes)
        let output = http.output()
        #expect(output.contains("connection: close") == closes)
        #expect(output.contains("connection: keep-alive") == (version == "1.0" && !closes))
    }

    @Test("HEAD is answered with the length but not the body")
    func head() {
        let http = HTTP1Harness()
        http.feed("HEAD /abc HTTP/1.1\r\nHost: h\r\n\r\n")
        let output = http.output()
        #expect(output.contains("content-length: 4\r\n"))
        #expect(output.hasSuffix("\r\n\r\n"))
    }

    @Test("An answer without content has no length")
    func noContent() {
        let http = HTTP1Harness()
        http.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n", answers: false)
        http.connection.respond(HTTPResponse(status: 204, headers: [("x-a", "b\r\nc: d")]), now: 0)
        #expect(http.output() == "HTTP/1.1 204 No Content\r\nx-a: b  c: d\r\n\r\n")
    }

    @Test("A client that waits for 100 (Continue) gets it, once and only if it waits")
    func expectContinue() {
        let head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"
        let waiting = HTTP1Harness()
        waiting.feed(head)
        #expect(waiting.output() == "HTTP/1.1 100 Continue\r\n\r\n")
        waiting.feed("h")
        waiting.feed("i")
        #expect(waiting.requests.map(\.body) == ["hi"])
        #expect(waiting.output().hasPrefix("HTTP/1.1 200 OK"))
        let eager = HTTP1Harness()
        eager.feed(head + "hi")
        #expect(eager.output().hasPrefix("HTTP/1.1 200 OK"))
    }

    @Test("Time runs out for an idle connection silently, for a request with 408")
    func timeouts() {
        let second: Int64 = 1_000_000_000
        var limits = ServerLimits()
        limits.idleConnectionTimeout = .seconds(30)
        limits.headerTimeout = .seconds(5)
        limits.requestTimeout = .seconds(10)

        let idle = HTTP1Harness(limits)
        #expect(idle.nextDeadline == 30 * second)
        idle.connection.checkTimeouts(now: 30 * second - 1)
        #expect(!idle.isClosed)
        idle.connection.checkTimeouts(now: 30 * second)
        #expect(idle.isClosed)
        #expect(idle.output() == "")

        let slowHead = HTTP1Harness(limits)
        slowHead.feed("GET", now: 7 * second)
        slowHead.feed(" /", now: 11 * second)
        #expect(slowHead.nextDeadline == 12 * second)
        slowHead.connection.checkTimeouts(now: 12 * second)
        #expect(slowHead.output().hasPrefix("HTTP/1.1 408 Request Timeout"))
        #expect(slowHead.isClosed)

        let slowBody = HTTP1Harness(limits)
        slowBody.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n", now: second)
        #expect(slowBody.nextDeadline == 11 * second)

        let answering = HTTP1Harness(limits)
        answering.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n", answers: false)
        #expect(answering.nextDeadline == .max)
        answering.connection.respond(.text("x"), now: 50 * second)
        #expect(answering.nextDeadline == 80 * second)
    }

    @Test("Draining closes an idle connection at once, a busy one after its answer")
    func drain() {
        let idle = HTTP1Harness()
        idle.connection.beginDrain()
        #expect(idle.isClosed)
        let busy = HTTP1Harness()
        busy.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n", answers: false)
        busy.connection.beginDrain()
        #expect(!busy.isClosed)
        busy.connection.respond(.text("x"), now: 0)
        #expect(busy.isClosed)
        #expect(busy.output().contains("connection: close"))
    }
}

extension String {
    /// How often `part` occurs.
    func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
