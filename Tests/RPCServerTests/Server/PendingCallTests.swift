import CloudCore
import Synchronization
import Testing

@testable import RPCServer

/// Calls that are answered later, and streams.
struct PendingCallTests {
    /// A deferred method whose replies the test gives.
    final class Desk: Sendable {
        let replies = Mutex<[Reply<Note>]>([])
        let cancelled = Mutex(0)

        var method: RPCMethod {
            .deferred("/t.T/Wait", [.post("/v1/wait")]) { [self] (_: Note, _, reply: Reply<Note>) in
                reply.onCancel { [self] in cancelled.withLock { $0 += 1 } }
                replies.withLock { $0.append(reply) }
            }
        }

        func answer(_ note: Note) { for reply in replies.withLock({ $0 }) { reply.succeed(note) } }
        func refuse(_ status: Status) { for reply in replies.withLock({ $0 }) { reply.fail(status) } }
    }

    private let desk = Desk()

    private func waitingPeer(_ more: [(String, String)] = []) throws -> DoorPeer {
        let peer = try DoorPeer([desk.method])
        let said = peer.send(Wire.ackedStart + GRPCCallTests.call("/t.T/Wait", Note(), more))
        #expect(GRPCAnswer(stream: 1, in: said).headers.isEmpty)
        return peer
    }

    @Test("A deferred call is answered when its reply is given")
    func deferred() throws {
        let peer = try waitingPeer()
        desk.answer(Note("late"))
        let answer = GRPCAnswer(stream: 1, in: peer.output())
        #expect(Note.texts(answer.messages) == ["late"])
        #expect(answer.status == "0")
    }

    @Test("A deferred call that fails has its status in trailers only")
    func deferredFailure() throws {
        let peer = try waitingPeer()
        desk.refuse(Status(.notFound, "gone"))
        let answer = GRPCAnswer(stream: 1, in: peer.output())
        #expect(answer.status == "5")
        #expect(answer.message == "gone")
    }

    @Test("Only the first answer counts, and after it nothing is cancelled")
    func once() throws {
        let peer = try waitingPeer()
        desk.answer(Note("first"))
        desk.answer(Note("second"))
        desk.refuse(Status(.aborted, "third"))
        #expect(Note.texts(GRPCAnswer(stream: 1, in: peer.output()).messages) == ["first"])
        peer.door.closed()
        #expect(desk.cancelled.withLock { $0 } == 0)
    }

    @Test("A reset by the caller cancels the call, and a later reply goes nowhere")
    func reset() throws {
        let peer = try waitingPeer()
        peer.send(Wire.reset(1))
        #expect(desk.cancelled.withLock { $0 } == 1)
        desk.answer(Note("too late"))
        #expect(GRPCAnswer(stream: 1, in: peer.output()).messages.isEmpty)
    }

    @Test("A disconnect cancels every call of the connection")
    func disconnect() throws {
        let peer = try waitingPeer()
        peer.send(GRPCCallTests.headers(3, "/t.T/Wait") + Wire.data(3, Note().framed, end: true))
        peer.door.receivedEnd(now: peer.now)
        #expect(desk.cancelled.withLock { $0 } == 2)
    }

    @Test("The caller's deadline ends the call with DEADLINE_EXCEEDED, and cancels it")
    func deadline() throws {
        let peer = try waitingPeer([("grpc-timeout", "2S")])
        #expect(GRPCAnswer(stream: 1, in: peer.wait(.milliseconds(1999))).status == nil)
        #expect(GRPCAnswer(stream: 1, in: peer.wait(.milliseconds(1))).status == "4")
        #expect(desk.cancelled.withLock { $0 } == 1)
    }

    @Test("A deadline whose stream has been answered, and whose slot is in use again, strikes nobody")
    func staleDeadline() throws {
        let peer = try waitingPeer([("grpc-timeout", "2S")])
        desk.answer(Note("in time"))
        _ = peer.output()
        peer.send(GRPCCallTests.headers(3, "/t.T/Wait") + Wire.data(3, Note().framed, end: true))
        #expect(GRPCAnswer(stream: 3, in: peer.wait(.seconds(5))).status == nil)
    }

    @Test("A server that stops ends waiting calls with UNAVAILABLE and says GOAWAY")
    func drain() throws {
        let peer = try waitingPeer()
        peer.door.beginDrain(now: peer.now)
        let said = peer.output()
        #expect(GRPCAnswer(stream: 1, in: said).status == "14")
        #expect(SentFrame.all(in: said).contains { $0.type == 7 })
        #expect(desk.cancelled.withLock { $0 } == 1)
    }

    @Test(
        "A deferred call over HTTP/1.1 is answered when its reply is given, before the next request is taken")
    func deferredREST() throws {
        let peer = try DoorPeer([desk.method])
        let request = "POST /v1/wait HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
        #expect(peer.send(Array((request + request).utf8)).isEmpty)
        #expect(desk.replies.withLock { $0.count } == 1)
        desk.answer(Note("late"))
        let said = String(decoding: peer.output(), as: UTF8.self)
        #expect(said.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(said.contains("\"text\": \"late\""))
    }

    // MARK: Streams

    private func streamingPeer() throws -> (DoorPeer, @Sendable () -> [String]) {
        let opened = Box()
        let peer = try DoorPeer([
            .streaming("/t.T/Chat") { (_, responses: ResponseStream<Note>) throws(Status) in
                let stream = EchoStream(responses)
                opened.stream.withLock { $0 = stream }
                return stream
            }
        ])
        peer.send(Wire.ackedStart + GRPCCallTests.headers(1, "/t.T/Chat"))
        return (peer, { opened.stream.withLock { $0?.log.withLock { $0 } ?? [] } })
    }

    private final class Box: Sendable {
        let stream = Mutex<EchoStream?>(nil)
    }

    @Test("A stream answers each message as it comes, also several in one frame and one over several")
    func stream() throws {
        let (peer, log) = try streamingPeer()
        var said = peer.send(Wire.data(1, Note("a").framed + Note("b").framed))
        let third = Note("c").framed
        said += peer.send(Wire.data(1, Array(third.prefix(4))))
        said += peer.send(Wire.data(1, Array(third.dropFirst(4))))
        said += peer.send(Wire.data(1, [], end: true))
        let answer = GRPCAnswer(stream: 1, in: said)
        #expect(Note.texts(answer.messages) == ["echo a", "echo b", "echo c"])
        #expect(answer.status == "0")
        #expect(log().filter { $0 != "writable" } == ["receive a", "receive b", "receive c", "halfClose"])
    }

    @Test("A stream becomes writable when what it sent has left, and not while the caller's window is closed")
    func backPressure() throws {
        let (peer, log) = try streamingPeer()
        let big = String(repeating: "x", count: 70_000)
        // The caller's window of 65,535 bytes takes only part of the echo.
        peer.send(Wire.data(1, Note(big).framed))
        #expect(!log().contains("writable"))
        peer.send(Wire.windowUpdate(0, 100_000) + Wire.windowUpdate(1, 100_000))
        #expect(log().last == "writable")
    }

    @Test("A malformed message ends the stream with its status, and cancels it")
    func malformed() throws {
        let (peer, log) = try streamingPeer()
        let said = peer.send(Wire.data(1, [0, 0, 0, 0, 1, 0xff]))
        #expect(GRPCAnswer(stream: 1, in: said).status == "13")
        #expect(log().last == "cancel")
    }

    @Test("A reset cancels the stream")
    func resetStream() throws {
        let (peer, log) = try streamingPeer()
        peer.send(Wire.reset(1))
        #expect(log() == ["cancel"])
    }
}

extension PendingCallTests {
    private static func restHeaders(_ stream: UInt32) -> [UInt8] {
        Wire.headers(
            stream,
            Wire.block([
                (":method", "POST"), (":scheme", "http"), (":path", "/v1/wait"), (":authority", "localhost"),
            ]))
    }

    @Test(
        "Over HTTP/2 a deferred REST call that is refused at once is answered, and so is the next one when it can be"
    )
    func deferredRESTOverHTTP2() throws {
        let desk = Desk()
        let peer = try DoorPeer([desk.method])
        var said = peer.send(
            Wire.ackedStart + Self.restHeaders(1) + Wire.data(1, Array(#"{"nope": 1}"#.utf8), end: true))
        let refused = SentFrame.all(in: said).filter { $0.stream == 1 && $0.type == 0 }.flatMap(\.payload)
        #expect(String(decoding: refused, as: UTF8.self).contains("Unknown name \\\"nope\\\""))
        said = peer.send(Self.restHeaders(3) + Wire.data(3, Array("{}".utf8), end: true))
        #expect(SentFrame.all(in: said).allSatisfy { $0.stream != 3 })
        desk.answer(Note("late"))
        let answer = SentFrame.all(in: peer.output()).filter { $0.stream == 3 && $0.type == 0 }.flatMap(
            \.payload)
        #expect(String(decoding: answer, as: UTF8.self).contains("\"text\": \"late\""))
    }
}
