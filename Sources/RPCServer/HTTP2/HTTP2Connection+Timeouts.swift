import CloudCore

extension HTTP2Connection {
    /// Makes sure that timeouts are checked `wait` after `start`, and returns that time.
    @inline(__always) @discardableResult
    mutating func arm(_ start: Int64, _ wait: Int64) -> Int64 {
        let (sum, overflow) = start.addingReportingOverflow(wait)
        let deadline = overflow ? .max : sum
        if deadline < nextDeadline { nextDeadline = deadline }
        return deadline
    }

    /// Ends what has waited too long. Call it when `deadline` of the last result has come, or at any time;
    /// if there is an event, call it again for the next one. It may put a PING or resets into `output`. What is
    /// received or sent meanwhile may bring the deadline forward: `nextDeadline` is always up to date.
    ///
    /// Before the deadline it costs a comparison; at the deadline it looks at each stream once, and the
    /// deadlines of streams are at least a timeout apart from their beginning, so that is seldom.
    mutating func checkTimeouts(now: Int64) -> (deadline: Int64, event: HTTP2Event?) {
        self.now = now
        if phase == .closed { return (.max, .closed(closedCode)) }
        if now >= nextDeadline {
            nextDeadline = .max
            if let event = checkConnection() { return (.max, event) }
            checkStreams()
        }
        return (nextDeadline, popPendingEvent())
    }

    @inline(never)
    private mutating func checkConnection() -> HTTP2Event? {
        if phase != .open, isOver(openedAt, timeouts.header) {
            return fail(.protocolError, "no SETTINGS within the header timeout")
        }
        if !settingsAreAcknowledged, isOver(openedAt, timeouts.settingsAck) {
            return fail(.settingsTimeout, "SETTINGS not acknowledged")
        }
        if headerBlock.isOpen, isOver(headerBlock.startedAt, timeouts.header) {
            return fail(.enhanceYourCalm, "header block not finished within the header timeout")
        }
        if streams.count == 0 {
            if isOver(idleSince, timeouts.idle) { return fail(.noError, "idle") }
        } else if let event = checkKeepalive() {
            return event
        }
        if drainDeadline <= now { return fail(.noError, "shutdown") }
        nextDeadline = min(nextDeadline, drainDeadline)
        return nil
    }

    /// Asks a silent client with open streams for a sign of life: any frame is one.
    private mutating func checkKeepalive() -> HTTP2Event? {
        if let sentAt = keepaliveSentAt, sentAt >= lastReceived {
            return isOver(sentAt, timeouts.keepalive) ? fail(.noError, "no answer to PING") : nil
        }
        keepaliveSentAt = nil
        guard isOver(lastReceived, timeouts.keepaliveInterval) else { return nil }
        keepaliveSentAt = now
        appendPing(Self.keepalivePing)
        arm(now, timeouts.keepalive)
        return nil
    }

    private mutating func checkStreams() {
        for slot in 0..<streams.slotCount where streams[slot].id != 0 {
            if streams[slot].requestDeadline <= now {
                expire(slot, .cancel)
            } else if streams[slot].queuedData > 0, isOver(streams[slot].lastProgress, timeouts.windowStall) {
                expire(slot, .enhanceYourCalm)
            } else {
                nextDeadline = min(nextDeadline, streams[slot].requestDeadline)
            }
        }
    }

    private mutating func expire(_ slot: Int, _ code: HTTP2ErrorCode) {
        if let event = resetStream(slot, code) { pendingEvents.append(event) }
    }

    /// Whether `wait` after `start` has passed; if not, that is a deadline.
    private mutating func isOver(_ start: Int64, _ wait: Int64) -> Bool {
        let (sum, overflow) = start.addingReportingOverflow(wait)
        if overflow { return false }
        if sum <= now { return true }
        nextDeadline = min(nextDeadline, sum)
        return false
    }
}
