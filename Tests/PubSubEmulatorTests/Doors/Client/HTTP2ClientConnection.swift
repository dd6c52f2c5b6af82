import CloudCore

@testable import RPCServer

/// As much of a client's end of HTTP/2 (RFC 9113) as gRPC needs, blocking, on one thread.
final class HTTP2ClientConnection {
    private struct Stream {
        var window: Int
        var fields: [String: String] = [:]
        var data: [UInt8] = []
        var isEnded = false
    }

    private let socket: ClientSocket
    private var input: [UInt8] = []
    private var streams: [UInt32: Stream] = [:]
    private var nextID: UInt32 = 1
    /// What may be sent, on the connection and on a new stream, before the server says more.
    private var window = 65_535
    private var initialWindow = 65_535

    init(port: UInt16) throws {
        socket = try ClientSocket(port: port)
        // Windows so large that what is received needs no updates.
        let most = UInt32(Int32.max)
        try socket.send(
            Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + Self.frame(4, 0, 0, [0, 4] + Self.bytes(most))
                + Self.frame(8, 0, 0, Self.bytes(most - 65_535)))
    }

    /// Opens a stream for a call of a gRPC method.
    func open(_ path: String) throws -> UInt32 {
        let id = nextID
        nextID += 2
        streams[id] = Stream(window: initialWindow)
        let fields = [
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("te", "trailers"), ("content-type", "application/grpc"),
        ]
        // Literals that are neither indexed nor compressed, none longer than 126 bytes.
        let block = fields.flatMap { name, value -> [UInt8] in
            let (name, value) = (Array(name.utf8), Array(value.utf8))
            return [0, UInt8(name.count)] + name + [UInt8(value.count)] + value
        }
        try socket.send(Self.frame(1, 4, id, block))
        return id
    }

    /// Sends data as far as the windows let it, and reads until they let more.
    func send(_ data: [UInt8], on id: UInt32, end: Bool = false) throws {
        var sent = 0
        repeat {
            while min(window, streams[id]?.window ?? 0) <= 0, !isEnded(id) { try readFrame() }
            // What the server has answered already it does not want to hear out.
            if isEnded(id) { return }
            let count = min(data.count - sent, 16_384, window, streams[id]?.window ?? 0)
            let isLast = end && sent + count == data.count
            try socket.send(Self.frame(0, isLast ? 1 : 0, id, Array(data[sent..<sent + count])))
            sent += count
            window -= count
            streams[id]?.window -= count
        } while sent < data.count
    }

    /// Whether the server has said all on a stream.
    func isEnded(_ id: UInt32) -> Bool { streams[id]?.isEnded ?? true }

    /// The fields of a stream's headers and trailers.
    func fields(of id: UInt32) -> [String: String] { streams[id]?.fields ?? [:] }

    /// Takes the next message that has come whole on a stream.
    func nextMessage(on id: UInt32) -> [UInt8]? {
        guard let data = streams[id]?.data, data.count >= 5 else { return nil }
        let end = 5 + Int(Self.number(data[1..<5]))
        guard data.count >= end else { return nil }
        streams[id]?.data.removeFirst(end)
        return Array(data[5..<end])
    }

    /// Reads one frame, and does what it says.
    func readFrame() throws {
        try fill(9)
        let length = Int(Self.number(input[..<3]))
        let (type, flags, id) = (input[3], input[4], Self.number(input[5..<9]))
        try fill(9 + length)
        let payload = Array(input[9..<9 + length])
        input.removeFirst(9 + length)
        switch type {
        case 0: streams[id]?.data += payload
        case 1: streams[id]?.fields.merge(Self.decoded(payload)) { $1 }
        case 3:
            streams[id]?.isEnded = true
            streams[id]?.fields["reset"] = "\(Self.number(payload[...]))"
        case 4 where flags & 1 == 0:
            apply(settings: payload)
            try socket.send(Self.frame(4, 1, 0, []))
        case 7: throw Status(.unavailable, "GOAWAY \(payload)")
        case 8 where id == 0: window += Int(Self.number(payload[...]))
        case 8: streams[id]?.window += Int(Self.number(payload[...]))
        default: break
        }
        if type <= 1, flags & 1 == 1 { streams[id]?.isEnded = true }
    }

    private func fill(_ count: Int) throws {
        while input.count < count { input += try socket.read() }
    }

    private func apply(settings payload: [UInt8]) {
        for start in stride(from: 0, to: payload.count - 5, by: 6)
        where payload[start..<start + 2].elementsEqual([0, 4]) {
            let size = Int(Self.number(payload[start + 2..<start + 6]))
            for id in streams.keys { streams[id]?.window += size - initialWindow }
            initialWindow = size
        }
    }

    private static func decoded(_ block: [UInt8]) -> [String: String] {
        // The server's blocks do not refer to those before.
        var decoder = HPACKDecoder(maxListBytes: 1 << 20)
        var head = RequestHead()
        _ = block.withUnsafeBytes { decoder.decodeRequest($0, into: &head) }
        return Dictionary(head.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    private static func frame(_ type: UInt8, _ flags: UInt8, _ id: UInt32, _ payload: [UInt8]) -> [UInt8] {
        bytes(UInt32(payload.count)).dropFirst() + [type, flags] + bytes(id) + payload
    }

    static func bytes(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
