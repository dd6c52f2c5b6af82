import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Propagation: every write arrives everywhere, for good, within the bound of its preset")
struct PropagationPropertyTests {
    /// What all replicas answer to "is it granted?", at each of some instants.
    private struct History: Equatable {
        var answers: [[Bool]] = []
        var settled: [Instant] = []
    }

    /// Grants and revokes one thing at random, and asks every replica every few seconds.
    private func run(_ model: PropagationModel, changes: Int) -> History {
        var random = TestRandom(model.seed)
        var value = ReplicatedValue<Bool, PolicyPlane>(false, replicas: model.replicas)
        var history = History()
        var now = start
        for version in 1...changes {
            let isGranted = Bool.random(using: &random)
            let delays = model.delays(
                of: "projects/p/topics/t", version: UInt64(version),
                planes: [
                    model.policyVisibleAfter, model.policyEnforcedAfter, model.policyRevokedAfter,
                    model.actAsGrantedAfter, model.actAsRevokedAfter,
                ])
            value.write(isGranted, delays: delays, at: now)
            #expect(value.settledAt <= now + model.longest)
            history.settled.append(value.settledAt)
            // Half of the time the next change comes before this one has arrived.
            let share = Double.random(in: 0...2, using: &random)
            let end = now + model.longest * share
            while now < end {
                now = now + .seconds(7)
                history.answers.append(
                    (0..<model.replicas).map {
                        value.answer(yes: .granted, no: .revoked, replica: $0, at: now) { $0 }
                    })
            }
        }
        return history
    }

    @Test(
        "The same seed gives the same history, another one another",
        arguments: PropagationModel.presets.map(\.name).filter { $0 != "instant" })
    func seeds(preset: String) throws {
        let model = try #require(PropagationModel(preset: preset))
        #expect(run(model.seeded(3), changes: 20) == run(model.seeded(3), changes: 20))
        #expect(run(model.seeded(3), changes: 20) != run(model.seeded(4), changes: 20))
    }

    @Test(
        "A policy is seen by every replica from its bound on, until it is changed, under every preset",
        arguments: PropagationModel.presets.map(\.name), 1...25)
    func arrival(preset: String, seed: Int) throws {
        let model = try #require(PropagationModel(preset: preset)).seeded(UInt64(seed))
        var random = TestRandom(UInt64(seed))
        var value = ReplicatedValue<Int, PolicyPlane>(0, replicas: model.replicas)
        var now = start
        for version in 1...40 {
            let delays = model.delays(
                of: "projects/p/topics/t", version: UInt64(version),
                planes: [
                    model.policyVisibleAfter, model.policyEnforcedAfter, model.policyRevokedAfter,
                    model.actAsGrantedAfter, model.actAsRevokedAfter,
                ])
            value.write(version, delays: delays, at: now)
            for replica in 0..<model.replicas {
                for plane in PolicyPlane.allCases {
                    var seen = 0
                    // Never back to an older one, and the newest at the bound and at any time after it.
                    for step in 0...8 {
                        let read = value.value(plane, replica: replica, at: now + model.longest * step / 4)
                        #expect(read >= seen)
                        seen = read
                        if step >= 4 { #expect(read == version) }
                    }
                }
                for question in [version, version - 1] {
                    let isIt = value.answer(
                        yes: .granted, no: .revoked, replica: replica, at: now + model.longest
                    ) { $0 == question }
                    #expect(isIt == (question == version))
                }
            }
            now = now + model.longest * Double.random(in: 0...1.5, using: &random)
        }
    }

    @Test("A grant and a revoke take their own times")
    func apart() {
        var model = PropagationModel.instant
        model.policyEnforcedAfter = .seconds(60) ... .seconds(60)
        model.policyRevokedAfter = .seconds(300) ... .seconds(300)
        model.actAsGrantedAfter = .seconds(10) ... .seconds(10)
        var plane = ControlPlane.make(model)
        let topic = "projects/local-project/topics/orders"
        let permissions = ["pubsub.topics.publish", "iam.serviceAccounts.actAs"]
        func held(_ seconds: Int) throws -> [String] {
            try plane.testPermissions(
                permissions, on: topic, by: Caller(email: "a@x.yz"), at: start + .seconds(seconds))
        }
        let roles = ["roles/pubsub.publisher", "roles/iam.serviceAccountUser"]
        #expect(throws: Never.self) {
            try plane.set(topic, IAMv1.Policy(roles.map { IAMv1.Binding($0, ["user:a@x.yz"]) }))
            #expect(try held(9).isEmpty)
            #expect(try held(10) == [permissions[1]])
            #expect(try held(60) == permissions)
            try plane.set(topic, IAMv1.Policy([]), at: start + .seconds(1_000))
            #expect(try held(1_299) == [permissions[0]])
            #expect(try held(1_300).isEmpty)
        }
    }

    @Test("A shape says how delays lie in their ranges, and must rise")
    func shapes() throws {
        let range = Duration.zero ... .seconds(100)
        #expect(PropagationShape.uniform.duration(0.25, in: range) == .seconds(25))
        #expect(PropagationShape.longTail.duration(0.5, in: range) == .seconds(10))
        let steps = try PropagationShape([.init(writes: 0.5, delay: 0), .init(writes: 0.75, delay: 1)])
        #expect(steps.duration(0.4, in: range) == .zero)
        #expect(steps.duration(0.625, in: range) == .seconds(50))
        #expect(steps.duration(0.9, in: range) == .seconds(100))
        for points in [
            [(0.5, 0.5), (0.4, 0.6)], [(0.5, 0.5), (0.6, 0.4)], [(1, 1)], [(0.5, 1.5)], [(0, 0)],
        ] {
            #expect(throws: Status.self) {
                try PropagationShape(points.map { PropagationShape.Point(writes: $0.0, delay: $0.1) })
            }
        }
    }
}
