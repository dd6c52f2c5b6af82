import CloudCore
import Testing

@testable import PubSubEmulator

/// A push subscription with an endpoint that answers as it likes, against what must hold whatever it does.
struct PushSimulationTests {
    let http = RecordingHTTP()
    let timeline = VirtualTimeline()
    let emulator: Emulator
    /// Texts of messages that the endpoint has taken.
    private var taken: Set<String> = []
    private var published: [String] = []

    init() throws {
        emulator = Emulator(timeline: timeline, http: http)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.push()
            $0.enableMessageOrdering = true
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(1)
            $0.retryPolicy?.maximumBackoff = .seconds(20)
        }
    }

    @Test(
        "Nothing is lost, repeated after success, or out of order; of a key one message is under way",
        arguments: 1...20)
    mutating func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            try step(&generator)
            try check()
        }
        for _ in 0..<10_000 where taken.count < published.count {
            for index in http.waiting { answer(200, index) }
            timeline.advance(by: .milliseconds(500))
            try check()
        }
        #expect(taken == Set(published))
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
        #expect(http.waiting.isEmpty)
    }

    private mutating func step(_ generator: inout SeededGenerator) throws {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...2:
            let key = ["", "a", "b"].randomElement(using: &generator) ?? ""
            published.append("\(key)\(published.count)")
            try emulator.publish(PubsubMessage(published[published.count - 1], orderingKey: key), to: "topic")
        case 3...7:
            guard let index = http.waiting.randomElement(using: &generator) else { return }
            answer(Int.random(in: 0..<4, using: &generator) == 0 ? 500 : 200, index)
        case 8: timeline.advance(by: .milliseconds(Int64.random(in: 1...2_000, using: &generator)))
        default: timeline.advance(by: .seconds(Int64.random(in: 1...15, using: &generator)))
        }
    }

    private mutating func answer(_ code: Int, _ index: Int) {
        if code == 200 { taken.insert(http.texts[index]) }
        http.answer(code, index)
    }

    private func check() throws {
        let texts = http.texts
        let waiting = http.waiting.map { texts[$0] }
        #expect(Set(waiting).count == waiting.count, "no message is under way twice")
        #expect(taken.isDisjoint(with: waiting), "what has been taken does not come again")
        for key in ["a", "b"] {
            let ofKey = published.filter { $0.hasPrefix(key) }
            let underWay = waiting.filter { $0.hasPrefix(key) }
            #expect(underWay.count <= 1)
            // All before the one under way have been taken, so the order holds.
            if let one = underWay.first, let index = ofKey.firstIndex(of: one) {
                #expect(ofKey[..<index].allSatisfy(taken.contains))
            }
        }
        #expect(try emulator.statistics(of: "sub").outstanding == waiting.count)
    }
}
