import CloudCore
import Synchronization

@testable import RPCServer

/// A server's front door with the client's end in hand: no socket, no thread, no clock.
final class DoorPeer {
    let door: FrontDoor
    let mailbox: Mailbox<LoopMail<NetworkCall>>
    let timers = LoopTimers()
    var now: Int64 = 1_000_000_000
    private var rest: [UInt8] = []

    init(
        _ methods: [RPCMethod], routes: [HTTPRoute] = [], limits: ServerLimits = ServerLimits(),
        interceptor: Interceptor? = nil
    ) throws {
        mailbox = Mailbox(waker: try Waker())
        let services = Services(
            methods: MethodTable(methods),
            rest: RESTService(methods: methods, routes: routes, limits: limits, interceptor: interceptor),
            limits: limits, mailbox: mailbox, localPort: 8085, interceptor: interceptor)
        door = FrontDoor(services: services, registration: 7, timers: timers)
    }

    /// Gives bytes to the door, serves its mail, and returns all that it says.
    @discardableResult func send(_ bytes: [UInt8]) -> [UInt8] {
        rest += bytes
        let consumed = rest.withUnsafeBytes { door.receive($0, now: now) }
        rest.removeFirst(consumed)
        return output()
    }

    /// Serves the mail that waits, and returns all that the door says.
    func output() -> [UInt8] {
        var said: [UInt8] = []
        while true {
            var mail: [LoopMail<NetworkCall>] = []
            mailbox.drain(into: &mail)
            for case .connection(_, let call) in mail { door.deliver(call, now: now) }
            var fresh: [UInt8] = []
            door.withOutput { output in
                fresh = output.copyBytes()
                output.consume(fresh.count)
            }
            if fresh.isEmpty, mail.isEmpty { return said }
            said += fresh
            if !fresh.isEmpty { door.outputWritten(now: now) }
        }
    }

    /// Moves the network's time on, and fires what falls due.
    func wait(_ duration: Duration) -> [UInt8] {
        now += duration.clampedNanoseconds
        while let due = timers.pop(notAfter: now) { door.timerFired(due.token, now: now) }
        door.sweep(now: now)
        return output()
    }
}

/// What a client sees of one gRPC call.
struct GRPCAnswer: Equatable {
    var headers: [String: String] = [:]
    var messages: [[UInt8]] = []
    var trailers: [String: String] = [:]
    var isReset = false

    /// The `grpc-status`, wherever it stands.
    var status: String? { trailers["grpc-status"] ?? headers["grpc-status"] }
    /// The `grpc-message`.
    var message: String? { trailers["grpc-message"] ?? headers["grpc-message"] }

    /// Collects what the server said on a stream.
    init(stream: UInt32, in bytes: [UInt8]) {
        var data: [UInt8] = []
        for frame in SentFrame.all(in: bytes) where frame.stream == stream {
            switch frame.type {
            case 0: data += frame.payload
            case 1 where headers.isEmpty: headers = Self.fields(frame.payload)
            case 1: trailers = Self.fields(frame.payload)
            case 3: isReset = true
            default: break
            }
        }
        while data.count >= 5 {
            let length = data[1..<5].reduce(0) { $0 << 8 | Int($1) }
            messages.append(Array(data[5..<5 + length]))
            data.removeFirst(5 + length)
        }
    }

    private static func fields(_ block: [UInt8]) -> [String: String] {
        var decoder = HPACKDecoder(maxListBytes: 1 << 20)
        var head = RequestHead()
        _ = block.withUnsafeBytes { decoder.decodeRequest($0, into: &head) }
        return Dictionary(head.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A message of one text, for methods under test.
struct Note: Message {
    var text = ""

    init(_ text: String = "") { self.text = text }
    init() {}

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "text", &text)
    }

    /// The message as a client sends it over gRPC.
    var framed: [UInt8] {
        let bytes = ProtobufEncoder.bytes(of: self)
        return [0] + Wire.bytes(UInt32(bytes.count)) + bytes
    }

    /// The texts of encoded notes.
    static func texts(_ messages: [[UInt8]]) -> [String] {
        messages.map { bytes in
            let note = bytes.withUnsafeBytes { try? ProtobufDecoder.decode(Note.self, from: $0) }
            return note?.text ?? "malformed"
        }
    }
}

/// A bidirectional stream that records what happens to it, and answers each note.
final class EchoStream: RequestStream {
    let log = Mutex<[String]>([])
    private let responses: ResponseStream<Note>

    init(_ responses: ResponseStream<Note>) { self.responses = responses }

    func receive(_ request: Note) {
        log.withLock { $0.append("receive \(request.text)") }
        responses.send(Note("echo " + request.text))
    }

    func halfClose() {
        log.withLock { $0.append("halfClose") }
        responses.finish(nil)
    }

    func writable() { log.withLock { $0.append("writable") } }
    func cancel() { log.withLock { $0.append("cancel") } }
}
