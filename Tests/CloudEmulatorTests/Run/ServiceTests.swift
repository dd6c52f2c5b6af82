import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("Services of Cloud Run", .timeLimit(.minutes(1)))
struct RunServiceTests {
    @Test("A service starts, answers, and is gone when it is deleted")
    func life() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("hello"))
        let operation = try fixture.create()
        #expect(operation.name.hasPrefix(RunFixture.region + "/operations/"))
        #expect(operation.metadata?.typeName == "google.cloud.run.v2.Service")
        let ended = try await fixture.ended(operation)
        let service = try #require(try ended.response?.unpack(RunV2.Service.self))
        #expect(service == (try fixture.service()))
        #expect(service.name == RunFixture.region + "/services/web" && service.generation == 1)
        #expect(service.observedGeneration == 1 && !service.reconciling)
        #expect(service.latestReadyRevision == service.latestCreatedRevision)
        #expect(service.latestReadyRevision.hasPrefix(service.name + "/revisions/web-00001-"))
        #expect(service.terminalCondition?.type == "Ready" && service.terminalCondition?.state == .succeeded)
        #expect(service.trafficStatuses.map(\.percent) == [100])
        #expect(service.uri == "http://web-415104041262.europe-west1.run.localhost")
        let answer = await fixture.get()
        #expect(answer.status == 200 && answer.text == "hello")
        try fixture.delete()
        #expect(failure { () throws(Status) in try fixture.service() }?.code == .notFound)
        #expect(await fixture.get().status == 404)
    }

    @Test("An image that does not exist fails the operation with the reason")
    func missingImage() async throws {
        let fixture = RunFixture()
        let ended = try await fixture.ended(try fixture.create())
        #expect(ended.error?.code == Status.Code.notFound.rawValue)
        #expect(ended.error?.message.contains("Image 'registry/image' not found.") == true)
        let service = try fixture.service()
        #expect(
            service.terminalCondition?.state == .failed
                && service.terminalCondition?.reason == .containerMissing)
        #expect(
            service.latestReadyRevision.isEmpty && service.observedGeneration == 0 && !service.reconciling)
    }

    @Test("A revision that ends before it listens leaves the previous one serving")
    func failedRevision() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("old"))
        let first = try await fixture.deploy()
        try fixture.put(.closure { _ in }, as: "registry/broken")
        let ended = try await fixture.ended(
            try fixture.update { $0.template?.containers[0].image = "registry/broken" })
        #expect(ended.error?.code == Status.Code.failedPrecondition.rawValue)
        #expect(ended.error?.message.contains("failed to start and listen on the port") == true)
        let service = try fixture.service()
        #expect(service.terminalCondition?.revisionReason == .healthCheckContainerError)
        #expect(service.latestReadyRevision == first.latestReadyRevision)
        #expect(service.latestCreatedRevision != first.latestCreatedRevision)
        #expect(service.generation == 2 && service.observedGeneration == 1)
        #expect(await fixture.get().text == "old")
    }

    @Test("A revision that never listens fails when its startup probe's time is over")
    func startupTimeout() async throws {
        let fixture = RunFixture()
        try fixture.put(.closure { _ in await untilCancelled() })
        let operation = try fixture.create()
        fixture.timeline.advance(by: .seconds(239))
        #expect(try fixture.service().reconciling)
        fixture.timeline.advance(by: .seconds(1))
        let ended = try await fixture.ended(operation)
        #expect(ended.error?.code == Status.Code.failedPrecondition.rawValue)
        #expect(fixture.log().contains { $0.hasPrefix("STARTUP TCP probe failed 1 time") })
    }
}
