import CloudCore

/// One connection before and after its protocol is known: the first bytes tell HTTP/2 by prior knowledge
/// (RFC 9113, section 3.4) from HTTP/1.1. Confined to the loop's thread.
final class FrontDoor: ConnectionHandler {
    private var http1: HTTP1FrontDoor?
    private var http2: HTTP2FrontDoor?
    private let services: Services
    private let registration: UInt32
    private let timers: LoopTimers
    private let openedAt = MonotonicClock.now
    private var isFinished = false

    init(services: Services, registration: UInt32, timers: LoopTimers) {
        self.services = services
        self.registration = registration
        self.timers = timers
    }

    func receive(_ input: UnsafeRawBufferPointer, now: Int64) -> Int {
        if let consumed = http2?.receive(input, now: now) { return consumed }
        if let consumed = http1?.receive(input, now: now) { return consumed }
        switch HTTP2Preface.match(input) {
        case .partial: return 0
        case .whole:
            http2 = HTTP2FrontDoor(services: services, registration: registration, timers: timers, now: now)
        case .none:
            http1 = HTTP1FrontDoor(services: services, registration: registration, now: now)
        }
        return receive(input, now: now)
    }

    func withOutput(_ body: (inout OutputBuffer) -> Void) {
        http2?.withOutput(body)
        http1?.withOutput(body)
    }

    var wantsClose: Bool { isFinished || http2?.wantsClose ?? false || http1?.wantsClose ?? false }

    var isCongested: Bool { http2?.isCongested ?? http1?.isCongested ?? false }

    func receivedEnd(now: Int64) {
        isFinished = true
        closed()
    }

    func deliver(_ call: NetworkCall, now: Int64) {
        http2?.deliver(call)
        http1?.deliver(call, now: now)
    }

    @discardableResult func outputWritten(now: Int64) -> Bool {
        http2?.outputWritten() ?? http1?.outputWritten(now: now) ?? false
    }

    func timerFired(_ token: UInt64, now: Int64) { http2?.timerFired(token) }

    func sweep(now: Int64) {
        http2?.sweep(now: now)
        http1?.sweep(now: now)
        guard http1 == nil, http2 == nil else { return }
        // Nothing, or less than a preface, for as long as a header may take.
        if now - openedAt > services.limits.headerTimeout.clampedNanoseconds { isFinished = true }
    }

    func beginDrain(now: Int64) {
        http2?.beginDrain(now: now)
        http1?.beginDrain(now: now)
        if http1 == nil, http2 == nil { isFinished = true }
    }

    func closed() {
        http2?.close()
        http1?.close()
    }
}
