// modules: CloudCore RPCServer

/// A whole connection: the first bytes of the input choose limits and the server's behaviour, the others come
/// from the client, in pieces. The server answers some streams, consumes, resets, waits and shuts down.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 3 else { return 0 }
    let input = UnsafeRawBufferPointer(start: data, count: count)
    var server = FuzzedServer(choices: UInt32(input[0]) << 16 | UInt32(input[1]) << 8 | UInt32(input[2]))
    server.run(UnsafeRawBufferPointer(rebasing: input[3...]))
    return 0
}

private struct FuzzedServer: ~Copyable {
    var connection: HTTP2Connection
    let choices: UInt32
    var now: Int64 = 0
    var live: [Int: UInt32] = [:]
    var isClosed = false

    init(choices: UInt32) {
        self.choices = choices
        var limits = ServerLimits()
        if choices & 1 != 0 {
            limits.maxConcurrentStreams = 3
            limits.initialStreamWindowBytes = 100
            limits.maxQueuedOutputBytes = 100_000
        }
        connection = HTTP2Connection(limits: limits, now: 0)
        guard choices & 2 != 0 else { return }
        // Most inputs shall get beyond the preface.
        let start =
            HTTP2Preface.bytes + [0, 0, 0, 4, 0, 0, 0, 0, 0] + [0, 0, 0, 4, 1, 0, 0, 0, 0]
        start.withUnsafeBytes { bytes in
            var offset = 0
            precondition(connection.next(bytes, &offset, now: 0) == .needMoreInput)
            precondition(offset == bytes.count)
        }
    }

    mutating func run(_ input: UnsafeRawBufferPointer) {
        let piece = choices & 4 != 0 ? input.count : Int(choices >> 8 & 0xff) + 1
        var offset = 0
        var end = 0
        while end < input.count, !isClosed {
            end = min(input.count, end + piece)
            pull(UnsafeRawBufferPointer(rebasing: input[..<end]), &offset)
            precondition(offset <= end)
            if choices & 8 != 0 { wait(1_000_000_000 << Int64(choices >> 20 & 7)) }
            if choices & 16 != 0 { connection.beginShutdown(graceful: choices & 32 != 0, now: now) }
            if choices & 64 != 0 { connection.output.removeAll() }
        }
        precondition(connection.output.count < 8_000_000)
        precondition(connection.totalQueuedBytes <= connection.limits.maxQueuedOutputBytes)
        precondition(connection.streams.count <= connection.limits.maxConcurrentStreams)
        for (slot, id) in live where !isClosed && !connection.hasPendingEvents {
            precondition(connection.streams.contains(HTTP2Stream(id: id, slot: slot)))
        }
        if connection.streams.count == 0 { precondition(connection.totalQueuedBytes == 0) }
    }

    private mutating func pull(_ input: UnsafeRawBufferPointer, _ offset: inout Int) {
        while true {
            let event = connection.next(input, &offset, now: now)
            if event == .needMoreInput { return }
            handle(event)
            if isClosed { return }
        }
    }

    private mutating func handle(_ event: HTTP2Event) {
        switch event {
        case .needMoreInput: break
        case .request(let stream, let end):
            precondition(live[stream.slot] == nil)
            live[stream.slot] = stream.id
            precondition(!connection.request.path.isEmpty || connection.request.method == "CONNECT")
            if stream.id % 7 == 3 { connection.keepRequestOpen(stream) }
            if end { answer(stream) }
        case .data(let stream, let range, let end):
            precondition(live[stream.slot] == stream.id)
            if stream.id & 2 == 0 { connection.consumed(stream, range.count) }
            if end || stream.id % 11 == 5 { answer(stream) }
        case .trailers(let stream):
            precondition(live[stream.slot] == stream.id)
            answer(stream)
        case .reset(let stream, _):
            // It may be one of several that a single frame or timeout ended, and the slot used again since.
            precondition(!connection.streams.contains(stream))
            if live[stream.slot] == stream.id { live[stream.slot] = nil }
        case .drained(let stream):
            if live[stream.slot] == stream.id, stream.id & 4 == 0 { reset(stream) }
        case .closed: isClosed = true
        }
    }

    private mutating func answer(_ stream: HTTP2Stream) {
        if stream.id % 13 == 1 { return reset(stream) }
        let size = Int(stream.id % 17) * Int(choices >> 16 & 0x3f) * 20
        connection.sendHeaders(stream, [(name: ":status", value: "200")], endStream: false)
        let mark = connection.beginData(stream)
        connection.output.append([UInt8](repeating: 1, count: size))
        connection.endData(stream, mark, endStream: stream.id % 5 == 1)
        if stream.id % 5 == 1 {
            live[stream.slot] = nil
        } else if stream.id % 5 == 2 {
            connection.sendHeaders(stream, [(name: "grpc-status", value: "0")], endStream: true)
            live[stream.slot] = nil
        } else if stream.id % 5 == 3 {
            let bytes = [UInt8](repeating: 2, count: size)
            bytes.withUnsafeBytes { connection.sendData(stream, bytes: $0, endStream: true) }
            live[stream.slot] = nil
        }
    }

    private mutating func reset(_ stream: HTTP2Stream) {
        connection.reset(stream, .internalError)
        live[stream.slot] = nil
    }

    private mutating func wait(_ nanoseconds: Int64) {
        now += nanoseconds
        while !isClosed, let event = connection.checkTimeouts(now: now).event { handle(event) }
    }
}
