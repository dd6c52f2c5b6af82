import Testing

@testable import RPCServer

/// What a client may and may not send, and the answer that RFC 9113 names.
struct ConformanceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let input: [UInt8]
        var events: [String] = []
        var frames: [String] = []

        init(_ name: String, _ input: [UInt8], _ events: [String] = [], _ frames: [String] = []) {
            self.name = name
            self.input = input
            self.events = events
            self.frames = frames
        }

        /// A connection error: after `events`, the only frame is GOAWAY, with the last stream.
        init(
            _ name: String, _ input: [UInt8], after events: [String] = [], fails code: HTTP2ErrorCode,
            last: UInt32 = 0
        ) {
            self.init(name, input, events + ["closed \(code)"], ["GOAWAY(\(last)) \(code)"])
        }

        var testDescription: String { name }
    }

    static let opened = Wire.headers(1)
    static let ended = Wire.headers(1, end: true)
    static let longBlock = Wire.request([("a", String(repeating: "b", count: 60))])

    /// Section 3.4.
    static let prefaces = [
        Case("HTTP/1 instead of a preface", Array("GET / HTTP/1.1\r\n\r\n".utf8), fails: .protocolError),
        Case("a preface with an error at its end", Wire.preface.dropLast() + [0x0d], fails: .protocolError),
        Case("half a preface", Array(Wire.preface[..<12])),
        Case("a frame other than SETTINGS first", Wire.preface + Wire.ping(), fails: .protocolError),
        Case("an acknowledgement first", Wire.preface + Wire.settingsAck, fails: .protocolError),
        Case("an empty SETTINGS first", Wire.preface + Wire.settings([]), [], ["SETTINGS ACK"]),
    ]

    @Test("Prefaces", arguments: prefaces)
    func preface(_ test: Case) {
        var peer = Peer(started: false)
        let greeting = peer.sent()
        #expect(greeting == ["SETTINGS", "WINDOW_UPDATE(0) 4128769"])
        let events = peer.send(test.input).map(\.description)
        #expect(events == test.events)
        let frames = peer.sent()
        #expect(frames == test.frames)
    }

    /// Sections 4.1, 4.2 and 5.5.
    static let frameFormat = [
        Case("an unknown type", Wire.frame(0xfe, 0xff, 1, [1, 2, 3])),
        Case("an unknown type on an idle stream", Wire.frame(0x0c, 0, 99, [])),
        Case("undefined flags", Wire.frame(6, 0xfe, 0, Array(0..<8)), [], ["PING ACK"]),
        Case(
            "the reserved bit of a stream identifier", Wire.frame(6, 0, 0x8000_0000, Array(0..<8)), [],
            ["PING ACK"]),
        Case("a frame above the limit", [0x04, 0x00, 0x01, 0, 0, 0, 0, 0, 1], fails: .frameSizeError),
    ]

    /// Sections 5.1 and 5.1.1.
    static let streamStates = [
        Case("a request in one frame", ended, ["request(1) END"]),
        Case(
            "a request with a body", opened + Wire.data(1, count: 5, end: true),
            ["request(1)", "data(1) 5 END"]),
        Case(
            "a request with a body and trailers",
            opened + Wire.data(1, count: 5) + Wire.headers(1, Wire.block([("a", "b")]), end: true),
            ["request(1)", "data(1) 5", "trailers(1)"]),
        Case(
            "identifiers may skip", Wire.headers(5, end: true) + Wire.headers(9, end: true),
            ["request(5) END", "request(9) END"]),
        Case("DATA on an idle stream", Wire.data(1, count: 1), fails: .protocolError),
        Case("DATA on an even stream", Wire.data(2, count: 1), fails: .protocolError),
        Case("RST_STREAM on an idle stream", Wire.reset(1), fails: .protocolError),
        Case("WINDOW_UPDATE on an idle stream", Wire.windowUpdate(1, 1), fails: .protocolError),
        Case("CONTINUATION on an idle stream", Wire.continuation(1, []), fails: .protocolError),
        Case("PRIORITY on an idle stream", Wire.priority(7, dependsOn: 3)),
        Case("HEADERS on an even stream", Wire.headers(2), fails: .protocolError),
        Case("HEADERS on stream 0", Wire.headers(0), fails: .protocolError),
        Case(
            "an identifier lower than before", Wire.headers(5, end: true) + Wire.headers(3, end: true),
            after: ["request(5) END"], fails: .protocolError, last: 5),
        Case(
            "DATA when half closed", ended + Wire.data(1, count: 1),
            ["request(1) END", "reset(1) STREAM_CLOSED"],
            ["RST(1) STREAM_CLOSED"]),
        Case(
            "HEADERS when half closed", ended + ended, ["request(1) END", "reset(1) STREAM_CLOSED"],
            ["RST(1) STREAM_CLOSED"]),
        Case(
            "WINDOW_UPDATE and PRIORITY when half closed",
            ended + Wire.windowUpdate(1, 5) + Wire.priority(1, dependsOn: 0), ["request(1) END"]),
        Case("RST_STREAM when half closed", ended + Wire.reset(1), ["request(1) END", "reset(1) CANCEL"]),
        Case(
            "DATA after RST_STREAM", opened + Wire.reset(1) + Wire.data(1, count: 1),
            ["request(1)", "reset(1) CANCEL"], ["RST(1) STREAM_CLOSED"]),
        Case(
            "HEADERS after RST_STREAM", opened + Wire.reset(1) + ended, ["request(1)", "reset(1) CANCEL"],
            ["RST(1) STREAM_CLOSED"]),
        Case(
            "WINDOW_UPDATE, RST_STREAM and PRIORITY after RST_STREAM",
            opened + Wire.reset(1) + Wire.windowUpdate(1, 1) + Wire.reset(1) + Wire.priority(1, dependsOn: 0),
            ["request(1)", "reset(1) CANCEL"]),
    ]

    /// Sections 6.1 to 6.3.
    static let requestFrames = [
        Case("DATA on stream 0", Wire.data(0, count: 1), fails: .protocolError),
        Case(
            "padding is taken away", opened + Wire.paddedData(1, [1, 2], padding: 9, end: true),
            ["request(1)", "data(1) 2 END"]),
        Case(
            "nothing but padding", opened + Wire.paddedData(1, [], padding: 255, end: true),
            ["request(1)", "data(1) 0 END"]),
        Case(
            "DATA with padding as long as the payload", opened + Wire.frame(0, 8, 1, [3, 0, 0]),
            after: ["request(1)"], fails: .protocolError, last: 1),
        Case(
            "DATA without its pad length", opened + Wire.frame(0, 8, 1, []), after: ["request(1)"],
            fails: .protocolError, last: 1),
        Case("HEADERS with padding", Wire.frame(1, 0xd, 1, [2] + Wire.request + [0, 0]), ["request(1) END"]),
        Case(
            "HEADERS with priority", Wire.frame(1, 0x25, 1, [0x80, 0, 0, 0, 9] + Wire.request),
            ["request(1) END"]),
        Case(
            "HEADERS with both", Wire.frame(1, 0x2d, 1, [1, 0, 0, 0, 0, 9] + Wire.request + [0]),
            ["request(1) END"]),
        Case(
            "HEADERS with too much padding", Wire.frame(1, 0xd, 1, [9] + Wire.hex("82 86 84")),
            fails: .protocolError),
        Case("HEADERS without its pad length", Wire.frame(1, 0xd, 1, []), fails: .frameSizeError),
        Case(
            "HEADERS shorter than its priority", Wire.frame(1, 0x25, 1, [0, 0, 0, 0]), fails: .frameSizeError),
        Case(
            "HEADERS that depend on themselves", Wire.frame(1, 0x25, 1, [0, 0, 0, 1, 9] + Wire.request), [],
            ["RST(1) PROTOCOL_ERROR"]),
        Case("PRIORITY on stream 0", Wire.priority(0, dependsOn: 1), fails: .protocolError),
        Case(
            "PRIORITY of another length on an idle stream", Wire.frame(2, 0, 1, [0, 0, 0, 0]),
            fails: .frameSizeError),
        Case(
            "PRIORITY of another length", opened + Wire.frame(2, 0, 1, [0, 0, 0, 0]),
            ["request(1)", "reset(1) FRAME_SIZE_ERROR"], ["RST(1) FRAME_SIZE_ERROR"]),
        Case(
            "PRIORITY that depends on itself", opened + Wire.priority(1, dependsOn: 1),
            ["request(1)", "reset(1) PROTOCOL_ERROR"], ["RST(1) PROTOCOL_ERROR"]),
    ]

    /// Sections 6.4 to 6.9.
    static let controlFrames = [
        Case("RST_STREAM on stream 0", Wire.reset(0), fails: .protocolError),
        Case(
            "RST_STREAM of another length", opened + Wire.frame(3, 0, 1, [0, 0, 0]), after: ["request(1)"],
            fails: .frameSizeError, last: 1),
        Case(
            "an unknown error code", opened + Wire.reset(1, 0xff), ["request(1)", "reset(1) error code 255"]),
        Case("SETTINGS on a stream", Wire.frame(4, 0, 1, []), fails: .protocolError),
        Case("SETTINGS of another length", Wire.frame(4, 0, 0, [0, 1, 0]), fails: .frameSizeError),
        Case(
            "an acknowledgement with payload", Wire.frame(4, 1, 0, [0, 1, 0, 0, 0, 0]), fails: .frameSizeError
        ),
        Case("an acknowledgement too many", Wire.settingsAck),
        Case("ENABLE_PUSH other than 0 and 1", Wire.settings([(2, 2)]), fails: .protocolError),
        Case("INITIAL_WINDOW_SIZE above 2^31-1", Wire.settings([(4, 0x8000_0000)]), fails: .flowControlError),
        Case("MAX_FRAME_SIZE below 16,384", Wire.settings([(5, 16_383)]), fails: .protocolError),
        Case("MAX_FRAME_SIZE above 2^24-1", Wire.settings([(5, 16_777_216)]), fails: .protocolError),
        Case(
            "all settings and an unknown one",
            Wire.settings([(1, 0), (2, 0), (3, 0), (4, 0), (5, 16_384), (6, 0), (0x99, 5)]), [],
            ["SETTINGS ACK"]),
        Case(
            "more settings than there are", Wire.settings([(UInt16, UInt32)](repeating: (6, 1), count: 65)),
            fails: .enhanceYourCalm),
        Case(
            "PUSH_PROMISE", opened + Wire.frame(5, 4, 1, [0, 0, 0, 2, 0x82]), after: ["request(1)"],
            fails: .protocolError, last: 1),
        Case("PING", Wire.ping(), [], ["PING ACK"]),
        Case("an answer to no PING", Wire.ping(ack: true)),
        Case("PING on a stream", Wire.frame(6, 0, 1, Array(0..<8)), fails: .protocolError),
        Case("PING of another length", Wire.ping([1, 2, 3]), fails: .frameSizeError),
        Case(
            "GOAWAY", opened + Wire.goAway() + Wire.data(1, count: 1, end: true),
            ["request(1)", "data(1) 1 END"]),
        Case(
            "GOAWAY on a stream", Wire.frame(7, 0, 1, [UInt8](repeating: 0, count: 8)), fails: .protocolError),
        Case("GOAWAY too short", Wire.frame(7, 0, 0, [0, 0, 0, 0]), fails: .frameSizeError),
        Case("WINDOW_UPDATE of another length", Wire.frame(8, 0, 0, [0, 0, 1]), fails: .frameSizeError),
        Case("WINDOW_UPDATE of 0 on the connection", Wire.windowUpdate(0, 0), fails: .protocolError),
        Case(
            "WINDOW_UPDATE of 0 but for the reserved bit", Wire.windowUpdate(0, 0x8000_0000),
            fails: .protocolError),
        Case(
            "WINDOW_UPDATE of 0 on a stream", opened + Wire.windowUpdate(1, 0),
            ["request(1)", "reset(1) PROTOCOL_ERROR"], ["RST(1) PROTOCOL_ERROR"]),
        Case("a connection window above 2^31-1", Wire.windowUpdate(0, 0x7fff_ffff), fails: .flowControlError),
        Case(
            "a stream window above 2^31-1", opened + Wire.windowUpdate(1, 0x7fff_ffff),
            ["request(1)", "reset(1) FLOW_CONTROL_ERROR"], ["RST(1) FLOW_CONTROL_ERROR"]),
        Case(
            "a stream window above 2^31-1 by SETTINGS",
            opened + Wire.windowUpdate(1, 0x7fff_0000) + Wire.settings([(4, 0x7fff_ffff)]),
            ["request(1)", "closed FLOW_CONTROL_ERROR"],
            ["SETTINGS ACK", "GOAWAY(1) FLOW_CONTROL_ERROR"]),
    ]

    /// Sections 4.3 and 6.10.
    static let continuations = [
        Case(
            "a block in three frames",
            Wire.openHeaders(1, Array(longBlock[..<5]), end: true)
                + Wire.continuation(1, Array(longBlock[5..<40]), endHeaders: false)
                + Wire.continuation(1, Array(longBlock[40...])), ["request(1) END"]),
        Case(
            "an empty CONTINUATION", Wire.openHeaders(1, longBlock, end: true) + Wire.continuation(1, []),
            ["request(1) END"]),
        Case(
            "CONTINUATION without HEADERS", ended + Wire.continuation(1, []), after: ["request(1) END"],
            fails: .protocolError, last: 1),
        Case(
            "another stream's CONTINUATION", Wire.openHeaders(1, longBlock) + Wire.continuation(3, []),
            fails: .protocolError),
        Case("a frame in between", Wire.openHeaders(1, longBlock) + Wire.ping(), fails: .protocolError),
        Case(
            "an unknown frame in between", Wire.openHeaders(1, longBlock) + Wire.frame(0xee, 0, 1, []),
            fails: .protocolError),
        Case("an invalid block", Wire.headers(1, [0x80]), fails: .compressionError),
        Case(
            "an invalid block on a closed stream", opened + Wire.reset(1) + Wire.headers(1, [0x80]),
            after: ["request(1)", "reset(1) CANCEL"], fails: .compressionError, last: 1),
        Case("an empty block", Wire.headers(1, []), [], ["RST(1) PROTOCOL_ERROR"]),
    ]

    @Test(
        "Frames", arguments: frameFormat + streamStates + requestFrames + controlFrames + continuations)
    func frames(_ test: Case) {
        var peer = Peer()
        let events = peer.send(test.input).map(\.description)
        #expect(events == test.events)
        let frames = peer.sent()
        #expect(frames == test.frames)
    }

    @Test("After a connection error nothing is read, and nothing is sent")
    func afterFailure() {
        var peer = Peer()
        let stream = peer.open(1)
        _ = peer.send(Wire.windowUpdate(0, 0))
        _ = peer.frames()
        peer.respond(stream, count: 10, end: true)
        peer.connection.reset(stream, .cancel)
        let events = peer.send(Wire.headers(3, end: true))
        #expect(events == [.closed(.protocolError)])
        let isSilent = peer.connection.output.isEmpty
        #expect(isSilent)
    }

    @Test(
        "After an answered request, late frames are an error unless the RFC allows them",
        arguments: [
            (Wire.data(1, count: 1), "STREAM_CLOSED"), (Wire.headers(1, end: true), "STREAM_CLOSED"),
            (Wire.windowUpdate(1, 1), nil), (Wire.reset(1), nil), (Wire.priority(1, dependsOn: 0), nil),
        ] as [([UInt8], String?)])
    func afterAnswer(_ frame: [UInt8], _ error: String?) {
        var peer = Peer()
        peer.respond(peer.open(1, end: true), count: 3, end: true)
        let events = peer.send(frame).map(\.description)
        #expect(events == (error.map { ["closed \($0)"] } ?? []))
    }

    @Test("Frames that the client sent before it saw a reset are ignored, whatever they are")
    func afterOwnReset() {
        var peer = Peer()
        let stream = peer.open(1)
        peer.connection.reset(stream, .cancel)
        let events = peer.send(
            Wire.data(1, count: 9) + Wire.windowUpdate(1, 1)
                + Wire.headers(1, Wire.block([("a", "b")]), end: true)
                + Wire.reset(1) + Wire.headers(3, end: true))
        #expect(events.map(\.description) == ["request(3) END"])
        let frames = peer.sent()
        #expect(frames == ["RST(1) CANCEL"])
    }

    @Test("Header blocks of refused and late requests still fill the dynamic table")
    func tableStaysInStep() {
        var limits = ServerLimits()
        limits.maxConcurrentStreams = 1
        var peer = Peer(limits)
        let first = peer.open(1)
        let refused = Wire.request + Wire.literal("x-first", "1", pattern: 0x40)
        let refusal = peer.send(Wire.headers(3, refused))
        #expect(refusal == [])
        peer.connection.reset(first, .cancel)
        let late = peer.send(Wire.headers(1, Wire.literal("x-second", "2", pattern: 0x40), end: true))
        #expect(late == [])
        _ = peer.open(5, Wire.request + [0xbf, 0xbe], end: true)
        let fields = peer.connection.request.fields.map { "\($0.name) \($0.value)" }
        #expect(fields == ["x-first 1", "x-second 2"])
        let frames = peer.sent()
        #expect(frames == ["RST(3) REFUSED_STREAM", "RST(1) CANCEL"])
    }
}
