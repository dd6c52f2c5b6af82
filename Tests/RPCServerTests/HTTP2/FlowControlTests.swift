import Testing

@testable import RPCServer

/// Section 5.2 and 6.9 of RFC 9113, in both directions.
struct FlowControlTests {
    static func limits(stream: Int = 100_000, connection: Int = 150_000) -> ServerLimits {
        var limits = ServerLimits()
        limits.initialStreamWindowBytes = stream
        limits.connectionWindowBytes = connection
        return limits
    }

    static func data(_ id: UInt32, _ bytes: Int) -> [UInt8] {
        stride(from: 0, to: bytes, by: 16_000).flatMap { Wire.data(id, count: min(16_000, bytes - $0)) }
    }

    // MARK: Requests

    @Test("A stream window is used up to its last byte, and not beyond")
    func streamWindow() {
        var peer = Peer(Self.limits())
        let stream = peer.open(1)
        let full = peer.send(Self.data(1, 100_000))
        #expect(full.count == 7)
        let beyond = peer.send(Wire.data(1, count: 1))
        #expect(beyond == [.reset(stream, .flowControlError)])
    }

    @Test("A connection window bounds all streams together")
    func connectionWindow() {
        var peer = Peer(Self.limits())
        _ = (peer.open(1), peer.open(3))
        _ = peer.send(Self.data(1, 100_000) + Self.data(3, 50_000))
        let beyond = peer.send(Wire.data(3, count: 1))
        #expect(beyond == [.closed(.flowControlError)])
    }

    @Test("Windows open again by what was consumed, in updates of at least half a window")
    func consumed() {
        var peer = Peer(Self.limits())
        let stream = peer.open(1)
        _ = peer.send(Self.data(1, 100_000))
        peer.connection.consumed(stream, 49_999)
        let tooEarly = peer.sent()
        #expect(tooEarly == [])
        peer.connection.consumed(stream, 25_001)
        let updates = peer.sent()
        #expect(updates == ["WINDOW_UPDATE(0) 75000", "WINDOW_UPDATE(1) 75000"])
        let more = peer.send(Self.data(1, 75_000)).count
        #expect(more == 5)
        let beyond = peer.send(Wire.data(1, count: 1))
        #expect(beyond == [.reset(stream, .flowControlError)])
    }

    @Test("More cannot be consumed than was received")
    func consumedTooMuch() {
        var peer = Peer(Self.limits())
        let stream = peer.open(1)
        _ = peer.send(Self.data(1, 60_000))
        peer.connection.consumed(stream, .max)
        peer.connection.consumed(stream, -5)
        let updates = peer.sent()
        #expect(updates == ["WINDOW_UPDATE(1) 60000"])
    }

    @Test("Padding counts against the windows, and is consumed at once")
    func padding() {
        var peer = Peer(Self.limits())
        let stream = peer.open(1)
        for _ in 0..<300 {
            _ = peer.send(Wire.paddedData(1, [], padding: 255))
        }
        let updates = peer.sent()
        #expect(updates.contains("WINDOW_UPDATE(1) 50176"))
        let isOpen = peer.connection.streams.contains(stream)
        #expect(isOpen)
    }

    @Test("What a stream leaves unconsumed when it is closed goes back to the connection", arguments: 0..<3)
    func closing(_ way: Int) {
        var peer = Peer(Self.limits())
        for id in stride(from: UInt32(1), to: 21, by: 2) {
            let stream = peer.open(id)
            let end = way == 0
            let events = peer.send(Self.data(id, 40_000) + Wire.data(id, count: 10, end: end))
            #expect(events.count == 4)
            switch way {
            case 0: peer.respond(stream, count: 1, end: true)
            case 1: peer.connection.reset(stream, .cancel)
            default: _ = peer.send(Wire.reset(id))
            }
        }
        let updates = peer.frames().filter { $0.type == 8 && $0.stream == 0 }
        #expect(updates.count == 5)
    }

    @Test("DATA that comes after a reset still counts for the connection, and is given back")
    func lateData() {
        var peer = Peer(Self.limits())
        let stream = peer.open(1)
        peer.connection.reset(stream, .cancel)
        for _ in 0..<10 {
            let events = peer.send(Self.data(1, 100_000))
            #expect(events == [])
        }
        let updates = peer.frames().filter { $0.type == 8 }
        #expect(updates.count == 12)
    }

    @Test("Before the client acknowledges SETTINGS it may use the protocol's window")
    func unacknowledged() {
        var peer = Peer(Self.limits(stream: 1000), started: false)
        _ = peer.send(Wire.preface + Wire.settings([]))
        let stream = peer.open(1)
        let before = peer.send(Self.data(1, 65_535)).last
        #expect(before != .reset(stream, .flowControlError))
        _ = peer.send(Wire.settingsAck)
        let second = peer.open(3)
        let after = peer.send(Wire.data(3, count: 1001))
        #expect(after == [.reset(second, .flowControlError)])
    }

    // MARK: Responses

    @Test("A response stops at the stream's window, and goes on by WINDOW_UPDATE")
    func responseStreamWindow() {
        var peer = Peer()
        _ = peer.send(Wire.settings([(4, 10)]))
        _ = peer.frames()
        let stream = peer.open(1, end: true)
        peer.respond(stream, count: 25, end: true)
        let first = peer.sent()
        #expect(first == ["DATA(1) 10"])
        let queued = peer.connection.queuedBytes(stream)
        #expect(queued == 15)
        let events = peer.send(Wire.windowUpdate(1, 5) + Wire.windowUpdate(1, 100))
        #expect(events == [])
        let rest = peer.sent()
        #expect(rest == ["DATA(1) 5", "DATA(1) 10 END"])
        let left = peer.connection.totalQueuedBytes
        #expect(left == 0)
    }

    @Test("A response stops at the connection's window")
    func responseConnectionWindow() {
        var peer = Peer()
        _ = peer.send(Wire.settings([(4, 1_000_000)]))
        _ = peer.frames()
        peer.respond(peer.open(1, end: true), count: 70_000, end: true)
        let first = peer.sent()
        #expect(first == ["DATA(1) 16384", "DATA(1) 16384", "DATA(1) 16384", "DATA(1) 16383"])
        _ = peer.send(Wire.windowUpdate(0, 10_000))
        let rest = peer.sent()
        #expect(rest == ["DATA(1) 4465 END"])
    }

    @Test("Streams take turns when the connection's window opens")
    func fairness() {
        var peer = Peer()
        _ = peer.send(Wire.settings([(4, 1_000_000)]))
        peer.respond(peer.open(1, end: true), count: 65_535)
        let streams = [3, 5, 7].map { peer.open($0, end: true) }
        for stream in streams { peer.respond(stream, count: 40_000, end: true) }
        _ = peer.frames()
        _ = peer.send(Wire.windowUpdate(0, 100_000))
        let turns = peer.frames().map(\.stream)
        #expect(turns == [3, 5, 7, 3, 5, 7, 3])
    }

    @Test("SETTINGS that shrink the window make it negative, and it must open beyond zero first")
    func negativeWindow() {
        var peer = Peer()
        let stream = peer.open(1, end: true)
        peer.respond(stream, count: 1000)
        _ = peer.send(Wire.settings([(4, 100)]))
        _ = peer.frames()
        peer.respond(stream, count: 10, end: true)
        _ = peer.send(Wire.windowUpdate(1, 900))
        let still = peer.sent()
        #expect(still == [])
        _ = peer.send(Wire.windowUpdate(1, 3))
        let some = peer.sent()
        #expect(some == ["DATA(1) 3"])
        _ = peer.send(Wire.settings([(4, 200)]))
        let rest = peer.sent()
        #expect(rest == ["SETTINGS ACK", "DATA(1) 7 END"])
    }

    @Test("An empty end of a stream needs no window")
    func emptyEnd() {
        var peer = Peer()
        _ = peer.send(Wire.settings([(4, 0)]))
        _ = peer.frames()
        peer.respond(peer.open(1, end: true), count: 0, end: true)
        let frames = peer.sent()
        #expect(frames == ["DATA(1) 0 END"])
    }
}
