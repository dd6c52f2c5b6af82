import CloudCore
import IAMPool
import TestSupport

/// A project with a pool `it-` of accounts, and the means to open clients of it.
struct PoolFixture {
    let timeline: VirtualTimeline
    let project: FakeProject
    let store: InMemoryPoolStore

    init(
        accounts: Int = 0, mode: VirtualTimeline.Mode = .automatic, visibleAfter: Duration = .zero,
        staleFor: Duration = .zero
    ) {
        timeline = VirtualTimeline(mode: mode)
        project = FakeProject(
            timeline: timeline, accounts: (0..<accounts).map { "it-00\($0)" } + ["other-account"],
            visibleAfter: visibleAfter, staleFor: staleFor)
        store = InMemoryPoolStore(timeline: timeline)
    }

    func open(
        owner: String = "test", run: String = "r1", seed: UInt64 = 1,
        _ configure: (inout PoolOptions) -> Void = { $0.allowCreate = false }
    ) async throws -> TestIAMClient {
        var options = PoolOptions()
        configure(&options)
        return try await TestIAMClient.open(
            prefix: "it-", directory: project, store: store, timeline: timeline, owner: owner, runID: run,
            options: options, generator: SeededGenerator(seed: seed))
    }

    func email(_ number: Int) -> String { project.email(ofID: "it-00\(number)") }

    var topic: GrantedResource { .topic("projects/fake-project/topics/t") }
    var subscription: GrantedResource { .subscription("projects/fake-project/subscriptions/s") }
    var wholeProject: GrantedResource { .project("fake-project") }
}

/// The status that `body` throws.
func status(of body: () async throws -> Void) async -> Status? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Status
    }
}
