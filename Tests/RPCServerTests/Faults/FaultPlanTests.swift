import CloudCore
import Testing

@testable import RPCServer

/// Which calls rules strike.
struct FaultPlanTests {
    static let publish = FaultCall(method: "google.x.v1.Publisher/Publish", resource: "projects/p/topics/t")

    static func rule(_ json: JSON) throws -> FaultRule { try FaultRule(json: json) }

    /// The calls among so many that the rule strikes, from 1.
    static func struck(_ match: JSON, calls: Int = 10, seed: UInt64 = 1) throws -> [Int] {
        var plan = FaultPlan(seed: seed)
        _ = try plan.add(try rule(["match": match, "action": ["drop": "request"]]))
        return (1...calls).filter { _ in plan.strike(publish) != nil }
    }

    @Test(
        "A rule strikes the calls that its patterns and its count say",
        arguments: [
            (#"{}"#, Array(1...10)), (#"{"method": "Publish"}"#, Array(1...10)),
            (#"{"method": "*/Publish"}"#, Array(1...10)),
            (#"{"method": "/google.x.v1.Publisher/Publish"}"#, Array(1...10)), (#"{"method": "Pull"}"#, []),
            (#"{"resource": "*/topics/t"}"#, Array(1...10)), (#"{"resource": "*/topics/u"}"#, []),
            (#"{"principal": "a@b"}"#, []), (#"{"nth": 3}"#, [3]), (#"{"every": 4}"#, [4, 8]),
            (#"{"first": 2}"#, [1, 2]), (#"{"probability": 0}"#, []), (#"{"probability": 1}"#, Array(1...10)),
        ])
    func matching(match: String, expected: [Int]) throws {
        #expect(try Self.struck(try JSON.parse(match)) == expected)
    }

    @Test("Chance is repeated by the seed, and near the probability")
    func chance() throws {
        let match: JSON = ["probability": 0.3]
        let first = try Self.struck(match, calls: 10_000, seed: 5)
        #expect(try Self.struck(match, calls: 10_000, seed: 5) == first)
        #expect(try Self.struck(match, calls: 10_000, seed: 6) != first)
        #expect((2_700...3_300).contains(first.count))
    }

    @Test("The first rule that strikes wins, and the rules behind it do not count the call")
    func firstWins() throws {
        var plan = FaultPlan()
        let first = try plan.add(try Self.rule(["match": ["nth": 2], "action": ["drop": "request"]]))
        let second = try plan.add(try Self.rule(["action": ["drop": "response"]]))
        let rules = (1...3).map { _ in plan.strike(Self.publish)?.rule }
        #expect(rules == [second, first, second])
        #expect(plan.entries.map(\.matched) == [3, 2])
        #expect(plan.entries.map(\.struck) == [1, 2])
        try plan.remove(first)
        #expect(plan.entries.map(\.id) == [second])
        #expect(throws: Status(.notFound, "There is no fault rule 1.")) { try plan.remove(first) }
    }

    @Test("A rule matches only calls to which its effect can be done")
    func traits() throws {
        let cases: [(JSON, FaultCall.Traits, Bool)] = [
            (["cut": ["afterMessages": 1]], [.canWait], false),
            (["cut": ["afterMessages": 1]], [.isStream], true),
            (["duplicate": true], [.canWait], false), (["duplicate": true], [.hasBatch], true),
            (["reorder": true], [.isStream], false), (["latency": "1s"], [], false),
            (["latency": "1s"], [.canWait], true), (["drop": "request"], [], true),
        ]
        for (action, traits, isStruck) in cases {
            var plan = FaultPlan()
            _ = try plan.add(try Self.rule(["action": action]))
            var call = Self.publish
            call.traits = traits
            #expect((plan.strike(call) != nil) == isStruck, "\(action) \(traits.rawValue)")
            #expect(plan.entries[0].matched == (isStruck ? 1 : 0))
        }
    }

    @Test("Jitter is added to the latency, within its bound, repeated by the seed")
    func jitter() throws {
        var latencies: [[Duration]] = []
        for _ in 0..<2 {
            var plan = FaultPlan(seed: 9)
            _ = try plan.add(try Self.rule(["action": ["latency": "2s", "jitter": "1s"]]))
            latencies.append((0..<50).compactMap { _ in plan.strike(Self.publish)?.latency })
        }
        #expect(latencies[0] == latencies[1])
        #expect(Set(latencies[0]).count > 40)
        #expect(latencies[0].allSatisfy { $0 >= .seconds(2) && $0 <= .seconds(3) })
    }

    @Test("A reordered batch has another order, repeated by the seed; a duplicated one has each item twice")
    func editing() throws {
        func edit(_ action: JSON, _ items: [Int]) throws -> [Int] {
            var plan = FaultPlan(seed: 3)
            _ = try plan.add(try Self.rule(["action": action]))
            var call = Self.publish
            call.traits = .hasBatch
            let fault = plan.strike(call)
            return try #require(fault).edit(items)
        }
        for count in 2..<20 {
            let items = Array(0..<count)
            let shuffled = try edit(["reorder": true], items)
            #expect(shuffled != items && shuffled.sorted() == items)
            #expect(try edit(["reorder": true], items) == shuffled)
        }
        #expect(try edit(["duplicate": true], [1, 2]) == [1, 1, 2, 2])
        #expect(try edit(["reorder": true], []) == [])
    }

    @Test("There is a bound on rules")
    func bound() throws {
        var plan = FaultPlan()
        for _ in 0..<FaultPlan.maxRules { _ = try plan.add(FaultRule(.dropRequest)) }
        #expect(throws: Status.self) { _ = try plan.add(FaultRule(.dropRequest)) }
        #expect(plan.entries.count == FaultPlan.maxRules)
    }
}
