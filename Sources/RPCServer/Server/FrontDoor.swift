import CloudCore

/// One connection before and after its protocol is known: the first bytes tell HTTP/2 by prior knowledge
/// (RFC 9113, section 3.4) from HTTP/1.1.
final class FrontDoor: ConnectionHandler {
    private enum Door {
        case unknown
        case http1(HTTP1FrontDoor)
        case http2(HTTP2FrontDoor)
    }

    private var door = Door.unknown
    private let services: Services
    private let registration: UInt32
    private let timers: LoopTimers
    private let openedAt = MonotonicClock.now
    private var isFinished = false
    private var noOutput = OutputBuffer(capacity: 1)

    init(services: Services, registration: UInt32, timers: LoopTimers) {
        self.services = services
        self.registration = registration
        self.timers = timers
    }

    func receive(_ input: UnsafeRawBufferPointer, now: Int64) -> Int {
        switch door {
        case .http2(let door): return door.receive(input, now: now)
        case .http1(let door): return door.receive(input, now: now)
        case .unknown:
            let seen = min(input.count, Preface.bytes.count)
            if input[..<seen].elementsEqual(Preface.bytes[..<seen]) {
                if seen < Preface.bytes.count { return 0 }
                door = .http2(
                    HTTP2FrontDoor(services: services, registration: registration, timers: timers, now: now))
            } else {
                door = .http1(HTTP1FrontDoor(services: services, registration: registration, now: now))
            }
            return receive(input, now: now)
        }
    }

    func withOutput(_ body: (inout OutputBuffer) -> Void) {
        switch door {
        case .http2(let door): body(&door.http2.output)
        case .http1(let door): body(&door.http1.output)
        case .unknown: body(&noOutput)
        }
    }

    var wantsClose: Bool {
        switch door {
        case .http2(let door): isFinished || door.wantsClose
        case .http1(let door): isFinished || door.wantsClose
        case .unknown: isFinished
        }
    }

    var isCongested: Bool {
        switch door {
        case .http2(let door): door.isCongested
        case .http1(let door): door.isCongested
        case .unknown: false
        }
    }

    func receivedEnd(now: Int64) {
        isFinished = true
        closed()
    }

    func deliver(_ call: NetworkCall, now: Int64) {
        switch door {
        case .http2(let door): door.deliver(call)
        case .http1(let door): door.deliver(call)
        case .unknown: break
        }
    }

    func outputWritten(now: Int64) {
        if case .http2(let door) = door { door.outputWritten() }
    }

    func timerFired(_ token: UInt64, now: Int64) {
        if case .http2(let door) = door { door.timerFired(token) }
    }

    func sweep(now: Int64) {
        switch door {
        case .http2(let door): door.sweep(now: now)
        case .http1(let door): door.sweep(now: now)
        case .unknown:
            // Nothing, or less than a preface, for as long as a header may take.
            if now - openedAt > services.limits.headerTimeout.clampedNanoseconds { isFinished = true }
        }
    }

    func beginDrain(now: Int64) {
        switch door {
        case .http2(let door): door.beginDrain()
        case .http1(let door): door.beginDrain()
        case .unknown: isFinished = true
        }
    }

    func closed() {
        switch door {
        case .http2(let door): door.close()
        case .http1(let door): door.close()
        case .unknown: break
        }
    }
}
