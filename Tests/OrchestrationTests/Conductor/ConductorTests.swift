import CloudCore
import GoogleCloud
import Synchronization
import Testing

@testable import Orchestration

@Suite("Conductor", .timeLimit(.minutes(2)))
struct ConductorTests {
    @Test("All phases: accounts, roles, resources, policies and services exist, and the report says so")
    func wholeRun() async throws {
        let stage = try Stage(propagation: .seconds(7 * 60))
        try await stage.run { conductor, platform in
            try await conductor.run()
            #expect(stage.cloud.accounts.count == 3)
            #expect(
                stage.cloud.policy("projects/test-project")["roles/pubsub.admin"]
                    == [TestArchitecture.member("director-sa")])
            #expect(
                stage.cloud.policy(TestArchitecture.topic("tracer-topic"))["roles/pubsub.publisher"]
                    == [TestArchitecture.member("publisher-sa")])
            #expect(try await platform.service(named: "publisher") != nil)
        }
        let states = Set(stage.journal.graph.all.map(\.state))
        #expect(states == [.done])
        #expect(
            stage.journal.graph.roots.map(\.path) == ["iam", "setup", "verify", "deploy"])
        let verify = try #require(stage.journal.graph[Phase.verify]?.elapsed(at: stage.journal.now))
        #expect(verify.virtual > .seconds(60))
        #expect(verify.virtual < .seconds(15 * 60))
    }

    @Test("Services get their variables and the director's URL")
    func variables() async throws {
        let stage = try Stage()
        try await stage.run { conductor, _ in try await conductor.run() }
        let seen = stage.started.withLock { $0 }
        #expect(seen["publisher"]?["TOPIC_ID"] == "tracer-topic")
        #expect(seen["publisher"]?["SERVICE_DIRECTOR_URL"] == "in-process://director")
        #expect(seen["subscriber"]?["SUBSCRIPTION_ID"] == "tracer-sub")
    }

    @Test("Teardown removes all that the run created and nothing else")
    func teardown() async throws {
        let stage = try Stage()
        let iam = stage.cloud.clients().iam
        _ = try await iam.createServiceAccount(project: TestArchitecture.project, id: "publisher-sa")
        let manual = "user:somebody@example.com"
        _ = try await stage.cloud.clients().resourceManager.modifyPolicy(ofProject: TestArchitecture.project)
        {
            $0.add(member: manual, role: "roles/pubsub.admin")
        }
        try await stage.run { conductor, platform in
            try await conductor.run()
            try await conductor.teardown()
            #expect(try await platform.service(named: "publisher") == nil)
            #expect(try await platform.service(named: "director") == nil)
        }
        #expect(stage.cloud.accounts == ["publisher-sa@test-project.iam.gserviceaccount.com"])
        #expect(stage.cloud.topics.isEmpty)
        #expect(stage.cloud.subscriptions.isEmpty)
        #expect(stage.cloud.policy("projects/test-project") == ["roles/pubsub.admin": [manual]])
    }

    @Test("Roles are taken back even while reads do not show them yet")
    func teardownBeforePropagation() async throws {
        let stage = try Stage(propagation: .seconds(420))
        var options = ConductorOptions()
        options.build = false
        options.remoteSetup = false
        options.verifyPolicies = false
        options.deploy = false
        try await stage.run(options) { conductor, _ in
            try await conductor.run()
            #expect(!stage.cloud.policy("projects/test-project").isEmpty)
            try await conductor.teardown()
        }
        #expect(stage.cloud.policy("projects/test-project").isEmpty)
    }

    @Test("A permanent dataflow survives the teardown")
    func permanent() async throws {
        let stage = try Stage(TestArchitecture.tracer(strategy: .permanent))
        try await stage.run { conductor, _ in
            try await conductor.run()
            try await conductor.teardown()
        }
        #expect(stage.cloud.topics == ["tracer-topic", "verify-topic"].map(TestArchitecture.topic).asSet)
    }

    @Test("A build that fails stops the remote setup beside it, and the error names the step and its reason")
    func buildFails() async throws {
        let stage = try Stage(without: "subscriber")
        let failure = await #expect(throws: StepFailure.self) {
            try await stage.run { conductor, _ in try await conductor.run() }
        }
        #expect(failure?.id == Phase.build.child("subscriber"))
        #expect(failure?.titles.first == "Phase 2: build and remote setup")
        #expect(failure?.description.contains("no program \"subscriber\"") == true)
        #expect(stage.journal.graph[Phase.remote]?.state == .skipped)
        #expect(stage.journal.graph[Phase.setup]?.state == .failed)
        #expect(stage.journal.graph[Phase.deploy]?.state == .pending)
    }

    @Test("A dataflow that the director refuses fails its step with the director's reason")
    func directorFails() async throws {
        let stage = try Stage()
        stage.cloud.fail { request in
            request.method == "PUT" && request.path.hasSuffix("/topics/tracer-topic")
                ? Status(.resourceExhausted, "too many topics") : nil
        }
        let failure = await #expect(throws: StepFailure.self) {
            try await stage.run { conductor, _ in try await conductor.run() }
        }
        #expect(failure?.id == Phase.remote.child("dataflow tracer"))
        #expect((failure?.cause as? DirectorFailure)?.code == .resourcesFailed)
        #expect(failure?.description.contains("too many topics") == true)
    }

    @Test("What cannot be done yet is refused before anything is changed")
    func unsupported() async throws {
        var architecture = TestArchitecture.tracer()
        architecture.dataflows["tracer"]?.services["publisher"]?.dependencies = ["subscriber"]
        let stage = try Stage(architecture)
        await #expect(throws: DirectorFailure.self) {
            try await stage.run { conductor, _ in try await conductor.run() }
        }
        #expect(stage.cloud.state.withLock { $0.requests.isEmpty })
    }

    @Test("Builds and the remote setup run side by side")
    func parallel() async throws {
        let stage = try Stage()
        let directorIsReady = OneShot<Void>()
        // The build of a service ends only once the director is ready.
        stage.beforeBuild.withLock { before in
            before = { service in
                guard service != "director" else { return }
                try await directorIsReady.value()
            }
        }
        stage.onEvent.withLock { listener in
            listener = { event in
                guard case .step(RemoteStep.ready.id, _, .done, _) = event.kind else { return }
                directorIsReady.fulfil(.success(()))
            }
        }
        try await stage.run { conductor, _ in try await conductor.run() }
        #expect(stage.journal.graph[Phase.build]?.state == .done)
    }

    @Test(
        "Without a phase that others need, and without what it would have made, the run says what is missing",
        arguments: [
            (\ConductorOptions.setupIAM, "service accounts do not exist: director-sa@"),
            (\ConductorOptions.build, "services have no image: director, publisher, subscriber"),
            (\ConductorOptions.remoteSetup, "resources do not exist: pubsub_topic:tracer-topic"),
        ] as [(any WritableKeyPath<ConductorOptions, Bool> & Sendable, String)])
    func missing(_ phase: any WritableKeyPath<ConductorOptions, Bool> & Sendable, _ text: String) async throws
    {
        let stage = try Stage()
        var options = ConductorOptions()
        options[keyPath: phase] = false
        let failure = await #expect(throws: StepFailure.self) {
            try await stage.run(options) { conductor, _ in try await conductor.run() }
        }
        #expect((failure?.cause as? Status)?.code == .failedPrecondition)
        #expect(failure?.description.contains(text) == true)
        #expect(stage.cloud.topics.isEmpty)
    }

    @Test("A second run without the first phases finds in the cloud what the first run made")
    func partialRun() async throws {
        let stage = try Stage()
        try await stage.run { conductor, platform in
            try await conductor.run()
            var options = ConductorOptions()
            options.setupIAM = false
            options.build = false
            options.remoteSetup = false
            let second = stage.conductor(platform, runID: "run-2", options)
            try await second.run()
        }
        #expect(stage.cloud.accounts.count == 3)
        #expect(
            stage.started.withLock { $0["publisher"]?["SERVICE_DIRECTOR_URL"] } == "in-process://director")
    }

    @Test("A skipped phase is shown as skipped")
    func skipped() async throws {
        let stage = try Stage()
        var options = ConductorOptions()
        options.verifyPolicies = false
        options.deploy = false
        try await stage.run(options) { conductor, _ in try await conductor.run() }
        #expect(stage.journal.graph[Phase.verify]?.state == .skipped)
        #expect(stage.journal.graph[Phase.deploy]?.state == .skipped)
        #expect(stage.started.withLock { $0.isEmpty })
    }

    @Test("An account that never becomes visible fails its step after the limit")
    func accountNeverVisible() async throws {
        let stage = try Stage(propagation: .seconds(3_600))
        let failure = await #expect(throws: StepFailure.self) {
            try await stage.run { conductor, _ in try await conductor.run() }
        }
        #expect(failure?.titles.first == "Phase 1: set up IAM")
        #expect((failure?.cause as? Status)?.code == .deadlineExceeded)
    }
}

extension Array where Element: Hashable {
    var asSet: Set<Element> { Set(self) }
}
