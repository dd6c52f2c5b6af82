import CloudCore

/// The server's side of one HTTP/2 connection (RFC 9113), without any input or output of its own.
///
/// Bytes from the socket go into `next`, which returns one event at a time; the layer above answers by the
/// `send…` functions, which append to `output`; the caller writes that to the socket, and calls
/// `checkTimeouts` when a deadline passes. Times are nanoseconds of any monotonic clock. Nothing is allocated
/// for a frame, nor for a request whose headers repeat.
///
/// Whatever the client does is answered by an event, a stream error or a connection error; memory is bounded
/// by `ServerLimits`, as long as the caller stops reading while `output` is not being written.
struct HTTP2Connection: ~Copyable {
    /// Bytes for the socket. The caller consumes them, but not between `beginData` and `endData`.
    var output = OutputBuffer(capacity: 4096)

    /// The head of the last request.
    var request = RequestHead()
    /// The trailers of the last request that had any; only `fields` is set.
    var trailers = RequestHead()

    let limits: ServerLimits
    let timeouts: Timeouts

    /// What the connection has come to.
    var phase = Phase.awaitingPreface
    /// The error the connection ended with.
    var closedCode = HTTP2ErrorCode.noError
    /// Why, for logs; it is also the debug data of the GOAWAY frame.
    var closedReason: StaticString = ""

    var decoder: HPACKDecoder
    var headerBlock = HeaderBlockAssembly()
    var streams = StreamTable()
    var closedStreams = ClosedStreams()
    /// The highest stream that the client has opened.
    var lastStreamID: UInt32 = 0

    var peer = PeerSettings()
    /// The client sent a smaller SETTINGS_HEADER_TABLE_SIZE than it supposes the encoder to use, so the next
    /// header block must start with a size update (RFC 7541, section 4.2). As nothing is ever inserted, an
    /// update to 0, once, is enough.
    var owesTableSizeUpdate = false
    var hasSentTableSizeUpdate = false

    /// Own SETTINGS: until they are acknowledged, streams start with the protocol's initial window.
    var settingsAreAcknowledged = false
    var streamReceiveWindow = FlowWindow.initial

    var sendWindow = FlowWindow()
    var receiveWindow: FlowWindow
    /// Bytes consumed on all streams and not yet given back in a WINDOW_UPDATE.
    var pendingUpdate = 0

    /// Streams with queued data and an open window, in the order of their turns.
    var scheduled = SlotQueue()
    /// The bytes in all streams' queues.
    var totalQueuedBytes = 0

    /// Events that sending, timeouts or one frame for many streams brought about; `next` returns them first.
    var pendingEvents: [HTTP2Event] = []
    var nextPendingEvent = 0

    var meters: Meters
    var shutdown = Shutdown.none

    /// The time of the latest call that told it.
    var now: Int64
    /// No timeout is due before; it may be earlier than needed.
    var nextDeadline = Int64.max
    let openedAt: Int64
    /// When the last stream closed, or the connection opened.
    var idleSince: Int64
    /// When the last frame arrived.
    var lastReceived: Int64
    /// When a PING was sent for a sign of life that has not come yet.
    var keepaliveSentAt: Int64?
    var drainDeadline = Int64.max

    enum Phase {
        case awaitingPreface, awaitingSettings, open, closed
    }

    /// Makes a connection, and puts the server's SETTINGS into `output` (RFC 9113, section 3.4).
    init(limits: ServerLimits, now: Int64) {
        let limits = limits.withinProtocolBounds
        self.limits = limits
        timeouts = Timeouts(limits)
        decoder = HPACKDecoder(maxListBytes: limits.maxHeaderListBytes)
        meters = Meters(limits, now: now)
        receiveWindow = FlowWindow(limits.connectionWindowBytes)
        self.now = now
        openedAt = now
        idleSince = now
        lastReceived = now
        arm(now, timeouts.header)
        arm(now, timeouts.settingsAck)
        sendOwnSettings()
    }

    /// Pulls the next event out of `input`, starting at `offset`, which is moved past what was consumed.
    mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int, now: Int64) -> HTTP2Event {
        self.now = now
        if let event = popPendingEvent() { return event }
        while phase != .closed {
            if phase == .awaitingPreface {
                switch HTTP2Preface.match(input, from: offset) {
                case .partial: return .needMoreInput
                case .none: return fail(.protocolError, "no HTTP/2 connection preface")
                case .whole:
                    offset += HTTP2Preface.bytes.count
                    phase = .awaitingSettings
                }
            }
            guard input.count - offset >= FrameHeader.byteCount else { return .needMoreInput }
            let frame = FrameHeader(input, at: offset)
            if frame.length > limits.maxFrameBytes {
                return fail(.frameSizeError, "frame larger than SETTINGS_MAX_FRAME_SIZE")
            }
            let start = offset + FrameHeader.byteCount
            guard input.count - start >= frame.length else { return .needMoreInput }
            offset = start + frame.length
            lastReceived = now
            if let event = receive(frame, input, start..<offset) { return event }
            if let event = popPendingEvent() { return event }
        }
        return .closed(closedCode)
    }

    /// Handles one frame, whose payload is at `range`.
    @inline(__always)
    private mutating func receive(_ frame: FrameHeader, _ input: UnsafeRawBufferPointer, _ range: Range<Int>)
        -> HTTP2Event?
    {
        if phase == .awaitingSettings {
            // 3.4: the preface ends with a SETTINGS frame, which may be empty.
            guard frame.type == .settings, !frame.flags.contains(.ack) else {
                return fail(.protocolError, "the first frame is not SETTINGS")
            }
            phase = .open
        }
        if headerBlock.isOpen, frame.type != .continuation || frame.streamID != headerBlock.streamID {
            // 6.2: "any other type of frame or a frame on a different stream" is a PROTOCOL_ERROR.
            return fail(.protocolError, "header block interrupted")
        }
        switch frame.type {
        case .data: return receiveData(frame, input, range)
        case .headers: return receiveHeaders(frame, input, range)
        default:
            return receiveControl(frame, UnsafeRawBufferPointer(rebasing: input[range]))
        }
    }

    @inline(never)
    private mutating func receiveControl(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer)
        -> HTTP2Event?
    {
        switch frame.type {
        case .continuation: return receiveContinuation(frame, payload)
        case .settings: return receiveSettings(frame, payload)
        case .ping: return receivePing(frame, payload)
        case .windowUpdate: return receiveWindowUpdate(frame, payload)
        case .rstStream: return receiveReset(frame, payload)
        case .priority: return receivePriority(frame, payload)
        case .goAway: return receiveGoAway(frame, payload)
        case .pushPromise: return fail(.protocolError, "PUSH_PROMISE from a client")  // 8.4
        default: return countOther()  // 4.1: unknown types are ignored.
        }
    }

    /// Whether `next` would return an event without any input.
    var hasPendingEvents: Bool { nextPendingEvent < pendingEvents.count }

    @inline(__always)
    mutating func popPendingEvent() -> HTTP2Event? {
        hasPendingEvents ? takePendingEvent() : nil
    }

    @inline(never)
    private mutating func takePendingEvent() -> HTTP2Event {
        let event = pendingEvents[nextPendingEvent]
        nextPendingEvent += 1
        if nextPendingEvent == pendingEvents.count {
            pendingEvents.removeAll(keepingCapacity: true)
            nextPendingEvent = 0
        }
        return event
    }
}
