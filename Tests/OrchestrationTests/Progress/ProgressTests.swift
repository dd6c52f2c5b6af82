import CloudCore
import Testing

@testable import Orchestration

/// Events of a small run, at given seconds of real and virtual time.
private struct Script {
    private(set) var events: [StepEvent] = []
    private(set) var graph = StepGraph()

    static let start = Instant(nanoseconds: 1_893_456_000_000_000_000)

    static func moment(_ real: Double, _ virtual: Double) -> Step.Moment {
        Step.Moment(real: start + .seconds(real), virtual: start + .seconds(virtual))
    }

    mutating func add(_ kind: StepEvent.Kind, _ real: Double, _ virtual: Double) {
        let event = StepEvent(sequence: events.count + 1, moment: Self.moment(real, virtual), kind: kind)
        events.append(event)
        graph.apply(event)
    }

    mutating func step(
        _ id: StepID, _ title: String, _ state: Step.State, _ detail: String = "", at real: Double,
        _ virtual: Double
    ) { add(.step(id, title: title, state: state, detail: detail), real, virtual) }

    /// A phase that is done, one that runs with a waiting and a failed step, and one that is to come.
    static var sample: Script {
        var script = Script()
        let (one, two, three) = (StepID("one"), StepID("two"), StepID("three"))
        script.step(one, "Phase 1", .pending, at: 0, 0)
        script.step(one.child("a"), "account a", .pending, at: 0, 0)
        script.step(two, "Phase 2", .pending, at: 0, 0)
        script.step(three, "Phase 3", .pending, at: 0, 0)
        script.step(one, "Phase 1", .running, at: 0, 0)
        script.step(one.child("a"), "account a", .running, at: 0, 0)
        script.step(one.child("a"), "account a", .waiting, "1 check", at: 0, 1)
        script.step(one.child("a"), "account a", .waiting, "2 checks", at: 0, 2)
        script.step(one.child("a"), "account a", .running, "visible", at: 0.25, 420)
        script.step(one.child("a"), "account a", .done, "visible", at: 0.25, 420)
        script.step(one, "Phase 1", .done, at: 0.25, 420)
        script.step(two, "Phase 2", .running, at: 0.25, 420)
        script.step(two.child("x"), "step x", .waiting, "the director's reply", at: 0.5, 421)
        script.step(two.child("y"), "step y", .failed, "NOT_FOUND: no topic", at: 0.5, 422)
        return script
    }
}

@Suite("Progress")
struct ProgressTests {
    @Test("Plain lines: phases begin, steps wait once and end, with virtual time first")
    func plain() {
        var renderer = PlainProgress()
        let lines = Script.sample.events.flatMap { renderer.lines(for: $0) }
        #expect(
            lines == [
                "+0 µs    running  Phase 1",
                "+1.0 s   waiting  Phase 1 › account a: 1 check",
                "+7m 0s   done     Phase 1 › account a (7m 0s virtual, 250 ms real): visible",
                "+7m 0s   done     Phase 1 (7m 0s virtual, 250 ms real)",
                "+7m 0s   running  Phase 2",
                "+7m 1s   waiting  Phase 2 › step x: the director's reply",
                "+7m 2s   failed   Phase 2 › step y: NOT_FOUND: no topic",
            ])
    }

    @Test("The tree shows every step with its state, its detail and both times at the right edge")
    func tree() {
        let renderer = TreeProgress(width: 60, height: 20, usesColor: false)
        let lines = renderer.lines(Script.sample.graph, at: Script.moment(1, 430))
        #expect(
            lines == [
                "✓ Phase 1                                    7m 0s · 250 ms",
                "  ✓ account a  visible                       7m 0s · 250 ms",
                "⠋ Phase 2                                   10.0 s · 750 ms",
                "  ⠋ step x  the director's reply             9.0 s · 500 ms",
                "  ✗ step y  NOT_FOUND: no topic                 0 µs · 0 µs",
                "· Phase 3",
            ])
    }

    @Test(
        "No line is wider than the terminal, nor the tree taller",
        arguments: [(20, 4), (30, 5), (45, 6), (200, 50)])
    func size(_ width: Int, _ height: Int) {
        var script = Script.sample
        for index in 0..<30 {
            script.step(
                StepID("two").child("\(index)"), "a step with a very long title, 名前 \(index)", .waiting,
                "and a detail\nof two lines", at: 1, 430)
        }
        let renderer = TreeProgress(width: width, height: height, usesColor: false)
        let lines = renderer.lines(script.graph, at: Script.moment(2, 440))
        #expect(lines.count < height)
        #expect(lines.allSatisfy { DisplayWidth.of($0) < width })
        #expect(!lines.contains { $0.contains("\n") })
    }

    @Test("When there is no room, ended phases are folded before active ones")
    func folding() {
        let renderer = TreeProgress(width: 60, height: 6, usesColor: false)
        let lines = renderer.lines(Script.sample.graph, at: Script.moment(1, 430))
        #expect(
            lines.map { String($0.prefix(9)) } == [
                "✓ Phase 1", "⠋ Phase 2", "  ⠋ step ", "  ✗ step ", "· Phase 3",
            ])
    }

    @Test("Colours change nothing but escape sequences")
    func color() {
        let moment = Script.moment(1, 430)
        let plain = TreeProgress(width: 60, height: 20, usesColor: false).lines(
            Script.sample.graph, at: moment)
        let colored = TreeProgress(width: 60, height: 20, usesColor: true).lines(
            Script.sample.graph, at: moment)
        #expect(colored != plain)
        #expect(colored.map { $0.replacing(/\u{1b}\[[0-9]+m/, with: "") } == plain)
    }

    @Test(
        "The live screen overwrites its lines, leaves unchanged ones alone, and writes nothing for an equal frame"
    )
    func screen() {
        var screen = LiveScreen()
        #expect(screen.draw(["a", "b"]) == "\u{1b}[?2026ha\u{1b}[K\nb\u{1b}[K\n\u{1b}[?2026l")
        #expect(screen.draw(["a", "b"]) == "")
        #expect(screen.draw(["a", "c"]) == "\u{1b}[?2026h\u{1b}[2A\r\nc\u{1b}[K\n\u{1b}[?2026l")
        #expect(screen.draw(["a"]) == "\u{1b}[?2026h\u{1b}[2A\r\n\u{1b}[J\u{1b}[?2026l")
        #expect(
            screen.draw(["a"], above: ["n"]) == "\u{1b}[?2026h\u{1b}[1A\rn\u{1b}[K\na\u{1b}[K\n\u{1b}[?2026l")
    }

    @Test("The table gives each phase its virtual and real time, and the total")
    func table() {
        let lines = PhaseTable.lines(Script.sample.graph, at: Script.moment(1, 430))
        #expect(
            lines == [
                "         virtual    real",
                "Phase 1    7m 0s  250 ms  done",
                "Phase 2   10.0 s  750 ms  running",
                "Phase 3                   pending",
                "total     7m 10s   1.0 s",
            ])
    }

    @Test("Events are JSON with a version, a sequence, and both times")
    func json() {
        let texts = Script.sample.events.map { $0.json.text() }
        #expect(
            texts[6]
                == #"{"version":1,"sequence":7,"type":"step","step":"one/a","title":"account a","state":"waiting","detail":"1 check","real_time":"2030-01-01T00:00:00Z","virtual_time":"2030-01-01T00:00:01Z"}"#
        )
        let note = StepEvent(sequence: 1, moment: Script.moment(0, 0), kind: .note("hello"))
        #expect(note.json["type"] == "note")
        #expect(note.json["text"] == "hello")
    }

    @Test("The summary holds what the table shows")
    func summary() {
        let summary = PhaseTable.json(Script.sample.graph, at: Script.moment(1, 430), outcome: "fine")
        #expect(summary["outcome"] == "fine")
        #expect(summary["phases"]?.arrayValue?.count == 3)
        #expect(summary["phases"]?[0]?["virtual_seconds"]?.doubleValue == 420)
    }

    @Test(
        "Text is cut to its width",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("名前名前", 5, "名前…"), ("名前名前", 4, "名…"),
            ("a\u{7}b", 5, "ab"),
            ("ab", 0, ""), ("a\nb", 5, "a b"),
        ])
    func cutting(_ text: String, _ width: Int, _ expected: String) {
        #expect(DisplayWidth.cut(text, to: width) == expected)
    }
}
