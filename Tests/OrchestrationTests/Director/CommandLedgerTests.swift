import Testing

@testable import Orchestration

@Suite("Command ledger")
struct CommandLedgerTests {
    private func command(_ id: String, _ dataflow: String = "a", run: String? = "r") -> DirectorCommand {
        DirectorCommand(id: id, runID: run, instruction: .dataflowSetup(dataflow: dataflow))
    }

    private func reply(_ command: DirectorCommand) -> CompletionEvent {
        CompletionEvent(
            status: .dataflowComplete, value: command.instruction.dataflow, commandID: command.id,
            runID: command.runID)
    }

    @Test("A command that is delivered again while it waits or runs is not executed again")
    func inProgress() {
        var ledger = CommandLedger()
        #expect(ledger.receive(command("1")) == .accepted)
        #expect(ledger.receive(command("1")) == .inProgress)
        #expect(ledger.startNext() == command("1"))
        #expect(ledger.receive(command("1")) == .inProgress)
        #expect(ledger.startNext() == nil)
    }

    @Test("A command that is delivered again after it is done is answered with the same reply")
    func done() {
        var ledger = CommandLedger()
        _ = ledger.receive(command("1"))
        _ = ledger.startNext()
        ledger.finish(command("1"), with: reply(command("1")))
        #expect(ledger.receive(command("1")) == .done(reply(command("1"))))
        #expect(ledger.startNext() == nil)
    }

    @Test("The same id of another run is another command; another command of the same id is refused")
    func identity() {
        var ledger = CommandLedger()
        #expect(ledger.receive(command("1")) == .accepted)
        #expect(ledger.receive(command("1", run: "other")) == .accepted)
        #expect(ledger.receive(command("1", "b")) == .reused)
    }

    @Test(
        "Commands on one dataflow run one after the other, those on others beside them",
        arguments: [
            ("a", "a", false), ("a", "b", true), ("a", "all", false), ("all", "a", false), ("all", "", false),
        ])
    func lanes(_ first: String, _ second: String, _ together: Bool) {
        var ledger = CommandLedger()
        _ = ledger.receive(command("1", first))
        _ = ledger.receive(command("2", second))
        #expect(ledger.startNext()?.id == "1")
        #expect((ledger.startNext()?.id == "2") == together)
        ledger.finish(command("1", first), with: reply(command("1", first)))
        #expect(together || ledger.startNext()?.id == "2")
    }

    @Test("A ping is answered while everything else is busy with a dataflow")
    func ping() {
        var ledger = CommandLedger()
        _ = ledger.receive(command("1", "all"))
        _ = ledger.startNext()
        _ = ledger.receive(DirectorCommand(id: "2", runID: "r", instruction: .ping))
        #expect(ledger.startNext()?.id == "2")
    }

    @Test("What does not fit is left to be delivered again")
    func full() {
        var ledger = CommandLedger(maxRunning: 1, maxWaiting: 2)
        #expect(ledger.receive(command("1")) == .accepted)
        #expect(ledger.receive(command("2")) == .accepted)
        #expect(ledger.receive(command("3")) == .full)
        #expect(ledger.receive(command("2")) == .inProgress)
        _ = ledger.startNext()
        #expect(ledger.receive(command("3")) == .accepted)
    }

    @Test(
        "Against a model: each command is executed once, never two of a lane, memory stays bounded",
        arguments: 0..<20 as Range<UInt64>)
    func model(_ seed: UInt64) {
        var random = TestRandom(seed: seed)
        var ledger = CommandLedger(maxRunning: 3, maxWaiting: 5, maxRemembered: 40)
        var executed: [String: Int] = [:]
        var running: [DirectorCommand] = []
        var done: [DirectorCommand] = []
        let lanes = ["a", "b", "c", "all"]
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                // Ids come from a window, so that the oldest are never sent again after they were forgotten.
                let id = max(0, done.count - 10) + Int.random(in: 0..<30, using: &random)
                let sent = command("\(id)", lanes[id % lanes.count])
                let answer = ledger.receive(sent)
                if done.contains(sent) {
                    #expect(answer == .done(reply(sent)))
                } else if running.contains(sent) {
                    #expect(answer == .inProgress)
                } else {
                    #expect(answer == .accepted || answer == .inProgress || answer == .full)
                }
            case 1:
                guard let started = ledger.startNext() else { break }
                executed[started.id, default: 0] += 1
                let dataflow = started.instruction.dataflow
                let others = running.map(\.instruction.dataflow)
                #expect(!others.contains(dataflow) && !others.contains("all"))
                #expect(dataflow != "all" || others.isEmpty)
                running.append(started)
            default:
                guard let index = running.indices.randomElement(using: &random) else { break }
                let finished = running.remove(at: index)
                ledger.finish(finished, with: reply(finished))
                done.append(finished)
            }
            #expect(running.count <= 3)
            #expect(ledger.count <= 3 + 5 + 40)
        }
        #expect(executed.values.allSatisfy { $0 == 1 })
        #expect(done.count > 100)
    }
}

/// A seeded generator for tests (SplitMix64).
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
