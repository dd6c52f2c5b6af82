import CloudCore

@testable import RPCServer

/// A connection under test with the client's end in hand: bytes go in, events and frames come out.
struct Peer: ~Copyable {
    var connection: HTTP2Connection
    var now: Int64 = 0
    private var rest: [UInt8] = []
    /// The bodies received, by stream.
    private(set) var bodies: [UInt32: [UInt8]] = [:]

    /// Makes a connection; unless told otherwise the prefaces have been exchanged, and acknowledged.
    init(_ limits: ServerLimits = ServerLimits(), started: Bool = true) {
        connection = HTTP2Connection(limits: limits, now: 0)
        guard started else { return }
        _ = send(Wire.ackedStart)
        _ = frames()
    }

    /// Gives bytes to the connection, and returns all events up to the need for more; `handle` sees each event
    /// before the next frame is read, as a server does.
    mutating func send(
        _ bytes: [UInt8], handle: (inout HTTP2Connection, HTTP2Event) -> Void = { _, _ in }
    ) -> [HTTP2Event] {
        rest += bytes
        let input = rest
        var offset = 0
        var events: [HTTP2Event] = []
        input.withUnsafeBytes { input in
            while true {
                let event = connection.next(input, &offset, now: now)
                if event == .needMoreInput { break }
                events.append(event)
                handle(&connection, event)
                if case .data(let stream, let range, _) = event {
                    bodies[stream.id, default: []] += input[range]
                }
                if case .closed = event { break }
            }
        }
        rest.removeFirst(offset)
        return events
    }

    /// Opens a stream by a request.
    mutating func open(_ id: UInt32, _ block: [UInt8] = Wire.request, end: Bool = false) -> HTTP2Stream {
        for case .request(let stream, _) in send(Wire.headers(id, block, end: end)) { return stream }
        return HTTP2Stream(id: 0, slot: 0)
    }

    /// The frames that the server has sent since the last call.
    mutating func frames() -> [SentFrame] {
        let bytes = connection.output.copyBytes()
        connection.output.consume(bytes.count)
        return SentFrame.all(in: bytes)
    }

    /// The same in short.
    mutating func sent() -> [String] { frames().map(\.description) }

    /// Sends a body on a stream.
    mutating func respond(_ stream: HTTP2Stream, count: Int, end: Bool = false) {
        let body = [UInt8](repeating: UInt8(truncatingIfNeeded: stream.id), count: count)
        body.withUnsafeBytes { connection.sendData(stream, bytes: $0, endStream: end) }
    }

    /// Moves the time on, and returns the events that brought about.
    mutating func wait(_ duration: Duration) -> [HTTP2Event] {
        now += duration.clampedNanoseconds
        var events: [HTTP2Event] = []
        while let event = connection.checkTimeouts(now: now).event {
            events.append(event)
            if case .closed = event { break }
        }
        return events
    }
}

extension HTTP2Event: CustomStringConvertible {
    /// In short, without slots.
    public var description: String {
        switch self {
        case .needMoreInput: "more"
        case .request(let stream, let end): "request(\(stream.id))\(end ? " END" : "")"
        case .data(let stream, let range, let end): "data(\(stream.id)) \(range.count)\(end ? " END" : "")"
        case .trailers(let stream): "trailers(\(stream.id))"
        case .reset(let stream, let code): "reset(\(stream.id)) \(code)"
        case .drained(let stream): "drained(\(stream.id))"
        case .closed(let code): "closed \(code)"
        }
    }
}
