import CloudCore

/// Serves gRPC and REST on one HTTP/2 connection: turns its events into calls, and answers into frames.
///
/// A value that its connection owns, so that nothing on the path of a call needs a dynamic exclusivity check.
struct HTTP2FrontDoor: ~Copyable {
    var http2: HTTP2Connection
    /// One for each slot of the connection's stream table.
    var calls: [StreamCall] = []
    let services: Services
    private let registration: UInt32
    private let timers: LoopTimers
    private let notify: @Sendable (NetworkCall) -> Void
    /// Streams that may send more once the socket has taken what waits.
    private var heldBack: [HTTP2Stream] = []
    /// The method of the last request's path.
    var lastMethod: (pathSerial: UInt64, method: RPCMethod)?
    /// What the last head of a gRPC request said; most requests of a connection have the same.
    var lastHead: (serial: UInt64, head: GRPCHead)?
    /// What unary requests of this connection say again and again.
    let strings = RecentStrings()
    /// Empty between deliveries; its memory serves the next.
    var sent = OutputBuffer()
    private(set) var isClosed = false
    private var isDraining = false

    /// While this much waits for the socket, streams are not asked for more.
    static let heldBackBytes = 1024 * 1024

    init(services: Services, registration: UInt32, timers: LoopTimers, now: Int64) {
        self.services = services
        self.registration = registration
        self.timers = timers
        notify = services.notifier(for: registration)
        http2 = HTTP2Connection(limits: services.limits, now: now)
    }

    mutating func withOutput(_ body: (inout OutputBuffer) -> Void) { body(&http2.output) }

    // MARK: Events

    mutating func receive(_ input: UnsafeRawBufferPointer, now: Int64) -> Int {
        var offset = 0
        while !isClosed, !isCongested {
            switch http2.next(input, &offset, now: now) {
            case .needMoreInput: return offset
            case .request(let stream, let endStream): begin(stream, endStream: endStream, now: now)
            case .data(let stream, let range, let endStream):
                receive(UnsafeRawBufferPointer(rebasing: input[range]), on: stream, endStream: endStream)
                http2.consumed(stream, range.count)
            case .trailers(let stream):
                receive(UnsafeRawBufferPointer(start: nil, count: 0), on: stream, endStream: true)
            case .reset(let stream, _): abandon(stream)
            case .drained(let stream): release(stream)
            case .closed: close()
            }
        }
        return isClosed ? input.count : offset
    }

    private mutating func begin(_ stream: HTTP2Stream, endStream: Bool, now: Int64) {
        while calls.count <= stream.slot { calls.append(StreamCall()) }
        calls[stream.slot].begin(stream)
        do {
            if let head = try requestedCall() {
                try beginGRPC(stream, head, now: now)
            } else {
                beginREST(stream)
            }
        } catch {
            return fail(stream, error)
        }
        if endStream { receive(UnsafeRawBufferPointer(start: nil, count: 0), on: stream, endStream: true) }
    }

    private mutating func receive(_ piece: UnsafeRawBufferPointer, on stream: HTTP2Stream, endStream: Bool) {
        do {
            switch calls[stream.slot].phase {
            case .none, .waiting, .waitingREST, .sendingREST: break
            case .receiving(let head): try receiveUnary(piece, stream, head, endStream: endStream)
            case .streaming(_, let receiver):
                try receiveStreaming(piece, stream, receiver, endStream: endStream)
            case .receivingREST(let request): try receiveREST(piece, stream, request, endStream: endStream)
            case .streamingREST(let receiver, let request):
                receiveStreamedREST(piece, stream, receiver, request, endStream: endStream)
            }
        } catch {
            fail(stream, error)
        }
    }

    // MARK: Calls

    /// Makes the object through which a deferred or streaming call is answered.
    mutating func makeCall(_ stream: HTTP2Stream, _ framing: NetworkCall.Framing, isUnary: Bool)
        -> NetworkCall
    {
        let tag = UInt64(stream.slot) << 32 | UInt64(stream.id)
        let deadline = calls[stream.slot].deadline
        if deadline != .max { timers.set(deadline, registration: registration, token: tag) }
        return NetworkCall(tag: tag, framing: framing, isUnary: isUnary, notify: notify)
    }

    /// The slot of the stream that a tag stands for, unless another stream has it by now.
    private func slot(of tag: UInt64) -> Int? {
        let slot = Int(tag >> 32)
        guard slot < calls.count, calls[slot].stream.id == UInt32(truncatingIfNeeded: tag) else { return nil }
        return slot
    }

    mutating func timerFired(_ tag: UInt64) {
        guard let slot = slot(of: tag) else { return }
        switch calls[slot].phase {
        case .waiting, .streaming: fail(calls[slot].stream, Status(.deadlineExceeded, "Deadline Exceeded"))
        default: break
        }
    }

    mutating func deliver(_ call: NetworkCall) {
        guard let slot = slot(of: call.tag), calls[slot].pending === call else { return }
        let stream = calls[slot].stream
        switch calls[slot].phase {
        case .waitingREST(_, let request): answerREST(call, stream, request)
        default: answerGRPC(call, stream)
        }
    }

    /// Ends a call with an error; what was running for it is cancelled.
    mutating func fail(_ stream: HTTP2Stream, _ status: Status) {
        switch calls[stream.slot].phase {
        case .receivingREST(let request), .waitingREST(_, let request), .streamingREST(_, let request):
            send(services.rest.failure(status, for: request), for: request, on: stream)
        default: sendStatus(status, on: stream)
        }
        abandon(stream)
    }

    /// Forgets the call of a stream, and tells what was running for it.
    mutating func abandon(_ stream: HTTP2Stream) {
        guard stream.slot < calls.count, calls[stream.slot].stream == stream else { return }
        let phase = calls[stream.slot].phase
        let pending = calls[stream.slot].pending
        calls[stream.slot].end()
        pending?.cancel()
        if case .streaming(_, let receiver) = phase { receiver.cancel() }
        if case .streamingREST(let receiver, _) = phase { receiver.cancel() }
    }

    // MARK: Back-pressure

    var isCongested: Bool { http2.output.count > Self.heldBackBytes * 4 }

    /// Lets a streaming call send more, as soon as what it sent has gone to a socket that keeps up.
    mutating func release(_ stream: HTTP2Stream) {
        guard case .streaming(let call, let receiver) = calls[stream.slot].phase else {
            return sendMore(stream)
        }
        guard http2.queuedBytes(stream) == 0 else { return }
        guard http2.output.count < Self.heldBackBytes else {
            heldBack.append(stream)
            return
        }
        call.becomeWritable()
        receiver.writable()
    }

    /// Has a stream go on as soon as the socket has taken what waits.
    mutating func holdBack(_ stream: HTTP2Stream) { heldBack.append(stream) }

    /// Returns whether there is more to be written.
    mutating func outputWritten() -> Bool {
        guard !heldBack.isEmpty else { return false }
        let streams = heldBack
        heldBack.removeAll(keepingCapacity: true)
        for stream in streams where calls[stream.slot].stream == stream { release(stream) }
        return !http2.output.isEmpty
    }

    // MARK: The end

    /// Ends what has waited too long.
    mutating func sweep(now: Int64) {
        while !isClosed, let event = http2.checkTimeouts(now: now).event {
            switch event {
            case .reset(let stream, _): abandon(stream)
            case .drained(let stream): release(stream)
            case .closed: close()
            case .needMoreInput, .request, .data, .trailers: break
            }
        }
    }

    mutating func close() {
        isClosed = true
        for call in calls { abandon(call.stream) }
    }

    /// Sends GOAWAY, and ends the calls that would otherwise go on for as long as their caller likes.
    mutating func beginDrain(now: Int64) {
        isDraining = true
        http2.beginShutdown(graceful: true, now: now)
        for call in calls {
            switch call.phase {
            case .waiting, .streaming, .waitingREST:
                fail(call.stream, Status(.unavailable, "The server is shutting down."))
            case .none, .receiving, .receivingREST, .streamingREST, .sendingREST: break
            }
        }
    }

    var wantsClose: Bool { isClosed || (isDraining && http2.isDrained) }
}
