import CloudCore

extension ServerLimits {
    /// These limits with those that become SETTINGS held within what RFC 9113, section 6.5.2 allows.
    var withinProtocolBounds: ServerLimits {
        var limits = self
        limits.maxConcurrentStreams = min(max(maxConcurrentStreams, 1), 0x7fff_ffff)
        limits.maxHeaderListBytes = min(max(maxHeaderListBytes, 1024), 16 * 1024 * 1024)
        limits.maxHeaderBlockBytes = min(max(maxHeaderBlockBytes, 1024), 16 * 1024 * 1024)
        limits.initialStreamWindowBytes = min(max(initialStreamWindowBytes, 1), FlowWindow.maximum)
        limits.connectionWindowBytes = min(max(connectionWindowBytes, FlowWindow.initial), FlowWindow.maximum)
        limits.maxFrameBytes = min(
            max(maxFrameBytes, PeerSettings.leastMaxFrameSize), PeerSettings.greatestMaxFrameSize)
        return limits
    }
}

extension HTTP2Connection {
    /// The server's connection preface, and the connection's window, which SETTINGS cannot enlarge.
    mutating func sendOwnSettings() {
        let entries: [(UInt16, Int)] = [
            (0x3, limits.maxConcurrentStreams), (0x4, limits.initialStreamWindowBytes),
            (0x5, limits.maxFrameBytes), (0x6, limits.maxHeaderListBytes),
        ]
        let length = entries.count * PeerSettings.entryByteCount
        output.append(FrameHeader(length: length, type: .settings, flags: [], streamID: 0))
        for (identifier, value) in entries {
            output.append(bigEndian: identifier)
            output.append(bigEndian: UInt32(clamping: value))
        }
        appendWindowUpdate(0, limits.connectionWindowBytes - FlowWindow.initial)
    }

    /// RFC 9113, section 6.5.
    mutating func receiveSettings(_ frame: FrameHeader, _ payload: UnsafeRawBufferPointer) -> HTTP2Event? {
        guard frame.streamID == 0 else { return fail(.protocolError, "SETTINGS on a stream") }
        guard meters.settings.count(now: now) else { return fail(.enhanceYourCalm, "too many SETTINGS") }
        if frame.flags.contains(.ack) {
            guard payload.isEmpty else { return fail(.frameSizeError, "SETTINGS acknowledgement not empty") }
            return receiveSettingsAck()
        }
        guard payload.count % PeerSettings.entryByteCount == 0 else {
            return fail(.frameSizeError, "SETTINGS length is no multiple of 6")
        }
        guard payload.count / PeerSettings.entryByteCount <= PeerSettings.maxEntries else {
            return fail(.enhanceYourCalm, "too many settings")
        }
        let formerWindow = peer.initialWindowSize
        let formerTableSize = peer.headerTableSize
        for start in stride(from: 0, to: payload.count, by: PeerSettings.entryByteCount) {
            let identifier = UInt16(bigEndian: payload.loadUnaligned(fromByteOffset: start, as: UInt16.self))
            let value = UInt32(bigEndian: payload.loadUnaligned(fromByteOffset: start + 2, as: UInt32.self))
            if let error = peer.apply(identifier, value) { return fail(error, "setting out of range") }
            if peer.headerTableSize < formerTableSize, !hasSentTableSizeUpdate { owesTableSizeUpdate = true }
        }
        output.append(FrameHeader(length: 0, type: .settings, flags: .ack, streamID: 0))
        return adjustSendWindows(by: peer.initialWindowSize - formerWindow)
    }

    /// 6.9.2: a new initial window changes the windows of all streams, and may make them negative.
    private mutating func adjustSendWindows(by change: Int) -> HTTP2Event? {
        guard change != 0 else { return nil }
        for slot in 0..<streams.slotCount where streams[slot].id != 0 {
            guard streams[slot].sendWindow.expand(by: change) else {
                return fail(.flowControlError, "SETTINGS made a window exceed 2^31-1")
            }
            schedule(slot)
        }
        flush()
        return nil
    }

    /// From here on the client keeps to the windows that it was told.
    private mutating func receiveSettingsAck() -> HTTP2Event? {
        guard !settingsAreAcknowledged else { return nil }
        settingsAreAcknowledged = true
        let change = limits.initialStreamWindowBytes - streamReceiveWindow
        streamReceiveWindow = limits.initialStreamWindowBytes
        for slot in 0..<streams.slotCount where streams[slot].id != 0 {
            guard streams[slot].receiveWindow.expand(by: change) else {
                return fail(.flowControlError, "SETTINGS made a window exceed 2^31-1")
            }
        }
        return nil
    }
}
