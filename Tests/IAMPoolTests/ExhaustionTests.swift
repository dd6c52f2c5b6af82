import CloudCore
import IAMPool
import Testing

@Suite struct ExhaustionTests {
    @Test("an exhausted pool names the prefix, its size and who holds what")
    func exhausted() async throws {
        let fixture = PoolFixture(accounts: 2, mode: .manual)
        let client = try await fixture.open(owner: "ci-7")
        _ = try await client.leaseAll(["publisher-sa", "subscriber-sa"])
        let error = try #require(await status { _ = try await client.lease("third-sa") })
        #expect(error.code == .resourceExhausted)
        for part in [
            "\"third-sa\"", "\"it-\" of project fake-project", "2 accounts", "switched off", fixture.email(0),
            fixture.email(1), "\"publisher-sa\"", "\"subscriber-sa\"", "ci-7", "run r1",
            "2030-01-01T01:00:00Z",
        ] {
            #expect(error.message.contains(part), "\(part) is missing in: \(error.message)")
        }
    }

    @Test("an empty pool without creation says so")
    func empty() async throws {
        let client = try await PoolFixture().open()
        let error = await status { _ = try await client.lease("sa") }
        #expect(
            error?.message.hasSuffix("has 0 accounts, none free, and creating more is switched off") == true)
    }

    @Test("a waiting lease is granted as soon as another is given back")
    func wokenByReturn() async throws {
        let fixture = PoolFixture(accounts: 1, mode: .manual)
        let client = try await fixture.open {
            $0.allowCreate = false
            $0.waitLimit = .seconds(60)
        }
        let first = try await client.lease("a")
        async let second = client.lease("b")
        await fixture.untilSomebodyWaits()
        try await first.giveBack()
        #expect(try await second.email == first.email)
    }

    @Test("a wait ends at its limit")
    func waitLimit() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open {
            $0.allowCreate = false
            $0.waitLimit = .seconds(60)
        }
        _ = try await client.lease("a")
        let start = fixture.timeline.now
        let error = await status { _ = try await client.lease("b") }
        #expect(error?.code == .resourceExhausted)
        #expect(fixture.timeline.now - start == .seconds(60))
    }

    @Test("a cancelled wait ends at once and leaves nothing leased")
    func cancellation() async throws {
        let fixture = PoolFixture(accounts: 1, mode: .manual)
        let client = try await fixture.open {
            $0.allowCreate = false
            $0.waitLimit = .seconds(60)
        }
        let first = try await client.lease("a")
        let waiting = Task { try await client.lease("b") }
        await fixture.untilSomebodyWaits()
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        try await first.giveBack()
        #expect(try await client.pool().accounts[first.email]?.isFree == true)
    }

    @Test("a lease that expired is taken back, cleaned and leased to the next")
    func expiry() async throws {
        let fixture = PoolFixture(accounts: 1, mode: .manual)
        let crashed = try await fixture.open(owner: "crashed")
        let next = try await fixture.open(owner: "next", run: "r2", seed: 2)
        let lost = try await crashed.lease("a")
        try await lost.recordGrants([fixture.topic])
        try await fixture.project.grant("roles/pubsub.publisher", to: lost.member, on: fixture.topic)
        fixture.timeline.advance(by: .seconds(3601))

        #expect(try await next.lease("b").email == lost.email)
        #expect(fixture.project.members(of: fixture.topic).isEmpty)
        #expect(await status { try await lost.giveBack() }?.code == .failedPrecondition)
        #expect(await status { try await lost.recordGrants([fixture.topic]) }?.code == .failedPrecondition)
        #expect(try await next.pool().accounts[lost.email]?.lease?.logicalName == "b")
    }

    @Test("a renewed lease lasts its whole duration again")
    func renewal() async throws {
        let fixture = PoolFixture(accounts: 1, mode: .manual)
        let client = try await fixture.open()
        let lease = try await client.lease("a")
        fixture.timeline.advance(by: .seconds(3000))
        #expect(try await lease.renewed().expires == fixture.timeline.now + .seconds(3600))
        fixture.timeline.advance(by: .seconds(3000))
        try await lease.giveBack()
    }
}

extension PoolFixture {
    /// Returns once a lease waits: with a manual timeline, whose only alarm that is.
    func untilSomebodyWaits() async {
        while timeline.nextAlarm == nil { await Task.yield() }
    }
}
