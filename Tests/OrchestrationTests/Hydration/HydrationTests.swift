import CloudCore
import Testing

@testable import Orchestration

@Suite("Hydration")
struct HydrationTests {
    static func hydrated(_ runID: String? = nil) throws -> HydratedArchitecture {
        try Hydration.hydrate(
            try Sample.architecture(), options: .init(imageTag: "t1", imageRepo: "repo", runID: runID))
    }

    @Test("adds the director's topics and its subscription as a permanent dataflow")
    func directorInfra() throws {
        let hydrated = try Self.hydrated()
        let infra = try #require(hydrated.architecture.dataflows["my-director-infra"])
        #expect(infra.resources.topics.map(\.name) == ["commands", "completions"])
        #expect(
            infra.resources.topics[1].producerService
                == ServiceLink("my-director", key: "completion-topic-id"))
        let subscription = try #require(infra.resources.subscriptions.first)
        #expect(subscription.name == "commands-sub" && subscription.topic == "commands")
        #expect(subscription.consumerService == ServiceLink("my-director", key: "command-subscription-id"))
        #expect(!infra.isEphemeral)
        #expect(hydrated.commandSubscription == "commands-sub")
        #expect(hydrated.applicationDataflows.map(\.name) == ["ingest", "serve"])
    }

    @Test("tells the director its channel, its project and itself in variables")
    func directorVariables() throws {
        #expect(
            try Self.hydrated().director.deployment?.environment == [
                "SD_COMMAND_TOPIC": "commands", "SD_COMMAND_SUBSCRIPTION": "commands-sub",
                "SD_COMPLETION_TOPIC": "completions", "PROJECT_ID": "test-project",
                "SERVICE_NAME": "my-director",
                "DATAFLOW_NAME": "conductor",
            ])
    }

    @Test(
        "takes the director's channel from its older variables, or from its name",
        arguments: [
            (
                [
                    "SD_COMMAND_TOPIC": "cmd", "SD_COMMAND_SUBSCRIPTION": "cmd-in",
                    "SD_COMPLETION_TOPIC": "done",
                ], "cmd", "cmd-in", "done"
            ),
            ([:], "my-director-commands", "my-director-commands-sub", "my-director-events"),
        ] as [([String: String], String, String, String)])
    func olderChannel(variables: [String: String], command: String, subscription: String, completion: String)
        throws
    {
        var architecture = try Sample.architecture()
        architecture.serviceManager.commandTopic = ServiceLink()
        architecture.serviceManager.completionTopic = ServiceLink()
        architecture.serviceManager.deployment?.environment = variables
        let hydrated = try Hydration.hydrate(architecture)
        #expect(hydrated.director.commandTopic.name == command)
        #expect(hydrated.director.completionTopic.name == completion)
        #expect(hydrated.commandSubscription == subscription)
    }

    @Test("leaves a channel alone that a dataflow declares itself")
    func declaredChannel() throws {
        var architecture = try Sample.architecture()
        architecture.dataflows["serve"]?.resources.topics = [Topic(name: "commands")]
        let hydrated = try Hydration.hydrate(architecture)
        let infra = try #require(hydrated.architecture.dataflows["my-director-infra"])
        #expect(infra.resources.topics.map(\.name) == ["completions"])
    }

    @Test("fills in what the file leaves out: deployments, job accounts, labels, protection, datasets")
    func defaults() throws {
        let architecture = try Self.hydrated().architecture
        let ingest = try #require(architecture.dataflows["ingest"])
        let writer = try #require(ingest.services["writer"]?.deployment)
        #expect(writer.cpu == "1" && writer.memory == "512Mi" && writer.region == "us-central1")
        let receiver = try #require(ingest.services["receiver"]?.deployment)
        #expect(receiver.cpu == "2" && receiver.memory == "1Gi" && receiver.region == "europe-west1")
        #expect(
            architecture.dataflows["serve"]?.resources.schedulerJobs.first?.serviceAccount == "nightly-sa")
        #expect(ingest.resources.topics.first?.labels == ["team": "devices"])
        #expect(ingest.resources.topics.first?.isProtected == false)
        #expect(ingest.resources.buckets.first?.labels == ["team": "data"])
        #expect(ingest.resources.buckets.first?.isProtected == true)
        #expect(ingest.resources.datasets.map(\.name) == ["declared_ds", "derived_ds"])
        #expect(ingest.resources.datasets.map(\.location) == ["US", "EU"])
    }

    @Test("names images after region, project, repository, service and the tag that it was given")
    func images() throws {
        let architecture = try Self.hydrated("r1").architecture
        let services = try #require(architecture.dataflows["ingest"]?.services)
        #expect(
            services["writer-r1"]?.deployment?.image
                == "us-central1-docker.pkg.dev/test-project/repo/writer-r1:t1")
        #expect(
            architecture.serviceManager.deployment?.image
                == "europe-west1-docker.pkg.dev/test-project/repo/my-director-r1:t1")
    }

    @Test("gives services variables named after what the file says, in every run", arguments: [nil, "r1"])
    func variables(runID: String?) throws {
        let hydrated = try Self.hydrated(runID)
        func name(_ text: String) -> String { text + (runID.map { "-" + $0 } ?? "") }
        let services = hydrated.architecture.dataflows.values.flatMap(\.services.values)
        func environment(_ service: String) -> [String: String] {
            services.first { $0.name == name(service) }?.deployment?.environment ?? [:]
        }
        #expect(
            environment("receiver") == [
                "MODE": "fast", "EMPTY": "", "RAW_EVENTS_TOPIC_ID": name("raw-events"),
                "PROJECT_ID": "test-project",
                "SERVICE_NAME": name("receiver"), "DATAFLOW_NAME": "ingest",
            ])
        #expect(
            environment("writer") == [
                "IN": name("raw-events-sub"), "EVENTS_WRITE_TABLE": name("events"),
                "DATA_LAKE_WRITE_BUCKET": name("data-lake"),
                "USERS_WRITE_COLLECTION": "users", "PROJECT_ID": "test-project",
                "SERVICE_NAME": name("writer"),
                "DATAFLOW_NAME": "ingest",
            ])
        #expect(
            environment("reader") == [
                "EVENTS_SUB": name("reader-sub"), "DATA_LAKE_READ_BUCKET": name("data-lake"),
                "PROJECT_ID": "test-project",
                "SERVICE_NAME": name("reader"), "DATAFLOW_NAME": "serve",
            ])
    }

    @Test("is a pure function: the same in every call, and the input stays as it was")
    func deterministic() throws {
        let architecture = try Sample.architecture()
        let first = try Hydration.hydrate(architecture, options: .init(runID: "r1"))
        for _ in 0..<5 {
            let again = try Hydration.hydrate(architecture, options: .init(runID: "r1"))
            #expect(again == first && again.architecture.yaml == first.architecture.yaml)
        }
        #expect(architecture == (try Sample.architecture()))
    }

    @Test("changes nothing when it is done to its own result")
    func idempotent() throws {
        let once = try Self.hydrated().architecture
        let twice = try Hydration.hydrate(once, options: .init(imageTag: "t1", imageRepo: "repo"))
            .architecture
        #expect(twice == once)
    }

    @Test("refuses an architecture that does not validate, naming the fields")
    func refusesInvalid() {
        #expect {
            try Hydration.hydrate(Architecture())
        } throws: { error in
            let message = (error as? Status)?.message ?? ""
            return message.contains("service_manager_spec.service_account: is required")
                && message.contains("project_id")
        }
    }

    @Test("gives each service the resources of its yaml links, keys mapped to the resources' names")
    func serviceConfig() throws {
        let hydrated = try Self.hydrated("r1")
        let reader = ServiceConfig(service: "reader-r1", in: hydrated)
        #expect(reader.names == ["events-table": "derived_ds_r1.events-r1"])
        #expect(reader.resources.tables.map(\.name) == ["events-r1"])
        #expect(reader.resources.datasets.map(\.name) == ["derived_ds_r1"])
        #expect(reader.resources.firestoreDatabases.map(\.name) == ["(default)"])
        #expect(reader.resources.subscriptions.isEmpty && reader.resources.buckets.isEmpty)
        let director = ServiceConfig(service: "my-director-r1", in: hydrated)
        #expect(
            director.names
                == ["command-subscription-id": "commands-sub-r1", "completion-topic-id": "completions-r1"])
        #expect(ServiceConfig(service: "receiver-r1", in: hydrated).resources == Resources())
    }
}
