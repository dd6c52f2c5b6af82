import Testing

@testable import PubSubEmulator

/// Random calls against a model: nothing lost, nothing invented, order per key, one lease at a time, limits kept,
/// attempts counted, memory returned.
struct BrokerSimulationTests {
    static let stepsPerSeed = 10_000

    @Test("The broker does what the model does", arguments: 1...UInt64(20))
    func agreesWithModel(seed: UInt64) throws {
        var simulation = BrokerSimulation(seed: seed)
        do {
            try simulation.run(steps: Self.stepsPerSeed)
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
        #expect(simulation.counts.acknowledged > 300)
        #expect(simulation.counts.redeliveries > 300)
    }
}
