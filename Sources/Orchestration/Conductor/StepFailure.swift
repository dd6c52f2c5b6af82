import CloudCore

/// The step that failed, where it stands in the run, and why.
public struct StepFailure: Error, Sendable {
    /// The innermost step that failed.
    public var id: StepID
    /// The titles from the phase down to the step.
    public var titles: [String]
    /// Why it failed.
    public var cause: any Error

    /// Makes a failure from its parts.
    public init(id: StepID, titles: [String], cause: any Error) {
        self.id = id
        self.titles = titles
        self.cause = cause
    }

    /// What an error says for people.
    static func text(of error: any Error) -> String {
        switch error {
        case let status as Status: status.description
        case let failure as DirectorFailure: failure.description
        default: String(describing: error)
        }
    }
}

extension StepFailure: CustomStringConvertible {
    /// The way to the step, and its reason: `Setup IAM › account a-sa: NOT_FOUND: …`.
    public var description: String { titles.joined(separator: " › ") + ": " + Self.text(of: cause) }
}

/// Several failures of steps that do not depend on each other, such as those of a teardown.
public struct StepFailures: Error, Sendable, CustomStringConvertible {
    /// The failures, in the order of their steps; at least one.
    public var failures: [StepFailure]

    /// Makes a list of failures.
    public init(_ failures: [StepFailure]) { self.failures = failures }

    /// A line for each failure.
    public var description: String { failures.map(\.description).joined(separator: "\n") }
}
