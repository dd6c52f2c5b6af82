import CloudCore
import Glibc

/// One accepted socket with its handler: keeps what the handler has not consumed, writes what it has to say.
/// Confined to the loop's thread.
final class Connection<Handler: ConnectionHandler> {
    let descriptor: Int32
    let registration: UInt32
    let handler: Handler
    /// Whether a write found the socket full, so that the poller watches for room.
    var awaitsRoom = false
    /// What the poller watches the descriptor for.
    var interest = Poller.Interest.reading
    /// Whether the connection stands in the loop's list of those with something to write.
    var isDirty = false
    private(set) var isBroken = false
    /// Whether the peer has ended its side.
    private(set) var peerHasEnded = false
    private var lingerUntil: Int64?
    private var rest = OutputBuffer(capacity: 1)
    /// Whether output has been written that the handler has not been told of.
    private var hasWrittenEarly = false

    /// Input that a handler may leave unconsumed is bounded by what it accepts as one frame or request; memory
    /// above this is given back once it has been consumed.
    private static var keptInputBytes: Int { 64 * 1024 }
    private static var keptOutputBytes: Int { 256 * 1024 }
    /// From so much output on, what there is is written before more is made: it is still in the processor's cache.
    private static var earlyOutputBytes: Int { 128 * 1024 }

    init(descriptor: Int32, registration: UInt32, handler: Handler) {
        self.descriptor = descriptor
        self.registration = registration
        self.handler = handler
    }

    /// Reads once into `scratch` and has the handler take it in.
    func read(into scratch: UnsafeMutableRawBufferPointer, now: Int64) {
        let count = Glibc.read(descriptor, scratch.baseAddress, scratch.count)
        switch count {
        // What still comes after the last answer is thrown away.
        case 1...: if !isLingering { take(UnsafeRawBufferPointer(rebasing: scratch[..<count]), now: now) }
        case 0: receiveEnd(now: now)
        default: if errno != EAGAIN, errno != EINTR { isBroken = true }
        }
    }

    private func receiveEnd(now: Int64) {
        peerHasEnded = true
        if !isLingering { handler.receivedEnd(now: now) }
    }

    // MARK: The end

    /// How long a peer may take to notice that its connection has ended.
    private static var lingerNanoseconds: Int64 { 2_000_000_000 }

    var isLingering: Bool { lingerUntil != nil }

    /// Ends this side, after the last answer, and waits for the peer to end its own.
    func beginLinger(now: Int64) {
        shutdown(descriptor, Int32(SHUT_WR))
        lingerUntil = now + Self.lingerNanoseconds
    }

    func hasLingered(now: Int64) -> Bool { now >= lingerUntil ?? .max }

    // MARK: Input and output

    private func take(_ input: UnsafeRawBufferPointer, now: Int64) {
        guard rest.isEmpty else {
            rest.append(input)
            retake(now: now)
            return
        }
        let consumed = handler.receive(input, now: now)
        if consumed < input.count { rest.append(UnsafeRawBufferPointer(rebasing: input[consumed...])) }
    }

    /// Shows the handler again what it has not consumed, for example after congestion.
    func retake(now: Int64) {
        guard !rest.isEmpty else { return }
        let consumed = rest.withBytes { handler.receive($0, now: now) }
        rest.consume(consumed)
        if rest.isEmpty { rest.removeAll(keepingAtMost: Self.keptInputBytes) }
    }

    /// Whether unconsumed input waits for the handler.
    var hasUnconsumedInput: Bool { !rest.isEmpty }

    /// Writes what the handler has to say, as far as the socket takes it.
    ///
    /// - Returns: whether the handler had more to say once all was written.
    func flush(now: Int64) -> Bool {
        var wroteAll = false
        handler.withOutput { output in
            guard !output.isEmpty || hasWrittenEarly else { return }
            hasWrittenEarly = false
            write(&output)
            wroteAll = output.isEmpty
            if wroteAll { output.removeAll(keepingAtMost: Self.keptOutputBytes) }
            awaitsRoom = !wroteAll && !isBroken
        }
        return wroteAll && handler.outputWritten(now: now)
    }

    /// Writes ahead of `flush`, when there is much already.
    func flushEarly() {
        guard !awaitsRoom, !isBroken, !isLingering else { return }
        handler.withOutput { output in
            guard output.count >= Self.earlyOutputBytes else { return }
            write(&output)
            awaitsRoom = !output.isEmpty && !isBroken
            hasWrittenEarly = true
        }
    }

    private func write(_ output: inout OutputBuffer) {
        while !output.isEmpty {
            let count = output.withBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 {
                output.consume(count)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                isBroken = true
                return
            }
        }
    }

    var hasOutput: Bool {
        var result = false
        handler.withOutput { result = !$0.isEmpty }
        return result
    }
}
