import CloudCore
import Glibc
import Testing

@testable import RPCServer

/// A server on a real socket: what only the kernel can show.
struct ServerTests {
    private static let routes = [HTTPRoute("GET", "/") { _ in .text("Ok\n") }]

    /// A blocking client socket.
    private struct Client: ~Copyable {
        let descriptor: Int32

        init(_ port: UInt16) {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            _ = withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        deinit { close(descriptor) }

        func send(_ text: String) { _ = Glibc.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

        /// Reads until the server ends its side.
        func readToEnd() -> String {
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
                all += buffer[..<count]
            }
            return String(decoding: all, as: UTF8.self)
        }
    }

    @Test("A request is answered, and the connection closed when it asks for that")
    func answers() async throws {
        let server = try Server(methods: [], routes: Self.routes)
        let client = Client(server.port)
        client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        let answer = client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("Ok\n"))
        await server.stop()
    }

    @Test("A port in use is an error that says so")
    func portInUse() async throws {
        let server = try Server(methods: [])
        #expect {
            _ = try Server(methods: [], port: server.port)
        } throws: {
            ($0 as? SystemError)?.isAddressInUse == true
        }
        await server.stop()
    }

    @Test("A request refused before its body has arrived gets its answer, although more of it is on its way")
    func refusal() async throws {
        var limits = ServerLimits()
        limits.maxMessageBytes = 1000
        let server = try Server(methods: [], routes: Self.routes, limits: limits)
        let client = Client(server.port)
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n")
        client.send(String(repeating: "x", count: 100_000))
        #expect(client.readToEnd().hasPrefix("HTTP/1.1 413 "))
        await server.stop()
    }

    @Test("Connections beyond the limit are closed at once, and the others served on")
    func tooMany() async throws {
        var limits = ServerLimits()
        limits.maxConnections = 1
        let server = try Server(methods: [], routes: Self.routes, limits: limits)
        let first = Client(server.port)
        first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        var byte: UInt8 = 0
        #expect(read(first.descriptor, &byte, 1) == 1)
        #expect(Client(server.port).readToEnd() == "")
        first.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(first.readToEnd().hasSuffix("Ok\n"))
        await server.stop()
    }

    @Test("Stopping ends calls that wait, with 503")
    func stopEndsWaitingCalls() async throws {
        let desk = PendingCallTests.Desk()
        let server = try Server(methods: [desk.method])
        let client = Client(server.port)
        client.send("POST /v1/wait HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")
        while desk.replies.withLock({ $0.isEmpty }) { await Task.yield() }
        await server.stop()
        #expect(client.readToEnd().hasPrefix("HTTP/1.1 503 "))
        #expect(desk.cancelled.withLock { $0 } == 1)
    }

    @Test("A caller of REST who goes away cancels the call that waits")
    func disconnect() async throws {
        let desk = PendingCallTests.Desk()
        let server = try Server(methods: [desk.method])
        do {
            let client = Client(server.port)
            client.send("POST /v1/wait HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")
            while desk.replies.withLock({ $0.isEmpty }) { await Task.yield() }
        }
        while desk.cancelled.withLock({ $0 }) == 0 { await Task.yield() }
        await server.stop()
    }
}
