import CloudCore
import Testing

@testable import RPCServer

/// Responses: their order, their frames, and what is dropped.
struct ResponseTests {
    static let ok = HPACKEncoder.block([(":status", "200")])
    static let trailers = HPACKEncoder.block([("grpc-status", "0")])

    @Test("A whole gRPC answer is three frames, and closes the stream")
    func unary() {
        var peer = Peer()
        let stream = peer.open(1, end: true)
        peer.connection.sendPreencodedHeaders(stream, block: Self.ok, endStream: false)
        let mark = peer.connection.beginData(stream)
        peer.connection.output.append("message")
        peer.connection.endData(stream, mark, endStream: false)
        peer.connection.sendPreencodedHeaders(stream, block: Self.trailers, endStream: true)
        let frames = peer.frames()
        #expect(frames.map(\.description) == ["HEADERS(1)", "DATA(1) 7", "HEADERS(1) END"])
        #expect(frames[1].payload == Array("message".utf8))
        let count = peer.connection.streams.count
        #expect(count == 0)
    }

    @Test("An answer before the end of the request asks the client to stop")
    func early() {
        var peer = Peer()
        let stream = peer.open(1)
        peer.connection.sendHeaders(stream, [(name: ":status", value: "413")], endStream: true)
        let frames = peer.sent()
        #expect(frames == ["HEADERS(1) END", "RST(1) NO_ERROR"])
        let events = peer.send(Wire.data(1, count: 100, end: true))
        #expect(events == [])
    }

    @Test(
        "What the client's frame size or window does not allow is split and queued by endData too",
        arguments: [(0, 0), (5, 5), (16_384, 16_384), (16_385, 16_385), (40_000, 40_000), (70_000, 65_535)])
    func endData(_ count: Int, _ sent: Int) {
        var peer = Peer()
        let stream = peer.open(1, end: true)
        let mark = peer.connection.beginData(stream)
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        peer.connection.output.append(body)
        peer.connection.endData(stream, mark, endStream: true)
        var frames = peer.frames()
        #expect(frames.reduce(0) { $0 + $1.payload.count } == sent)
        #expect(frames.allSatisfy { $0.payload.count <= 16_384 })
        _ = peer.send(Wire.windowUpdate(0, 100_000) + Wire.windowUpdate(1, 100_000))
        frames += peer.frames()
        #expect(frames.flatMap(\.payload) == body)
        #expect(frames.map(\.endsStream) == frames.indices.map { $0 == frames.count - 1 })
    }

    @Test("A larger frame size of the client is used")
    func maxFrameSize() {
        var peer = Peer()
        _ = peer.send(Wire.settings([(5, 30_000)]))
        _ = peer.frames()
        peer.respond(peer.open(1, end: true), count: 40_000, end: true)
        let frames = peer.sent()
        #expect(frames == ["DATA(1) 30000", "DATA(1) 10000 END"])
    }

    @Test("Trailers wait behind queued data")
    func trailersWait() {
        var peer = Peer()
        let stream = peer.open(1, end: true)
        peer.respond(stream, count: 70_000)
        peer.connection.sendPreencodedHeaders(stream, block: Self.trailers, endStream: true)
        let early = peer.frames().filter { $0.type == 1 }
        #expect(early.isEmpty)
        let events = peer.send(Wire.windowUpdate(0, 70_000) + Wire.windowUpdate(1, 4465))
        #expect(events == [])
        let frames = peer.frames()
        #expect(frames.map(\.description) == ["DATA(1) 4465", "HEADERS(1) END"])
        #expect(frames[1].payload == Self.trailers)
        let queued = peer.connection.totalQueuedBytes
        #expect(queued == 0)
    }

    @Test("An open stream hears when its queue has been sent")
    func drained() {
        var peer = Peer()
        let stream = peer.open(1)
        peer.respond(stream, count: 65_536)
        let still = peer.send(Wire.windowUpdate(0, 1))
        #expect(still == [])
        let drained = peer.send(Wire.windowUpdate(1, 1))
        #expect(drained == [.drained(stream)])
    }

    @Test("A reset drops what is queued", arguments: [false, true])
    func reset(_ byPeer: Bool) {
        var peer = Peer()
        let stream = peer.open(1)
        peer.respond(stream, count: 100_000)
        if byPeer { _ = peer.send(Wire.reset(1)) } else { peer.connection.reset(stream, .cancel) }
        let queued = peer.connection.totalQueuedBytes
        #expect(queued == 0)
        _ = peer.frames()
        peer.respond(stream, count: 5)
        peer.connection.sendPreencodedHeaders(stream, block: Self.ok, endStream: true)
        let mark = peer.connection.beginData(stream)
        peer.connection.output.append("lost")
        peer.connection.endData(stream, mark, endStream: true)
        _ = peer.send(Wire.windowUpdate(0, 100_000))
        let frames = peer.sent()
        #expect(frames == [])
    }

    @Test("Once a response has been ended, its stream has no more events, even if it waits for a window")
    func silence() {
        var peer = Peer(FlowControlTests.limits())
        let streams = (0..<4).map { peer.open(UInt32($0 * 2 + 1)) }
        for stream in streams { peer.respond(stream, count: 70_000, end: true) }
        let events = peer.send(
            FlowControlTests.data(1, 60_000) + FlowControlTests.data(1, 60_000)
                + Wire.data(1, count: 1, end: true)
                + Wire.headers(3, [], end: true) + Wire.reset(5) + Wire.windowUpdate(7, 0))
        #expect(events == [])
        let waited = peer.wait(.seconds(400))
        #expect(waited == [])
    }

    @Test("A stream is not taken for a later one in its slot")
    func reusedSlot() {
        var peer = Peer()
        let first = peer.open(1)
        _ = peer.send(Wire.reset(1))
        let second = peer.open(3)
        #expect(second.slot == first.slot)
        peer.respond(first, count: 5, end: true)
        peer.connection.consumed(first, 5)
        peer.connection.reset(first, .cancel)
        let frames = peer.sent()
        #expect(frames == [])
        let isOpen = peer.connection.streams.contains(second)
        #expect(isOpen)
    }

    @Test("A stream whose bytes would exceed the limit is reset")
    func queueLimit() {
        var limits = ServerLimits()
        limits.maxQueuedOutputBytes = 100_000
        var peer = Peer(limits)
        let streams = [peer.open(1), peer.open(3)]
        peer.respond(streams[0], count: 90_000)
        peer.respond(streams[1], count: 20_000)
        let events = peer.send([])
        #expect(events == [.reset(streams[1], .enhanceYourCalm)])
        let left = peer.connection.backlogBytes
        #expect(left <= 100_000)
    }

    @Test("Headers larger than a frame go on in CONTINUATION frames")
    func continuation() {
        var peer = Peer()
        let stream = peer.open(1, end: true)
        let fields = (0..<40).map { (name: "x-\($0)", value: String(repeating: "~", count: 1000)) }
        peer.connection.sendHeaders(stream, [(name: ":status", value: "200")] + fields, endStream: true)
        let frames = peer.frames()
        #expect(frames.map(\.description) == ["HEADERS(1) END", "CONTINUATION(1)", "CONTINUATION(1)"])
        #expect(frames.map { $0.flags & 4 } == [0, 0, 4])
        #expect(
            frames.flatMap(\.payload)
                == HPACKEncoder.block([(":status", "200")] + fields.map { ($0.name, $0.value) }))
    }

    @Test("A smaller HEADER_TABLE_SIZE is answered by a size update, once, in the next block")
    func tableSizeUpdate() {
        var peer = Peer()
        _ = peer.send(Wire.settings([(1, 4096)]))
        _ = peer.frames()
        let streams = [1, 3, 5].map { peer.open($0, end: true) }
        peer.connection.sendPreencodedHeaders(streams[0], block: Self.ok, endStream: true)
        _ = peer.send(Wire.settings([(1, 100)]))
        peer.connection.sendPreencodedHeaders(streams[1], block: Self.ok, endStream: true)
        _ = peer.send(Wire.settings([(1, 0)]))
        peer.connection.sendPreencodedHeaders(streams[2], block: Self.ok, endStream: true)
        let blocks = peer.frames().filter { $0.type == 1 }.map(\.payload)
        #expect(blocks == [[0x88], [0x20, 0x88], [0x88]])
    }
}
