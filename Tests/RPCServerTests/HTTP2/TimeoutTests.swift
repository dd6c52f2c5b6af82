import CloudCore
import Testing

@testable import RPCServer

struct TimeoutTests {
    static let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.idleConnectionTimeout = .seconds(100)
        limits.headerTimeout = .seconds(3)
        limits.requestTimeout = .seconds(10)
        limits.windowStallTimeout = .seconds(30)
        limits.settingsAckTimeout = .seconds(5)
        limits.keepaliveInterval = .seconds(50)
        limits.keepaliveTimeout = .seconds(7)
        limits.drainTimeout = .seconds(1)
        return limits
    }()

    static let almost = Duration.nanoseconds(-1)
    static let instant = Duration.nanoseconds(1)

    @Test(
        "A connection must begin in time",
        arguments: [
            ([], 3, HTTP2ErrorCode.protocolError), (Array(Wire.preface), 3, .protocolError),
            (Wire.preface + Wire.settings([]), 5, .settingsTimeout),
        ])
    func beginning(_ input: [UInt8], _ seconds: Int, _ code: HTTP2ErrorCode) {
        var peer = Peer(Self.limits, started: false)
        _ = peer.send(input)
        let before = peer.wait(.seconds(seconds) + Self.almost)
        #expect(before == [])
        let after = peer.wait(Self.instant)
        #expect(after == [.closed(code)])
    }

    @Test("A header block must end in time")
    func headerBlock() {
        var peer = Peer(Self.limits)
        _ = peer.wait(.seconds(40))
        _ = peer.send(Wire.openHeaders(1, []))
        let before = peer.wait(.seconds(3) + Self.almost)
        #expect(before == [])
        let after = peer.wait(Self.instant)
        #expect(after == [.closed(.enhanceYourCalm)])
    }

    @Test("A request must end in time")
    func request() {
        var peer = Peer(Self.limits)
        let stream = peer.open(1)
        let ended = peer.open(3, end: true)
        let before = peer.wait(.seconds(10) + Self.almost)
        #expect(before == [])
        let after = peer.wait(Self.instant)
        #expect(after == [.reset(stream, .cancel)])
        let isOpen = peer.connection.streams.contains(ended)
        #expect(isOpen)
        let frames = peer.sent()
        #expect(frames == ["RST(1) CANCEL"])
    }

    @Test("The request of a streaming call may stay open")
    func streamingRequest() {
        var peer = Peer(Self.limits)
        let stream = peer.open(1)
        peer.connection.keepRequestOpen(stream)
        let events = peer.wait(.seconds(45))
        #expect(events == [])
    }

    @Test("A window must open in time, and each progress begins the time anew")
    func windowStall() {
        var peer = Peer(Self.limits)
        let stream = peer.open(1, end: true)
        peer.respond(stream, count: 70_000)
        _ = peer.wait(.seconds(29))
        _ = peer.send(Wire.windowUpdate(0, 1000) + Wire.windowUpdate(1, 1))
        let before = peer.wait(.seconds(30) + Self.almost)
        #expect(before == [])
        let after = peer.wait(Self.instant)
        #expect(after == [.reset(stream, .enhanceYourCalm)])
        let queued = peer.connection.totalQueuedBytes
        #expect(queued == 0)
    }

    @Test("A connection without requests is closed in time, and PING does not change that")
    func idle() {
        var peer = Peer(Self.limits)
        _ = peer.wait(.seconds(20))
        peer.respond(peer.open(1, end: true), count: 1, end: true)
        _ = peer.wait(.seconds(60))
        _ = peer.send(Wire.ping())
        let before = peer.wait(.seconds(40) + Self.almost)
        #expect(before == [])
        let after = peer.wait(Self.instant)
        #expect(after == [.closed(.noError)])
        let last = peer.sent().last
        #expect(last == "GOAWAY(1) NO_ERROR")
    }

    @Test("A silent client with open streams is asked for a sign of life", arguments: [false, true])
    func keepalive(_ answers: Bool) {
        var peer = Peer(Self.limits)
        _ = peer.open(1, end: true)
        _ = peer.wait(.seconds(49))
        let before = peer.sent()
        #expect(before == [])
        _ = peer.wait(.seconds(1))
        let ping = peer.frames()
        #expect(ping.map(\.description) == ["PING"])
        _ = peer.wait(.seconds(6))
        if answers { _ = peer.send(Wire.ping(ping.first?.payload ?? [], ack: true)) }
        let after = peer.wait(.seconds(1))
        #expect(after == (answers ? [] : [.closed(.noError)]))
    }

    @Test("The deadline is never later than the first timeout", arguments: 0..<20 as Range<UInt64>)
    func deadline(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var peer = Peer(Self.limits)
        var id: UInt32 = 1
        for _ in 0..<200 {
            let step = Int64.random(in: 0...8_000_000_000, using: &random)
            let deadline = peer.connection.nextDeadline
            let before = peer.now
            peer.now += step
            // An event before the deadline would mean that a caller who trusts it is late.
            if peer.now < deadline {
                var honest = peer.connection.checkTimeouts(now: peer.now)
                #expect(honest.event == nil)
                peer.connection.nextDeadline = before
                honest = peer.connection.checkTimeouts(now: peer.now)
                if honest.event != nil {
                    Issue.record("an event at \(peer.now) before the deadline \(deadline)")
                    return
                }
            }
            let events = peer.wait(.zero)
            if case .closed = events.last { return }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                _ = peer.open(id)
                id += 2
            case 1:
                peer.respond(peer.open(id, end: true), count: 70_000, end: true)
                id += 2
            case 2: _ = peer.send(Wire.windowUpdate(0, 1000))
            default: _ = peer.send(Wire.ping())
            }
        }
    }
}
