import Foundation
import Orchestration

/// The tracer example of this package.
enum TracerFixture {
    /// The example's architecture, as written.
    static func load() throws -> LoadedArchitecture {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try ArchitectureLoader.load(package.appendingPathComponent("Examples/tracer").path)
    }

    /// What the example's rehearsal waits for, on the topics of a run.
    static func expectations(
        _ loaded: LoadedArchitecture, in hydrated: HydratedArchitecture
    ) -> [MessageExpectation] {
        (loaded.rehearsal?.expect ?? []).map {
            MessageExpectation(
                topic: hydrated.names.hydrated(.topic, $0.topic), count: $0.messages, limit: $0.within)
        }
    }
}
