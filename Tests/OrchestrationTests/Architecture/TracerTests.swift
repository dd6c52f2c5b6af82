import CloudCore
import Foundation
import Testing

@testable import Orchestration

@Suite("The tracer example")
struct TracerTests {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../Examples/tracer").standardizedFileURL.path

    @Test("loads without a note, from its directory and from its file")
    func loads() throws {
        let loaded = try ArchitectureLoader.load(Self.directory)
        #expect(loaded.notes.isEmpty)
        #expect(loaded.architecture.dataflows.keys.sorted() == ["tracer-flow"])
        #expect(loaded.architecture.dataflows["tracer-flow"]?.isEphemeral == true)
        let file = try ArchitectureLoader.load(Self.directory + "/services.yaml")
        #expect(file.architecture == loaded.architecture)
        #expect(file.directory == loaded.directory)
    }

    @Test("expects two messages on the verify topic within ten minutes")
    func expectations() throws {
        let plan = try #require(try ArchitectureLoader.load(Self.directory).rehearsal)
        #expect(plan.expect == [.init(topic: "verify-topic", messages: 2, within: .seconds(600))])
    }

    @Test("gives its services the names of their resources in the variables that they read")
    func variables() throws {
        let hydrated = try Hydration.hydrate(try ArchitectureLoader.load(Self.directory).architecture)
        let services = try #require(hydrated.architecture.dataflows["tracer-flow"]?.services)
        let publisher = try #require(services["tracer-publisher"]?.deployment?.environment)
        let subscriber = try #require(services["tracer-subscriber"]?.deployment?.environment)
        let common = ["PROJECT_ID": "rehearsal-tracer", "DATAFLOW_NAME": "tracer-flow"]
        #expect(
            publisher
                == common.merging([
                    "TOPIC_ID": "tracer-topic", "SERVICE_NAME": "tracer-publisher",
                    "AUTO_PUBLISH_ENABLED": "true",
                    "AUTO_PUBLISH_INTERVAL": "20s", "AUTO_PUBLISH_COUNT": "10",
                ]) { $1 })
        #expect(
            subscriber
                == common.merging([
                    "SUBSCRIPTION_ID": "tracer-sub", "VERIFY_TOPIC_ID": "verify-topic",
                    "SERVICE_NAME": "tracer-subscriber",
                ]) { $1 })
    }

    @Test("hydrated, is written as YAML and read back as an equal value", arguments: [nil, "r1"])
    func roundTrip(runID: String?) throws {
        let architecture = try ArchitectureLoader.load(Self.directory).architecture
        #expect(try Architecture(yaml: architecture.yaml) == architecture)
        let hydrated = try Hydration.hydrate(architecture, options: .init(runID: runID)).architecture
        #expect(try Architecture(yaml: hydrated.yaml) == hydrated)
    }
}
