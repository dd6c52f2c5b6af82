import CloudCore
import GoogleCloud
import Testing

@testable import Orchestration

@Suite("Orchestrator", .timeLimit(.minutes(1)))
struct OrchestratorTests {
    private func options(_ change: (inout ConductorOptions) -> Void) -> ConductorOptions {
        var options = ConductorOptions()
        change(&options)
        return options
    }

    @Test("Opening the channel twice creates each part once; the listener expires by itself")
    func channel() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        try await orchestrator.openChannel()
        #expect(harness.cloud.topics == [harness.commands, harness.events])
        let listener = try await harness.cloud.clients().pubsub.subscription(
            orchestrator.channel.listenerSubscription)
        #expect(listener.expiration == .after(.seconds(86_400)))
        #expect(listener.name.hasSuffix("conductor-listener-run-1"))
    }

    @Test("Closing removes the listener alone; deleting removes only what this run created")
    func closing() async throws {
        let harness = try DirectorHarness()
        let first = harness.orchestrator(runID: "run-1")
        let second = harness.orchestrator(runID: "run-2")
        try await first.openChannel()
        try await second.openChannel()
        try await second.close()
        #expect(harness.cloud.subscriptions.contains(first.channel.listenerSubscription))
        #expect(!harness.cloud.subscriptions.contains(second.channel.listenerSubscription))
        try await second.deleteChannel()
        #expect(harness.cloud.topics == [harness.commands, harness.events])
        try await first.deleteChannel()
        #expect(harness.cloud.topics.isEmpty)
        #expect(harness.cloud.subscriptions.isEmpty)
    }

    @Test("A command whose reply never comes fails after its limit, and nothing of it remains")
    func noReply() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator(options { $0.commandLimit = .seconds(600) })
        try await orchestrator.openChannel()
        let error = await #expect(throws: Status.self) {
            try await orchestrator.listening {
                try await orchestrator.send(.dataflowSetup(dataflow: "tracer"))
            }
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(orchestrator.pendingCommands == 0)
        // Sent at once and after each interval of four minutes, always with the same id.
        let sent = try harness.cloud.published(harness.commands).map {
            try DirectorCommand(decoding: $0, messageID: "")
        }
        #expect(sent.count == 3)
        #expect(Set(sent.map(\.id)).count == 1)
    }

    @Test("A late reply, one of another run, and a duplicate change nothing")
    func strayReplies() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator(options { $0.commandLimit = .seconds(60) })
        try await orchestrator.openChannel()
        let pubsub = harness.cloud.clients().pubsub
        let event = try await orchestrator.listening {
            await #expect(throws: Status.self) { try await orchestrator.send(.ping) }
            let sent = try DirectorCommand(
                decoding: try #require(harness.cloud.published(harness.commands).first), messageID: "")
            let late = CompletionEvent(
                status: .dataflowComplete, value: "late", commandID: sent.id, runID: "run-1")
            for stray in [late, late, .ready(environment: "other", runID: "run-2")] {
                _ = try await pubsub.publish([OutgoingMessage(data: stray.encoded())], to: harness.events)
            }
            _ = try await pubsub.publish([OutgoingMessage(data: Array("noise".utf8))], to: harness.events)
            #expect(!orchestrator.isDirectorReady)
            return try await harness.running(harness.director(harness.provisioner())) {
                try await orchestrator.awaitReady()
                return try await orchestrator.send(.dataflowSetup(dataflow: "tracer"))
            }
        }
        #expect(event.value == "tracer")
        #expect(orchestrator.pendingCommands == 0)
    }

    @Test("A failure of the director is thrown with its code")
    func failure() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        let failure = await #expect(throws: DirectorFailure.self) {
            try await harness.running(harness.director(harness.provisioner())) {
                try await orchestrator.listening {
                    try await orchestrator.send(.dataflowSetup(dataflow: "nowhere"))
                }
            }
        }
        #expect(failure?.code == .unknownDataflow)
        #expect(orchestrator.pendingCommands == 0)
    }

    @Test("When events cannot be received any more, everyone who waits fails at once")
    func listenerFails() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        let start = harness.timeline.now
        let error = await #expect(throws: Status.self) {
            try await orchestrator.listening {
                try await inParallel(
                    { try await orchestrator.send(.ping) },
                    {
                        while orchestrator.pendingCommands == 0 { await Task.yield() }
                        try await harness.cloud.clients().pubsub.deleteSubscription(
                            orchestrator.channel.listenerSubscription)
                    })
            }
        }
        #expect(error?.code == .notFound)
        #expect(harness.timeline.now - start < .seconds(60))
    }

    @Test("A cancelled wait leaves no waiter")
    func cancelled() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        await #expect(throws: Status.self) {
            try await orchestrator.listening {
                try await inParallel(
                    { try await orchestrator.send(.ping) },
                    {
                        while orchestrator.pendingCommands == 0 { await Task.yield() }
                        throw Status(.unknown, "the other task failed")
                    })
            }
        }
        #expect(orchestrator.pendingCommands == 0)
    }

    @Test("Ready is remembered for whoever asks later")
    func readyIsRemembered() async throws {
        let harness = try DirectorHarness()
        let orchestrator = harness.orchestrator()
        try await orchestrator.openChannel()
        let ready = try await harness.running(harness.director(harness.provisioner())) {
            try await orchestrator.listening {
                while !orchestrator.isDirectorReady { await Task.yield() }
                return try await orchestrator.awaitReady()
            }
        }
        #expect(ready == .ready(environment: "tracer", runID: "run-1"))
    }
}
