import CloudCore
import Testing

@testable import Orchestration

@Suite("Role planner")
struct RolePlannerTests {
    /// The bindings of an account on one line each, `<dataflow> <resource> <role>`.
    static func lines(_ plan: IAMPlan, _ account: String) -> [String] {
        plan.bindings.filter { $0.serviceAccount.hasPrefix(account + "@") }
            .map { "\($0.dataflow) \($0.resource) \($0.role.dropFirst("roles/".count))" }
    }

    @Test("plans exactly the links of the tracer")
    func tracer() throws {
        let architecture = try ArchitectureLoader.load(TracerTests.directory).architecture
        let plan = RolePlanner.plan(try Hydration.hydrate(architecture))
        #expect(
            Self.lines(plan, "tracer-publisher-sa") == [
                "tracer-flow pubsub_topic:tracer-topic pubsub.publisher",
                "tracer-flow pubsub_topic:tracer-topic pubsub.viewer",
            ])
        #expect(
            Self.lines(plan, "tracer-subscriber-sa") == [
                "tracer-flow pubsub_subscription:tracer-sub pubsub.subscriber",
                "tracer-flow pubsub_subscription:tracer-sub pubsub.viewer",
                "tracer-flow pubsub_topic:tracer-topic pubsub.viewer",
                "tracer-flow pubsub_topic:verify-topic pubsub.publisher",
                "tracer-flow pubsub_topic:verify-topic pubsub.viewer",
            ])
        #expect(
            Self.lines(plan, "sd-director-sa") == [
                "sd-infra project:rehearsal-tracer iam.serviceAccountAdmin",
                "sd-infra project:rehearsal-tracer pubsub.admin",
                "sd-infra pubsub_subscription:director-commands-sub pubsub.subscriber",
                "sd-infra pubsub_subscription:director-commands-sub pubsub.viewer",
                "sd-infra pubsub_topic:director-commands pubsub.viewer",
                "sd-infra pubsub_topic:director-events pubsub.publisher",
                "sd-infra pubsub_topic:director-events pubsub.viewer",
            ])
        #expect(plan.bindings.count == 14)
    }

    @Test("groups the tracer's bindings into three policies")
    func policies() throws {
        let architecture = try ArchitectureLoader.load(TracerTests.directory).architecture
        let policies = RolePlanner.plan(try Hydration.hydrate(architecture)).policies(dataflow: "tracer-flow")
        let publisher = "serviceAccount:tracer-publisher-sa@rehearsal-tracer.iam.gserviceaccount.com"
        let subscriber = "serviceAccount:tracer-subscriber-sa@rehearsal-tracer.iam.gserviceaccount.com"
        #expect(
            policies.map(\.resource) == [
                .pubsubSubscription("tracer-sub"), .pubsubTopic("tracer-topic"), .pubsubTopic("verify-topic"),
            ])
        #expect(
            policies.map(\.members) == [
                ["roles/pubsub.subscriber": [subscriber], "roles/pubsub.viewer": [subscriber]],
                ["roles/pubsub.publisher": [publisher], "roles/pubsub.viewer": [publisher, subscriber]],
                ["roles/pubsub.publisher": [subscriber], "roles/pubsub.viewer": [subscriber]],
            ])
    }

    /// Every kind of link of the sample: bindings belong to the dataflow that owns the resource.
    @Test(
        "plans each kind of link",
        arguments: [
            (
                "receiver-sa",
                [
                    "ingest pubsub_topic:raw-events pubsub.publisher",
                    "ingest pubsub_topic:raw-events pubsub.viewer",
                    "ingest secret:my-api-key secretmanager.secretAccessor",
                ]
            ),
            (
                "writer-sa",
                [
                    "ingest bigquery_table:derived_ds:events bigquery.dataEditor",
                    "ingest cloudrun_service:receiver@europe-west1 run.invoker",
                    "ingest gcs_bucket:data-lake storage.objectAdmin",
                    "ingest project:test-project bigquery.jobUser",
                    "ingest pubsub_subscription:outside-sub pubsub.subscriber",
                    "ingest pubsub_subscription:outside-sub pubsub.viewer",
                    "ingest pubsub_subscription:raw-events-sub pubsub.subscriber",
                    "ingest pubsub_subscription:raw-events-sub pubsub.viewer",
                    "ingest pubsub_topic:raw-events pubsub.viewer",
                    "my-director-infra cloudrun_service:my-director@europe-west1 run.invoker",
                    "serve project:test-project datastore.user",
                ]
            ),
            (
                "reader-sa",
                [
                    "ingest bigquery_table:derived_ds:events bigquery.dataViewer",
                    "ingest gcs_bucket:data-lake storage.objectViewer",
                    "ingest project:test-project bigquery.jobUser",
                    "ingest pubsub_topic:raw-events pubsub.viewer",
                    "serve project:test-project datastore.viewer",
                    "serve pubsub_subscription:reader-sub pubsub.subscriber",
                    "serve pubsub_subscription:reader-sub pubsub.viewer",
                ]
            ),
            ("nightly-sa", ["serve cloudrun_service:reader@europe-west1 run.invoker"]),
            ("auditor", ["ingest pubsub_topic:raw-events pubsub.viewer"]),
            (
                "director-sa",
                [
                    "my-director-infra project:test-project bigquery.admin",
                    "my-director-infra project:test-project cloudscheduler.admin",
                    "my-director-infra project:test-project datastore.owner",
                    "my-director-infra project:test-project iam.serviceAccountAdmin",
                    "my-director-infra project:test-project pubsub.admin",
                    "my-director-infra project:test-project run.admin",
                    "my-director-infra project:test-project secretmanager.admin",
                    "my-director-infra project:test-project storage.admin",
                    "my-director-infra pubsub_subscription:commands-sub pubsub.subscriber",
                    "my-director-infra pubsub_subscription:commands-sub pubsub.viewer",
                    "my-director-infra pubsub_topic:commands pubsub.viewer",
                    "my-director-infra pubsub_topic:completions pubsub.publisher",
                    "my-director-infra pubsub_topic:completions pubsub.viewer",
                    "serve service_account:nightly-sa@test-project.iam.gserviceaccount.com iam.serviceAccountUser",
                ]
            ),
        ] as [(String, [String])])
    func links(account: String, expected: [String]) throws {
        #expect(Self.lines(RolePlanner.plan(try HydrationTests.hydrated()), account) == expected)
    }

    @Test(
        "puts a Cloud Run service where it is deployed",
        arguments: [
            ("receiver", "europe-west1"), ("writer", "us-central1"), ("my-director", "asia-east1"),
        ])
    func regions(target: String, region: String) throws {
        var architecture = try Sample.architecture()
        architecture.serviceManager.deployment?.region = "asia-east1"
        architecture.dataflows["serve"]?.services["reader"]?.dependencies = [target]
        let plan = RolePlanner.plan(try Hydration.hydrate(architecture))
        let reader = plan.bindings.filter {
            $0.serviceAccount.hasPrefix("reader-sa@") && $0.role == "roles/run.invoker"
        }
        #expect(reader.map(\.resource) == [.cloudRunService(target, region: region)])
    }

    @Test("grants an account that two services share each role once")
    func sharedAccount() throws {
        var architecture = try Sample.architecture()
        architecture.dataflows["serve"]?.services["reader"]?.serviceAccount = "writer-sa"
        let plan = RolePlanner.plan(try Hydration.hydrate(architecture))
        #expect(
            Set(plan.bindings.map { "\($0.dataflow) \($0.resource) \($0.role) \($0.member)" }).count
                == plan.bindings.count)
        #expect(plan.bindings == plan.bindings.sorted())
        #expect(plan.bindings.allSatisfy { !$0.reason.isEmpty })
    }

    @Test("plans nothing for services without links but the director's right to manage them")
    func noLinks() throws {
        let service = Service(
            name: "lonely", serviceAccount: "lonely-sa", deployment: Deployment(sourcePath: "."))
        let architecture = Architecture(
            name: "x", projectID: "test-project", region: "europe-west1",
            serviceManager: DirectorSpec(
                name: "sd", serviceAccount: "director-sa", commandTopic: ServiceLink("commands"),
                completionTopic: ServiceLink("events")),
            dataflows: [Dataflow(name: "flow", services: [service]), Dataflow(name: "empty")])
        let plan = RolePlanner.plan(try Hydration.hydrate(architecture))
        #expect(plan.bindings(dataflow: "flow").isEmpty && plan.bindings(dataflow: "empty").isEmpty)
        #expect(plan.projectBindings.map(\.role) == ["roles/iam.serviceAccountAdmin", "roles/pubsub.admin"])
    }

    @Test("plans a test run's resources under their own names")
    func testRun() throws {
        let plan = RolePlanner.plan(try HydrationTests.hydrated("r1"))
        #expect(
            Self.lines(plan, "receiver-sa-r1").first == "ingest pubsub_topic:raw-events-r1 pubsub.publisher")
        #expect(Self.lines(plan, "reader-sa-r1").contains("serve project:test-project datastore.viewer"))
        #expect(plan.bindings.count == RolePlanner.plan(try HydrationTests.hydrated()).bindings.count)
    }
}

@Suite("Identity plan")
struct IdentityPlanTests {
    @Test("names each account of the project once, sorted, with its users")
    func identities() throws {
        var architecture = try Sample.architecture()
        architecture.dataflows["ingest"]?.services["receiver"]?.serviceAccount = "reader-sa"
        let plan = IdentityPlan(try Hydration.hydrate(architecture))
        #expect(plan.identities.map(\.id) == ["director-sa", "nightly-sa", "reader-sa", "writer-sa"])
        #expect(
            plan.identities.map(\.users) == [
                ["my-director"], ["nightly"], ["reader", "receiver"], ["writer"],
            ])
        #expect(plan.identities.last?.email == "writer-sa@test-project.iam.gserviceaccount.com")
        #expect(plan.identities.last?.displayName == "SA for writer-sa")
    }

    @Test("leaves out accounts of other projects")
    func foreign() throws {
        var architecture = try Sample.architecture()
        architecture.dataflows["ingest"]?.services["receiver"]?.serviceAccount =
            "x@other-project.iam.gserviceaccount.com"
        let plan = IdentityPlan(try Hydration.hydrate(architecture, options: .init(runID: "r1")))
        #expect(
            plan.identities.map(\.id) == ["director-sa-r1", "nightly-sa-r1", "reader-sa-r1", "writer-sa-r1"])
    }

    @Test("spells the domain of a project that belongs to an organisation's domain")
    func domainProject() {
        #expect(
            ServiceAccountName("a-sa").email(project: "example.com:proj-1")
                == "a-sa@proj-1.example.com.iam.gserviceaccount.com")
    }
}
