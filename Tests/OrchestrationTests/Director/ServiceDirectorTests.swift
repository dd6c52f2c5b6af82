import CloudCore
import GoogleCloud
import Synchronization
import Testing

@testable import Orchestration

@Suite("Service director", .timeLimit(.minutes(1)))
struct ServiceDirectorTests {
    private func setup(_ id: String = "c-1", _ dataflow: String = "tracer", run: String? = "run-1") -> [UInt8]
    {
        DirectorCommand(id: id, runID: run, instruction: .dataflowSetup(dataflow: dataflow)).encoded()
    }

    @Test("Ready names the environment and the run, and is published after the first pull was issued")
    func ready() async throws {
        let harness = try DirectorHarness()
        try await harness.orchestrator().openChannel()
        let events = try await harness.running(harness.director(harness.provisioner())) {
            try await harness.events(1)
        }
        #expect(events == [.ready(environment: "tracer", runID: "run-1")])
        let paths = harness.cloud.state.withLock {
            $0.requests.filter { $0.principal == "director" }.map(\.path)
        }
        let pull = paths.firstIndex { $0.hasSuffix(":pull") }
        let publish = paths.firstIndex { $0.hasSuffix(":publish") }
        #expect(try #require(pull) < #require(publish))
    }

    @Test("A set-up creates the resources, applies the policies, and only then answers and acknowledges")
    func setUp() async throws {
        let harness = try DirectorHarness()
        try await harness.orchestrator().openChannel()
        try await harness.publish(setup())
        let events = try await harness.running(harness.director(harness.provisioner())) {
            try await harness.events(2)
        }
        let reply = try #require(events.first { $0.commandID == "c-1" })
        #expect(reply.status == .dataflowComplete)
        #expect(reply.value == "tracer")
        #expect(reply.runID == "run-1")
        #expect(
            reply.appliedIAM["pubsub_topic:tracer-topic"]?.memberRoles == [
                "roles/pubsub.publisher": [TestArchitecture.member("publisher-sa")],
                "roles/pubsub.viewer": ["publisher-sa", "subscriber-sa"].map(TestArchitecture.member),
            ])
        #expect(harness.cloud.topics.contains(TestArchitecture.topic("tracer-topic")))
        #expect(harness.cloud.subscriptions.contains(TestArchitecture.subscription("tracer-sub")))
        let order = harness.cloud.state.withLock { state in
            state.requests.filter { $0.principal == "director" }.map {
                String($0.path.split(separator: ":").last ?? "")
            }
        }
        let published = try #require(order.lastIndex(of: "publish"))
        #expect(order.firstIndex(of: "acknowledge").map { $0 > published } ?? true)
    }

    @Test(
        "What cannot be done is answered with a failure that says why",
        arguments: [
            ("not json", DirectorFailure.Code.malformedCommand, nil),
            (#"{"instruction":"dance","command_id":"c","run_id":"r"}"#, .unknownInstruction, "c"),
            (#"{"instruction":"ping","command_id":"c","colour":1}"#, .malformedCommand, "c"),
            (
                #"{"instruction":"dataflow-setup","payload":{"dataflow_name":"x"},"command_id":"c"}"#,
                .unknownDataflow, "c"
            ),
            (
                #"{"instruction":"dependent-resource-setup","payload":{"dataflow_name":"tracer"},"command_id":"c"}"#,
                .unsupportedInstruction, "c"
            ),
            (
                #"{"instruction":"teardown","payload":{"dataflow_name":"tracer"},"command_id":"c"}"#,
                .notConfirmed, "c"
            ),
            (
                #"{"instruction":"teardown","payload":{"dataflow_name":"all","confirmation":"other"},"command_id":"c"}"#,
                .notConfirmed, "c"
            ),
        ] as [(String, DirectorFailure.Code, String?)])
    func refusals(_ text: String, _ code: DirectorFailure.Code, _ id: String?) async throws {
        let harness = try DirectorHarness()
        try await harness.orchestrator().openChannel()
        try await harness.publish(Array(text.utf8))
        let events = try await harness.running(harness.director(harness.provisioner())) {
            try await harness.events(2)
        }
        let reply = try #require(events.first { $0.status == .failure })
        #expect(reply.failure?.code == code)
        #expect(reply.commandID == id)
    }

    @Test("A command that is published twice is executed once and answered each time with the same reply")
    func duplicate() async throws {
        let harness = try DirectorHarness()
        let provisioner = harness.provisioner()
        try await harness.orchestrator().openChannel()
        let events = try await harness.running(harness.director(provisioner)) {
            try await harness.publish(setup())
            _ = try await harness.events(2)
            try await harness.publish(setup())
            return try await harness.events(3)
        }
        #expect(provisioner.setUpCount == 1)
        #expect(events[1] == events[2])
    }

    @Test("The lease of a command is extended while it is worked on, so that it is not delivered again")
    func lease() async throws {
        let harness = try DirectorHarness()
        let provisioner = harness.provisioner { [timeline = harness.timeline] _ in
            try await timeline.sleep(for: .seconds(20 * 60))
        }
        try await harness.orchestrator().openChannel()
        try await harness.publish(setup())
        let events = try await harness.running(harness.director(provisioner)) { try await harness.events(2) }
        #expect(provisioner.setUpCount == 1)
        #expect(events.count == 2)
        #expect(harness.cloud.count("POST", "director-commands-sub:modifyAckDeadline") >= 20)
    }

    @Test("A command is not acknowledged when its reply cannot be published; its redelivery is answered")
    func replyLost() async throws {
        let harness = try DirectorHarness()
        let provisioner = harness.provisioner()
        try await harness.orchestrator().openChannel()
        let failures = FailFirst(1)
        harness.cloud.fail { request in
            let isReply = request.path.hasSuffix("director-events:publish") && provisioner.setUpCount > 0
            return isReply && failures.next() ? Status(.unavailable, "gone") : nil
        }
        try await harness.publish(setup())
        let events = try await harness.running(harness.director(provisioner)) { try await harness.events(2) }
        #expect(events.last?.commandID == "c-1")
        #expect(provisioner.setUpCount == 1)
    }

    @Test(
        "A teardown that is confirmed deletes ephemeral dataflows, and never permanent ones",
        arguments: [true, false])
    func teardown(_ isEphemeral: Bool) async throws {
        let harness = try DirectorHarness(
            TestArchitecture.tracer(strategy: isEphemeral ? .ephemeral : .permanent))
        let provisioner = harness.provisioner()
        try await harness.orchestrator().openChannel()
        try await harness.publish(setup())
        let events = try await harness.running(harness.director(provisioner)) {
            _ = try await harness.events(2)
            let teardown = DirectorCommand.Instruction.teardown(dataflow: "tracer", confirmation: "run-1")
            try await harness.publish(
                DirectorCommand(id: "c-2", runID: "run-1", instruction: teardown).encoded())
            return try await harness.events(3)
        }
        #expect(events.last?.status == (isEphemeral ? .dataflowComplete : .failure))
        #expect(events.last?.failure?.code == (isEphemeral ? nil : .protectedDataflow))
        #expect(harness.cloud.topics.contains(TestArchitecture.topic("tracer-topic")) != isEphemeral)
    }

    @Test("Resources that cannot be provided are refused by name, before anything is created")
    func unsupported() async throws {
        var architecture = TestArchitecture.tracer()
        var bucket = Bucket()
        bucket.name = "raw-data"
        architecture.dataflows["tracer"]?.resources.buckets = [bucket]
        let harness = try DirectorHarness(architecture)
        try await harness.orchestrator().openChannel()
        try await harness.publish(setup())
        let events = try await harness.running(harness.director(harness.provisioner())) {
            try await harness.events(2)
        }
        let failure = try #require(events.last?.failure)
        #expect(failure.code == .unsupportedResource)
        #expect(failure.message.contains("raw-data"))
        #expect(!harness.cloud.topics.contains(TestArchitecture.topic("tracer-topic")))
    }

    @Test("A director whose roles have not spread yet keeps trying")
    func patience() async throws {
        let harness = try DirectorHarness()
        try await harness.orchestrator().openChannel()
        let start = harness.timeline.now
        harness.cloud.fail { [timeline = harness.timeline] request in
            request.principal == "director" && timeline.now - start < .seconds(300)
                ? Status(.permissionDenied, "not yet") : nil
        }
        let events = try await harness.running(harness.director(harness.provisioner())) {
            try await harness.events(1)
        }
        #expect(events.first?.status == .setupComplete)
        #expect(harness.timeline.now - start >= .seconds(300))
    }

    @Test("A director ends with the reason when its subscription is deleted")
    func subscriptionDeleted() async throws {
        let harness = try DirectorHarness()
        try await harness.orchestrator().openChannel()
        let director = harness.director(harness.provisioner())
        let error = await #expect(throws: Status.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await director.run() }
                group.addTask {
                    _ = try await harness.events(1)
                    let name = TestArchitecture.subscription("director-commands-sub")
                    try await harness.cloud.clients().pubsub.deleteSubscription(name)
                }
                for try await _ in group {}
            }
        }
        #expect(error?.code == .notFound)
    }
}

/// Says yes the first few times that it is asked.
final class FailFirst: Sendable {
    private let left: Mutex<Int>

    init(_ times: Int) { left = Mutex(times) }

    func next() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
