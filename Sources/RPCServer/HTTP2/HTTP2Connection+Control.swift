import CloudCore

extension HTTP2Connection {
    /// RFC 9113, section 6.7.
    mutating func receivePing(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event? {
        guard frame.streamID == 0 else { return fail(.protocolError, "PING on a stream") }
        guard payload.count == 8 else { return fail(.frameSizeError, "PING length is not 8") }
        guard meters.pings.count(now: now) else { return fail(.enhanceYourCalm, "too many PINGs") }
        if frame.flags.contains(.ack) {
            receivePingAck(payload)
            return nil
        }
        guard output.count < limits.maxQueuedOutputBytes else {
            return fail(.enhanceYourCalm, "answers are not read")
        }
        output.append(FrameHeader(length: 8, type: .ping, flags: .ack, streamID: 0))
        output.append(payload)
        return nil
    }

    /// RFC 9113, section 6.9.
    mutating func receiveWindowUpdate(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event?
    {
        guard payload.count == 4 else { return fail(.frameSizeError, "WINDOW_UPDATE length is not 4") }
        guard meters.windowUpdates.count(now: now) else {
            return fail(.enhanceYourCalm, "too many WINDOW_UPDATEs")
        }
        // The reserved bit is ignored.
        let increment = Int(UInt32(bigEndian: payload.loadUnaligned(as: UInt32.self)) & 0x7fff_ffff)
        if frame.streamID == 0 {
            guard increment > 0 else { return fail(.protocolError, "WINDOW_UPDATE of 0") }
            guard sendWindow.expand(by: increment) else {
                return fail(.flowControlError, "connection window above 2^31-1")
            }
            flush()
            return nil
        }
        guard let slot = streams.slot(of: frame.streamID) else {
            // 5.1: it may arrive on a closed stream.
            return isIdle(frame.streamID) ? fail(.protocolError, "WINDOW_UPDATE on an idle stream") : nil
        }
        guard increment > 0 else { return failStream(slot: slot, .protocolError) }
        guard streams[slot].sendWindow.expand(by: increment) else {
            return failStream(slot: slot, .flowControlError)
        }
        schedule(slot)
        flush()
        return nil
    }

    /// RFC 9113, section 6.4.
    mutating func receiveReset(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event? {
        guard payload.count == 4 else { return fail(.frameSizeError, "RST_STREAM length is not 4") }
        guard !isIdle(frame.streamID), frame.streamID != 0 else {
            return fail(.protocolError, "RST_STREAM on an idle stream")
        }
        guard meters.resets.count(now: now) else { return fail(.enhanceYourCalm, "too many RST_STREAMs") }
        guard let slot = streams.slot(of: frame.streamID) else { return nil }
        let code = HTTP2ErrorCode(rawValue: UInt32(bigEndian: payload.loadUnaligned(as: UInt32.self)))
        let event = resetEvent(slot, code)
        close(slot: slot, .resetByPeer)
        return event
    }

    /// RFC 9113, section 6.3: deprecated, so it is validated and ignored.
    mutating func receivePriority(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event? {
        guard frame.streamID != 0 else { return fail(.protocolError, "PRIORITY on stream 0") }
        if payload.count != 5 {
            return failAnyStream(frame.streamID, .frameSizeError, "PRIORITY length is not 5")
        }
        let dependency = UInt32(bigEndian: payload.loadUnaligned(as: UInt32.self)) & 0x7fff_ffff
        // RFC 7540, 5.3.1: "A stream cannot depend on itself."
        if dependency == frame.streamID {
            return failAnyStream(frame.streamID, .protocolError, "a stream depends on itself")
        }
        return countOther()
    }

    /// RFC 9113, section 6.8: the client will open no more streams; those it has go on.
    mutating func receiveGoAway(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event? {
        guard frame.streamID == 0 else { return fail(.protocolError, "GOAWAY on a stream") }
        guard payload.count >= 8 else { return fail(.frameSizeError, "GOAWAY shorter than 8") }
        return countOther()
    }

    /// A stream error on a stream in any state; an idle one cannot be reset, so the connection fails.
    private mutating func failAnyStream(_ id: UInt32, _ code: HTTP2ErrorCode, _ reason: StaticString)
        -> HTTP2Event?
    {
        if let slot = streams.slot(of: id) { return failStream(slot: slot, code) }
        return isIdle(id) ? fail(code, reason) : countOther()
    }
}
