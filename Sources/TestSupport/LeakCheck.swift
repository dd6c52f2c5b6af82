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
    ///
    /// What was deleted may still be seen for a while, so a leak is one that is still seen after `patience`.
    public func leaks(patience: Duration = .seconds(10 * 60)) async throws -> LeakReport {
        try await cloud.settle()
        let deadline = cloud.timeline.now + patience
        while true {
            let report = LeakReport(try await cloud.inventory().subtracting(before))
            let now = cloud.timeline.now
            if report.isEmpty || now >= deadline { return report }
            try await cloud.pass(until: min(now + Self.interval, deadline))
        }
    }

    /// The time between two looks.
    private static let interval = Duration.seconds(60)
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
