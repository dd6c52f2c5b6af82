import Testing

@testable import PubSubEmulator

/// Random calls against a model of what is retained: each message is acknowledged, outstanding, waiting or gone
/// exactly where it should be, keys are in order after any seek, and memory is returned.
struct ReplaySimulationTests {
    static let stepsPerSeed = 1_500

    @Test("What is retained and replayed is what the model says", arguments: 1...UInt64(20))
    func agreesWithModel(seed: UInt64) throws {
        var simulation = ReplaySimulation(seed: seed)
        do {
            try simulation.run(steps: Self.stepsPerSeed)
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
        #expect(simulation.counts.seeks > 20)
        #expect(simulation.counts.snapshotsSought >= 3)
        #expect(simulation.counts.replayed > 30)
        #expect(simulation.counts.purged > 30)
    }
}
