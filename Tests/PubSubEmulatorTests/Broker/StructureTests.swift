import CloudCore
import Testing

@testable import PubSubEmulator

/// The broker's data structures against simple ones.
struct StructureTests {
    @Test(
        "An ack id says what it was made of, in 15 characters that need no escape",
        arguments: [
            (0, UInt64(1)), (1, 1), (AckID.slotLimit - 1, AckID.sequenceLimit - 1), (1 << 20, 1 << 39),
            (12_345, 678_910),
        ])
    func ackIDs(slot: Int, sequence: UInt64) {
        let salt = AckID.salt(of: "projects/p/subscriptions/s")
        let text = AckID(slot: slot, sequence: sequence).text(salt: salt)
        #expect(text.utf8.count == 15)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(AckID(text, salt: salt) == AckID(slot: slot, sequence: sequence))
        #expect(AckID(text, salt: AckID.salt(of: "projects/p/subscriptions/t")) == nil)
    }

    @Test("Changing any character of an ack id makes it malformed")
    func changedAckIDs() {
        let salt = AckID.salt(of: "s")
        let text = Array(AckID(slot: 77, sequence: 99).text(salt: salt))
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == "A" ? "B" : "A"
            #expect(AckID(String(changed), salt: salt) == nil)
        }
    }

    @Test(
        "What is not an ack id is malformed",
        arguments: ["", "A", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAA+A", "ÄÄÄÄÄÄÄA", "               "])
    func malformedAckIDs(text: String) { #expect(AckID(text, salt: 0) == nil) }

    @Test("A ring buffer is a queue", arguments: 1...UInt64(5))
    func ringBuffer(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var ring = RingBuffer<Int>()
        var queue: [Int] = []
        for step in 0..<5_000 {
            let isGrowing = step % 1_000 < 600
            if Int.random(in: 0..<10, using: &random) < (isGrowing ? 7 : 3) {
                ring.append(step)
                queue.append(step)
            } else {
                #expect(ring.popFirst() == (queue.isEmpty ? nil : queue.removeFirst()))
            }
            #expect(ring.count == queue.count && ring.first == queue.first)
            #expect(ring[queue.count / 2] == (queue.isEmpty ? nil : queue[queue.count / 2]))
        }
        #expect(ring[-1] == nil && ring[ring.count] == nil)
    }

    @Test("A deadline heap has the earliest on top", arguments: 1...UInt64(5))
    func deadlineHeap(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var heap = DeadlineHeap()
        var deadlines: [Int: Instant] = [:]
        for _ in 0..<5_000 {
            let slot = Int.random(in: 0..<50, using: &random)
            let instant =
                random.oneIn(3) ? nil : Instant(nanoseconds: Int64.random(in: 0..<1_000, using: &random))
            heap.set(slot, instant)
            deadlines[slot] = instant
            #expect(heap[slot] == instant)
            #expect(heap.first?.instant == deadlines.values.min())
        }
    }

    @Test("Sorted names list as a sorted array does", arguments: 1...UInt64(3))
    func sortedNames(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var sorted = SortedNames()
        var names: Set<String> = []
        for step in 0..<4_000 {
            let name = "p\(Int.random(in: 0..<3, using: &random))/n\(Int.random(in: 0..<900, using: &random))"
            if names.contains(name) {
                if random.oneIn(2) {
                    sorted.remove(name)
                    names.remove(name)
                }
            } else {
                sorted.insert(name, slot: step)
                names.insert(name)
            }
            guard step % 50 == 0 else { continue }
            let start = "p1/n\(Int.random(in: 0..<900, using: &random))"
            let expected = names.filter { $0.hasPrefix("p1/") && $0 > start }.sorted()
            let page = sorted.page(prefix: "p1/", after: start, limit: 40)
            #expect(page.entries.map(\.name) == Array(expected.prefix(40)))
            #expect(page.hasMore == (expected.count > 40))
        }
        #expect(sorted.count == names.count)
        #expect(sorted.page(prefix: "", after: "", limit: .max).entries.map(\.name) == names.sorted())
    }

    @Test("History remembers the latest messages, and the latest events of each")
    func historyIsBounded() throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic")
        let first = try emulator.publish("first", to: "topic")
        for _ in 0..<1_500 { try emulator.pull("sub")[0].nack() }
        let events = try #require(emulator.history(of: first)?.events.count)
        #expect(events <= MessageHistory.eventLimit && events > MessageHistory.eventLimit / 2)
        for _ in 0..<10 { try emulator.publish((0..<1_000).map { PubsubMessage("\($0)") }, to: "topic") }
        #expect(emulator.history(of: first) == nil)
        #expect(emulator.messages().count == MessageHistory.defaultLimit)
        #expect(emulator.history(of: "nonsense") == nil)
        emulator.reset()
        #expect(emulator.messages().isEmpty)
    }
}
