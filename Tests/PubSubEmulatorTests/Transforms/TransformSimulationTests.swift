import CloudCore
import Testing

@testable import PubSubEmulator

/// A subscription with transforms under random calls, against what must hold whatever the order of things is.
struct TransformSimulationTests {
    /// What has become of each message, as its receiver sees it.
    private struct Model {
        var published: [String: [Int]] = [:]
        var acknowledged: Set<Int> = []
        var nextNumber = 0

        /// Messages that are delivered in the end: those that no transform takes out.
        static func isKept(_ number: Int) -> Bool { number % 5 != 0 }

        /// Whether every kept message of the key before this one has been acknowledged or is in `batch` before it.
        func isInOrder(_ number: Int, key: String, before batch: [Int]) -> Bool {
            (published[key] ?? []).prefix { $0 != number }.allSatisfy {
                !Self.isKept($0) || acknowledged.contains($0) || batch.contains($0)
            }
        }
    }

    @Test(
        "Whatever happens, kept messages come transformed once, in the order of their keys, and none is lost",
        arguments: 0..<20 as Range<UInt64>)
    func simulate(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let timeline = VirtualTimeline()
        let transformer = FakeTransformer([
            "f": { message in
                let number = Int(message.text) ?? 0
                if !Model.isKept(number) { return .filtered }
                // Fails at first, as long as the clock stands at an odd number of seconds.
                let isOdd = timeline.now.nanoseconds / 1_000_000_000 % 2 != 0
                if number % 7 == 0, isOdd { return .failed("not now") }
                return .message(data: message.data + Array("!".utf8), attributes: [:])
            }
        ])
        let emulator = Emulator(timeline: timeline, transformer: transformer)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.messageTransforms = [MessageTransform("f")]
            $0.enableMessageOrdering = true
        }
        var model = Model()
        var held: [Received] = []
        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2: try publish(emulator, &model, &random)
            case 3...4: try pull(emulator, &model, &held, &random)
            case 5...6:
                guard let received = held.popFirst(using: &random) else { continue }
                if Bool.random(using: &random) {
                    try acknowledge(received, &model)
                } else {
                    try received.nack()
                }
            case 7: transformer.hold()
            case 8: transformer.release()
            default: timeline.advance(by: .milliseconds(Int.random(in: 1...3_000, using: &random)))
            }
        }
        transformer.release()
        held = []
        for _ in 0..<2_000 where try emulator.statistics(of: "sub").unacknowledged > 0 {
            timeline.advance(by: .seconds(1))
            try pull(emulator, &model, &held, &random)
            for received in held { try acknowledge(received, &model) }
            held = []
        }
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
        #expect(model.acknowledged == Set((0..<model.nextNumber).filter(Model.isKept)))
    }

    private func publish(
        _ emulator: Emulator, _ model: inout Model, _ random: inout SeededGenerator
    ) throws {
        let key = ["", "a", "b"].randomElement(using: &random) ?? ""
        let count = Int.random(in: 1...5, using: &random)
        let numbers = Array(model.nextNumber..<model.nextNumber + count)
        model.nextNumber += count
        model.published[key, default: []] += numbers
        try emulator.publish(numbers.map { PubsubMessage("\($0)", orderingKey: key) }, to: "topic")
    }

    private func pull(
        _ emulator: Emulator, _ model: inout Model, _ held: inout [Received],
        _ random: inout SeededGenerator
    ) throws {
        var batch: [Int] = []
        for received in try emulator.pull("sub", max: Int.random(in: 1...8, using: &random)) {
            let text = received.message.text
            let number = try #require(Int(text.dropLast()))
            #expect(text.hasSuffix("!") && !text.hasSuffix("!!"), "transformed once: \(text)")
            #expect(Model.isKept(number))
            let key = received.message.orderingKey
            if !key.isEmpty {
                #expect(model.isInOrder(number, key: key, before: batch), "\(number) of \(key)")
            }
            batch.append(number)
            held.append(received)
        }
    }

    private func acknowledge(_ received: Received, _ model: inout Model) throws {
        try received.ack()
        // A lease that has ended is passed over, so only the history knows.
        let record = received.emulator.history(of: received.message.messageId)
        if record?.isAcknowledged(by: received.subscription) == true {
            model.acknowledged.insert(Int(received.message.text.dropLast()) ?? -1)
        }
    }
}

extension [Received] {
    /// Takes an element out at random.
    fileprivate mutating func popFirst(using random: inout SeededGenerator) -> Received? {
        isEmpty ? nil : remove(at: Int.random(in: 0..<count, using: &random))
    }
}
