import CloudCore

/// A run as lines that are only ever added, for logs and CI: one when a step begins to wait and one when it ends.
///
/// A plain value: events in, lines out.
public struct PlainProgress: Sendable {
    private var graph = StepGraph()
    private var start: Step.Moment?
    private var waited: Set<StepID> = []

    /// Makes a renderer that has seen nothing.
    public init() {}

    /// The lines that an event adds.
    public mutating func lines(for event: StepEvent) -> [String] {
        let start = start ?? event.moment
        self.start = start
        switch event.kind {
        case .note(let text):
            return [line(event, "note", text)]
        case .step(let id, _, let state, let detail):
            let before = graph[id]?.state
            graph.apply(event)
            guard let step = graph[id], state != .pending, before != state else { return [] }
            switch state {
            case .running where step.id.depth > 0 || before == .waiting: return []
            case .waiting where !waited.insert(id).inserted: return []
            default: break
            }
            return [line(event, state.rawValue, text(step, detail, event.moment))]
        }
    }

    private func text(_ step: Step, _ detail: String, _ now: Step.Moment) -> String {
        var text = graph.titles(to: step.id).joined(separator: " › ")
        if step.state == .done, let elapsed = step.elapsed(at: now) {
            text += " (\(elapsed.virtual.shortText) virtual, \(elapsed.real.shortText) real)"
        }
        return detail.isEmpty ? text : text + ": " + detail
    }

    private func line(_ event: StepEvent, _ word: String, _ text: String) -> String {
        let since = (event.moment.virtual - (start ?? event.moment).virtual).shortText
        return "+\(since)".padded(to: 9) + word.padded(to: 9) + text
    }
}

extension String {
    /// The text followed by spaces up to a width, and by one at least.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - DisplayWidth.of(self)))
    }
}
