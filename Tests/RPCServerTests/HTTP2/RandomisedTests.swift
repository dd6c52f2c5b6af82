import CloudCore
import Testing

@testable import RPCServer

/// Random clients, each from a seed.
struct RandomisedTests {
    /// What came of a conversation: the events, the bodies of requests, and the bytes sent.
    struct Outcome: Equatable {
        var events: [String] = []
        var bodies: [UInt32: [UInt8]] = [:]
        var output: [UInt8] = []
    }

    @Test("Bytes mean the same wherever they are cut", arguments: 0..<40 as Range<UInt64>)
    func cuts(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var client = RandomClient(seed: seed)
        let input = Wire.ackedStart + client.conversation(frames: 120)
        let whole = Self.run([input])
        #expect(whole.events.count > 20)
        #expect(!whole.events.contains { $0.hasPrefix("closed") })
        #expect(whole.bodies == client.bodies)
        var pieces: [[UInt8]] = []
        var rest = input[...]
        while !rest.isEmpty {
            let most = [1, 3, 20, 1000, 20_000].randomElement(using: &random) ?? 1
            let count = min(rest.count, Int.random(in: 1...most, using: &random))
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(Self.run(pieces) == whole)
    }

    @Test(
        "Whatever bytes come, the answer is bounded",
        arguments: 0..<150 as Range<UInt64>)
    func mutations(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var client = RandomClient(seed: seed)
        var input = Wire.ackedStart + client.conversation(frames: 60)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let position = Int.random(in: 0..<input.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: input[position] = UInt8.random(in: 0...(.max), using: &random)
            case 1: input[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            default: input.insert(UInt8.random(in: 0...(.max), using: &random), at: position)
            }
        }
        let outcome = Self.run([input])
        #expect(outcome.output.count < 20_000 + 3100 * 60)
        // The server ends with GOAWAY if and only if the connection is closed.
        let frames = SentFrame.all(in: outcome.output)
        let isClosed = outcome.events.last?.hasPrefix("closed") ?? false
        #expect((frames.last?.type == 7) == isClosed)
    }

    /// Runs a server that answers each request when it ends, and consumes as it reads.
    static func run(_ pieces: [[UInt8]]) -> Outcome {
        var peer = Peer(started: false)
        var outcome = Outcome()
        for piece in pieces {
            outcome.events += peer.send(piece, handle: answer).map(\.description)
        }
        outcome.bodies = peer.bodies
        outcome.output = peer.connection.output.copyBytes()
        return outcome
    }

    private static func answer(_ connection: inout HTTP2Connection, _ event: HTTP2Event) {
        switch event {
        case .request(let stream, endStream: true), .data(let stream, _, endStream: true),
            .trailers(let stream):
            connection.sendPreencodedHeaders(stream, block: ResponseTests.ok, endStream: false)
            let mark = connection.beginData(stream)
            connection.output.append([UInt8](repeating: 1, count: Int(stream.id) * 37 % 3000))
            connection.endData(stream, mark, endStream: false)
            connection.sendPreencodedHeaders(stream, block: ResponseTests.trailers, endStream: true)
        case .data(let stream, let range, endStream: false):
            connection.consumed(stream, range.count)
        default: break
        }
    }
}

/// A client that makes no mistake: it opens streams, sends bodies within the windows, ends or resets.
struct RandomClient {
    private var random: SeededGenerator
    private var nextStream: UInt32 = 1
    private var open: [UInt32] = []
    private var sent: [UInt32: Int] = [:]
    private var sentInAll = 0
    /// The bodies sent, by stream.
    private(set) var bodies: [UInt32: [UInt8]] = [:]

    init(seed: UInt64) { random = SeededGenerator(seed: seed &* 7919 &+ 1) }

    /// A random sequence of valid frames.
    mutating func conversation(frames: Int) -> [UInt8] {
        (0..<frames).flatMap { _ in step() }
    }

    private mutating func step() -> [UInt8] {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7: return request()
        case 7..<13: return body()
        case 13: return reset()
        case 14: return trailers()
        case 15: return Wire.ping((0..<8).map { _ in UInt8.random(in: 0...(.max), using: &random) })
        case 16: return Wire.settings([(4, UInt32.random(in: 0...100_000, using: &random))])
        case 17:
            return Wire.windowUpdate(
                open.randomElement(using: &random) ?? 0, .random(in: 1...5000, using: &random))
        case 18: return Wire.priority(nextStream, dependsOn: 0)
        default: return Wire.frame(.random(in: 0x20...0xff, using: &random), 0xff, 0, [1, 2, 3])
        }
    }

    private mutating func request() -> [UInt8] {
        let id = nextStream
        nextStream += 2 * .random(in: 1...3, using: &random)
        let pattern: UInt8 = [0x00, 0x10, 0x40].randomElement(using: &random) ?? 0
        let name = "x-\(Int.random(in: 0...5, using: &random))"
        let value = String(repeating: "v", count: .random(in: 0...300, using: &random))
        let block = Wire.hex("83 86 84") + Wire.literal(name, value, pattern: pattern)
        let end = Int.random(in: 0..<4, using: &random) == 0
        if !end { open.append(id) }
        guard Bool.random(using: &random) else { return Wire.headers(id, block, end: end) }
        let cut = Int.random(in: 0...block.count, using: &random)
        return Wire.openHeaders(id, Array(block[..<cut]), end: end)
            + Wire.continuation(id, Array(block[cut...]))
    }

    private mutating func body() -> [UInt8] {
        guard let id = open.randomElement(using: &random) else { return [] }
        let count = Int.random(in: 0...[10, 1000, 17_000].randomElement(using: &random)!, using: &random)
        let padding = Int.random(in: 0...255, using: &random)
        let charged = count + padding + 1
        // Nothing is consumed, so this keeps within the windows that the server announced.
        guard sent[id, default: 0] + charged < 1_000_000, sentInAll + charged < 4_000_000 else { return [] }
        sent[id, default: 0] += charged
        sentInAll += charged
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ Int(id)) }
        let end = Int.random(in: 0..<3, using: &random) == 0
        if count > 0 || end { bodies[id, default: []] += payload }
        if end { open.removeAll { $0 == id } }
        return Bool.random(using: &random)
            ? Wire.data(id, payload, end: end) : Wire.paddedData(id, payload, padding: padding, end: end)
    }

    private mutating func reset() -> [UInt8] {
        guard let id = open.randomElement(using: &random) else { return [] }
        open.removeAll { $0 == id }
        return Wire.reset(id)
    }

    private mutating func trailers() -> [UInt8] {
        guard let id = open.randomElement(using: &random) else { return [] }
        open.removeAll { $0 == id }
        return Wire.headers(id, Wire.block([("checksum", "1")]), end: true)
    }
}
