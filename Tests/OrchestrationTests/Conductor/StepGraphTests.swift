import CloudCore
import Synchronization
import Testing

@testable import Orchestration

@Suite("Step graph and journal")
struct StepGraphTests {
    private func moment(_ seconds: Int64) -> Step.Moment {
        let instant = Instant(nanoseconds: seconds * 1_000_000_000)
        return Step.Moment(real: instant, virtual: instant + .seconds(seconds * 59))
    }

    @Test("Steps keep the order in which they were added, each before those below it")
    func order() {
        var graph = StepGraph()
        let (a, b) = (StepID("a"), StepID("b"))
        for id in [a, b, a.child("2"), b.child("1"), a.child("1"), a.child("2").child("x")] {
            graph.add(id, title: id.path)
        }
        #expect(graph.all.map(\.title) == ["a", "a/2", "a/2/x", "a/1", "b", "b/1"])
    }

    @Test("A step that has ended does not change, and ends what is below it")
    func ending() {
        var graph = StepGraph()
        let parent = StepID("p")
        for id in [parent, parent.child("done"), parent.child("open")] { graph.add(id, title: id.path) }
        graph.move(parent, to: .running, detail: "", at: moment(1))
        graph.move(parent.child("done"), to: .running, detail: "", at: moment(1))
        graph.move(parent.child("done"), to: .done, detail: "", at: moment(2))
        let ends = graph.move(parent, to: .failed, detail: "why", at: moment(3))
        let endsAgain = graph.move(parent, to: .done, detail: "", at: moment(4))
        #expect(ends && !endsAgain)
        #expect(graph[parent.child("done")]?.state == .done)
        #expect(graph[parent.child("open")]?.state == .skipped)
        #expect(graph[parent]?.detail == "why")
        #expect(graph[parent]?.elapsed(at: moment(9))?.virtual == .seconds(120))
    }

    @Test("A name with a slash stays one step")
    func slash() {
        let id = StepID("a").child("projects/p")
        #expect(id.parent == StepID("a"))
        #expect(id.depth == 1)
    }

    @Test(
        "Against a model: whatever happens, states only go forward and the tree equals its events",
        arguments: 0..<30 as Range<UInt64>)
    func model(_ seed: UInt64) {
        var random = TestRandom(seed: seed)
        var graph = StepGraph()
        var replayed = StepGraph()
        var states: [StepID: Step.State] = [:]
        let ids = (0..<4).flatMap { root -> [StepID] in
            let id = StepID("r\(root)")
            return [id] + (0..<3).map { id.child("c\($0)") }
        }
        for time in 0..<400 as Range<Int64> {
            let id = ids[Int.random(in: 0..<ids.count, using: &random)]
            let state = Step.State.allCases[Int.random(in: 0..<6, using: &random)]
            let event = StepEvent(
                sequence: Int(time), moment: moment(time),
                kind: .step(id, title: id.path, state: state, detail: ""))
            graph.apply(event)
            replayed.apply(event)
            for step in graph.all {
                if let before = states[step.id], before.isFinal { #expect(step.state == before) }
                #expect((step.ended != nil) == step.state.isFinal)
                states[step.id] = step.state
            }
        }
        #expect(graph == replayed)
        #expect(graph.count == graph.all.count)
    }

    @Test("The journal tells of every change in order, and which step failed with its reason")
    func journal() async throws {
        let events = Recorded()
        let journal = StepJournal(timeline: VirtualTimeline()) { events.add($0) }
        let phase = StepID("phase")
        let failure = await #expect(throws: StepFailure.self) {
            try await journal.step(phase, "Phase") {
                try await journal.step(phase.child("ok"), "good") {}
                try await journal.step(phase.child("bad"), "bad") { throw Status(.notFound, "no topic") }
            }
        }
        #expect(failure?.description == "Phase › bad: NOT_FOUND: no topic")
        #expect(failure?.id == phase.child("bad"))
        #expect(events.all.map(\.sequence) == Array(1...events.all.count))
        var replayed = StepGraph()
        for event in events.all { replayed.apply(event) }
        #expect(replayed == journal.graph)
        #expect(journal.graph[phase]?.state == .failed)
        #expect(journal.graph[phase.child("ok")]?.state == .done)
    }
}

final class Recorded: Sendable {
    private let events = Mutex<[StepEvent]>([])
    var all: [StepEvent] { events.withLock { $0 } }
    func add(_ event: StepEvent) { events.withLock { $0.append(event) } }
}
