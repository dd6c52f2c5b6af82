import CloudCore
import Foundation
import Testing

@testable import Orchestration

@Suite("Architecture file")
struct ArchitectureReadingTests {
    @Test("with every kind of resource is read whole")
    func readsAll() throws {
        let architecture = try Sample.architecture()
        let ingest = try #require(architecture.dataflows["ingest"])
        let serve = try #require(architecture.dataflows["serve"])
        #expect(architecture.teardownProtection == true)
        #expect(ingest.services["receiver"]?.deployment?.environment == ["MODE": "fast", "EMPTY": ""])
        #expect(
            ingest.services["receiver"]?.deployment?.secretEnvironment == [
                .init(name: "API_KEY", valueFrom: "my-api-key")
            ])
        let subscription = ingest.resources.subscriptions[0]
        #expect(subscription.messageRetention == .seconds(7 * 86_400))
        #expect(
            subscription.retryPolicy
                == .init(minimumBackoff: .milliseconds(250), maximumBackoff: .seconds(600)))
        #expect(ingest.resources.tables[0].timePartitioningType == .day)
        #expect(ingest.resources.buckets[0].producers == [ServiceLink("writer", method: .env)])
        #expect(ingest.resources.buckets[0].consumers == [ServiceLink("reader", method: .env)])
        #expect(ingest.resources.topics[0].accessPolicy[1].type == .serviceAccount)
        #expect(serve.resources.firestoreDatabases[0].type == .native)
        #expect(serve.resources.schedulerJobs[0].timeZone == "Europe/Zurich")
    }

    @Test(
        "may write a link in any of its three forms",
        arguments: [
            ("{name: svc, lookup: {key: K, method: env}}", ServiceLink("svc", key: "K", method: .env)),
            ("{name: svc, lookup: {key: k}}", ServiceLink("svc", key: "k")),
            ("{name: svc}", ServiceLink("svc")),
            ("svc", ServiceLink("svc")),
            ("{service: svc, env: K}", ServiceLink("svc", key: "K", method: .env)),
            ("{service: svc}", ServiceLink("svc", method: .env)),
        ])
    func links(text: String, link: ServiceLink) throws {
        var decoder = ConfigDecoder(file: "")
        #expect(ServiceLink.decode(try YAML.parse(text), "link", &decoder) == link)
        #expect(decoder.diagnostics.isEmpty)
    }

    @Test(
        "mixing two forms of a link is refused",
        arguments: [
            "{name: svc, env: K}", "{service: svc, name: svc}", "{service: svc, lookup: {key: k}}", "[svc]",
        ])
    func mixedLinks(text: String) throws {
        var decoder = ConfigDecoder(file: "")
        _ = ServiceLink.decode(try YAML.parse(text), "link", &decoder)
        #expect(!decoder.diagnostics.isEmpty)
    }

    @Test("is written and read back as an equal value, durations to the nanosecond")
    func roundTrip() throws {
        let architecture = try Sample.architecture()
        #expect(try Architecture(yaml: architecture.yaml) == architecture)
        #expect(try Architecture(yaml: architecture.yaml).yaml == architecture.yaml)
        let hydrated = try Hydration.hydrate(architecture, options: .init(runID: "r7")).architecture
        #expect(try Architecture(yaml: hydrated.yaml) == hydrated)
    }

    @Test("anchors, aliases and merge keys stand for what they name")
    func anchors() throws {
        let merged = Sample.yaml.replacing(
            "deployment: {source_path: ., region: us-central1}",
            with: "deployment: &d {source_path: ., region: us-central1}"
        ).replacing("deployment: {source_path: .}", with: "deployment: {<<: *d, region: europe-west4}")
        let architecture = try Architecture(yaml: merged)
        #expect(architecture.dataflows["serve"]?.services["reader"]?.deployment?.sourcePath == ".")
        #expect(architecture.dataflows["serve"]?.services["reader"]?.deployment?.region == "europe-west4")
    }

    @Test("notes the keys that have no effect yet, each with its place")
    func notes() throws {
        let text = Sample.yaml.replacing(
            "service_account: reader-sa",
            with: "service_account: reader-sa\n        health_check: {port: 8080, path: /healthz}"
        ).replacing(
            "lifecycle: {strategy: ephemeral}",
            with: "lifecycle: {strategy: ephemeral, keep_resources_on_test: true}"
        )
        .replacing("MODE: fast", with: "PROJECT_ID: mine").replacing(
            "  schema_type: Event", with: "  expiration: 1h")
        let checked = ArchitectureLoader.check(yaml: [UInt8](text.utf8), file: "services.yaml")
        #expect(checked.errors.isEmpty)
        #expect(
            checked.notes.map(\.path) == [
                "dataflows.ingest.lifecycle.keep_resources_on_test",
                "dataflows.ingest.services.receiver.deployment.environment_vars.PROJECT_ID",
                "dataflows.ingest.resources.bigquery_tables[0].expiration",
                "dataflows.serve.services.reader.health_check",
            ])
        #expect(
            checked.notes.first?.description.hasPrefix("services.yaml:17:62: dataflows.ingest.lifecycle.")
                == true)
        #expect(checked.architecture.notes.map(\.path).sorted() == checked.notes.map(\.path).sorted())
    }

    @Test("that does not exist, or is no YAML, is one line that says so")
    func unreadable() throws {
        #expect(throws: Status(.notFound, "there is no file or directory /nowhere/at-all")) {
            try ArchitectureLoader.load("/nowhere/at-all")
        }
        #expect {
            try Architecture(yaml: "a: [\n", file: "x.yaml")
        } throws: { error in
            (error as? Status)?.message
                == "x.yaml:2:1: the flow collection that starts at 1:4 is not closed: write its ] or }"
        }
    }

    @Test("is read together with the expectations beside it, which are checked as strictly")
    func rehearsal() throws {
        let architecture = try Sample.architecture()
        func check(_ text: String) -> (RehearsalPlan, [String]) {
            let (plan, errors) = RehearsalPlan.check(yaml: [UInt8](text.utf8), file: "r", for: architecture)
            return (plan, errors.map(\.description))
        }
        #expect(
            check("expect:\n- {topic: raw-events}\n- {topic: completions, messages: 3, within: 90s}\n").1
                == [])
        #expect(check("").0 == RehearsalPlan())
        #expect(
            check("expect:\n- {topic: raw-event, mesages: 2}\n- {messages: 0, within: 25h}\n").1 == [
                "r:2:11: expect[0].topic: there is no topic `raw-event`; did you mean `raw-events`?",
                "r:2:22: expect[0].mesages: unknown key `mesages`; did you mean `messages`?",
                "r:3:3: expect[1].topic: is required",
                "r:3:14: expect[1].messages: 0 is no count of messages: use 1 to 1000000",
                "r:3:25: expect[1].within: the time must be more than 0s and at most 24h, for example 10m",
            ])
    }
}

@Suite("Durations in Go's spelling")
struct GoDurationTests {
    @Test(
        "are read",
        arguments: [
            ("24h", .seconds(86_400)), ("1h30m", .seconds(5_400)), ("1.5h", .seconds(5_400)),
            ("250ms", .milliseconds(250)),
            ("3600s", .seconds(3_600)), ("0", .zero), ("-5s", .seconds(-5)), ("7d", .seconds(604_800)),
            ("1d12h", .seconds(129_600)),
            (".5s", .milliseconds(500)), ("1.s", .seconds(1)), ("1us", .microseconds(1)),
            ("1µs", .microseconds(1)),
            ("1.0000000001s", .seconds(1)), ("292y", nil), ("60", nil), ("", nil), ("s", nil), ("1 h", nil),
            ("1h 30m", nil),
            ("1hh", nil), (".s", nil), ("9999999999h", nil), ("1e3s", nil), ("--1s", nil),
        ] as [(String, Duration?)])
    func parse(text: String, duration: Duration?) {
        #expect(GoDuration.parse(text) == duration)
    }

    @Test("are written so that they are read back the same", arguments: 1...200 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let bits = Int64(bitPattern: seed &* 0x9e37_79b9_7f4a_7c15) >> Int64(seed % 40)
        let duration = Duration.nanoseconds(bits)
        #expect(GoDuration.parse(GoDuration.format(duration)) == duration)
    }
}
