import CloudCore

/// The fault rules in their order, and how often each has matched and struck: decides which fault, if any, a call
/// meets. A plain value: the same rules, seed and calls give the same faults.
///
/// The first rule wins whose patterns match, whose count says so and whose chance falls so. Rules behind it do not
/// see the call. A rule that matches and does not strike lets the call go on to the next rule.
public struct FaultPlan: Sendable {
    /// The most rules.
    public static let maxRules = 1_000

    /// A rule with its counts.
    public struct Entry: Sendable {
        /// Names the rule until it is removed; never given again.
        public let id: Int
        /// The rule.
        public let rule: FaultRule
        /// Calls that its patterns have matched.
        public internal(set) var matched = 0
        /// Calls that it has struck.
        public internal(set) var struck = 0
        fileprivate var generator: SeededGenerator
    }

    /// The rules in their order.
    public private(set) var entries: [Entry] = []
    private var lastID = 0
    private var seed: UInt64

    /// Makes a plan without rules.
    public init(seed: UInt64 = 0) { self.seed = seed }

    /// Puts a rule behind the others; returns its number.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when there are `maxRules`.
    public mutating func add(_ rule: FaultRule) throws(Status) -> Int {
        guard entries.count < Self.maxRules else {
            throw Status(.resourceExhausted, "There are \(Self.maxRules) fault rules; no more are kept.")
        }
        lastID += 1
        entries.append(Entry(id: lastID, rule: rule, generator: Self.generator(seed, lastID)))
        return lastID
    }

    /// Removes a rule.
    ///
    /// - Throws: NOT_FOUND.
    public mutating func remove(_ id: Int) throws(Status) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else {
            throw Status(.notFound, "There is no fault rule \(id).")
        }
        entries.remove(at: index)
    }

    /// Removes all rules.
    public mutating func removeAll() { entries = [] }

    /// Begins all random choices anew. Counts stay.
    public mutating func restart(seed: UInt64) {
        self.seed = seed
        for index in entries.indices { entries[index].generator = Self.generator(seed, entries[index].id) }
    }

    /// The fault that a call meets; counts the call.
    public mutating func strike(_ call: FaultCall) -> Fault? {
        for index in entries.indices where entries[index].rule.concerns(call) {
            entries[index].matched += 1
            if let fault = entries[index].strike() { return fault }
        }
        return nil
    }

    /// Each rule has choices of its own, so that a rule more changes nothing for the others.
    private static func generator(_ seed: UInt64, _ id: Int) -> SeededGenerator {
        SeededGenerator(seed: SeededGenerator.mix(seed) ^ UInt64(truncatingIfNeeded: id))
    }
}

extension FaultPlan.Entry {
    fileprivate mutating func strike() -> Fault? {
        guard rule.occurrence.includes(matched) else { return nil }
        if rule.probability < 1, Double.random(in: 0..<1, using: &generator) >= rule.probability {
            return nil
        }
        struck += 1
        var latency = rule.latency
        if rule.jitter > .zero {
            latency += .nanoseconds(Int64.random(in: 0...rule.jitter.clampedNanoseconds, using: &generator))
        }
        return Fault(rule: id, latency: latency, effect: rule.effect, seed: generator.next())
    }
}
