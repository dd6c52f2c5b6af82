import CloudCore

/// A run as a tree of steps with their states and elapsed times, for a terminal: a pure function of the graph.
public struct TreeProgress: Sendable {
    /// The terminal's columns.
    public var width: Int
    /// The terminal's rows; a taller tree is folded, and then cut.
    public var height: Int
    /// Whether to colour.
    public var usesColor: Bool

    /// Makes a renderer for a terminal of that size, at least 20 columns by 4 rows.
    public init(width: Int, height: Int, usesColor: Bool) {
        self.width = max(20, width)
        self.height = max(4, height)
        self.usesColor = usesColor
    }

    /// One line for each step that is shown.
    public func lines(_ graph: StepGraph, at now: Step.Moment) -> [String] {
        // Folding from the least interesting: what has ended, then what has not begun, then everything.
        let folds: [(Step.State) -> Bool] = [
            { _ in false }, { $0 == .done || $0 == .skipped }, { $0 != .failed && !$0.isActive },
            { _ in true },
        ]
        var shown: [Step] = []
        for fold in folds {
            shown = visible(graph, fold)
            if shown.count <= height - 1 { break }
        }
        var lines = shown.prefix(height - 1).map { line($0, at: now) }
        if shown.count > lines.count { lines[lines.count - 1] = "  … \(shown.count - lines.count + 1) more" }
        return lines
    }

    private func visible(_ graph: StepGraph, _ isFolded: (Step.State) -> Bool) -> [Step] {
        graph.all.filter { step in
            var above = step.id.parent
            while let id = above {
                if let state = graph[id]?.state, isFolded(state) { return false }
                above = id.parent
            }
            return true
        }
    }

    private func line(_ step: Step, at now: Step.Moment) -> String {
        let indent = String(repeating: "  ", count: step.id.depth)
        let times = step.state == .skipped ? "" : timeText(step, at: now)
        let room = width - 1 - indent.count - 2 - (times.isEmpty ? 0 : DisplayWidth.of(times) + 2)
        var title = DisplayWidth.cut(step.title, to: room)
        let left = room - DisplayWidth.of(title) - 2
        var detail = ""
        if !step.detail.isEmpty, left > 3 { detail = DisplayWidth.cut(step.detail, to: left) }
        let used = DisplayWidth.of(title) + (detail.isEmpty ? 0 : 2 + DisplayWidth.of(detail))
        let gap = times.isEmpty ? "" : String(repeating: " ", count: max(0, room - used) + 2)
        if step.id.depth == 0 { title = styled(title, "1") }
        if !detail.isEmpty { detail = "  " + styled(detail, step.state == .failed ? "31" : "2") }
        return indent + glyph(step, at: now) + " " + title + detail + gap + styled(times, "2")
    }

    /// Virtual time first, since that is what the cloud would have taken.
    private func timeText(_ step: Step, at now: Step.Moment) -> String {
        guard let elapsed = step.elapsed(at: now) else { return "" }
        return "\(elapsed.virtual.shortText) · \(elapsed.real.shortText)"
    }

    private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    private func glyph(_ step: Step, at now: Step.Moment) -> String {
        switch step.state {
        case .pending: styled("·", "2")
        case .running, .waiting: styled(Self.spinner[Self.frame(now.real)], "36")
        case .done: styled("✓", "32")
        case .failed: styled("✗", "31")
        case .skipped: styled("-", "2")
        }
    }

    /// A new frame every tenth of a second.
    private static func frame(_ instant: Instant) -> Int {
        let tenths = Int(truncatingIfNeeded: instant.nanoseconds / 100_000_000) % spinner.count
        return tenths < 0 ? tenths + spinner.count : tenths
    }

    private func styled(_ text: String, _ code: String) -> String {
        usesColor && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
