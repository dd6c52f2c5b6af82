import CloudCore

/// Queued response data: in turns, so that no stream starves another of the connection's window.
extension HTTP2Connection {
    /// The most bytes that a stream sends in one turn.
    private static let maxTurnBytes = 65_536

    /// Whether `count` more bytes may wait; if not, the stream is reset, and that is an event if the caller
    /// has not done with the stream.
    mutating func reserveQueue(_ stream: HTTP2Stream, _ count: Int, endStream: Bool) -> Bool {
        if backlogBytes + count <= limits.maxQueuedOutputBytes { return true }
        let event = resetStream(stream.slot, .enhanceYourCalm)
        if let event, !endStream { pendingEvents.append(event) }
        return false
    }

    /// Puts bytes behind those that a stream has queued.
    @inline(never)
    mutating func enqueue(_ slot: Int, _ bytes: UnsafeRawBufferPointer, endStream: Bool) {
        if streams[slot].queuedData == 0 {
            streams[slot].lastProgress = now
            arm(now, timeouts.windowStall)
        }
        streams[slot].queue.append(bytes)
        streams[slot].queuedData += bytes.count
        totalQueuedBytes += bytes.count
        if endStream {
            streams[slot].localEnded = true
            streams[slot].ending = .data
        }
        schedule(slot)
    }

    /// Gives a stream a turn if it has queued data and a window.
    @inline(__always)
    mutating func schedule(_ slot: Int) {
        guard streams[slot].queuedData > 0,
            streams[slot].sendWindow.available > 0, !streams[slot].isScheduled
        else { return }
        streams[slot].isScheduled = true
        scheduled.append(slot)
    }

    /// Sends queued data as long as the connection's window allows.
    mutating func flush() {
        while sendWindow.available > 0, let slot = scheduled.popFirst() {
            streams[slot].isScheduled = false
            // The stream may be gone, and another one in its slot.
            guard streams[slot].id != 0, streams[slot].queuedData > 0 else { continue }
            takeTurn(slot)
        }
    }

    @inline(never)
    private mutating func takeTurn(_ slot: Int) {
        let count = min(sendable(slot), streams[slot].queuedData, Self.maxTurnBytes)
        guard count > 0 else { return }
        let isLast = count == streams[slot].queuedData
        appendDataHeader(slot, count, endStream: isLast && streams[slot].ending == .data)
        streams[slot].queue.withBytes { output.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        streams[slot].queue.consume(count)
        streams[slot].queuedData -= count
        streams[slot].lastProgress = now
        totalQueuedBytes -= count
        if isLast { finishQueue(slot) } else { schedule(slot) }
    }

    /// All data of a stream has been sent: what may be left is its trailers.
    private mutating func finishQueue(_ slot: Int) {
        let id = streams[slot].id
        let ending = streams[slot].ending
        if ending == .trailers {
            let block = streams[slot].queue.copyBytes()
            totalQueuedBytes -= block.count
            block.withUnsafeBytes { appendHeaders(id, $0, endStream: true) }
        }
        streams[slot].emptyQueue()
        streams[slot].lastProgress = .max
        if ending == .none {
            pendingEvents.append(.drained(HTTP2Stream(id: id, slot: slot)))
        } else {
            endResponse(slot)
        }
    }
}
