import CloudCore
import Testing

@testable import RPCServer

/// Responses against a model of the client: windows are kept, no byte is lost or out of order, and nothing
/// waits that could be sent.
struct SendQueueTests {
    /// What the client knows of one stream.
    struct Model {
        let stream: HTTP2Stream
        var window: Int
        var written: [UInt8] = []
        var received = 0
        var isEnded = false
        var sawEnd = false
    }

    @Test("Random responses and window changes agree with the model", arguments: 0..<15 as Range<UInt64>)
    func model(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var peer = Peer()
        var streams: [UInt32: Model] = [:]
        var connectionWindow = 65_535
        var initialWindow = 65_535
        var next: UInt32 = 1
        for _ in 0..<250 {
            let live = streams.keys.filter { streams[$0]?.sawEnd == false }.sorted()
            let id = live.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<2:
                streams[next] = Model(stream: peer.open(next, end: true), window: initialWindow)
                next += 2
            case 2..<7:
                guard var model = streams[id], !model.isEnded else { continue }
                let count = Int.random(
                    in: 0...[5, 1000, 20_000].randomElement(using: &random)!, using: &random)
                let bytes = (0..<count).map { UInt8(truncatingIfNeeded: model.written.count + $0) }
                model.written += bytes
                model.isEnded = Int.random(in: 0..<4, using: &random) == 0
                Self.write(bytes, model, &peer, way: .random(in: 0..<3, using: &random))
                streams[id] = model
            case 7..<9:
                let increment = Int.random(in: 1...30_000, using: &random)
                connectionWindow += increment
                _ = peer.send(Wire.windowUpdate(0, UInt32(increment)))
            case 9..<11:
                let increment = Int.random(in: 1...30_000, using: &random)
                guard streams[id] != nil else { continue }
                streams[id]?.window += increment
                _ = peer.send(Wire.windowUpdate(id, UInt32(increment)))
            default:
                let size = Int.random(in: 0...100_000, using: &random)
                for id in live { streams[id]?.window += size - initialWindow }
                initialWindow = size
                _ = peer.send(Wire.settings([(4, UInt32(size))]))
            }
            for frame in peer.frames() where frame.type <= 1 {
                guard var model = streams[frame.stream] else { continue }
                #expect(!model.sawEnd)
                if frame.type == 0 {
                    let expected = model.written.dropFirst(model.received).prefix(frame.payload.count)
                    #expect(expected == frame.payload[...])
                    model.received += frame.payload.count
                    model.window -= frame.payload.count
                    connectionWindow -= frame.payload.count
                    #expect(frame.payload.isEmpty || (model.window >= 0 && connectionWindow >= 0))
                }
                model.sawEnd = frame.endsStream
                streams[frame.stream] = model
            }
            var waiting = 0
            for model in streams.values {
                let rest = model.written.count - model.received
                waiting += rest
                #expect(model.sawEnd == (model.isEnded && rest == 0))
                #expect(rest == 0 || model.window <= 0 || connectionWindow <= 0)
                #expect(model.sawEnd || peer.connection.queuedBytes(model.stream) == rest)
            }
            let queued = peer.connection.streams.count
            #expect(queued == streams.values.filter { !$0.sawEnd }.count)
            // Trailers wait too.
            #expect(peer.connection.totalQueuedBytes >= waiting)
            #expect(
                peer.connection.totalQueuedBytes <= waiting + streams.count * ResponseTests.trailers.count)
        }
    }

    /// Writes by one of the ways that there are, which must make no difference.
    private static func write(_ bytes: [UInt8], _ model: Model, _ peer: inout Peer, way: Int) {
        let stream = model.stream
        switch way {
        case 0:
            bytes.withUnsafeBytes { peer.connection.sendData(stream, bytes: $0, endStream: model.isEnded) }
        case 1:
            let mark = peer.connection.beginData(stream)
            peer.connection.output.append(bytes)
            peer.connection.endData(stream, mark, endStream: model.isEnded)
        default:
            bytes.withUnsafeBytes { peer.connection.sendData(stream, bytes: $0, endStream: false) }
            if model.isEnded {
                peer.connection.sendPreencodedHeaders(stream, block: ResponseTests.trailers, endStream: true)
            }
        }
    }
}
