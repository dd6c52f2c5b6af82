import CloudCore

/// The steps of a run as a tree, in the order in which they were added: a plain value, the sum of its events.
///
/// Whoever has the events (the journal, a renderer, a reader of `--json`) has the same tree.
public struct StepGraph: Sendable, Equatable {
    private var steps: [StepID: Step] = [:]
    private var childIDs: [StepID: [StepID]] = [:]
    /// The steps without a parent, in order.
    public private(set) var roots: [StepID] = []

    /// An empty tree.
    public init() {}

    /// The number of steps.
    public var count: Int { steps.count }

    /// The step of that id, or nil.
    public subscript(id: StepID) -> Step? { steps[id] }

    /// The steps directly below one, in order.
    public func children(of id: StepID) -> [StepID] { childIDs[id] ?? [] }

    /// All steps, each before those below it, in order.
    public var all: [Step] {
        var found: [Step] = []
        var rest = Array(roots.reversed())
        while let id = rest.popLast() {
            if let step = steps[id] { found.append(step) }
            rest += children(of: id).reversed()
        }
        return found
    }

    /// The titles of the steps from the root down to this one.
    public func titles(to id: StepID) -> [String] {
        var titles: [String] = []
        var next: StepID? = id
        while let current = next {
            titles.append(steps[current]?.title ?? current.path)
            next = current.parent
        }
        return titles.reversed()
    }

    /// Adds a step, and those above it that are missing, as pending. Adding it again changes its title alone.
    public mutating func add(_ id: StepID, title: String) {
        if steps[id] != nil {
            steps[id]?.title = title
            return
        }
        if let parent = id.parent {
            if steps[parent] == nil { add(parent, title: parent.path) }
            childIDs[parent, default: []].append(id)
        } else {
            roots.append(id)
        }
        steps[id] = Step(id: id, title: title, state: .pending, detail: "")
    }

    /// Moves a step to a state; false, and nothing changes, if the step does not exist or has ended.
    ///
    /// When a step ends, whatever below it has not ended will not: it becomes skipped.
    @discardableResult
    public mutating func move(_ id: StepID, to state: Step.State, detail: String, at moment: Step.Moment)
        -> Bool
    {
        guard let step = steps[id], !step.state.isFinal, state != .pending else { return false }
        if state.isFinal {
            for child in children(of: id) { move(child, to: .skipped, detail: "", at: moment) }
        }
        steps[id]?.state = state
        steps[id]?.detail = detail
        if state != .skipped, step.started == nil { steps[id]?.started = moment }
        if state.isFinal { steps[id]?.ended = moment }
        return true
    }

    /// Applies an event; events of other kinds change nothing.
    public mutating func apply(_ event: StepEvent) {
        guard case .step(let id, let title, let state, let detail) = event.kind else { return }
        add(id, title: title)
        if state != .pending { move(id, to: state, detail: detail, at: event.moment) }
    }
}
