import CloudCore
import IAMPool
import Testing

@Suite struct CreationTests {
    @Test("an account is created when none is left, and leased once it is visible")
    func fallback() async throws {
        let fixture = PoolFixture(visibleAfter: .seconds(90))
        let client = try await fixture.open { $0.allowCreate = true }
        let start = fixture.timeline.now
        let lease = try await client.lease("sa")
        #expect(lease.email.hasPrefix("it-"))
        #expect(try await fixture.project.isVisible(lease.email))
        #expect(fixture.timeline.now - start >= .seconds(90))
        #expect(fixture.timeline.now - start < .seconds(120))
    }

    @Test("accounts created at once are all different")
    func randomIDs() async throws {
        let fixture = PoolFixture()
        let client = try await fixture.open { $0.allowCreate = true }
        let leases = try await client.leaseAll((0..<20).map { "name-\($0)" })
        #expect(Set(leases.values.map(\.email)).count == 20)
        #expect(fixture.project.state.withLock { $0.creations.count } == 20)
    }

    @Test("an id that is taken is never adopted: another is drawn")
    func takenID() async throws {
        let fixture = PoolFixture()
        fixture.project.state.withLock { $0.creationErrors = [Status(.alreadyExists, "taken"), nil] }
        let client = try await fixture.open { $0.allowCreate = true }
        let lease = try await client.lease("sa")
        #expect(fixture.project.state.withLock { $0.creations.map(\.email) } == [lease.email])
        #expect(try await client.pool().accounts.keys.sorted() == [lease.email])
    }

    @Test("no more accounts are created than the options allow, by however many tasks")
    func ownLimit() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open {
            $0.allowCreate = true
            $0.maxAccounts = 3
        }
        let error = await status { _ = try await client.leaseAll((0..<8).map { "name-\($0)" }) }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.message.contains("3 at most") == true)
        #expect(fixture.project.state.withLock { $0.creations.count } <= 2)
        #expect(try await client.pool().accounts.values.allSatisfy { $0.lease == nil })
    }

    @Test("the project's quota is reported with who holds what, and nothing stays behind")
    func projectQuota() async throws {
        let fixture = PoolFixture(accounts: 1)
        let quota = Status(.resourceExhausted, "Maximum number of service accounts on project reached.")
        fixture.project.state.withLock { $0.creationErrors = [quota] }
        let client = try await fixture.open { $0.allowCreate = true }
        let held = try await client.lease("first-sa")
        let error = try #require(await status { _ = try await client.lease("second-sa") })
        #expect(error.code == .resourceExhausted)
        for part in [quota.message, held.email, "\"first-sa\"", "\"second-sa\""] {
            #expect(error.message.contains(part))
        }
        #expect(try await client.pool().accounts.keys.sorted() == [held.email])
    }

    @Test("an account that never becomes visible ends the lease with its name")
    func neverVisible() async throws {
        let fixture = PoolFixture(visibleAfter: .seconds(100_000))
        let client = try await fixture.open { $0.allowCreate = true }
        let error = try #require(await status { _ = try await client.lease("sa") })
        #expect(error.code == .deadlineExceeded)
        #expect(error.message.contains("it-"))
        #expect(try await client.pool().accounts.values.allSatisfy { $0.lease == nil })
        #expect(try await client.close().isClean)
    }

    @Test("a lease that is cancelled while its account spreads leaves no lease")
    func cancelledWhileSpreading() async throws {
        let fixture = PoolFixture(mode: .manual, visibleAfter: .seconds(90))
        let client = try await fixture.open { $0.allowCreate = true }
        let waiting = Task { try await client.lease("sa") }
        await fixture.untilSomebodyWaits()
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(try await client.pool().accounts.values.allSatisfy { $0.lease == nil })
    }
}

@Suite struct PoolCreationTests {
    @Test("a pool of a size has that many accounts, made no faster than the interval")
    func rate() async throws {
        let fixture = PoolFixture()
        let result = try await fixture.create(4)
        #expect(result.created == (0..<4).map { fixture.email($0) })
        let times = fixture.project.state.withLock { $0.creations.map(\.at) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .seconds(6) })
    }

    @Test("accounts that exist are accepted")
    func existing() async throws {
        let fixture = PoolFixture(accounts: 2)
        let result = try await fixture.create(3)
        #expect(result.existing == [fixture.email(0), fixture.email(1)])
        #expect(result.created == [fixture.email(2)])
    }

    @Test("an account that exists but is not listed yet is accepted")
    func existingUnlisted() async throws {
        let fixture = PoolFixture(visibleAfter: .seconds(1000))
        try await fixture.project.create(id: "it-000", displayName: "")
        #expect(try await fixture.create(1).existing == [fixture.email(0)])
    }

    @Test("a creation that stopped can be run again and goes on")
    func resuming() async throws {
        let fixture = PoolFixture()
        let quota = Status(.resourceExhausted, "Maximum number of service accounts on project reached.")
        fixture.project.state.withLock { $0.creationErrors = [nil, nil, quota] }
        let error = await status { _ = try await fixture.create(4) }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.message.contains("it-002") == true)
        #expect(error?.message.contains("2 of 4 exist, run it again to go on") == true)
        #expect(try await fixture.create(4).created == [fixture.email(2), fixture.email(3)])
    }

    @Test("sizes that make no sense are refused", arguments: [0, -1, 501])
    func sizes(size: Int) async {
        let fixture = PoolFixture()
        #expect(await status { _ = try await fixture.create(size) }?.code == .invalidArgument)
    }
}

extension PoolFixture {
    fileprivate func create(_ size: Int) async throws -> ServiceAccountPool.Creation {
        try await ServiceAccountPool.create(
            prefix: "it-", size: size, directory: project, timeline: timeline, interval: .seconds(6))
    }
}
