import CloudCore

/// How far a shutdown has come.
enum Shutdown: Equatable {
    case none
    /// The client has been told to open no more streams; those on their way are still accepted.
    case announced
    /// New streams are refused.
    case refusing
}

extension HTTP2Connection {
    /// The payload of the PING that follows the first GOAWAY.
    static let drainPing: UInt64 = 0x6472_6169_6e3f_0001
    /// The payload of the PING that asks for a sign of life.
    static let keepalivePing: UInt64 = 0x616c_6976_653f_0002

    /// Begins to shut down. Gracefully, the client first learns that no more streams should be opened, and
    /// after a round trip which was the last one accepted (RFC 9113, section 6.8), so that no request is
    /// lost; otherwise new streams are refused at once. Calls in progress go on, for `drainTimeout` at most.
    mutating func beginShutdown(graceful: Bool, now: Int64) {
        self.now = now
        guard phase != .closed, shutdown != .refusing else { return }
        if drainDeadline == .max { drainDeadline = arm(now, timeouts.drain) }
        guard graceful else { return refuseStreams() }
        guard shutdown == .none else { return }
        shutdown = .announced
        appendGoAway(lastStreamID: 0x7fff_ffff, .noError)
        appendPing(Self.drainPing)
    }

    /// Whether a shutdown is complete: no stream is left, and none will come. Write `output`, then close.
    var isDrained: Bool { shutdown == .refusing && streams.count == 0 }

    mutating func receivePingAck(_ payload: UnsafeRawBufferPointer) {
        let answer = UInt64(bigEndian: payload.loadUnaligned(as: UInt64.self))
        if answer == Self.drainPing, shutdown == .announced { refuseStreams() }
    }

    mutating func appendPing(_ payload: UInt64) {
        output.append(FrameHeader(length: 8, type: .ping, flags: [], streamID: 0))
        output.append(bigEndian: payload)
    }

    private mutating func refuseStreams() {
        shutdown = .refusing
        appendGoAway(lastStreamID: lastStreamID, .noError)
    }
}
