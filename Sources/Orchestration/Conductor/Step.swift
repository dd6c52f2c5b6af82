import CloudCore

/// One step of a run: what it is, how far it is, and when that was.
public struct Step: Sendable, Equatable {
    /// How far a step is.
    public enum State: String, Sendable, CaseIterable {
        /// Not begun.
        case pending
        /// Doing something.
        case running
        /// Begun, and waiting for something to become true.
        case waiting
        /// Ended well.
        case done
        /// Ended badly; the detail says why.
        case failed
        /// Not done, or given up because another step failed; the detail says which.
        case skipped

        /// Whether a step in this state never changes again.
        public var isFinal: Bool { self == .done || self == .failed || self == .skipped }

        /// Whether a step in this state has begun and not ended.
        public var isActive: Bool { self == .running || self == .waiting }
    }

    /// A point in a run, on both clocks: the machine's and the timeline's.
    public struct Moment: Sendable, Hashable {
        /// The machine's time.
        public var real: Instant
        /// The timeline's time, which a virtual timeline lets run ahead.
        public var virtual: Instant

        /// Makes a moment from its two times.
        public init(real: Instant, virtual: Instant) {
            self.real = real
            self.virtual = virtual
        }
    }

    /// The time between two moments, on both clocks.
    public struct Elapsed: Sendable, Hashable {
        /// By the machine's clock.
        public var real: Duration
        /// By the timeline.
        public var virtual: Duration
    }

    /// The step's place in the tree.
    public let id: StepID
    /// The step's name for people.
    public var title: String
    /// How far it is.
    public internal(set) var state: State
    /// What it waits for, why it failed, or what came of it; may be empty.
    public internal(set) var detail: String
    /// When it left `pending` for an active state.
    public internal(set) var started: Moment?
    /// When it reached a final state.
    public internal(set) var ended: Moment?

    /// How long it took, or has taken at `now`; nil if it never began.
    public func elapsed(at now: Moment) -> Elapsed? {
        guard let started else { return nil }
        let end = ended ?? now
        return Elapsed(real: end.real - started.real, virtual: end.virtual - started.virtual)
    }
}
