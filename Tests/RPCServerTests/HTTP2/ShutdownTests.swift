import CloudCore
import Testing

@testable import RPCServer

struct ShutdownTests {
    @Test("A graceful shutdown loses no request that was on its way")
    func graceful() {
        var peer = Peer()
        let first = peer.open(1, end: true)
        peer.connection.beginShutdown(graceful: true, now: 0)
        let announcement = peer.frames()
        #expect(announcement.map(\.description) == ["GOAWAY(2147483647) NO_ERROR", "PING"])
        let second = peer.open(3, end: true)
        #expect(second.id == 3)
        let events = peer.send(Wire.ping(announcement[1].payload, ack: true) + Wire.headers(5, end: true))
        #expect(events == [])
        let final = peer.sent()
        #expect(final == ["GOAWAY(3) NO_ERROR", "RST(5) REFUSED_STREAM"])
        peer.respond(first, count: 1, end: true)
        let early = peer.connection.isDrained
        #expect(!early)
        peer.respond(second, count: 1, end: true)
        let isDrained = peer.connection.isDrained
        #expect(isDrained)
    }

    @Test("A shutdown at once refuses new streams, and lets the others finish")
    func immediate() {
        var peer = Peer()
        let stream = peer.open(1, end: true)
        peer.connection.beginShutdown(graceful: false, now: 0)
        _ = peer.send(Wire.headers(3, end: true))
        let frames = peer.sent()
        #expect(frames == ["GOAWAY(1) NO_ERROR", "RST(3) REFUSED_STREAM"])
        peer.respond(stream, count: 1, end: true)
        let isDrained = peer.connection.isDrained
        #expect(isDrained)
    }

    @Test("A shutdown ends by its timeout, whether the client answers or not", arguments: [false, true])
    func timeout(_ graceful: Bool) {
        var peer = Peer()
        _ = peer.open(1, end: true)
        peer.now = 5_000_000_000
        peer.connection.beginShutdown(graceful: graceful, now: peer.now)
        let before = peer.wait(.milliseconds(999))
        #expect(before == [])
        let after = peer.wait(.milliseconds(1))
        #expect(after == [.closed(.noError)])
    }

    @Test("Without streams a shutdown is done at once")
    func idle() {
        var peer = Peer()
        peer.connection.beginShutdown(graceful: false, now: 0)
        let isDrained = peer.connection.isDrained
        #expect(isDrained)
    }
}
