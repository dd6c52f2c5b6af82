import CloudCore
import Testing

@testable import Orchestration

@Suite("Architecture validation")
struct ArchitectureValidationTests {
    /// The sample with one text replaced, and the one error that this must give.
    struct Case: CustomTestStringConvertible, Sendable {
        let old: String
        let new: String
        let path: String
        let words: String
        init(_ old: String, _ new: String, _ path: String, _ words: String) {
            self.old = old
            self.new = new
            self.path = path
            self.words = words
        }
        var testDescription: String { new }
    }

    @Test("finds the mistake, and only it", arguments: cases)
    func finds(_ example: Case) throws {
        let range = try #require(Sample.yaml.firstRange(of: example.old))
        let text = Sample.yaml.replacingCharacters(in: range, with: example.new)
        let errors = ArchitectureLoader.check(yaml: [UInt8](text.utf8), file: "services.yaml").errors
        #expect(errors.map(\.path) == [example.path], "\(errors)")
        #expect(errors.first?.message.contains(example.words) == true, "\(errors)")
        #expect(errors.first?.place != nil)
    }

    static let ingest = "dataflows.ingest.resources"
    static let serve = "dataflows.serve.resources"
    static let cases: [Case] = [
        // Unknown keys.
        Case("region: europe-west1", "region: europe-west1\nregoin: x", "regoin", "did you mean `region`?"),
        Case(
            "producer_service: {name: receiver", "producer_srvice: {name: receiver",
            "\(ingest).topics[0].producer_srvice", "did you mean `producer_service`?"),
        Case(
            "iam_access_policy:", "iam_policy:", "\(ingest).topics[0].iam_policy",
            "did you mean `iam_access_policy`?"),
        Case(
            "storage_class: STANDARD", "colour: red", "\(ingest).gcs_buckets[0].colour",
            "the keys here are name, description"),
        Case(
            "age_in_days: 30", "age: 30", "\(ingest).gcs_buckets[0].lifecycle_rules[0].condition.age",
            "age_in_days"),
        // Required fields.
        Case("project_id: test-project", "", "project_id", "is required"),
        Case("region: europe-west1", "", "region", "is required"),
        Case("service_account: director-sa", "", "service_manager_spec.service_account", "is required"),
        Case(
            "service_account: receiver-sa", "", "dataflows.ingest.services.receiver.service_account",
            "is required"),
        Case("deployment: {source_path: .}", "", "dataflows.serve.services.reader.deployment", "is required"),
        Case(
            "source_path: ., region: us-central1", "region: us-central1",
            "dataflows.ingest.services.writer.deployment.source_path", "is required"),
        Case("topic: raw-events\n", "\n", "\(ingest).subscriptions[0].topic", "is required"),
        Case("dataset: derived_ds", "", "\(ingest).bigquery_tables[0].dataset", "is required"),
        Case("schedule: 0 3 * * *", "", "\(serve).cloud_scheduler_jobs[0].schedule", "is required"),
        // Names.
        Case("project_id: test-project", "project_id: Test", "project_id", "6 to 30 lower-case"),
        Case(
            "service_account: receiver-sa", "service_account: sa",
            "dataflows.ingest.services.receiver.service_account", "6 to 30"),
        Case(
            "writer-sa@test-project.iam.gserviceaccount.com", "writer-sa@",
            "dataflows.ingest.services.writer.service_account", "no service account"),
        Case("name: raw-events-sub", "name: goog-sub", "\(ingest).subscriptions[0].name", "not with goog"),
        Case("name: data-lake", "name: Data", "\(ingest).gcs_buckets[0].name", "3 to 63"),
        Case("name: declared_ds", "name: declared-ds", "\(ingest).bigquery_datasets[0].name", "underscores"),
        Case("name: (default)\n", "name: db\n", "\(serve).firestore_databases[0].name", "use (default)"),
        Case(
            "name: nightly", "name: every.night", "\(serve).cloud_scheduler_jobs[0].name",
            "hyphens and underscores"),
        Case(
            "name: API_KEY", "name: API-KEY",
            "dataflows.ingest.services.receiver.deployment.secret_environment_vars[0].name", "variable name"),
        Case("team: data", "Team: data", "labels.Team", "lower-case"),
        // Types and words.
        Case("teardown_protection: true", "teardown_protection: yes", "teardown_protection", "write true"),
        Case(
            "ack_deadline_seconds: 60", "ack_deadline_seconds: 60s",
            "\(ingest).subscriptions[0].ack_deadline_seconds", "expected an integer"),
        Case(
            "strategy: ephemeral", "strategy: ephemral", "dataflows.ingest.lifecycle.strategy",
            "did you mean `ephemeral`?"),
        Case(
            "key: IN, method: env", "key: IN, method: db",
            "\(ingest).subscriptions[0].consumer_service.lookup.method", "one of env, yaml"),
        Case("type: NATIVE", "type: native", "\(serve).firestore_databases[0].type", "NATIVE"),
        Case(
            "_type: DAY", "_type: WEEK", "\(ingest).bigquery_tables[0].time_partitioning_type",
            "one of HOUR, DAY"),
        Case(
            "type: service-account", "type: user", "\(ingest).topics[0].iam_access_policy[1].type",
            "service-account"),
        Case(
            "storage_class: STANDARD", "storage_class: STANDART", "\(ingest).gcs_buckets[0].storage_class",
            "did you mean `STANDARD`?"),
        Case(
            "dependencies: [receiver, my-director]", "dependencies: receiver",
            "dataflows.ingest.services.writer.dependencies", "expected a list"),
        Case(
            "message_retention_duration: 7d", "message_retention_duration: 7",
            "\(ingest).subscriptions[0].message_retention_duration", "with a unit"),
        // Ranges.
        Case(
            "ack_deadline_seconds: 60", "ack_deadline_seconds: 601",
            "\(ingest).subscriptions[0].ack_deadline_seconds", "10 to 600"),
        Case(
            "ack_deadline_seconds: 60", "ack_deadline_seconds: 9",
            "\(ingest).subscriptions[0].ack_deadline_seconds", "10 to 600"),
        Case(
            "message_retention_duration: 7d", "message_retention_duration: 32d",
            "\(ingest).subscriptions[0].message_retention_duration", "10m to 31d"),
        Case(
            "message_retention_duration: 7d", "message_retention_duration: 9m59s",
            "\(ingest).subscriptions[0].message_retention_duration", "10m to 31d"),
        Case(
            "maximum_backoff: 10m", "maximum_backoff: 601s",
            "\(ingest).subscriptions[0].retry_policy.maximum_backoff", "0s to 600s"),
        Case(
            "maximum_backoff: 10m", "maximum_backoff: 100ms",
            "\(ingest).subscriptions[0].retry_policy.maximum_backoff", "at least minimum_backoff"),
        Case(
            "max_instances: 5", "max_instances: -1",
            "dataflows.ingest.services.receiver.deployment.max_instances", "0 to 1000"),
        Case(
            "schedule: 0 3 * * *", "schedule: daily", "\(serve).cloud_scheduler_jobs[0].schedule",
            "five cron fields"),
        Case(
            "clustering_fields: [device]", "clustering_fields: [a, b, c, d, e]",
            "\(ingest).bigquery_tables[0].clustering_fields", "at most 4"),
        Case(
            "time_partitioning_expiration: 90d", "time_partitioning_expiration: -1h",
            "\(ingest).bigquery_tables[0].time_partitioning_expiration", "more than 0s"),
        // References.
        Case(
            "producer_service: {name: receiver", "producer_service: {name: reciever",
            "\(ingest).topics[0].producer_service.name", "did you mean `receiver`?"),
        Case(
            "consumer_service: writer", "consumer_service: writr",
            "\(ingest).subscriptions[1].consumer_service.name", "did you mean `writer`?"),
        Case(
            "service: reader, env", "service: raeder, env",
            "\(serve).subscriptions[0].consumer_service.service", "did you mean `reader`?"),
        Case(
            "topic: raw-events, consumer", "topic: raw_events, consumer", "\(serve).subscriptions[0].topic",
            "did you mean `raw-events`?"),
        Case(
            "topic: projects/other-project/topics/outside", "topic: other-project/outside",
            "\(ingest).subscriptions[1].topic", "projects/<project>/topics/<name>"),
        Case(
            "[receiver, my-director]", "[reciever, my-director]",
            "dataflows.ingest.services.writer.dependencies[0]", "did you mean `receiver`?"),
        Case(
            "- {name: writer, role", "- {name: wrter, role", "\(ingest).topics[0].iam_access_policy[0].name",
            "did you mean `writer`?"),
        Case(
            "target_service: reader", "target_service: reeder",
            "\(serve).cloud_scheduler_jobs[0].target_service", "did you mean `reader`?"),
        Case(
            "database: (default)", "database: other", "\(serve).firestore_collections[0].database",
            "there is no Firestore database"),
        Case(
            "producers: [{name: writer", "producers: [{name: witer",
            "\(ingest).bigquery_tables[0].producers[0].name",
            "did you mean `writer`?"),
        // Uniqueness.
        Case(
            "name: outside-sub", "name: raw-events-sub", "\(ingest).subscriptions[1]", "declared already at"),
        Case(
            "{name: completions}", "{name: commands}", "service_manager_spec.completion_topic.name",
            "must differ"),
        Case(
            "role: roles/pubsub.viewer}", "role: viewer}", "\(ingest).topics[0].iam_access_policy[0].role",
            "roles/pubsub.viewer"),
    ]

    @Test("finds a service whose name is not its key, and every reference that breaks by it")
    func renamedService() throws {
        let text = Sample.yaml.replacing(
            "reader:\n        name: reader", with: "reader:\n        name: other")
        let errors = ArchitectureLoader.check(yaml: [UInt8](text.utf8), file: "f").errors
        #expect(errors.map(\.message).contains("must equal the key `reader`, not `other`"))
        #expect(errors.count == 6)
        #expect(errors == errors.sorted())
    }

    @Test("finds two links that claim one variable of a service")
    func variableClash() throws {
        let text = Sample.yaml.replacing(
            "topic: projects/other-project/topics/outside\n          consumer_service: writer",
            with: "topic: raw-events\n          consumer_service: {service: writer, env: IN}")
        let errors = ArchitectureLoader.check(yaml: [UInt8](text.utf8), file: "f").errors
        #expect(errors.count == 1)
        #expect(errors.first?.message.contains("would get the variable IN twice") == true)
    }

    @Test("finds what needs a partitioning column where there is none")
    func partitioning() throws {
        let text = Sample.yaml.replacing("time_partitioning_field: at\n", with: "time_partitioning_field:\n")
        let errors = ArchitectureLoader.check(yaml: [UInt8](text.utf8), file: "f").errors
        #expect(
            errors.map(\.message) == [String](repeating: "needs time_partitioning_field beside it", count: 2))
    }

    @Test("reports a value that cannot be read once, not as missing too")
    func reportedOnce() throws {
        let errors = ArchitectureLoader.check(yaml: [UInt8]("project_id: [a]\nregion: [b]\n".utf8), file: "f")
            .errors
        #expect(
            errors.map(\.path) == [
                "service_manager_spec.name", "service_manager_spec.service_account", "project_id", "region",
            ])
    }

    @Test("gives every mistake as one line and one field violation of a status")
    func status() throws {
        #expect {
            try Architecture(yaml: "nam: x\n", file: "f.yaml")
        } throws: { error in
            guard let status = error as? Status, case .badRequest(let violations) = status.details.first
            else { return false }
            #expect(status.code == .invalidArgument)
            #expect(status.message.hasPrefix("f.yaml:1:1: nam: unknown key `nam`; did you mean `name`?\n"))
            return violations.count == status.message.split(separator: "\n").count
        }
    }
}

@Suite("Google's rules for names")
struct NameRuleTests {
    @Test(
        "accept and refuse",
        arguments: [
            (
                .cloudRun, ["a", "my-svc-2", String(repeating: "a", count: 49)],
                ["", "My", "2a", "a-", "a_b", String(repeating: "a", count: 50)]
            ),
            (
                .serviceAccount, ["abcdef", "a-b-c1"],
                ["abcde", "1abcde", "abcdef-", "Abcdef", String(repeating: "a", count: 31)]
            ),
            (
                .pubsub, ["abc", "A.b_c~d+e%f"],
                ["ab", "1bc", "google-topic", "Goog1", "a b", String(repeating: "a", count: 256)]
            ),
            (
                .bucket, ["a1b", "my.bucket_x-1"],
                ["ab", "-ab", "ab-", "Abc", String(repeating: "a", count: 64)]
            ),
            (.dataset, ["_a1", "A"], ["a-b", "a.b", "", "é"]),
            (.firestore, ["abcd"], ["abc", "abcd-"]),
            (.project, ["abc-123"], ["ab-12", "abc-12-", "1abcdef"]),
            (.variable, ["_A", "a1"], ["1a", "A-B", ""]),
        ] as [(NameRule, [String], [String])])
    func names(rule: NameRule, accepted: [String], refused: [String]) {
        for name in accepted { #expect(rule.accepts(name), "\(name)") }
        for name in refused { #expect(!rule.accepts(name), "\(name)") }
    }
}

@Suite("Nearest name")
struct NearestNameTests {
    @Test(
        "is the one with the fewest edits, and none if all are far",
        arguments: [
            ("producer_srvice", ["producer_service", "name"], "producer_service"),
            ("naem", ["name", "labels"], "name"),
            ("colour", ["name", "labels"], nil), ("x", ["a", "b"], nil), ("TOPIC", ["topic"], "topic"),
            ("", ["name"], nil),
            ("ab", ["abd", "abc"], "abc"),
            ("iam_policy", ["iam_access_policy", "name"], "iam_access_policy"),
        ] as [(String, [String], String?)])
    func nearest(name: String, candidates: [String], expected: String?) {
        #expect(NearestName.nearest(to: name, among: candidates) == expected)
    }
}
