import CloudCore
import GoogleCloud
import PubSubEmulator
import Testing

@testable import Orchestration

/// The Orchestrator and a director that runs as a task of the test, speaking over the Pub/Sub emulator; IAM and
/// service management are fakes.
@Suite("Orchestrator command flow", .timeLimit(.minutes(2)))
struct OrchestratorCommandFlowTests {
    @Test("A director becomes ready, sets a dataflow up when commanded, and says what it did")
    func commandFlow() async throws {
        let harness = try CommandFlowHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        // The channel is there before the director is.
        _ = try harness.emulator.topic("director-commands-harness")
        _ = try harness.emulator.subscription("director-command-sub-harness")
        let deployer = FakeDeployer()
        let deployed = try await orchestrator.deployDirector(ImageReference("image"), deployer)
        #expect(deployed.url == "https://director.example.com")
        #expect(deployer.deployments.first?.variables[ServiceDirector.runIDVariable] == "run-1")

        let completion = try await harness.running(harness.director(harness.provisioner())) {
            try await orchestrator.listening {
                let ready = try await orchestrator.awaitReady()
                #expect(ready == .ready(environment: "harness", runID: "run-1"))
                return try await orchestrator.send(.dataflowSetup(dataflow: "test-flow"))
            }
        }

        let command = try #require(try harness.commands.first)
        #expect(command.instruction == .dataflowSetup(dataflow: "test-flow"))
        #expect(command.runID == "run-1")
        #expect(completion.status == .dataflowComplete)
        #expect(completion.value == "test-flow")
        #expect(completion.commandID == command.id)
        #expect(completion.runID == "run-1")
        #expect(try harness.emulator.topic("e2e-dataflow-topic").name.hasSuffix("/topics/e2e-dataflow-topic"))
        // Exactly one policy, on the topic, with the producer as publisher and viewer.
        let producer = ["serviceAccount:producer-sa@test-project.iam.gserviceaccount.com"]
        let applied = CompletionEvent.AppliedPolicy(
            resourceType: "pubsub_topic", resourceID: "e2e-dataflow-topic",
            memberRoles: ["roles/pubsub.publisher": producer, "roles/pubsub.viewer": producer])
        #expect(harness.iam.calls == [["pubsub_topic:e2e-dataflow-topic": applied]])
        #expect(completion.appliedIAM == ["pubsub_topic:e2e-dataflow-topic": applied])
        let record = try #require(harness.emulator.messages(of: "director-commands-harness").first)
        #expect(
            record.isAcknowledged(by: harness.emulator.subscriptionName("director-command-sub-harness")))
        await harness.stop()
    }

    @Test("A command whose director dies while working on it is completed by the next one")
    func restart() async throws {
        let harness = try CommandFlowHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        let started = OneShot<Void>()
        // The first director gets as far as the topic, and then hangs until it is killed.
        let hanging = harness.provisioner { _ in
            started.fulfil(.success(()))
            try await OneShot<Void>().value()
        }
        let second = harness.provisioner()
        let completion = try await orchestrator.listening {
            try await withThrowingTaskGroup(of: CompletionEvent?.self) { group in
                group.addTask { try await orchestrator.send(.dataflowSetup(dataflow: "test-flow")) }
                group.addTask {
                    try await harness.running(harness.director(hanging)) { try await started.value() }
                    try await harness.director(second).run()
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
        #expect(completion?.status == .dataflowComplete)
        #expect(hanging.setUpCount == 1)
        #expect(second.setUpCount == 1)
        #expect(try harness.emulator.topic("e2e-dataflow-topic").name.isEmpty == false)
        await harness.stop()
    }

    @Test("A command that is delivered twice is executed once, and both deliveries are answered alike")
    func duplicate() async throws {
        let harness = try CommandFlowHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        let provisioner = harness.provisioner()
        try await harness.running(harness.director(provisioner)) {
            try await orchestrator.listening {
                let command = DirectorCommand(
                    id: "twice", runID: "run-1", instruction: .dataflowSetup(dataflow: "test-flow"))
                try await harness.publish(command.encoded(), to: harness.commandTopic)
                let completion = try await orchestrator.send(command)
                #expect(completion.status == .dataflowComplete)
                // Whatever is in flight is done when a later command has been answered.
                try await harness.publish(command.encoded(), to: harness.commandTopic)
                try await orchestrator.send(.ping)
                while try harness.events.count(where: { $0.commandID == "twice" }) < 2 {
                    try await harness.timeline.sleep(for: .seconds(1))
                }
            }
        }
        #expect(provisioner.setUpCount == 1)
        let replies = try harness.events.filter { $0.commandID == "twice" }
        #expect(replies.allSatisfy { $0 == replies[0] })
        await harness.stop()
    }

    @Test("A reply that the network loses is sent again when the command is, without executing it again")
    func replyLost() async throws {
        let harness = try CommandFlowHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        let provisioner = harness.provisioner { _ in
            harness.network.lose("director-events-harness:publish", times: 1)
        }
        let start = harness.timeline.now
        let completion = try await harness.running(harness.director(provisioner)) {
            try await orchestrator.listening {
                try await orchestrator.send(.dataflowSetup(dataflow: "test-flow"))
            }
        }
        #expect(completion.status == .dataflowComplete)
        #expect(provisioner.setUpCount == 1)
        #expect(try harness.commands.count == 2)
        #expect(try Set(harness.commands.map(\.id)).count == 1)
        #expect(harness.timeline.now - start >= .seconds(4 * 60))
        await harness.stop()
    }

    @Test("A reply that comes after its command was given up changes nothing for the next command")
    func replyLate() async throws {
        let harness = try CommandFlowHarness()
        var options = ConductorOptions()
        options.commandLimit = .seconds(120)
        let orchestrator = harness.orchestrator(options)
        try await orchestrator.openChannel()
        let provisioner = harness.provisioner()
        try await orchestrator.listening {
            // Nobody consumes yet, so the first command is given up; its reply comes when the director starts.
            let error = await #expect(throws: CloudCore.Status.self) {
                try await orchestrator.send(.dataflowSetup(dataflow: "test-flow"))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(orchestrator.pendingCommands == 0)
            let completion = try await harness.running(harness.director(provisioner)) {
                try await orchestrator.send(.dataflowSetup(dataflow: "test-flow"))
            }
            let commands = try harness.commands
            #expect(completion.commandID == commands.last?.id)
            #expect(commands.first?.id != commands.last?.id)
        }
        #expect(provisioner.setUpCount == 2)
        let answered = try Set(harness.events.compactMap(\.commandID))
        #expect(answered == Set(try harness.commands.map(\.id)))
        await harness.stop()
    }

    @Test("Two conductors on one director each get their own reply, even for the same dataflow")
    func twoConductors() async throws {
        let harness = try CommandFlowHarness()
        let first = harness.orchestrator(runID: "run-1")
        let second = harness.orchestrator(runID: "run-2")
        try await first.openChannel()
        try await second.openChannel()
        let provisioner = harness.provisioner()
        let replies = try await harness.running(harness.director(runID: "run-1", provisioner)) {
            try await parallelMap([first, second]) { orchestrator in
                try await orchestrator.listening {
                    try await orchestrator.send(.dataflowSetup(dataflow: "test-flow"))
                }
            }
        }
        #expect(replies.map(\.runID) == ["run-1", "run-2"])
        #expect(replies.allSatisfy { $0.status == .dataflowComplete })
        #expect(Set(replies.map(\.commandID)).count == 2)
        #expect(provisioner.setUpCount == 2)
        // The ready event is of the run that started the director, so the other does not take it for its own.
        #expect(first.isDirectorReady)
        #expect(!second.isDirectorReady)
        await harness.stop()
    }

    @Test("A command that cannot be read is answered and acknowledged, and the director goes on")
    func malformed() async throws {
        let harness = try CommandFlowHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        try await harness.publish(Array("{".utf8), to: harness.commandTopic)
        try await harness.running(harness.director(harness.provisioner())) {
            try await orchestrator.listening {
                try await orchestrator.send(.ping)
                while try !harness.events.contains(where: { $0.failure?.code == .malformedCommand }) {
                    try await harness.timeline.sleep(for: .seconds(1))
                }
            }
        }
        await harness.stop()
    }
}
