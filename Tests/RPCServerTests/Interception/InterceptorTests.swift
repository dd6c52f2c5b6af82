import CloudCore
import Synchronization
import Testing

@testable import RPCServer

/// Fault rules and recordings at the front doors, over HTTP/2 and HTTP/1.1.
struct InterceptorTests {
    let timeline = VirtualTimeline()
    let interceptor: Interceptor

    static let shelf = "/v1/{text=shelves/*}"

    init() { interceptor = Interceptor(timeline: timeline) }

    func peer() throws -> DoorPeer {
        let served = ServedLog()
        let echo = RPCMethod.unary("/t.T/Echo", [.get(Self.shelf)]) { (note: Note, _) throws(Status) in
            served.add(note.text)
            return Note("echo " + note.text)
        }
        let later = RPCMethod.deferred("/t.T/Later") { (note: Note, _, reply: Reply<Note>) in
            reply.succeed(Note("later " + note.text))
        }
        return try DoorPeer([echo, later], interceptor: interceptor)
    }

    func answer(_ peer: DoorPeer, _ path: String, _ stream: UInt32 = 1) -> GRPCAnswer {
        let start = stream == 1 ? Wire.ackedStart : []
        let bytes =
            GRPCCallTests.headers(stream, path) + Wire.data(stream, Note("shelves/a").framed, end: true)
        return GRPCAnswer(stream: stream, in: peer.send(start + bytes))
    }

    func rest(_ peer: DoorPeer, _ more: String = "") -> String {
        String(
            decoding: peer.send(Array("GET /v1/shelves/a HTTP/1.1\r\nhost: x\r\n\(more)\r\n".utf8)),
            as: UTF8.self)
    }

    func add(_ json: JSON) throws { try interceptor.add([try FaultRule(json: json)]) }

    @Test("Calls that no rule strikes are answered as ever, unary and later, over gRPC and REST")
    func passes() throws {
        try add(["match": ["resource": "none"], "action": ["drop": "request"]])
        let peer = try peer()
        #expect(Note.texts(answer(peer, "/t.T/Echo").messages) == ["echo shelves/a"])
        let second = answer(peer, "/t.T/Later", 3)
        #expect(Note.texts(second.messages) == ["later shelves/a"] && second.status == "0")
        #expect(rest(try self.peer()).contains("echo shelves/a"))
        #expect(interceptor.rules[0].matched == 0)
    }

    @Test("An error comes with its code and details, by the resource that the request names")
    func error() throws {
        try add([
            "match": ["method": "Echo", "resource": "shelves/a"],
            "action": ["error": ["code": "UNAVAILABLE", "message": "gone", "retryDelay": "2s"]],
        ])
        let grpc = answer(try peer(), "/t.T/Echo")
        #expect(grpc.status == "14" && grpc.message == "gone")
        #expect(grpc.headers["grpc-status-details-bin"]?.isEmpty == false)
        let text = rest(try peer())
        #expect(text.hasPrefix("HTTP/1.1 503 "))
        #expect(text.contains("\"retryDelay\": \"2s\""))
        #expect(interceptor.rules[0].struck == 2)
    }

    @Test("Latency goes by the timeline")
    func latency() throws {
        try add(["action": ["latency": "5s"]])
        let peer = try peer()
        #expect(answer(peer, "/t.T/Echo").messages.isEmpty)
        timeline.advance(by: .nanoseconds(4_999_999_999))
        #expect(peer.output().isEmpty)
        timeline.advance(by: .nanoseconds(1))
        #expect(Note.texts(GRPCAnswer(stream: 1, in: peer.output()).messages) == ["echo shelves/a"])
        #expect(timeline.nextAlarm == nil)
    }

    @Test("A lost request or answer is never answered, and the caller's own deadline ends the call")
    func drop() throws {
        try add(["match": ["first": 1], "action": ["drop": "request"]])
        try add(["action": ["drop": "response"]])
        for _ in 0..<2 {
            let peer = try peer()
            let headers = GRPCCallTests.headers(1, "/t.T/Echo", [("grpc-timeout", "3S")])
            let said = peer.send(Wire.ackedStart + headers + Wire.data(1, Note("x").framed, end: true))
            #expect(GRPCAnswer(stream: 1, in: said).status == nil)
            #expect(GRPCAnswer(stream: 1, in: peer.wait(.seconds(3))).status == "4")
        }
        #expect(interceptor.rules.map(\.struck) == [1, 1])
    }

    @Test("The principal is the bearer token, or the email of one that is a JSON web token")
    func principal() {
        let claims = Base64.encodeURLSafe(Array(#"{"sub": "1", "email": "a@x"}"#.utf8))
        #expect(Principal.name(nil) == "")
        #expect(Principal.name("Basic x") == "")
        #expect(Principal.name("Bearer me@x") == "me@x")
        #expect(Principal.name("bearer h.\(claims).s") == "a@x")
        #expect(Principal.name("Bearer a.b.c") == "a.b.c")
    }

    @Test("Rules that are gone leave no trace on the path of a call")
    func inactive() throws {
        #expect(!interceptor.isActive)
        try add(["action": ["drop": "request"]])
        #expect(interceptor.isActive)
        interceptor.removeAll()
        #expect(!interceptor.isActive)
        #expect(answer(try peer(), "/t.T/Echo").status == "0")
    }

    @Test("Requests are recorded as they are answered, with who called, resource and code")
    func recording() throws {
        let lines = ServedLog()
        let recorder = RequestRecorder { (bytes) throws(SystemError) in
            lines.add(String(decoding: bytes, as: UTF8.self))
        }
        interceptor.record(to: recorder)
        try add(["match": ["nth": 2], "action": ["error": ["code": "ABORTED"]]])
        _ = rest(try peer(), "authorization: Bearer me@x\r\n")
        _ = answer(try peer(), "/t.T/Echo")
        interceptor.record(to: nil)
        let log = try RequestLog(parsing: Array(lines.all.joined().utf8))
        var expected = RequestRecord(time: timeline.now, method: "t.T/Echo")
        expected.principal = "me@x"
        expected.resource = "shelves/a"
        expected.request = ["text": "shelves/a"]
        expected.code = .ok
        #expect(log.records.first == expected)
        expected.principal = ""
        expected.code = .aborted
        expected.isPrevented = true
        #expect(log.records.last == expected)
        #expect(log.records.count == 2 && !log.hasTornEnd)
    }
}

/// What was said, in order.
final class ServedLog: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
