import CloudCore

/// Finds what a test leaves behind in its cloud.
public struct LeakCheck: Sendable {
    private let cloud: TestCloud
    private let before: CloudInventory

    /// Remembers what exists now, once everything written so far has spread.
    public static func mark(_ cloud: TestCloud) async throws -> LeakCheck {
        try await cloud.settle()
        return LeakCheck(cloud: cloud, before: try await cloud.inventory())
    }

    /// What exists now that did not at the mark, once everything written so far has spread.
    public func leaks() async throws -> LeakReport {
        try await cloud.settle()
        return LeakReport(try await cloud.inventory().subtracting(before))
    }
}

/// What was left behind.
public struct LeakReport: Sendable, Equatable, CustomStringConvertible {
    /// What was left behind.
    public let leaked: CloudInventory

    /// Makes a report.
    public init(_ leaked: CloudInventory) { self.leaked = leaked }

    /// Whether nothing was left behind.
    public var isEmpty: Bool { leaked.isEmpty }

    /// The report for people, a line for each leak.
    public var description: String {
        guard !isEmpty else { return "nothing was left behind" }
        let lines =
            leaked.topics.sorted().map { "topic \($0)" }
            + leaked.subscriptions.sorted().map { "subscription \($0)" }
            + leaked.serviceAccounts.sorted().map { "service account \($0)" }
            + leaked.bindings.sorted().map { "role \($0)" }
        return "left behind:" + lines.map { "\n  - \($0)" }.joined()
    }
}
