import CloudCore
import Testing

@testable import RPCServer

struct StreamTableTests {
    @Test("The table is a dictionary whose slots are dense and stay", arguments: 0..<10 as Range<UInt64>)
    func model(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = StreamTable()
        var model: [UInt32: Int] = [:]
        var next: UInt32 = 1
        var most = 0
        for _ in 0..<500 {
            if Int.random(in: 0..<100, using: &random) < 55 {
                // Skipped identifiers make probes collide.
                next += UInt32([2, 2, 2, 64, 128].randomElement(using: &random) ?? 2)
                model[next] = table.insert(next)
            } else if let victim = model.keys.sorted().randomElement(using: &random), let slot = model[victim]
            {
                table.remove(slot: slot)
                model[victim] = nil
            }
            most = max(most, model.count)
            for (id, slot) in model {
                let found = table.slot(of: id)
                let isLive = table.contains(HTTP2Stream(id: id, slot: slot))
                #expect(found == slot && isLive)
            }
            let missing = table.slot(of: next + 2)
            #expect(missing == nil)
            #expect(Set(model.values).count == model.count)
            #expect(model.values.allSatisfy { $0 < most })
        }
        let count = table.count
        #expect(count == model.count)
    }

    @Test("Stream 0 is never live")
    func connection() {
        var table = StreamTable()
        let slot = table.insert(1)
        table.remove(slot: slot)
        let found = table.slot(of: 0)
        let isLive = table.contains(HTTP2Stream(id: 0, slot: slot))
        #expect(found == nil)
        #expect(!isLive)
    }

    @Test("The reasons of the latest streams are remembered, those of older ones are forgotten")
    func closedStreams() {
        var closed = ClosedStreams()
        closed.remember(1, .ended)
        closed.remember(3, .resetByPeer)
        closed.remember(2049, .resetByServer)
        let reasons = [1, 3, 5, 2049].map { closed.reason($0) }
        #expect(reasons == [.unknown, .resetByPeer, .unknown, .resetByServer])
    }
}
