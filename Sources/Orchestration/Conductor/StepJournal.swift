import CloudCore
import Synchronization

/// Records what a run does, step by step, on both clocks, and tells a listener of each change in order.
public final class StepJournal: Sendable {
    private struct State {
        var graph = StepGraph()
        var sequence = 0
    }

    /// The timeline whose time is noted beside the machine's.
    public let timeline: any Timeline
    private let state = Mutex(State())
    private let listener: @Sendable (StepEvent) -> Void

    /// Makes an empty journal. `listener` is called for each event, one at a time and in order; it must not
    /// call the journal.
    public init(timeline: any Timeline, listener: @escaping @Sendable (StepEvent) -> Void = { _ in }) {
        self.timeline = timeline
        self.listener = listener
    }

    /// The steps as they stand.
    public var graph: StepGraph { state.withLock { $0.graph } }

    /// The present moment on both clocks.
    public var now: Step.Moment { Step.Moment(real: RealTimeline.shared.now, virtual: timeline.now) }

    /// Announces a step that is to come, so that it is seen before it begins.
    public func plan(_ id: StepID, _ title: String) {
        record(.step(id, title: title, state: .pending, detail: ""))
    }

    /// Notes a line that belongs to no step.
    public func note(_ text: String) { record(.note(text)) }

    /// Marks a step as waiting for something.
    public func wait(_ id: StepID, for detail: String) { move(id, to: .waiting, detail) }

    /// Marks a step as doing something again, or as being at something.
    public func resume(_ id: StepID, _ detail: String = "") { move(id, to: .running, detail) }

    /// Marks a step as not to be done.
    public func skip(_ id: StepID, because reason: String) { move(id, to: .skipped, reason) }

    /// Runs `body` as a step: running while it runs, then done, failed, or skipped when cancelled.
    ///
    /// - Throws: `StepFailure` naming the innermost step that failed, or `CancellationError`.
    public func step<T>(
        _ id: StepID, _ title: String, _ body: () async throws -> T
    ) async throws -> T {
        plan(id, title)
        move(id, to: .running, "")
        do {
            let result = try await body()
            // What a step waited for has come; what it was told at last is its result.
            let step = graph[id]
            move(id, to: .done, step?.state == .waiting ? "" : step?.detail ?? "")
            return result
        } catch let failure as StepFailure {
            move(id, to: .failed, "")
            throw failure
        } catch is CancellationError {
            move(id, to: .skipped, "cancelled")
            throw CancellationError()
        } catch {
            move(id, to: .failed, StepFailure.text(of: error))
            throw StepFailure(id: id, titles: graph.titles(to: id), cause: error)
        }
    }

    private func move(_ id: StepID, to next: Step.State, _ detail: String) {
        guard let title = state.withLock({ $0.graph[id]?.title }) else { return }
        record(.step(id, title: title, state: next, detail: detail))
    }

    /// The listener is called inside the lock: that is what keeps events in order.
    private func record(_ kind: StepEvent.Kind) {
        let moment = now
        state.withLock { state in
            let before = state.graph
            state.sequence += 1
            let event = StepEvent(sequence: state.sequence, moment: moment, kind: kind)
            state.graph.apply(event)
            if case .step = kind, state.graph == before {
                state.sequence -= 1
                return
            }
            listener(event)
        }
    }
}
