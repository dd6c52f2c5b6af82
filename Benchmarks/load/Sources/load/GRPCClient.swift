/// As much of an HTTP/2 client as gRPC calls to one server need: no Huffman, no dynamic table, no priorities.
struct GRPCClient: ~Copyable {
    /// What has come on a stream.
    enum Event {
        /// A message, within the bytes given to `next`.
        case message(stream: UInt32, [UInt8])
        /// The call is over; false when it failed.
        case end(stream: UInt32, succeeded: Bool)
    }

    private var socket: Socket
    private var nextStream: UInt32 = 1
    private var input: [UInt8] = []
    private var consumed = 0
    private var partial: [UInt32: [UInt8]] = [:]
    private var hasAnswered: Set<UInt32> = []
    private var connectionWindow = 65_535
    private var initialWindow = 65_535
    private var streamWindows: [UInt32: Int] = [:]
    /// Bytes that have come since a window was last opened again; 0 stands for the connection.
    private var received: [UInt32: Int] = [:]
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)

    init(port: UInt16) {
        socket = Socket(port: port)
        socket.send(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8))
        // No push, windows of 1 GiB, frames of 1 MiB.
        frame(4, 0, 0, setting(2, 0) + setting(4, 1 << 30) + setting(5, 1 << 20))
        frame(8, 0, 0, bigEndian(1 << 30))
    }

    deinit { scratch.deallocate() }

    /// Whether a message of that size may be sent on a new stream now.
    func hasRoom(for bytes: Int) -> Bool { connectionWindow >= bytes + 5 && initialWindow >= bytes + 5 }

    /// Whether a message of that size may be sent on an open stream now.
    func hasRoom(for bytes: Int, on stream: UInt32) -> Bool {
        connectionWindow >= bytes + 5 && streamWindows[stream] ?? 0 >= bytes + 5
    }

    /// Begins a call; ends this side with the message, unless it is to stay open.
    mutating func begin(_ path: String, _ message: [UInt8], staysOpen: Bool = false) -> UInt32 {
        let stream = nextStream
        nextStream += 2
        var block: [UInt8] = [0x83, 0x86]  // :method POST, :scheme http
        block += literal(4, path) + literal(1, "localhost")
        block += literal("content-type", "application/grpc") + literal("te", "trailers")
        frame(1, 4, stream, block)
        streamWindows[stream] = initialWindow
        send(message, on: stream, isLast: !staysOpen)
        return stream
    }

    /// Sends a message on an open stream.
    mutating func send(_ message: [UInt8], on stream: UInt32, isLast: Bool = false) {
        let data = [0] + bigEndian(UInt32(message.count)) + message
        connectionWindow -= data.count
        streamWindows[stream]? -= data.count
        frame(0, isLast ? 1 : 0, stream, data)
    }

    mutating func flush() { socket.flush() }

    /// Waits until something has come on a stream, and tells all of it.
    mutating func next(_ handle: (Event) -> Void) {
        while true {
            var isAnything = false
            while let (type, flags, stream, payload) = takeFrame() {
                if receive(type, flags, stream, payload, handle) { isAnything = true }
            }
            if isAnything { return }
            let count = socket.exchange(into: scratch)
            input.removeFirst(consumed)
            consumed = 0
            input += UnsafeRawBufferPointer(rebasing: scratch[..<count])
        }
    }

    // MARK: Frames

    private mutating func takeFrame() -> (UInt8, UInt8, UInt32, Range<Int>)? {
        guard input.count - consumed >= 9 else { return nil }
        let length = Int(input[consumed]) << 16 | Int(input[consumed + 1]) << 8 | Int(input[consumed + 2])
        guard input.count - consumed >= 9 + length else { return nil }
        let stream = number(at: consumed + 5) & 0x7fff_ffff
        let (type, flags) = (input[consumed + 3], input[consumed + 4])
        let payload = consumed + 9..<consumed + 9 + length
        consumed = payload.upperBound
        return (type, flags, stream, payload)
    }

    private mutating func receive(
        _ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: Range<Int>, _ handle: (Event) -> Void
    ) -> Bool {
        switch type {
        case 0:
            receiveData(stream, payload, handle)
            return true
        case 1:
            guard flags & 1 != 0 else { return false }
            partial[stream] = nil
            received[stream] = nil
            streamWindows[stream] = nil
            // A call that succeeds sends a message first; one that fails sends trailers alone.
            handle(.end(stream: stream, succeeded: hasAnswered.remove(stream) != nil))
            return true
        case 3: fail("the server reset stream \(stream)")
        case 4:
            if flags & 1 == 0 { receiveSettings(payload) }
        case 6:
            if flags & 1 == 0 { frame(6, 1, 0, Array(input[payload])) }
        case 7: fail("the server says that it goes away")
        case 8:
            let more = Int(number(at: payload.lowerBound))
            if stream == 0 { connectionWindow += more } else { streamWindows[stream]? += more }
        default: break
        }
        return false
    }

    private mutating func receiveSettings(_ payload: Range<Int>) {
        for offset in stride(from: payload.lowerBound, to: payload.upperBound, by: 6)
        where input[offset] == 0 && input[offset + 1] == 4 {
            let window = Int(number(at: offset + 2))
            for stream in streamWindows.keys { streamWindows[stream]? += window - initialWindow }
            initialWindow = window
        }
        frame(4, 1, 0, [])
    }

    private mutating func receiveData(_ stream: UInt32, _ payload: Range<Int>, _ handle: (Event) -> Void) {
        received[0, default: 0] += payload.count
        received[stream, default: 0] += payload.count
        giveBack(0)
        giveBack(stream)
        var bytes = partial.removeValue(forKey: stream) ?? []
        bytes += input[payload]
        var offset = 0
        while bytes.count - offset >= 5 {
            let length = (1...4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
            guard bytes.count - offset >= 5 + length else { break }
            hasAnswered.insert(stream)
            handle(.message(stream: stream, Array(bytes[offset + 5..<offset + 5 + length])))
            offset += 5 + length
        }
        if offset < bytes.count { partial[stream] = Array(bytes[offset...]) }
    }

    /// Opens a window again, now and then: the windows are far larger than what comes in between.
    private mutating func giveBack(_ stream: UInt32) {
        guard let count = received[stream], count >= 64 << 20 else { return }
        frame(8, 0, stream, bigEndian(UInt32(count)))
        received[stream] = 0
    }

    private func number(at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(input[offset + $1]) }
    }

    private mutating func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) {
        // The largest frame that a server must take.
        var rest = payload[...]
        repeat {
            let part = rest.prefix(16_384)
            rest = rest.dropFirst(part.count)
            let length = bigEndian(UInt32(part.count)).dropFirst()
            let partFlags = type == 0 && !rest.isEmpty ? 0 : flags
            socket.send(length + [type, partFlags] + bigEndian(stream) + part)
        } while !rest.isEmpty
    }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
}

private func setting(_ id: UInt8, _ value: UInt32) -> [UInt8] { [0, id] + bigEndian(value) }

/// A header field without indexing, whose name is in the static table or given.
private func literal(_ name: UInt8, _ value: String) -> [UInt8] { [name] + text(value) }

private func literal(_ name: String, _ value: String) -> [UInt8] { [0] + text(name) + text(value) }

private func text(_ value: String) -> [UInt8] {
    precondition(value.utf8.count < 127)
    return [UInt8(value.utf8.count)] + value.utf8
}
