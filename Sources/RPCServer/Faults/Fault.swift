import CloudCore

/// What a rule has decided for one call.
public struct Fault: Sendable {
    /// The number of the rule.
    public let rule: Int
    /// How much later the call is served.
    public let latency: Duration
    /// What goes wrong beside that.
    public let effect: FaultEffect?
    /// Where the random choices of this call begin.
    let seed: UInt64

    /// The items of a batch as the fault lets them through.
    ///
    /// - Parameter number: the number of the batch within its call, so that each is shuffled its own way.
    public func edit<T>(_ items: [T], batch number: Int = 0) -> [T] {
        switch effect {
        case .duplicate: return items.flatMap { [$0, $0] }
        case .reorder: return order(of: items.count, batch: number).map { items[$0] }
        case .dropResponse: return []
        case .error, .dropRequest, .cut, nil: return items
        }
    }

    /// A random order that is not the present one, if there is any other.
    private func order(of count: Int, batch number: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed ^ SeededGenerator.mix(UInt64(truncatingIfNeeded: number)))
        let present = Array(0..<count)
        let order = present.shuffled(using: &generator)
        return order == present && count > 1 ? Array(present[1...]) + [0] : order
    }
}
