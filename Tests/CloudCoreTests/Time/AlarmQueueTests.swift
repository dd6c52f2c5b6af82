import Testing

@testable import CloudCore

/// Alarms against a sorted list: order, ties, and cancelling.
struct AlarmQueueTests {
    private struct Model {
        var entries: [(instant: Int64, id: UInt64)] = []

        mutating func popFirst(notAfter limit: Int64) -> Int64? {
            let first = entries.min { ($0.instant, $0.id) < ($1.instant, $1.id) }
            guard let first, first.instant <= limit else { return nil }
            entries.removeAll { $0.id == first.id }
            return first.instant
        }
    }

    @Test(
        "Whatever is inserted, cancelled and popped, the queue agrees with a list",
        arguments: 1...20 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = AlarmQueue()
        var model = Model()
        for step in 0..<2_000 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let instant = Int64.random(in: 0..<50, using: &random)
                let id = queue.insert(at: Instant(nanoseconds: instant)) {}
                model.entries.append((instant, id))
            case 2:
                guard let victim = model.entries.randomElement(using: &random) else { continue }
                queue.cancel(victim.id)
                model.entries.removeAll { $0.id == victim.id }
            default:
                let limit = Int64.random(in: 0..<60, using: &random)
                let popped = queue.pop(notAfter: Instant(nanoseconds: limit))?.instant.nanoseconds
                #expect(popped == model.popFirst(notAfter: limit), "seed \(seed), step \(step)")
            }
            #expect(queue.isEmpty == model.entries.isEmpty, "seed \(seed), step \(step)")
        }
    }
}
