import CloudCore
import Foundation
import RPCServer
import Testing

@testable import CloudEmulator

/// Services are part of the state, and run again from their images.
@Suite("Cloud Run after a restart")
final class RunStateTests {
    private let folder = NSTemporaryDirectory() + "rehearsal-cloud-\(UUID().uuidString)"
    private let timeline = VirtualTimeline(start: start)

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func fixture() -> RunFixture { RunFixture(timeline: timeline) }

    /// A cloud that has taken over the state of another, without its images.
    private func successor(of former: RunFixture) throws -> RunFixture {
        let other = fixture()
        try other.cloud.importState(former.cloud.exportState())
        return other
    }

    @Test("Writes that are made again lead to the same, whatever they were", arguments: 0..<6)
    func replay(seed: Int) throws {
        let model = [PropagationModel.typical, .instant][seed % 2].seeded(UInt64(seed))
        let cloud = LocalCloud(timeline: timeline, propagation: model)
        defer { cloud.stopInstances() }
        var calls = try RandomRunCalls(cloud: cloud, timeline: timeline, seed: seed)
        for _ in 0..<200 { calls.step() }
        try cloud.expectSameWhenMadeAgain()
        #expect(cloud.plane.history.records.contains { $0.method == RevisionSettled.eventName })
    }

    @Test(
        "A service that was deployed serves after a restart, and its minimum of instances runs at once",
        .timeLimit(.minutes(1)))
    func restart() async throws {
        let state: CloudState
        do {
            let former = fixture()
            try former.cloud.keepData(in: folder)
            try former.put(.text("hello"))
            let service = RunFixture.service {
                $0.scaling = RunV2.ServiceScaling()
                $0.scaling?.minInstanceCount = 1
            }
            try await former.deploy("web", service)
            state = former.cloud.exportState()
        }
        let (starts, started) = AsyncStream.makeStream(of: String.self)
        let fixture = fixture()
        try fixture.put(
            .closure { instance in
                started.yield(instance.environment["PUBSUB_EMULATOR_HOST"] ?? "")
                await untilCancelled()
            })
        try fixture.cloud.keepData(in: folder)
        let differences = try fixture.cloud.differences(from: state)
        #expect(differences.isEmpty, "\(differences)")
        #expect(fixture.cloud.run.inspect { name, _ in name }.isEmpty, "nothing runs before it is served")
        let server = try fixture.cloud.start()
        var all = starts.makeAsyncIterator()
        let host = await all.next()
        #expect(host?.hasPrefix("127.0.0.1:") == true)
        withExtendedLifetime(server) {}
    }

    @Test(
        "Requests are answered as before; while the image is not there, there is no instance",
        .timeLimit(.minutes(1)))
    func images() async throws {
        let former = fixture()
        try former.put(.text("old"))
        try await former.deploy()
        try former.put(.text("new"), as: "registry/new", digest: "sha256:2")
        try await former.deploy("api", RunFixture.service(image: "registry/new"))
        let fixture = try successor(of: former)
        try fixture.put(.text("old"))
        // What has the tag now is not what was deployed.
        try fixture.put(.text("newer"), as: "registry/new", digest: "sha256:3")
        #expect(await fixture.get().text == "old")
        #expect(await fixture.get("/", "api").status == 429)
        try fixture.put(.text("new"), as: "registry/new", digest: "sha256:2")
        #expect(await fixture.get("/", "api").text == "new")
        _ = try await fixture.ended(try fixture.update("api") { $0.template?.labels["a"] = "b" })
        #expect(try fixture.service("api").generation == 2)
    }

    @Test("A deployment that was under way is made again, and its operation ends", .timeLimit(.minutes(1)))
    func underWay() async throws {
        let former = fixture()
        try former.put(.closure { _ in await untilCancelled() })
        let operation = try former.create()
        try former.put(.closure { _ in await untilCancelled() }, as: "registry/gone")
        let vain = try former.create("vain", RunFixture.service(image: "registry/gone"))
        let fixture = try successor(of: former)
        try fixture.put(.text("hello"))
        let server = try fixture.cloud.start()
        #expect(try await fixture.ended(operation).error == nil)
        #expect(try await fixture.ended(vain).error?.code == Status.Code.notFound.rawValue)
        #expect(await fixture.get().text == "hello")
        #expect(try fixture.service("vain").terminalCondition?.reason == .containerMissing)
        withExtendedLifetime(server) {}
    }

    @Test(
        "A reset ends what runs, and those who wait for an operation are told that it is gone",
        .timeLimit(.minutes(1)))
    func reset() async throws {
        let fixture = fixture()
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        try fixture.put(
            .closure { _ in
                started.yield()
                await untilCancelled()
                ended.yield()
            })
        let operation = try fixture.create()
        var began = starts.makeAsyncIterator()
        _ = await began.next()
        let wait = Task { try await fixture.ended(operation) }
        fixture.cloud.reset()
        var over = ends.makeAsyncIterator()
        #expect(await over.next() != nil)
        await #expect(throws: Status.self) { try await wait.value }
        #expect(fixture.cloud.run.inspect { name, _ in name }.isEmpty)
        #expect(fixture.cloud.plane.history.records.isEmpty)
    }

    @Test("Services and revisions are leaks, and in comparisons")
    func leaks() throws {
        let fixture = fixture()
        let mark = fixture.cloud.mark()
        try fixture.create()
        let leaks = fixture.cloud.leaks(since: mark).resources
        #expect(leaks["services"] == [RunFixture.region + "/services/web"])
        #expect(leaks["revisions"]?.count == 1)
    }
}
