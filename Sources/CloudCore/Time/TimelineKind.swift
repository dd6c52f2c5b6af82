/// Whose time a program follows, as its option `--timeline` says.
public enum TimelineKind: String, CaseIterable, Sendable {
    /// The machine's.
    case real
    /// One that moves when it is told to.
    case virtual
    /// One that moves on by itself when nothing is left to do.
    case automatic

    /// Makes such a timeline; the virtual ones begin at the present.
    public func make() -> any Timeline {
        switch self {
        case .real: RealTimeline.shared
        case .virtual: VirtualTimeline(start: RealTimeline.shared.now)
        case .automatic: VirtualTimeline(start: RealTimeline.shared.now, mode: .automatic)
        }
    }
}
