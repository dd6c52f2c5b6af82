import CloudCore
import Testing

@testable import CloudEmulator

private enum TestPlane: Int, PropagationPlane {
    case read, enforcement
}

@Suite("ReplicatedValue: every replica learns of every write, in order, at its own time")
struct ReplicatedValueTests {
    @Test("A replica shows the old value until the instant at which it learns of the new one")
    func delay() {
        var value = ReplicatedValue<String, TestPlane>("old", replicas: 2)
        value.write("new", delays: [.seconds(1), .seconds(2), .seconds(3), .seconds(4)], at: start)
        func read(_ plane: TestPlane, _ replica: Int, _ seconds: Double) -> String {
            value.value(plane, replica: replica, at: start + .seconds(seconds))
        }
        #expect(value.latest == "new")
        #expect(value.settledAt == start + .seconds(4))
        #expect(read(.read, 0, 0.999) == "old" && read(.read, 0, 1) == "new")
        #expect(read(.read, 1, 1.999) == "old" && read(.read, 1, 2) == "new")
        #expect(read(.enforcement, 0, 2.999) == "old" && read(.enforcement, 0, 3) == "new")
        #expect(read(.enforcement, 1, 3.999) == "old" && read(.enforcement, 1, 4) == "new")
    }

    @Test("A later write is never seen before an earlier one, however quick it is")
    func order() {
        var value = ReplicatedValue<Int, TestPlane>(0, replicas: 1)
        value.write(1, delays: [.seconds(10), .seconds(10)], at: start)
        value.write(2, delays: [.zero, .zero], at: start + .seconds(1))
        #expect(value.value(.read, replica: 0, at: start + .seconds(9)) == 0)
        #expect(value.value(.read, replica: 0, at: start + .seconds(10)) == 2)
    }

    @Test("Versions that no replica can show any more are dropped")
    func pruning() {
        var value = ReplicatedValue<Int, TestPlane>(0, replicas: 1)
        for number in 1...100 {
            value.write(number, delays: [.seconds(1), .seconds(1)], at: start + .seconds(number * 2))
        }
        #expect(value.versionCount <= 2)
    }

    /// The same thing without any cleverness: all versions are kept, and a read looks at each.
    private struct Model {
        var versions: [(value: Int, visibleAt: [Instant])] = []

        func read(_ slot: Int, at now: Instant) -> Int {
            var result = 0
            for version in versions where version.visibleAt[slot] <= now { result = version.value }
            return result
        }

        mutating func write(_ value: Int, _ delays: [Duration], at now: Instant) {
            let visibleAt = delays.indices.map { slot in
                max(versions.last?.visibleAt[slot] ?? start - .seconds(1_000), now + delays[slot])
            }
            versions.append((value, visibleAt))
        }
    }

    @Test("Random writes and reads agree with a simple model", arguments: 1...20)
    func random(seed: Int) {
        var random = TestRandom(UInt64(seed))
        let replicas = Int.random(in: 1...4, using: &random)
        var value = ReplicatedValue<Int, TestPlane>(0, replicas: replicas)
        var model = Model()
        var now = start
        for number in 1...300 {
            now = now + .milliseconds(Int.random(in: 0...2_000, using: &random))
            if Bool.random(using: &random) {
                let delays = (0..<replicas * 2).map { _ in
                    Duration.milliseconds(Int.random(in: 0...9_000, using: &random))
                }
                value.write(number, delays: delays, at: now)
                model.write(number, delays, at: now)
            }
            for plane in TestPlane.allCases {
                for replica in 0..<replicas {
                    let expected = model.read(plane.rawValue * replicas + replica, at: now)
                    #expect(value.value(plane, replica: replica, at: now) == expected)
                }
            }
        }
        for replica in 0..<replicas {
            #expect(value.value(.read, replica: replica, at: max(now, value.settledAt)) == value.latest)
        }
    }
}

@Suite("PropagationModel: delays and flicker from a seed")
struct PropagationModelTests {
    static let presets: [PropagationModel] = [.instant, .typical, .slow, .worst]

    @Test("Every delay is in its range, and deciding never comes before showing", arguments: presets)
    func ranges(model: PropagationModel) {
        for version in UInt64(0)..<200 {
            let delays = model.delays(
                of: "projects/p/topics/t", version: version,
                planes: [model.policyVisibleAfter, model.policyEnforcedAfter])
            #expect(delays.count == model.replicas * 2)
            for replica in 0..<model.replicas {
                let (shown, decides) = (delays[replica], delays[model.replicas + replica])
                #expect(model.policyVisibleAfter.contains(shown))
                #expect(decides >= shown)
                #expect(
                    decides <= max(model.policyVisibleAfter.upperBound, model.policyEnforcedAfter.upperBound))
            }
        }
    }

    @Test("The same seed gives the same delays and replicas, another seed others")
    func seeds() {
        func history(_ seed: UInt64) -> [String] {
            let model = PropagationModel.worst.seeded(seed)
            let delays = model.delays(
                of: "r", version: 1, planes: [model.policyVisibleAfter, model.policyEnforcedAfter])
            let replicas = (0..<100).map { model.replica(for: "r", at: start + .seconds($0 * 5)) }
            return ["\(delays)", "\(replicas)"]
        }
        #expect(history(7) == history(7))
        #expect(history(7) != history(8))
    }

    @Test("About the given share of reads goes to another replica, the same one for a whole period")
    func flicker() {
        let model = PropagationModel.worst
        let replicas = (0..<2_000).map { model.replica(for: "r", at: start + model.flickerPeriod * $0) }
        let others = replicas.filter { $0 != 0 }.count
        #expect((900...1_100).contains(others))
        #expect(Set(replicas) == Set(0..<model.replicas))
        let early = model.replica(for: "r", at: start)
        let late = model.replica(for: "r", at: start + model.flickerPeriod - .nanoseconds(1))
        #expect(early == late)
    }

    @Test("Without flicker only one replica answers")
    func steady() {
        var model = PropagationModel.worst
        model.flickerProbability = 0
        #expect((0..<500).allSatisfy { model.replica(for: "r\($0)", at: start + .seconds($0)) == 0 })
    }
}
