import Testing

@testable import RPCServer

/// Section 8 of RFC 9113: which requests are malformed.
struct MalformedRequestTests {
    static let method = (":method", "GET")
    static let scheme = (":scheme", "https")
    static let path = (":path", "/")
    static let authority = (":authority", "example.com")
    static let usual = [method, scheme, path, authority]

    static let wellFormed: [(String, [(String, String)])] = [
        ("the usual fields", usual), ("no authority", [method, scheme, path]),
        ("a host instead", [method, scheme, path, ("host", "example.com")]),
        ("a host that agrees", usual + [("host", "example.com")]),
        ("pseudo-header fields in another order", [authority, path, scheme, method]),
        ("te: trailers", usual + [("te", "trailers")]), ("an empty value", usual + [("x", "")]),
        ("white space inside a value", usual + [("x", "a \t b")]),
        ("a value beyond ASCII", usual + [("x", "é")]),
        ("repeated fields", usual + [("x", "1"), ("x", "2")]),
        ("content-length 0", usual + [("content-length", "0")]),
        ("an asterisk for OPTIONS", [(":method", "OPTIONS"), scheme, (":path", "*")]),
        ("CONNECT", [(":method", "CONNECT"), (":authority", "example.com:443")]),
        ("another scheme", [method, (":scheme", "ftp"), (":path", "a")]),
        ("all token characters", usual + [("!#$%&'*+-.^_`|~09az", "1")]),
    ]

    static let malformed: [(String, [(String, String)])] = [
        ("no method", [scheme, path, authority]), ("no scheme", [method, path, authority]),
        ("no path", [method, scheme, authority]), ("an empty path", [method, scheme, (":path", "")]),
        ("an empty method", [(":method", ""), scheme, path]),
        ("a path without slash", [method, scheme, (":path", "a")]),
        ("an asterisk for GET", [method, scheme, (":path", "*")]),
        ("two methods", usual + [method]), ("two schemes", usual + [scheme]), ("two paths", usual + [path]),
        ("two authorities", usual + [authority]),
        ("a pseudo-header field last", [method, scheme, ("a", "b"), path]),
        ("a response's pseudo-header field", usual + [(":status", "200")]),
        ("an unknown pseudo-header field", usual + [(":unknown", "1")]),
        (":protocol without having been offered", usual + [(":protocol", "websocket")]),
        ("an upper-case name", usual + [("X-a", "1")]), ("an empty name", usual + [("", "1")]),
        ("a space in a name", usual + [("a b", "1")]), ("a colon in a name", usual + [("a:b", "1")]),
        ("a control character in a name", usual + [("a\u{1}", "1")]),
        ("DEL in a name", usual + [("a\u{7f}", "1")]),
        ("a name beyond ASCII", usual + [("é", "1")]), ("NUL in a value", usual + [("a", "1\0")]),
        ("CR in a value", usual + [("a", "1\r2")]), ("LF in a value", usual + [("a", "1\n2")]),
        ("CR in a path", [method, scheme, (":path", "/\r"), authority]),
        ("a space before a value", usual + [("a", " 1")]), ("a tab behind a value", usual + [("a", "1\t")]),
        ("connection", usual + [("connection", "close")]), ("keep-alive", usual + [("keep-alive", "1")]),
        ("proxy-connection", usual + [("proxy-connection", "keep-alive")]),
        ("transfer-encoding", usual + [("transfer-encoding", "chunked")]),
        ("upgrade", usual + [("upgrade", "h2c")]),
        ("te other than trailers", usual + [("te", "trailers, deflate")]),
        ("user information in the authority", [method, scheme, path, (":authority", "me@example.com")]),
        ("a host that differs", usual + [("host", "example.org")]),
        ("CONNECT with a path", [(":method", "CONNECT"), authority, path]),
        ("CONNECT with a scheme", [(":method", "CONNECT"), authority, scheme]),
        ("CONNECT without authority", [(":method", "CONNECT")]),
        ("content-length that is no number", usual + [("content-length", "1x")]),
        ("content-length with a sign", usual + [("content-length", "+1")]),
        ("an empty content-length", usual + [("content-length", "")]),
        ("content-length beyond 64 bits", usual + [("content-length", "99999999999999999999")]),
        ("two lengths", usual + [("content-length", "1"), ("content-length", "2")]),
    ]

    @Test("A well-formed request is accepted", arguments: wellFormed)
    func accepted(_ name: String, _ fields: [(String, String)]) {
        var peer = Peer()
        let events = peer.send(Wire.headers(1, Wire.block(fields), end: true)).map(\.description)
        #expect(events == ["request(1) END"], "\(name)")
    }

    @Test("A malformed request is a stream error, and the connection goes on", arguments: malformed)
    func refused(_ name: String, _ fields: [(String, String)]) {
        var peer = Peer()
        let events = peer.send(Wire.headers(1, Wire.block(fields)) + Wire.headers(3, end: true))
        #expect(events.map(\.description) == ["request(3) END"], "\(name)")
        let frames = peer.sent()
        #expect(frames == ["RST(1) PROTOCOL_ERROR"], "\(name)")
    }

    @Test("The host stands in for a missing authority")
    func host() {
        var peer = Peer()
        _ = peer.open(1, Wire.block([Self.method, Self.scheme, Self.path, ("host", "example.com")]))
        let authority = peer.connection.request.authority
        #expect(authority == "example.com")
    }

    @Test(
        "The body must be as long as content-length says",
        arguments: [
            ("5", [5], true), ("5", [2, 3], true), ("5", [5, 0], true), ("0", [0], true), ("5", [4], false),
            ("5", [6], false), ("5", [2, 4], false), ("0", [1], false),
        ])
    func contentLength(_ length: String, _ frames: [Int], _ isRight: Bool) {
        var peer = Peer()
        let stream = peer.open(1, Wire.request([("content-length", length)]))
        var events: [HTTP2Event] = []
        for (index, count) in frames.enumerated() {
            events += peer.send(Wire.data(1, count: count, end: index == frames.count - 1))
        }
        #expect((events.last == .reset(stream, .protocolError)) == !isRight)
    }

    @Test("A request that ends with its headers has no length but 0")
    func contentLengthWithoutBody() {
        var peer = Peer()
        let events = peer.send(Wire.headers(1, Wire.request([("content-length", "1")]), end: true))
        #expect(events == [])
        let frames = peer.sent()
        #expect(frames == ["RST(1) PROTOCOL_ERROR"])
    }

    @Test(
        "Trailers end the stream, have no pseudo-header fields, and come behind the whole body",
        arguments: [
            (Wire.headers(1, Wire.block([("a", "b")]), end: true), true),
            (Wire.headers(1, [], end: true), true),
            (Wire.headers(1, Wire.block([("a", "b")])), false), (Wire.headers(1, [0x84], end: true), false),
            (Wire.headers(1, Wire.block([("A", "b")]), end: true), false),
            (Wire.headers(1, Wire.block([("te", "trailers"), ("connection", "close")]), end: true), false),
        ])
    func trailers(_ frame: [UInt8], _ isValid: Bool) {
        var peer = Peer()
        let stream = peer.open(1)
        let events = peer.send(frame)
        #expect(events == [isValid ? .trailers(stream) : .reset(stream, .protocolError)])
    }

    @Test("Trailers before the promised length are malformed")
    func shortBody() {
        var peer = Peer()
        let stream = peer.open(1, Wire.request([("content-length", "3")]))
        let events = peer.send(Wire.data(1, count: 2) + Wire.headers(1, [], end: true))
        #expect(events.last == .reset(stream, .protocolError))
    }

    @Test("Trailers can be read until the next event")
    func trailerFields() {
        var peer = Peer()
        _ = peer.open(1)
        _ = peer.send(Wire.headers(1, Wire.block([("checksum", "17")]), end: true))
        let checksum = peer.connection.trailers.fields["checksum"]
        let path = peer.connection.request.path
        #expect(checksum == "17")
        #expect(path == "/a.b.C/D")
    }

    @Test(
        "A header list that is too large is answered with 431, and the connection goes on",
        arguments: [false, true])
    func tooLarge(_ end: Bool) {
        var limits = ServerLimits()
        limits.maxHeaderListBytes = 2000
        var peer = Peer(limits)
        let events = peer.send(
            Wire.headers(1, Wire.request([("a", String(repeating: "b", count: 2000))]), end: end)
                + Wire.headers(3, end: true))
        #expect(events.map(\.description) == ["request(3) END"])
        let frames = peer.frames()
        #expect(frames.map(\.description) == ["HEADERS(1) END"] + (end ? [] : ["RST(1) NO_ERROR"]))
        #expect(frames[0].payload.starts(with: [0x08, 0x03, 0x34, 0x33, 0x31]))
    }
}
