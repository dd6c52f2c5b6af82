import CloudCore
import IAMPool
import Testing

@Suite struct LeaseTests {
    @Test("only accounts of the prefix are leased")
    func discovery() async throws {
        let fixture = PoolFixture(accounts: 2)
        let client = try await fixture.open()
        #expect(try await client.pool().accounts.keys.sorted() == [fixture.email(0), fixture.email(1)])
    }

    @Test("the same name in the same run gets the same account, in another run another")
    func stickyMapping() async throws {
        let fixture = PoolFixture(accounts: 3)
        let client = try await fixture.open()
        let other = try await fixture.open(run: "r2")
        let first = try await client.lease("publisher-sa")
        let again = try await client.lease("publisher-sa")
        let different = try await client.lease("subscriber-sa")
        let foreign = try await other.lease("publisher-sa")
        #expect(first.email == again.email)
        #expect(Set([first.email, different.email, foreign.email]).count == 3)
    }

    @Test(
        "two clients of a run share the account of a name, which stays leased until both have given it back")
    func sharedByClients() async throws {
        let fixture = PoolFixture(accounts: 2)
        let clients = [
            try await fixture.open(owner: "test"), try await fixture.open(owner: "director", seed: 2),
        ]
        let leases = [try await clients[0].lease("sa"), try await clients[1].lease("sa")]
        #expect(leases[0].email == leases[1].email)
        try await leases[0].giveBack()
        #expect(try await clients[0].pool().accounts[leases[0].email]?.lease != nil)
        try await leases[1].giveBack()
        #expect(try await clients[0].pool().accounts[leases[0].email]?.isFree == true)
    }

    @Test("an email address of the pool gets that account")
    func byEmail() async throws {
        let fixture = PoolFixture(accounts: 3)
        let client = try await fixture.open()
        #expect(try await client.lease(fixture.email(2)).email == fixture.email(2))
    }

    @Test("the email address of a leased account gets the lease that the run has")
    func byEmailOfOwnLease() async throws {
        let fixture = PoolFixture(accounts: 3)
        let client = try await fixture.open()
        let lease = try await client.lease("sa")
        #expect(try await client.lease(lease.email).logicalName == "sa")
    }

    @Test(
        "an email address that is none of the pool is refused",
        arguments: [
            "nobody@fake-project.iam.gserviceaccount.com",
            "other-account@fake-project.iam.gserviceaccount.com",
        ])
    func unknownEmail(email: String) async throws {
        let client = try await PoolFixture(accounts: 1).open()
        let error = await status { _ = try await client.lease(email) }
        #expect(error == Status(.notFound, "\(email) is no account of pool \"it-\" of project fake-project"))
    }

    @Test("a lease needs a name")
    func emptyName() async throws {
        let client = try await PoolFixture(accounts: 1).open()
        #expect(await status { _ = try await client.lease("") }?.code == .invalidArgument)
    }

    @Test("concurrent leases never get one account twice")
    func concurrentLeases() async throws {
        let fixture = PoolFixture(accounts: 9)
        let client = try await fixture.open()
        for round in 0..<20 {
            let leases = try await client.leaseAll((0..<9).map { "name-\(round)-\($0)" })
            #expect(Set(leases.values.map(\.email)).count == 9)
            for lease in leases.values { try await lease.giveBack() }
        }
    }

    @Test("many tasks take turns on few accounts, and no two ever hold one at once")
    func takingTurns() async throws {
        // Time stands still: on a busy machine, automatic time may jump over the whole wait.
        let fixture = PoolFixture(accounts: 3, mode: .manual)
        let client = try await fixture.open {
            $0.allowCreate = false
            $0.waitLimit = .seconds(3600)
        }
        let holders = Holders()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await client.withLease("name-\(number)") { lease in
                        await holders.enter(lease.email)
                        await Task.yield()
                        await holders.leave(lease.email)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await holders.collisions == 0)
        #expect(await holders.entries == 40)
    }

    @Test("the account that has been free longest is leased first")
    func longestFreeFirst() async throws {
        let fixture = PoolFixture(accounts: 2, mode: .manual)
        let client = try await fixture.open()
        let leases = [try await client.lease("a"), try await client.lease("b")]
        try await leases[1].giveBack()
        fixture.timeline.advance(by: .seconds(1))
        try await leases[0].giveBack()
        fixture.timeline.advance(by: .seconds(1))
        #expect(try await client.lease("c").email == leases[1].email)
    }

    @Test("accounts that others added are found when none is left")
    func rediscovery() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        _ = try await client.lease("a")
        try await fixture.project.create(id: "it-new", displayName: "")
        #expect(try await client.lease("b").email == fixture.project.email(ofID: "it-new"))
    }
}

/// Who is inside at present.
private actor Holders {
    private var inside: Set<String> = []
    private(set) var collisions = 0
    private(set) var entries = 0

    func enter(_ email: String) {
        entries += 1
        if !inside.insert(email).inserted { collisions += 1 }
    }

    func leave(_ email: String) { inside.remove(email) }
}
