import CloudCore

/// Responses. Whatever is sent on a stream that is gone, or after the end of its response, is dropped.
extension HTTP2Connection {
    /// Sends response headers, or trailers if `endStream`; `:status` comes first in headers. Trailers wait
    /// behind data that is still queued.
    mutating func sendHeaders(
        _ stream: HTTP2Stream, _ fields: [(name: String, value: String)], endStream: Bool
    ) {
        var block = OutputBuffer()
        HPACKEncoder.encode(fields, into: &block)
        block.withBytes { sendPreencodedHeaders(stream, block: $0, endStream: endStream) }
    }

    /// Sends a header block made by `HPACKEncoder`, or any other that leaves the dynamic table alone.
    mutating func sendPreencodedHeaders(
        _ stream: HTTP2Stream, block: UnsafeRawBufferPointer, endStream: Bool
    ) {
        guard canSend(stream) else { return }
        if streams[stream.slot].queuedData == 0 {
            appendHeaders(stream.id, block, endStream: endStream)
            if endStream { endResponse(stream.slot) }
            return
        }
        // Only trailers can come after data.
        guard endStream, reserveQueue(stream, block.count, endStream: true) else { return }
        streams[stream.slot].queue.append(block)
        totalQueuedBytes += block.count
        streams[stream.slot].ending = .trailers
        streams[stream.slot].localEnded = true
    }

    /// Sends a header block made by `HPACKEncoder.block`.
    @inline(__always)
    mutating func sendPreencodedHeaders(_ stream: HTTP2Stream, block: [UInt8], endStream: Bool) {
        block.withUnsafeBytes { sendPreencodedHeaders(stream, block: $0, endStream: endStream) }
    }

    /// Sends body bytes: as many as the windows allow go to `output`, the others to the stream's queue.
    mutating func sendData(_ stream: HTTP2Stream, bytes: UnsafeRawBufferPointer, endStream: Bool) {
        guard canSend(stream), reserveQueue(stream, bytes.count, endStream: endStream) else { return }
        let slot = stream.slot
        var sent = 0
        if streams[slot].queuedData == 0 {
            while sent < bytes.count {
                let count = min(sendable(slot), bytes.count - sent)
                guard count > 0 else { break }
                let isLast = endStream && sent + count == bytes.count
                appendDataHeader(slot, count, endStream: isLast)
                output.append(UnsafeRawBufferPointer(rebasing: bytes[sent..<sent + count]))
                sent += count
            }
            if sent == bytes.count {
                guard endStream else { return }
                if sent == 0 { appendDataHeader(slot, 0, endStream: true) }
                endResponse(slot)
                return
            }
        }
        enqueue(slot, UnsafeRawBufferPointer(rebasing: bytes[sent...]), endStream: endStream)
    }

    /// Begins a DATA frame whose payload the caller appends to `output`, and returns the mark for `endData`.
    /// Nothing else may be done with the connection in between.
    @inline(__always)
    mutating func beginData(_ stream: HTTP2Stream) -> Int { output.appendGap(FrameHeader.byteCount) }

    /// Ends the DATA frame begun at `mark`. What the windows or the client's frame size do not allow is
    /// moved to the stream's queue.
    mutating func endData(_ stream: HTTP2Stream, _ mark: Int, endStream: Bool) {
        let count = output.count - mark - FrameHeader.byteCount
        guard canSend(stream), count > 0 || endStream else {
            output.truncate(to: mark)
            return
        }
        let slot = stream.slot
        guard backlogBytes <= limits.maxQueuedOutputBytes, streams[slot].queuedData == 0,
            count <= max(sendable(slot), 0)
        else {
            moveToQueue(stream, mark, count, endStream: endStream)
            return
        }
        streams[slot].sendWindow.consume(count)
        sendWindow.consume(count)
        meters.windowUpdates.refund(10)
        output.overwrite(
            at: mark,
            with: FrameHeader(
                length: count, type: .data, flags: endStream ? .endStream : [], streamID: stream.id))
        if endStream { endResponse(slot) }
    }

    /// The body bytes of a stream that wait for a window.
    func queuedBytes(_ stream: HTTP2Stream) -> Int {
        streams.contains(stream) ? streams[stream.slot].queuedData : 0
    }

    /// All bytes that wait, for windows or for the socket: a caller that streams stops at some bound, and
    /// one that reads requests stops reading.
    var backlogBytes: Int { output.count + totalQueuedBytes }

    /// Resets a stream, with all that is queued on it; no event follows.
    mutating func reset(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        guard streams.contains(stream), phase != .closed else { return }
        appendReset(stream.id, code)
        close(slot: stream.slot, .resetByServer)
    }

    /// The request of a streaming call may stay open for as long as the client likes.
    mutating func keepRequestOpen(_ stream: HTTP2Stream) {
        guard streams.contains(stream) else { return }
        streams[stream.slot].requestDeadline = .max
    }
}

extension HTTP2Connection {
    @inline(__always)
    private func canSend(_ stream: HTTP2Stream) -> Bool {
        streams.contains(stream) && !streams[stream.slot].localEnded && phase != .closed
    }

    /// How much the windows and the client's frame size allow in one frame.
    @inline(__always)
    func sendable(_ slot: Int) -> Int {
        min(streams[slot].sendWindow.available, sendWindow.available, peer.maxFrameSize)
    }

    /// Appends the header of a DATA frame, and takes its payload from the windows.
    @inline(__always)
    mutating func appendDataHeader(_ slot: Int, _ count: Int, endStream: Bool) {
        streams[slot].sendWindow.consume(count)
        sendWindow.consume(count)
        meters.windowUpdates.refund(10)
        output.append(
            FrameHeader(
                length: count, type: .data, flags: endStream ? .endStream : [], streamID: streams[slot].id))
    }

    /// Appends a header block in one HEADERS frame, and CONTINUATION frames if it is larger than a frame.
    @inline(__always)
    mutating func appendHeaders(_ id: UInt32, _ block: UnsafeRawBufferPointer, endStream: Bool) {
        guard !owesTableSizeUpdate, block.count <= peer.maxFrameSize else {
            appendUnusualHeaders(id, block, endStream: endStream)
            return
        }
        output.append(
            FrameHeader(
                length: block.count, type: .headers,
                flags: endStream ? [.endHeaders, .endStream] : .endHeaders,
                streamID: id))
        output.append(block)
    }

    @inline(never)
    private mutating func appendUnusualHeaders(
        _ id: UInt32, _ block: UnsafeRawBufferPointer, endStream: Bool
    ) {
        // RFC 7541, 6.3: dynamic table size update, 001 and the size in five bits.
        let update: [UInt8] = owesTableSizeUpdate ? [0x20] : []
        if owesTableSizeUpdate { hasSentTableSizeUpdate = true }
        owesTableSizeUpdate = false
        var sent = min(block.count, peer.maxFrameSize - update.count)
        var flags: FrameFlags = sent == block.count ? .endHeaders : []
        if endStream { flags.insert(.endStream) }
        output.append(
            FrameHeader(length: update.count + sent, type: .headers, flags: flags, streamID: id))
        output.append(update)
        output.append(UnsafeRawBufferPointer(rebasing: block[..<sent]))
        while sent < block.count {
            let count = min(block.count - sent, peer.maxFrameSize)
            output.append(
                FrameHeader(
                    length: count, type: .continuation, flags: sent + count == block.count ? .endHeaders : [],
                    streamID: id))
            output.append(UnsafeRawBufferPointer(rebasing: block[sent..<sent + count]))
            sent += count
        }
    }

    /// END_STREAM has been put into `output`: the stream is closed, or half closed (local).
    @inline(__always)
    mutating func endResponse(_ slot: Int) {
        if streams[slot].remoteEnded {
            close(slot: slot, .ended)
            meters.resets.refund()
        } else {
            // 8.1: a server that answers before the request has ended "MAY request that the client abort
            // transmission of a request without error by sending a RST_STREAM with NO_ERROR".
            appendReset(streams[slot].id, .noError)
            close(slot: slot, .resetByServer)
        }
    }

    @inline(never)
    private mutating func moveToQueue(_ stream: HTTP2Stream, _ mark: Int, _ count: Int, endStream: Bool) {
        let start = mark + FrameHeader.byteCount
        var moved = OutputBuffer(capacity: count)
        output.withBytes { moved.append(UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
        output.truncate(to: mark)
        moved.withBytes { sendData(stream, bytes: $0, endStream: endStream) }
    }
}
