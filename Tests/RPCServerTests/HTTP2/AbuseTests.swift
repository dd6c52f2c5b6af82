import CloudCore
import Testing

@testable import RPCServer

/// Each abuse has a limit and an answer.
struct AbuseTests {
    struct Flood: Sendable, CustomTestStringConvertible {
        let name: String
        /// What one step of the flood sends; the number grows by one each time.
        let step: @Sendable (UInt32) -> [UInt8]
        /// How many steps are accepted at once, and how many after a pause of a second.
        let burst: Int
        let perSecond: Int

        var testDescription: String { name }
    }

    static let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.resetRate = .init(perSecond: 10, burst: 40)
        limits.settingsRate = .init(perSecond: 5, burst: 20)
        limits.pingRate = .init(perSecond: 7, burst: 30)
        limits.windowUpdateRate = .init(perSecond: 8, burst: 50)
        limits.emptyDataRate = .init(perSecond: 3, burst: 15)
        limits.otherFrameRate = .init(perSecond: 4, burst: 25)
        return limits
    }()

    static let floods = [
        Flood(
            name: "rapid reset (CVE-2023-44487)",
            step: { Wire.headers($0 * 2 + 3) + Wire.reset($0 * 2 + 3) }, burst: 40, perSecond: 10),
        Flood(
            name: "requests that make the server reset (CVE-2025-8671)",
            step: { Wire.headers($0 * 2 + 3) + Wire.windowUpdate($0 * 2 + 3, 0) }, burst: 40, perSecond: 10),
        Flood(
            name: "malformed requests", step: { Wire.headers($0 * 2 + 3, [0x82]) }, burst: 40, perSecond: 10),
        Flood(
            name: "header lists too large",
            step: {
                Wire.headers(
                    $0 * 2 + 3, Wire.request([("a", String(repeating: "b", count: 66_000))]), end: true)
            }, burst: 40, perSecond: 10),
        Flood(name: "RST_STREAM on a closed stream", step: { _ in Wire.reset(1) }, burst: 39, perSecond: 10),
        // Two have been spent on the start of the connection.
        Flood(name: "SETTINGS (CVE-2019-9515)", step: { _ in Wire.settings([]) }, burst: 18, perSecond: 5),
        Flood(name: "acknowledgements", step: { _ in Wire.settingsAck }, burst: 18, perSecond: 5),
        Flood(name: "PING (CVE-2019-9512)", step: { _ in Wire.ping() }, burst: 30, perSecond: 7),
        Flood(name: "WINDOW_UPDATE", step: { _ in Wire.windowUpdate(0, 1) }, burst: 50, perSecond: 8),
        Flood(
            name: "WINDOW_UPDATE on a closed stream", step: { _ in Wire.windowUpdate(1, 1) }, burst: 50,
            perSecond: 8),
        Flood(name: "empty DATA (CVE-2019-9518)", step: { _ in Wire.data(3, []) }, burst: 15, perSecond: 3),
        Flood(
            name: "padded empty DATA", step: { _ in Wire.paddedData(3, [], padding: 3) }, burst: 15,
            perSecond: 3),
        Flood(
            name: "PRIORITY (CVE-2019-9513)", step: { _ in Wire.priority(3, dependsOn: 0) }, burst: 25,
            perSecond: 4),
        Flood(name: "GOAWAY", step: { _ in Wire.goAway() }, burst: 25, perSecond: 4),
        Flood(name: "unknown frames", step: { _ in Wire.frame(0xaa, 0, 0, []) }, burst: 25, perSecond: 4),
    ]

    @Test("A flood is calmed after its burst, and its rate is accepted", arguments: floods)
    func flood(_ flood: Flood) {
        var peer = Peer(Self.limits)
        _ = peer.send(Wire.headers(1) + Wire.reset(1))
        if flood.name.contains("DATA") { _ = peer.open(3) }
        let perSecond: Int64 = flood.burst == 40 ? 10 : Int64(flood.perSecond)
        // The reset above is made up for before the flood begins.
        if flood.burst == 40 { peer.now += 1_000_000_000 / perSecond }
        var count: UInt32 = 0
        func accepted(_ steps: Int) -> Bool {
            for _ in 0..<steps {
                let events = peer.send(flood.step(count))
                count += 1
                if case .closed(let code) = events.last {
                    #expect(code == .enhanceYourCalm)
                    return false
                }
            }
            return true
        }
        #expect(accepted(flood.burst))
        peer.now += 1_000_000_000
        #expect(accepted(flood.perSecond))
        #expect(!accepted(1))
    }

    @Test("Requests that are answered make up for those that are reset")
    func resetsAmongWork() {
        var peer = Peer(Self.limits)
        for id in stride(from: UInt32(1), to: 4000, by: 4) {
            peer.respond(peer.open(id, end: true), count: 1, end: true)
            let events = peer.send(Wire.headers(id + 2) + Wire.reset(id + 2))
            #expect(events.count == 2)
        }
    }

    @Test("Window updates that answer data are no flood")
    func windowUpdatesAmongWork() {
        var peer = Peer(Self.limits)
        for id in stride(from: UInt32(1), to: 400, by: 2) {
            peer.respond(peer.open(id, end: true), count: 1, end: true)
            let events = peer.send(Wire.windowUpdate(0, 1) + Wire.windowUpdate(id, 1))
            #expect(events == [])
        }
    }

    @Test("Streams beyond the limit are refused, and may be tried again")
    func tooManyStreams() {
        var limits = Self.limits
        limits.maxConcurrentStreams = 3
        var peer = Peer(limits)
        let streams = [1, 3, 5].map { peer.open($0) }
        let refused = peer.send(Wire.headers(7))
        #expect(refused == [])
        let frames = peer.sent()
        #expect(frames == ["RST(7) REFUSED_STREAM"])
        peer.connection.reset(streams[1], .cancel)
        let again = peer.open(9)
        #expect(again.slot == streams[1].slot)
    }

    @Test("Header blocks are bounded in frames and in bytes (CVE-2024-27316)")
    func continuationFlood() {
        var many = Peer()
        var events = many.send(Wire.openHeaders(1, []))
        for _ in 0..<32 { events += many.send(Wire.continuation(1, [], endHeaders: false)) }
        #expect(events == [])
        events = many.send(Wire.continuation(1, [], endHeaders: false))
        #expect(events == [.closed(.enhanceYourCalm)])

        var large = Peer()
        let piece = [UInt8](repeating: 0x82, count: 16_384)
        events = large.send(Wire.openHeaders(1, piece))
        for _ in 0..<7 { events += large.send(Wire.continuation(1, piece, endHeaders: false)) }
        #expect(events == [])
        events = large.send(Wire.continuation(1, [0x82]))
        #expect(events == [.closed(.enhanceYourCalm)])

        var single = Peer()
        events = single.send(Wire.headers(1, [UInt8](repeating: 0x82, count: 131_073)))
        #expect(events == [.closed(.enhanceYourCalm)])
    }

    @Test("A block of many references to a large entry costs no memory")
    func headerBomb() {
        var peer = Peer()
        let large = Wire.literal("a", String(repeating: "b", count: 4000), pattern: 0x40)
        let bomb = Wire.request + large + [UInt8](repeating: 0xbe, count: 100_000)
        let events = peer.send(Wire.headers(1, bomb, end: true))
        #expect(events == [])
        let kept = peer.connection.request.fields.count
        #expect(kept <= 16)
    }

    @Test("Answers that nobody reads are bounded")
    func unreadAnswers() {
        var limits = ServerLimits()
        limits.maxQueuedOutputBytes = 1000
        var peer = Peer(limits)
        var events: [HTTP2Event] = []
        for _ in 0..<100 { events += peer.send(Wire.ping()) }
        #expect(events.first == .closed(.enhanceYourCalm))
        let count = peer.connection.output.count
        #expect(count < 1100)
    }
}
