import CloudCore
import Synchronization
import Testing

@testable import RPCServer

/// gRPC over the front door: what a client sends as bytes, and what it gets (grpc `doc/PROTOCOL-HTTP2.md`).
struct GRPCCallTests {
    static let fields = [("content-type", "application/grpc"), ("te", "trailers")]

    static func headers(_ stream: UInt32, _ path: String, _ more: [(String, String)] = []) -> [UInt8] {
        let pseudo = [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost")]
        return Wire.headers(stream, Wire.block(pseudo + fields + more))
    }

    static func call(_ path: String, _ message: Note, _ more: [(String, String)] = []) -> [UInt8] {
        headers(1, path, more) + Wire.data(1, message.framed, end: true)
    }

    static let methods: [RPCMethod] = [
        .unary("/t.T/Echo") { (note: Note, _) throws(Status) in Note("echo " + note.text) },
        .unary("/t.T/Timeout") { (_: Note, context) throws(Status) in
            Note(context.timeout.map { "\($0.components.seconds)" } ?? "none")
        },
        .unary("/t.T/Fail") { (note: Note, _) throws(Status) -> Note in
            throw Status(
                .failedPrecondition, note.text,
                details: [.errorInfo(reason: "WHY", domain: "test", metadata: ["k": "v"])])
        },
    ]

    private func answer(to bytes: [UInt8], _ methods: [RPCMethod] = methods) throws -> GRPCAnswer {
        let peer = try DoorPeer(methods)
        return GRPCAnswer(stream: 1, in: peer.send(Wire.ackedStart + bytes))
    }

    @Test("A unary call is answered with headers, one message, and trailers of status 0")
    func unary() throws {
        let answer = try answer(to: Self.call("/t.T/Echo", Note("hi")))
        #expect(answer.headers["content-type"] == "application/grpc")
        #expect(Note.texts(answer.messages) == ["echo hi"])
        #expect(answer.trailers == ["grpc-status": "0"])
    }

    @Test("A request in any number of pieces is the same request", arguments: 1...40)
    func pieces(size: Int) throws {
        let peer = try DoorPeer(Self.methods)
        let bytes = Wire.ackedStart + Self.call("/t.T/Echo", Note("cut anywhere"))
        var said: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            said += peer.send(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(Note.texts(GRPCAnswer(stream: 1, in: said).messages) == ["echo cut anywhere"])
    }

    @Test("A message over several DATA frames is one message")
    func dataFrames() throws {
        let framed = Note("over several frames").framed
        let frames = framed.map { Wire.data(1, [$0]) }.flatMap { $0 } + Wire.data(1, [], end: true)
        let answer = try answer(to: Self.headers(1, "/t.T/Echo") + frames)
        #expect(Note.texts(answer.messages) == ["echo over several frames"])
    }

    @Test("An error is answered in trailers only, its message percent-encoded, its details in binary")
    func failure() throws {
        let answer = try answer(to: Self.call("/t.T/Fail", Note("100 % würde\n")))
        #expect(answer.messages.isEmpty)
        #expect(answer.headers["grpc-status"] == "9")
        #expect(answer.headers["grpc-message"] == "100 %25 w%C3%BCrde%0A")
        #expect(answer.headers["grpc-status-details-bin"]?.isEmpty == false)
        #expect(answer.trailers.isEmpty)
    }

    @Test(
        "What is wrong with a call is said with gRPC's code for it",
        arguments: [
            ("unknown method", headers(1, "/t.T/Nope") + Wire.data(1, Note().framed, end: true), "12"),
            (
                "malformed protobuf",
                headers(1, "/t.T/Echo") + Wire.data(1, [0, 0, 0, 0, 1, 0xff], end: true), "13"
            ),
            (
                "message cut short", headers(1, "/t.T/Echo") + Wire.data(1, [0, 0, 0, 0, 9, 1], end: true),
                "13"
            ),
            ("no message at all", headers(1, "/t.T/Echo") + Wire.data(1, [], end: true), "13"),
            (
                "two messages",
                headers(1, "/t.T/Echo") + Wire.data(1, Note().framed + Note().framed, end: true), "13"
            ),
            ("undefined flag", headers(1, "/t.T/Echo") + Wire.data(1, [2, 0, 0, 0, 0], end: true), "13"),
            (
                "message over the limit",
                headers(1, "/t.T/Echo") + Wire.data(1, [0, 0xff, 0, 0, 0], end: true), "8"
            ),
            (
                "compressed unannounced", headers(1, "/t.T/Echo") + Wire.data(1, [1, 0, 0, 0, 0], end: true),
                "13"
            ),
            ("unknown encoding", call("/t.T/Echo", Note(), [("grpc-encoding", "snappy")]), "12"),
            ("malformed timeout", call("/t.T/Echo", Note(), [("grpc-timeout", "soon")]), "13"),
        ] as [(String, [UInt8], String)])
    func refusals(what: String, bytes: [UInt8], code: String) throws {
        let answer = try answer(to: bytes)
        #expect(answer.status == code, "\(what): \(answer.message ?? "no message")")
        #expect(answer.message?.isEmpty == false)
    }

    @Test("The caller's timeout reaches the method", arguments: [("5S", "5"), ("2M", "120"), ("1H", "3600")])
    func timeoutIsTold(header: String, seconds: String) throws {
        let answer = try answer(to: Self.call("/t.T/Timeout", Note(), [("grpc-timeout", header)]))
        #expect(Note.texts(answer.messages) == [seconds])
    }

    @Test("A gzip-compressed message is inflated")
    func gzip() throws {
        // `printf '\n\002hi' | gzip -n`: the encoding of Note("hi").
        let packed = Wire.hex("1f8b0800000000000003e362cac8040045d337d404000000")
        let framed = [1] + Wire.bytes(UInt32(packed.count)) + packed
        let answer = try answer(
            to: Self.headers(1, "/t.T/Echo", [("grpc-encoding", "gzip")]) + Wire.data(1, framed, end: true))
        #expect(Note.texts(answer.messages) == ["echo hi"], "\(answer.message ?? "")")
    }
}
