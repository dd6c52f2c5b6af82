import CloudCore
import Testing

@testable import GoogleCloud

@Suite("CurlTransport, against a server on this machine")
struct CurlTransportTests {
    private func send(
        _ request: (LoopbackServer) -> HTTPRequest, limits: CurlTransport.Limits = .init(),
        to handler: @escaping LoopbackServer.Handler
    ) async throws -> (HTTPResponse, LoopbackServer) {
        let server = try LoopbackServer(handler)
        defer { server.stop() }
        let transport = CurlTransport(limits: limits)
        return (try await transport.send(request(server)), server)
    }

    @Test("Method, path, headers and body arrive as they were given")
    func request() async throws {
        let (response, server) = try await send({
            HTTPRequest(
                method: "PATCH", url: $0.url + "/v1/a%25b/../c?q=1",
                headers: [("X-One", "1"), ("X-Empty", "")],
                body: Array("hello".utf8))
        }) { _ in .answer(201, headers: ["X-Two: 2"], body: "world") }
        let received = try #require(server.requests.first)
        #expect(received.line == "PATCH /v1/a%25b/../c?q=1 HTTP/1.1")
        #expect(received.header("x-one") == "1")
        #expect(received.header("x-empty") == "")
        #expect(received.header("content-type") == nil)
        #expect(received.header("expect") == nil)
        #expect(String(decoding: received.body, as: UTF8.self) == "hello")
        #expect(response.status == 201)
        #expect(response.header("x-two") == "2")
        #expect(String(decoding: response.body, as: UTF8.self) == "world")
    }

    @Test(
        "A method that takes a body says so even when it is empty",
        arguments: [("POST", "0"), ("PUT", "0"), ("PATCH", "0"), ("GET", nil), ("DELETE", nil)])
    func emptyBody(method: String, length: String?) async throws {
        let (_, server) = try await send({ HTTPRequest(method: method, url: $0.url + "/") }) { _ in
            .answer(200)
        }
        let received = try #require(server.requests.first)
        #expect(received.line == "\(method) / HTTP/1.1")
        #expect(received.header("content-length") == length)
        #expect(received.header("transfer-encoding") == nil)
    }

    @Test("HEAD is answered without a body")
    func head() async throws {
        let (response, _) = try await send({ HTTPRequest(method: "HEAD", url: $0.url + "/") }) { _ in
            .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        }
        #expect(response.status == 200)
        #expect(response.header("content-length") == "5")
        #expect(response.body.isEmpty)
    }

    @Test("Interim answers and trailers are not taken for headers, and chunks are put together")
    func framing() async throws {
        let (response, _) = try await send({ HTTPRequest(method: "GET", url: $0.url + "/") }) { _ in
            .send(
                "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                    + "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\nX-Final: \t yes \r\n\r\n"
                    + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
        }
        #expect(response.status == 404)
        #expect(response.header("x-interim") == nil)
        #expect(response.header("x-trailer") == nil)
        #expect(response.header("x-final") == "yes")
        #expect(String(decoding: response.body, as: UTF8.self) == "abcde")
    }

    @Test("Requests one after another share a connection")
    func reuse() async throws {
        let server = try LoopbackServer { _ in .answer(200) }
        defer { server.stop() }
        let transport = CurlTransport()
        for _ in 0..<20 { _ = try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        // Not one alone: libcurl gives up a connection that was idle for two minutes, as on a machine that is too busy.
        #expect(server.connectionCount < 5)
        #expect(server.requests.count == 20)
    }

    @Test("A connection that the server closed in between is replaced")
    func closedInBetween() async throws {
        let server = try LoopbackServer { _ in
            .sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let transport = CurlTransport()
        for _ in 0..<5 {
            let response = try await transport.send(
                HTTPRequest(method: "POST", url: server.url, body: Array("x".utf8)))
            #expect(response.status == 200)
        }
        #expect(server.requests.count == 5)
    }

    @Test("Many requests at once each get their own answer")
    func concurrency() async throws {
        let server = try LoopbackServer { request in
            .answer(200, body: String(request.line.split(separator: " ")[1].dropFirst()))
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let url = server.url
        try await withThrowingTaskGroup(of: (Int, HTTPResponse).self) { group in
            for number in 0..<60 {
                group.addTask {
                    (number, try await transport.send(HTTPRequest(method: "GET", url: "\(url)/\(number)")))
                }
            }
            for try await (number, response) in group {
                #expect(String(decoding: response.body, as: UTF8.self) == "\(number)")
            }
        }
    }

    @Test("Nobody listening is UNAVAILABLE and names the URL")
    func refused() async throws {
        let server = try LoopbackServer { _ in .answer(200) }
        let url = server.url
        server.stop()
        let status = await failure(CurlTransport(), HTTPRequest(method: "GET", url: url + "/path"))
        #expect(status?.code == .unavailable)
        #expect(status?.message.contains(url + "/path") == true)
    }

    @Test(
        "An answer that breaks off is UNAVAILABLE",
        arguments: [
            "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "nonsense\r\n\r\n",
        ])
    func broken(answer: String) async throws {
        let server = try LoopbackServer { _ in .sendAndClose(answer) }
        defer { server.stop() }
        let status = await failure(CurlTransport(), HTTPRequest(method: "GET", url: server.url))
        #expect(status?.code == .unavailable)
    }

    @Test("A server that does not answer is DEADLINE_EXCEEDED after the request's timeout")
    func timeout() async throws {
        let server = try LoopbackServer { _ in .hang }
        defer { server.stop() }
        let request = HTTPRequest(method: "GET", url: server.url, timeout: .milliseconds(50))
        #expect(await failure(CurlTransport(), request)?.code == .deadlineExceeded)
    }

    @Test("Cancelling the task ends the request and closes its connection")
    func cancellation() async throws {
        let server = try LoopbackServer { _ in .hang }
        defer { server.stop() }
        let transport = CurlTransport()
        let request = HTTPRequest(method: "GET", url: server.url)
        let task = Task { try await transport.send(request) }
        await server.waitForRequests(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await server.waitForClosed(1)
    }

    @Test("A task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        let server = try LoopbackServer { _ in .answer(200) }
        defer { server.stop() }
        let transport = CurlTransport()
        let request = HTTPRequest(method: "GET", url: server.url)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.send(request)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test("Shutting down ends requests in flight and refuses later ones")
    func shutdown() async throws {
        let server = try LoopbackServer { _ in .hang }
        defer { server.stop() }
        let transport = CurlTransport()
        let request = HTTPRequest(method: "GET", url: server.url)
        let pending = Task { await failure(transport, request) }
        await server.waitForRequests(1)
        transport.shutdown()
        #expect(await pending.value?.code == .unavailable)
        #expect(await failure(transport, request)?.code == .unavailable)
        transport.shutdown()
    }

    @Test(
        "An answer as large as allowed is taken, a larger one is RESOURCE_EXHAUSTED", arguments: [100, 101])
    func bodyLimit(size: Int) async throws {
        let server = try LoopbackServer { _ in .answer(200, body: String(repeating: "x", count: size)) }
        defer { server.stop() }
        var limits = CurlTransport.Limits()
        limits.responseBodyBytes = 100
        let transport = CurlTransport(limits: limits)
        let status = await failure(transport, HTTPRequest(method: "GET", url: server.url))
        #expect(status?.code == (size > 100 ? .resourceExhausted : nil))
    }

    @Test("A head beyond its limit is RESOURCE_EXHAUSTED")
    func headLimit() async throws {
        let server = try LoopbackServer { _ in
            .answer(200, headers: ["X: " + String(repeating: "x", count: 1_000)])
        }
        defer { server.stop() }
        var limits = CurlTransport.Limits()
        limits.responseHeadBytes = 500
        let status = await failure(CurlTransport(limits: limits), HTTPRequest(method: "GET", url: server.url))
        #expect(status?.code == .resourceExhausted)
    }

    @Test("More requests at once than allowed are RESOURCE_EXHAUSTED")
    func transferLimit() async throws {
        let server = try LoopbackServer { _ in .hang }
        defer { server.stop() }
        var limits = CurlTransport.Limits()
        limits.transfers = 1
        let transport = CurlTransport(limits: limits)
        let request = HTTPRequest(method: "GET", url: server.url)
        let first = Task { try await transport.send(request) }
        await server.waitForRequests(1)
        #expect(await failure(transport, request)?.code == .resourceExhausted)
        first.cancel()
        _ = await first.result
    }

    @Test(
        "What would not arrive as written is INVALID_ARGUMENT",
        arguments: [
            HTTPRequest(method: "GE T", url: "http://127.0.0.1:1/"),
            HTTPRequest(method: "", url: "http://127.0.0.1:1/"),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [("X", "a\r\nY: b")]),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [("X\n", "a")]),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/a b"),
            HTTPRequest(method: "GET", url: "file:///etc/hostname"),
            HTTPRequest(method: "GET", url: "ftp://127.0.0.1:1/"),
        ])
    func refusedRequests(request: HTTPRequest) async {
        #expect(await failure(CurlTransport(), request)?.code == .invalidArgument)
    }

    @Test(
        "This machine's own addresses are told from others",
        arguments: [
            ("http://127.0.0.1:80/", true), ("http://127.9.9.9", true), ("http://localhost:1/a", true),
            ("http://A.LOCALHOST/", true), ("http://[::1]:80/", true), ("http://user@localhost/", true),
            ("http://127.0.0.1.example.com/", false), ("http://example.com/localhost", false),
            ("http://localhost.example.com", false), ("http://localhost@example.com/", false),
            ("http://10.0.0.1", false),
        ])
    func loopback(url: String, isLoopback: Bool) {
        #expect(HTTPRequest(method: "GET", url: url).isLoopback == isLoopback)
    }

    private func failure(_ transport: CurlTransport, _ request: HTTPRequest) async -> Status? {
        do {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error as? Status
        }
    }
}
