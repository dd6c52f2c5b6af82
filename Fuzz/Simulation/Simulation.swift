import Glibc

/// Runs the simulations of the tests, optimised, for as many steps as one asks for: `scripts/simulate`.
@main struct Simulation {
    /// Steps with one seed: long enough for all that can happen, short enough to be replayed under a debugger.
    static let stepsPerSeed = 10_000

    static func main() {
        let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        guard arguments.count == 2 else { return fail("usage: simulation STEPS FIRST-SEED") }
        let seeds = (arguments[0] + UInt64(stepsPerSeed) - 1) / UInt64(stepsPerSeed)
        var total = Total()
        for seed in arguments[1]..<arguments[1] + max(1, seeds) { run(seed, &total) }
        print(
            "\(total.steps) steps: \(total.deliveries) deliveries, \(total.redeliveries) of them again, "
                + "\(total.acknowledged) acknowledged, \(total.exactly) of them exactly once, "
                + "\(total.deadLettered) dead letters, \(total.seeks) seeks, \(total.replayed) replayed; no violation"
        )
    }

    struct Total {
        var steps = 0, deliveries = 0, redeliveries = 0, acknowledged = 0, exactly = 0, deadLettered = 0
        var seeks = 0, replayed = 0
    }

    /// Three of four seeds are for deliveries, one for what is replayed, whose model is the slower one.
    private static func run(_ seed: UInt64, _ total: inout Total) {
        do {
            if seed % 4 == 0 {
                var simulation = ReplaySimulation(seed: seed)
                try simulation.run(steps: stepsPerSeed)
                total.seeks += simulation.counts.seeks + simulation.counts.snapshotsSought
                total.replayed += simulation.counts.replayed
            } else {
                var simulation = BrokerSimulation(seed: seed)
                try simulation.run(steps: stepsPerSeed)
                total.deliveries += simulation.counts.deliveries
                total.redeliveries += simulation.counts.redeliveries
                total.acknowledged += simulation.counts.acknowledged
                total.exactly += simulation.counts.exactly
                total.deadLettered += simulation.counts.deadLettered
            }
        } catch {
            print("seed \(seed): \(error)")
            print("to see it again: scripts/simulate --seed \(seed)")
            exit(1)
        }
        total.steps += stepsPerSeed
    }

    private static func fail(_ text: String) {
        print(text)
        exit(2)
    }
}
