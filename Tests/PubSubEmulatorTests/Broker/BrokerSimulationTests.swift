import Testing

@testable import PubSubEmulator

/// Random calls against a model: nothing lost, nothing invented, order per key and one consumer at a time for it, one
/// lease at a time, nothing acknowledged exactly once delivered again, limits kept, attempts counted and their last
/// one forwarded, memory returned.
struct BrokerSimulationTests {
    static let stepsPerSeed = 10_000

    @Test("The broker does what the model does", arguments: 1...UInt64(24))
    func agreesWithModel(seed: UInt64) throws {
        var simulation = BrokerSimulation(seed: seed)
        do {
            try simulation.run(steps: Self.stepsPerSeed)
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
        #expect(simulation.counts.acknowledged > 300)
        #expect(simulation.counts.redeliveries > 100)
        #expect(simulation.counts.exactly > 50)
        #expect(simulation.counts.deadLettered > 3)
    }
}
