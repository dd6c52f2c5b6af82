import CloudCore

extension HTTP2Connection {
    /// Ends the connection (RFC 9113, section 5.4.1): GOAWAY with the last stream that was opened.
    @inline(never)
    mutating func fail(_ code: HTTP2ErrorCode, _ reason: StaticString) -> HTTP2Event {
        guard phase != .closed else { return .closed(closedCode) }
        phase = .closed
        closedCode = code
        closedReason = reason
        appendGoAway(lastStreamID: lastStreamID, code, reason)
        pendingEvents.removeAll()
        nextPendingEvent = 0
        return .closed(code)
    }

    /// Ends one live stream for the client's fault (section 5.4.2), and reports that.
    @inline(never)
    mutating func failStream(slot: Int, _ code: HTTP2ErrorCode) -> HTTP2Event? {
        let event = resetStream(slot, code)
        // Making the server reset streams costs it as much as resetting them.
        guard meters.resets.count(now: now) else { return fail(.enhanceYourCalm, "too many stream errors") }
        return event
    }

    /// Resets a live stream, and returns the event that the layer above must see.
    mutating func resetStream(_ slot: Int, _ code: HTTP2ErrorCode) -> HTTP2Event? {
        let event = resetEvent(slot, code)
        appendReset(streams[slot].id, code)
        close(slot: slot, .resetByServer)
        return event
    }

    /// The report of a reset, unless the layer above has done with the stream already.
    func resetEvent(_ slot: Int, _ code: HTTP2ErrorCode) -> HTTP2Event? {
        streams[slot].localEnded ? nil : .reset(HTTP2Stream(id: streams[slot].id, slot: slot), code)
    }

    /// Resets a stream that the layer above does not know, for the client's fault.
    @inline(never)
    mutating func failUnknownStream(_ id: UInt32, _ code: HTTP2ErrorCode) -> HTTP2Event? {
        appendReset(id, code)
        closedStreams.remember(id, .resetByServer)
        return meters.resets.count(now: now) ? nil : fail(.enhanceYourCalm, "too many stream errors")
    }

    /// Counts a frame that is ignored.
    mutating func countOther() -> HTTP2Event? {
        meters.otherFrames.count(now: now) ? nil : fail(.enhanceYourCalm, "too many frames without use")
    }

    /// Whether the client has not opened a stream yet, or never can (section 5.1.1: its streams are odd).
    func isIdle(_ id: UInt32) -> Bool { id & 1 == 0 || id > lastStreamID }

    /// Forgets a live stream: its queue, and what it had of the connection's window.
    mutating func close(slot: Int, _ reason: ClosedStreams.Reason) {
        closedStreams.remember(streams[slot].id, reason)
        let unconsumed = streams[slot].unconsumed
        let queued = streams[slot].queue.count
        if queued > 0 {
            totalQueuedBytes -= queued
            streams[slot].emptyQueue()
        }
        streams.remove(slot: slot)
        creditConnection(unconsumed)
        if streams.count == 0 {
            idleSince = now
            arm(now, timeouts.idle)
        }
    }

    mutating func appendReset(_ id: UInt32, _ code: HTTP2ErrorCode) {
        output.append(FrameHeader(length: 4, type: .rstStream, flags: [], streamID: id))
        output.append(bigEndian: code.rawValue)
    }

    mutating func appendGoAway(lastStreamID: UInt32, _ code: HTTP2ErrorCode, _ reason: StaticString = "") {
        output.append(
            FrameHeader(length: 8 + reason.utf8CodeUnitCount, type: .goAway, flags: [], streamID: 0))
        output.append(bigEndian: lastStreamID)
        output.append(bigEndian: code.rawValue)
        output.append(reason)
    }
}
