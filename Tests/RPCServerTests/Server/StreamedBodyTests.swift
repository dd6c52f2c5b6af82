import CloudCore
import Synchronization
import Testing

@testable import RPCServer

/// Keeps how a body came, and answers with its length.
private final class CountingReceiver: HTTPBodyReceiver {
    let pieces = Mutex<[Int]>([])
    let isCancelled = Mutex(false)

    func receive(_ piece: UnsafeRawBufferPointer) {
        let count = piece.count
        pieces.withLock { $0.append(count) }
    }

    var total: Int { pieces.withLock { $0.reduce(0, +) } }
    func finish() -> HTTPResponse { .text("\(total)") }
    func cancel() { isCancelled.withLock { $0 = true } }
}

/// So many bytes, of which those from `missing` on cannot be had.
private final class CountedSource: HTTPBodySource {
    let count: Int
    let missing: Int

    init(_ count: Int, missing: Int = .max) { (self.count, self.missing) = (count, missing) }

    func read(at offset: Int, count: Int) throws(Status) -> [UInt8] {
        guard offset + count <= missing else { throw Status(.internal, "gone") }
        return (offset..<offset + count).map { UInt8(truncatingIfNeeded: $0) }
    }
}

/// Bodies of any length, taken in as they arrive, and sent as the network takes them.
struct StreamedBodyTests {
    private let receiver = CountingReceiver()

    private func peer(_ source: (any HTTPBodySource)? = nil, limit: Int = 1_000) throws -> DoorPeer {
        var limits = ServerLimits()
        limits.maxMessageBytes = limit
        let receiver = receiver
        var response = HTTPResponse(status: 200)
        response.source = source
        let answer = response
        return try DoorPeer(
            [],
            routes: [
                .streaming("PUT", "/up/{name}") { _ in receiver },
                HTTPRoute("PUT", "/whole") { _ in .text("whole") },
                HTTPRoute("GET", "/down") { _ in answer },
            ], limits: limits)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func put(_ path: String, _ more: String) -> [UInt8] {
        Array("PUT \(path) HTTP/1.1\r\nHost: h\r\n\(more)\r\n\r\n".utf8)
    }

    @Test("A body beyond the limit of messages is taken in by a route that streams, and refused by any other")
    func beyondLimit() throws {
        let peer = try peer()
        _ = peer.send(put("/up/x", "Content-Length: 5000"))
        for _ in 0..<5 { _ = peer.send([UInt8](repeating: 1, count: 999)) }
        #expect(receiver.pieces.withLock { $0.count } == 5)
        let said = text(peer.send([UInt8](repeating: 1, count: 5) + put("/whole", "Content-Length: 1001")))
        #expect(said.contains("\r\n\r\n5000HTTP/1.1 413"))
    }

    @Test("A chunked body of many small chunks is taken in, however long it is")
    func chunked() throws {
        let peer = try peer()
        _ = peer.send(put("/up/x", "Transfer-Encoding: chunked"))
        let chunk = Array("10\r\n0123456789abcdef\r\n".utf8)
        for _ in 0..<1_000 { _ = peer.send((0..<20).flatMap { _ in chunk }) }
        let said = text(peer.send(Array("0\r\n\r\n".utf8)))
        #expect(said.hasSuffix("\r\n\r\n320000"))
    }

    @Test("A request without a body is answered, and the next one is taken")
    func empty() throws {
        let peer = try peer()
        let said = text(peer.send(put("/up/x", "A: b") + put("/whole", "Content-Length: 1") + [1]))
        #expect(said.contains("\r\n\r\n0HTTP/1.1 200 OK") && said.hasSuffix("whole"))
    }

    @Test("A body that arrives slowly is not cut off while it does, and one that stops is")
    func slow() throws {
        let peer = try peer()
        _ = peer.send(put("/up/x", "Content-Length: 100"))
        for _ in 0..<5 {
            #expect(peer.wait(.seconds(59)).isEmpty)
            _ = peer.send([1])
        }
        #expect(text(peer.wait(.seconds(61))).hasPrefix("HTTP/1.1 408"))
    }

    @Test("A receiver learns that its caller has gone")
    func cancelled() throws {
        let peer = try peer()
        _ = peer.send(put("/up/x", "Content-Length: 100") + [1])
        peer.door.receivedEnd(now: peer.now)
        #expect(receiver.isCancelled.withLock { $0 })
    }

    @Test(
        "A large answer comes whole, before the answer to the next request",
        arguments: [1, 262_144, 1_000_000])
    func largeAnswer(count: Int) throws {
        let peer = try peer(CountedSource(count))
        let get = Array("GET /down HTTP/1.1\r\nHost: h\r\n\r\n".utf8)
        let said = peer.send(get) + peer.send(put("/whole", "Content-Length: 0"))
        let head = "HTTP/1.1 200 OK\r\ncontent-length: \(count)\r\n\r\n"
        #expect(text(Array(said.prefix(head.utf8.count))) == head)
        let body = said.dropFirst(head.utf8.count).prefix(count)
        #expect(body.elementsEqual((0..<count).map { UInt8(truncatingIfNeeded: $0) }))
        #expect(text(Array(said.suffix(5))) == "whole")
    }

    @Test("HEAD has the length of a large answer, and no body")
    func head() throws {
        let said = try peer(CountedSource(1_000_000)).send(
            Array("HEAD /down HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
        #expect(text(said) == "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    }

    @Test("An answer whose body is not to be had any more breaks off with the connection")
    func brokenAnswer() throws {
        let peer = try peer(CountedSource(1_000_000, missing: 300_000))
        let said = peer.send(Array("GET /down HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
        #expect(said.count < 1_000_000 && peer.door.wantsClose)
    }

    // MARK: HTTP/2

    private func head(_ method: String, _ path: String) -> [UInt8] {
        Wire.block([(":method", method), (":scheme", "http"), (":path", path), (":authority", "h")])
    }

    @Test("Over HTTP/2 a body of many frames is taken in")
    func http2Body() throws {
        let peer = try peer()
        _ = peer.send(Wire.ackedStart + Wire.headers(1, head("PUT", "/up/x")))
        for _ in 0..<9 { _ = peer.send(Wire.data(1, count: 999)) }
        let frames = SentFrame.all(in: peer.send(Wire.data(1, count: 1, end: true)))
        let body = frames.filter { $0.type == 0 }.flatMap(\.payload)
        #expect(text(body) == "8992")
        _ = peer.send(Wire.headers(3, head("PUT", "/up/x")) + Wire.reset(3))
        #expect(receiver.isCancelled.withLock { $0 })
    }

    @Test("Over HTTP/2 a large answer waits for the peer's window")
    func http2Answer() throws {
        let peer = try peer(CountedSource(1_000_000))
        var said = peer.send(Wire.ackedStart + Wire.headers(1, head("GET", "/down"), end: true))
        var body = SentFrame.all(in: said).filter { $0.type == 0 }
        #expect(body.reduce(0) { $0 + $1.payload.count } == 65_535)
        said = peer.send(Wire.windowUpdate(0, 2_000_000) + Wire.windowUpdate(1, 2_000_000))
        body += SentFrame.all(in: said).filter { $0.type == 0 }
        #expect(body.flatMap(\.payload) == (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) })
        #expect(body.last?.endsStream == true && body.filter(\.endsStream).count == 1)
    }
}
