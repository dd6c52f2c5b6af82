import CloudCore

extension HTTP2Connection {
    /// RFC 9113, section 6.2.
    mutating func receiveHeaders(_ frame: FrameHeader, _ input: UnsafeRawBufferPointer, _ range: Range<Int>)
        -> HTTP2Event?
    {
        // 5.1.1: streams that a client opens are odd.
        guard frame.streamID & 1 == 1 else { return fail(.protocolError, "HEADERS on an even stream") }
        var start = range.lowerBound
        var end = range.upperBound
        var dependsOnItself = false
        if !frame.flags.isDisjoint(with: [.padded, .priority]) {
            guard let content = HeadersContent(frame, UnsafeRawBufferPointer(rebasing: input[range])) else {
                return fail(.frameSizeError, "HEADERS shorter than its fields")
            }
            // 6.2: as in DATA, too much padding is a connection error.
            guard content.leading + content.padding <= range.count else {
                return fail(.protocolError, "HEADERS padding exceeds the frame")
            }
            start += content.leading
            end -= content.padding
            dependsOnItself = content.dependsOnItself
        }
        let fragment = UnsafeRawBufferPointer(rebasing: input[start..<end])
        guard fragment.count <= limits.maxHeaderBlockBytes else {
            return fail(.enhanceYourCalm, "header block too large")
        }
        if frame.flags.contains(.endHeaders) {
            return receiveBlock(
                frame.streamID, endStream: frame.flags.contains(.endStream), dependsOnItself, fragment)
        }
        headerBlock.begin(frame, dependsOnItself: dependsOnItself, fragment, now: now)
        arm(now, timeouts.header)
        return nil
    }

    /// RFC 9113, section 6.10.
    mutating func receiveContinuation(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event?
    {
        guard headerBlock.isOpen else { return fail(.protocolError, "CONTINUATION without HEADERS") }
        guard headerBlock.frameCount < limits.maxContinuationFrames,
            headerBlock.bytes.count + payload.count <= limits.maxHeaderBlockBytes
        else { return fail(.enhanceYourCalm, "header block too large") }
        headerBlock.append(payload)
        guard frame.flags.contains(.endHeaders) else { return nil }
        headerBlock.end()
        let block = headerBlock
        return block.bytes.withUnsafeBytes {
            receiveBlock(block.streamID, endStream: block.endStream, block.dependsOnItself, $0)
        }
    }

    @inline(__always)
    private mutating func receiveBlock(
        _ id: UInt32, endStream: Bool, _ dependsOnItself: Bool, _ block: UnsafeRawBufferPointer
    ) -> HTTP2Event? {
        guard id > lastStreamID else { return receiveTrailers(id, endStream, dependsOnItself, block) }
        guard decoder.decodeRequest(block, into: &request) else {
            return fail(.compressionError, "invalid header block")
        }
        lastStreamID = id
        if shutdown == .refusing || streams.count >= limits.maxConcurrentStreams {
            // 5.1.2, 6.8, 8.7: nothing has been done for the request, so it may be sent again.
            return failUnknownStream(id, .refusedStream)
        }
        if request.isTooLarge { return refuseTooLarge(id, endStream) }
        // 8.1.1: malformed requests are a stream error, among them those with less content than promised.
        if dependsOnItself || request.isMalformed || (endStream && (request.contentLength ?? 0) > 0) {
            return failUnknownStream(id, .protocolError)
        }
        return .request(open(id, endStream), endStream: endStream)
    }

    @inline(__always)
    private mutating func open(_ id: UInt32, _ endStream: Bool) -> HTTP2Stream {
        let slot = streams.insert(id)
        streams[slot].begin(
            endStream: endStream, sendWindow: peer.initialWindowSize, receiveWindow: streamReceiveWindow,
            contentLength: request.contentLength)
        if !endStream {
            streams[slot].requestDeadline = arm(now, timeouts.request)
        }
        return HTTP2Stream(id: id, slot: slot)
    }

    /// A header block on a stream that is not new: trailers, or an error.
    @inline(never)
    private mutating func receiveTrailers(
        _ id: UInt32, _ endStream: Bool, _ dependsOnItself: Bool, _ block: UnsafeRawBufferPointer
    ) -> HTTP2Event? {
        // 4.3: whatever becomes of it, the block is decoded for the sake of the dynamic table.
        guard decoder.decodeTrailers(block, into: &trailers) else {
            return fail(.compressionError, "invalid header block")
        }
        guard let slot = streams.slot(of: id) else { return receiveLateHeaders(id) }
        if streams[slot].remoteEnded { return failStream(slot: slot, .streamClosed) }
        // 8.1: trailers end the stream; their list is limited like that of a request.
        if !endStream || dependsOnItself || trailers.isMalformed || streams[slot].bodyRemaining ?? 0 > 0 {
            return failStream(slot: slot, .protocolError)
        }
        if trailers.isTooLarge { return failStream(slot: slot, .enhanceYourCalm) }
        endRequest(slot)
        if streams[slot].localEnded { return nil }
        return .trailers(HTTP2Stream(id: id, slot: slot))
    }

    private mutating func receiveLateHeaders(_ id: UInt32) -> HTTP2Event? {
        switch closedStreams.reason(id) {
        case .resetByServer: return countOther()
        case .resetByPeer: return failUnknownStream(id, .streamClosed)
        case .ended: return fail(.streamClosed, "HEADERS on a closed stream")
        // 5.1.1: opening a stream closes all idle ones below it.
        case .unknown: return fail(.protocolError, "stream identifier lower than before")
        }
    }

    /// RFC 6585, section 5: 431 Request Header Fields Too Large.
    private mutating func refuseTooLarge(_ id: UInt32, _ endStream: Bool) -> HTTP2Event? {
        Self.tooLargeBlock.withUnsafeBytes { appendHeaders(id, $0, endStream: true) }
        guard endStream else { return failUnknownStream(id, .noError) }
        closedStreams.remember(id, .ended)
        return meters.resets.count(now: now) ? nil : fail(.enhanceYourCalm, "too many stream errors")
    }

    private static let tooLargeBlock = HPACKEncoder.block([(":status", "431"), ("content-length", "0")])

    /// The client's side of the stream is closed.
    @inline(__always)
    mutating func endRequest(_ slot: Int) {
        streams[slot].remoteEnded = true
        streams[slot].requestDeadline = .max
    }
}

/// What surrounds the fragment in a HEADERS frame with the PADDED or PRIORITY flag.
private struct HeadersContent {
    /// The bytes before the fragment.
    var leading = 0
    /// The bytes after it.
    var padding = 0
    var dependsOnItself = false

    /// Nil if the payload is too short for the fields before the fragment (section 4.2).
    init?(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) {
        if frame.flags.contains(.padded) {
            guard let count = payload.first else { return nil }
            padding = Int(count)
            leading = 1
        }
        if frame.flags.contains(.priority) {
            guard payload.count >= leading + 5 else { return nil }
            let dependency = payload.loadUnaligned(fromByteOffset: leading, as: UInt32.self)
            dependsOnItself = UInt32(bigEndian: dependency) & 0x7fff_ffff == frame.streamID
            leading += 5
        }
    }
}
