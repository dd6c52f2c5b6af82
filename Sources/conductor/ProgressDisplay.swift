import CloudCore
import Orchestration
import Synchronization

/// Shows a run while it happens: a tree that is redrawn, lines, or JSON.
final class ProgressDisplay: Sendable {
    enum Mode {
        case live
        case plain
        case json
    }

    private struct State {
        var graph = StepGraph()
        var plain = PlainProgress()
        var screen = LiveScreen()
        var above: [String] = []
    }

    private let mode: Mode
    private let state = Mutex(State())

    /// A new frame of the live tree: often enough for the eye, seldom enough for a slow terminal.
    private static let frameInterval = Duration.milliseconds(100)

    init(_ output: RehearseOptions.Output) {
        switch output {
        case .automatic: mode = Terminal.isLive ? .live : .plain
        case .plain: mode = .plain
        case .json: mode = .json
        }
    }

    /// Takes an event of the journal in. Called one at a time.
    func take(_ event: StepEvent) {
        switch mode {
        case .json: StandardStream.output.writeLine(event.json.text())
        case .plain:
            let lines = state.withLock { $0.plain.lines(for: event) }
            for line in lines { StandardStream.output.writeLine(line) }
        case .live:
            state.withLock { state in
                state.graph.apply(event)
                if case .note(let text) = event.kind { state.above.append("  " + text) }
            }
        }
    }

    /// Runs `body` while the live tree is redrawn.
    func showing<Result: Sendable>(
        _ journal: StepJournal, _ body: @escaping @Sendable () async -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { await body() }
            group.addTask {
                guard self.mode == .live else { return nil }
                while true {
                    try await RealTimeline.shared.sleep(for: Self.frameInterval)
                    self.draw(journal.now)
                }
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let result = ended { return result }
            }
            throw CancellationError()
        }
    }

    /// Draws the last frame and prints what each phase took.
    func finish(_ graph: StepGraph, at now: Step.Moment, outcome: String) {
        if mode == .live { draw(now) }
        guard mode != .json else {
            StandardStream.output.writeLine(PhaseTable.json(graph, at: now, outcome: outcome).text())
            return
        }
        StandardStream.output.writeLine("")
        for line in PhaseTable.lines(graph, at: now) { StandardStream.output.writeLine(line) }
        StandardStream.output.writeLine("\n" + outcome)
    }

    private func draw(_ now: Step.Moment) {
        let size = Terminal.size
        let tree = TreeProgress(width: size.width, height: size.height, usesColor: Terminal.usesColor)
        state.withLock { state in
            let frame = state.screen.draw(tree.lines(state.graph, at: now), above: state.above)
            state.above = []
            StandardStream.output.write(frame)
        }
    }
}
