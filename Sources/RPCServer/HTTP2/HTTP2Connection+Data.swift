import CloudCore

extension HTTP2Connection {
    /// RFC 9113, section 6.1.
    @inline(__always)
    mutating func receiveData(_ frame: FrameHeader, _ input: UnsafeRawBufferPointer, _ range: Range<Int>)
        -> HTTP2Event?
    {
        // 6.9.1: the whole payload counts, padding included, on whatever stream it arrives.
        guard frame.length <= receiveWindow.available else {
            return fail(.flowControlError, "DATA exceeds the connection's window")
        }
        receiveWindow.consume(frame.length)
        guard let slot = streams.slot(of: frame.streamID) else { return receiveLateData(frame) }
        if streams[slot].remoteEnded {
            creditConnection(frame.length)
            return failStream(slot: slot, .streamClosed)
        }
        guard frame.length <= streams[slot].receiveWindow.available else {
            creditConnection(frame.length)
            return failStream(slot: slot, .flowControlError)
        }
        streams[slot].receiveWindow.consume(frame.length)
        streams[slot].unconsumed += frame.length
        var content = range
        if frame.flags.contains(.padded) {
            // 6.1: padding of the length of the payload or more is a connection error.
            guard let first = range.first, Int(input[first]) < frame.length else {
                return fail(.protocolError, "DATA padding exceeds the frame")
            }
            content = range.lowerBound + 1..<range.upperBound - Int(input[first])
        }
        return deliver(slot, content, padding: frame.length - content.count, frame)
    }

    @inline(__always)
    private mutating func deliver(_ slot: Int, _ content: Range<Int>, padding: Int, _ frame: FrameHeader)
        -> HTTP2Event?
    {
        let endStream = frame.flags.contains(.endStream)
        if let remaining = streams[slot].bodyRemaining {
            // 8.1.1: content-length must equal the length of all DATA.
            guard content.count <= remaining, !endStream || content.count == remaining else {
                return failStream(slot: slot, .protocolError)
            }
            streams[slot].bodyRemaining = remaining - content.count
        }
        let stream = HTTP2Stream(id: frame.streamID, slot: slot)
        if endStream { endRequest(slot) }
        if streams[slot].localEnded {
            // The response has been given, and waits for a window: nobody wants the rest of the request.
            consumed(stream, frame.length)
            return frame.length > 0 ? nil : countOther()
        }
        if padding > 0 { consumed(stream, padding) }
        if content.isEmpty, !endStream {
            return meters.emptyData.count(now: now)
                ? nil : fail(.enhanceYourCalm, "too many empty DATA frames")
        }
        return .data(stream, content, endStream: endStream)
    }

    @inline(never)
    private mutating func receiveLateData(_ frame: FrameHeader) -> HTTP2Event? {
        if isIdle(frame.streamID) { return fail(.protocolError, "DATA on an idle stream") }
        creditConnection(frame.length)
        switch closedStreams.reason(frame.streamID) {
        case .resetByServer: return frame.length > 0 ? nil : countOther()
        case .resetByPeer: return failUnknownStream(frame.streamID, .streamClosed)
        case .ended, .unknown: return fail(.streamClosed, "DATA on a closed stream")
        }
    }

    /// Reports that the layer above has done with `bytes` of a request's body, so that the client may send as
    /// many more. Closing a stream reports all that is left of it.
    mutating func consumed(_ stream: HTTP2Stream, _ bytes: Int) {
        guard streams.contains(stream) else { return }
        let slot = stream.slot
        let count = min(max(bytes, 0), streams[slot].unconsumed)
        streams[slot].unconsumed -= count
        creditConnection(count)
        guard !streams[slot].remoteEnded else { return }
        streams[slot].pendingUpdate += count
        let update = streams[slot].pendingUpdate
        // One update for half a window: fewer frames, and the client never waits for long.
        guard update > 0, update >= streamReceiveWindow / 2, streams[slot].receiveWindow.expand(by: update)
        else { return }
        streams[slot].pendingUpdate = 0
        appendWindowUpdate(stream.id, update)
    }

    @inline(__always)
    mutating func creditConnection(_ bytes: Int) {
        pendingUpdate += bytes
        if pendingUpdate >= limits.connectionWindowBytes / 2 { updateConnectionWindow() }
    }

    @inline(never)
    private mutating func updateConnectionWindow() {
        guard receiveWindow.expand(by: pendingUpdate) else { return }
        appendWindowUpdate(0, pendingUpdate)
        pendingUpdate = 0
    }

    mutating func appendWindowUpdate(_ id: UInt32, _ increment: Int) {
        guard increment > 0 else { return }
        output.append(FrameHeader(length: 4, type: .windowUpdate, flags: [], streamID: id))
        output.append(bigEndian: UInt32(clamping: increment))
    }
}
