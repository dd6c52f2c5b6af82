import CloudCore

/// One change in a run: what `conductor --json` prints, one a line.
public struct StepEvent: Sendable, Equatable {
    /// What changed.
    public enum Kind: Sendable, Equatable {
        /// A step is in this state now. A pending step is one that was announced.
        case step(StepID, title: String, state: Step.State, detail: String)
        /// A line that belongs to no step, for example of a service's log.
        case note(String)
    }

    /// The version of the JSON form. It grows when a reader of the old form would misunderstand the new.
    public static let version = 1

    /// Counts the events of a run from 1, without gaps.
    public var sequence: Int
    /// When it changed.
    public var moment: Step.Moment
    /// What changed.
    public var kind: Kind

    /// Makes an event from its parts.
    public init(sequence: Int, moment: Step.Moment, kind: Kind) {
        self.sequence = sequence
        self.moment = moment
        self.kind = kind
    }
}
