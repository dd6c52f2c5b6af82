import CloudCore
import GoogleCloud
import IAMPool
import Testing

@Suite struct CleaningTests {
    @Test("an account that is given back holds no role and nobody may use it")
    func cleanOnReturn() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        let resources = [fixture.wholeProject, fixture.topic, fixture.subscription]
        let email = try await client.withLease("sa") { lease in
            try await lease.recordGrants(resources)
            for resource in resources {
                try await fixture.project.grant("roles/pubsub.viewer", to: lease.member, on: resource)
            }
            try await fixture.project.grant(
                "roles/iam.serviceAccountUser", to: "user:somebody@example.com",
                on: .serviceAccount(lease.email))
            return lease.email
        }
        #expect(fixture.project.members(of: fixture.wholeProject) == ["user:owner@example.com"])
        for resource in [fixture.topic, fixture.subscription, .serviceAccount(email)] {
            #expect(fixture.project.members(of: resource).isEmpty)
        }
        #expect(try await client.pool().accounts[email]?.grants.isEmpty == true)
    }

    @Test("roles of others on the same resources stay, conditional ones too")
    func othersKeepTheirRoles() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        let lease = try await client.lease("sa")
        try await lease.recordGrants([fixture.topic])
        let condition = IAMPolicy.Condition(expression: "request.time < timestamp('2031-01-01T00:00:00Z')")
        let others = IAMPolicy.Binding(
            role: "roles/viewer", members: ["user:a@example.com"], condition: condition)
        let mixed = IAMPolicy.Binding(
            role: "roles/pubsub.viewer", members: ["user:b@example.com", lease.member])
        _ = try await fixture.project.setPolicy(
            IAMPolicy(version: 3, etag: "ACAB", bindings: [others, mixed]), of: fixture.topic)
        try await lease.giveBack()
        let left = try await fixture.project.policy(of: fixture.topic)
        #expect(left.version == 3)
        #expect(
            left.bindings == [others, .init(role: "roles/pubsub.viewer", members: ["user:b@example.com"])])
    }

    @Test("an account that was found is cleaned before its first lease")
    func leftoversOfEarlierRuns() async throws {
        let fixture = PoolFixture(accounts: 1)
        let member = "serviceAccount:\(fixture.email(0))"
        try await fixture.project.grant("roles/pubsub.admin", to: member, on: fixture.wholeProject)
        try await fixture.project.grant(
            "roles/owner", to: "user:x@example.com", on: .serviceAccount(fixture.email(0)))
        _ = try await fixture.open().lease("sa")
        #expect(fixture.project.members(of: fixture.wholeProject) == ["user:owner@example.com"])
        #expect(fixture.project.members(of: .serviceAccount(fixture.email(0))).isEmpty)
    }

    @Test("a grant that reads do not show yet is revoked all the same")
    func staleReads() async throws {
        let fixture = PoolFixture(accounts: 1, staleFor: .seconds(420))
        let client = try await fixture.open()
        try await client.withLease("sa") { lease in
            try await lease.recordGrants([fixture.wholeProject])
            try await fixture.project.grant("roles/pubsub.admin", to: lease.member, on: fixture.wholeProject)
            let seen = try await fixture.project.policy(of: fixture.wholeProject)
            #expect(!seen.contains(member: lease.member, role: "roles/pubsub.admin"))
        }
        #expect(fixture.project.members(of: fixture.wholeProject) == ["user:owner@example.com"])
    }

    @Test("a resource that was deleted meanwhile is clean")
    func deletedResource() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        let lease = try await client.lease("sa")
        try await lease.recordGrants([.topic("projects/fake-project/topics/gone")])
        try await lease.giveBack()
        #expect(try await client.pool().accounts[lease.email]?.isFree == true)
    }

    @Test("an account that cannot be cleaned is reported, stays dirty and is not leased")
    func failedCleaning() async throws {
        let fixture = PoolFixture(accounts: 1, mode: .manual)
        let client = try await fixture.open()
        let lease = try await client.lease("sa")
        try await lease.recordGrants([fixture.topic, fixture.wholeProject])
        try await fixture.project.grant("roles/pubsub.publisher", to: lease.member, on: fixture.topic)
        try await fixture.project.grant("roles/pubsub.viewer", to: lease.member, on: fixture.wholeProject)
        fixture.project.breakPolicy(of: fixture.topic, Status(.permissionDenied, "not allowed"))

        let error = try #require(await status { try await lease.giveBack() })
        #expect(error.code == .unavailable)
        #expect(error.message.contains(lease.email))
        #expect(error.message.contains("\(fixture.topic): PERMISSION_DENIED: not allowed"))
        // The rest was cleaned.
        #expect(fixture.project.members(of: fixture.wholeProject) == ["user:owner@example.com"])
        #expect(try await client.dirtyAccounts() == [lease.email])
        let refused = await status { _ = try await client.lease("next") }
        #expect(refused?.code == .resourceExhausted)
        #expect(refused?.message.contains("not allowed") == true)
        let report = try await client.close()
        #expect(report.leaks.isEmpty)
        #expect(report.dirty.map(\.email) == [lease.email])
    }

    @Test("a dirty account is cleaned again later, and only then leased")
    func cleaningAgain() async throws {
        let fixture = PoolFixture(accounts: 1, mode: .manual)
        let client = try await fixture.open()
        let lease = try await client.lease("sa")
        try await lease.recordGrants([fixture.topic])
        try await fixture.project.grant("roles/pubsub.publisher", to: lease.member, on: fixture.topic)
        fixture.project.breakPolicy(of: fixture.topic, Status(.internal, "broken"))
        _ = await status { try await lease.giveBack() }
        fixture.project.breakPolicy(of: fixture.topic, nil)
        fixture.timeline.advance(by: .seconds(31))
        #expect(try await client.lease("next").email == lease.email)
        #expect(fixture.project.members(of: fixture.topic).isEmpty)
    }

    @Test("an account that was deleted is forgotten, and another is leased")
    func deletedAccount() async throws {
        let fixture = PoolFixture(accounts: 2)
        let client = try await fixture.open()
        fixture.project.delete(fixture.email(0))
        #expect(try await client.lease("sa").email == fixture.email(1))
        #expect(try await client.pool().accounts.keys.sorted() == [fixture.email(1)])
    }

    @Test("an account that was deleted while it was leased is remembered for a while, as it holds roles")
    func deletedWhileLeased() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        let lease = try await client.lease("sa")
        try await lease.recordGrants([fixture.topic])
        fixture.project.delete(lease.email)
        #expect(await status { try await lease.giveBack() }?.code == .unavailable)
        #expect(try await client.dirtyAccounts() == [lease.email])
        for _ in 0..<3 {
            try await fixture.timeline.sleep(for: .seconds(1800))
            #expect(await status { _ = try await client.lease("next") }?.code == .resourceExhausted)
        }
        #expect(try await client.pool().accounts.isEmpty)
    }

    @Test("writers that compete for one policy lose nothing")
    func competingWriters() async throws {
        let fixture = PoolFixture(accounts: 9)
        let client = try await fixture.open()
        let leases = try await client.leaseAll((0..<9).map { "name-\($0)" })
        for lease in leases.values {
            try await lease.recordGrants([fixture.wholeProject])
            try await fixture.project.grant("roles/pubsub.viewer", to: lease.member, on: fixture.wholeProject)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lease in leases.values { group.addTask { try await lease.giveBack() } }
            try await group.waitForAll()
        }
        #expect(fixture.project.members(of: fixture.wholeProject) == ["user:owner@example.com"])
    }

    @Test("giving back twice is refused, and takes nothing from another holder")
    func givingBackTwice() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        let first = try await client.lease("sa")
        let second = try await client.lease("sa")
        try await first.giveBack()
        #expect(await status { try await first.giveBack() }?.code == .failedPrecondition)
        #expect(try await client.pool().accounts[second.email]?.lease != nil)
        try await second.giveBack()
    }

    @Test("a scope gives back and cleans when its body fails, and when its task is cancelled")
    func scopes() async throws {
        let fixture = PoolFixture(accounts: 1)
        let client = try await fixture.open()
        let error = await status {
            try await client.withLease("sa") { _ in throw Status(.dataLoss, "the body's own error") }
        }
        #expect(error?.code == .dataLoss)
        let cancelled = Task {
            try await client.withLease("sa") { lease in
                try await lease.recordGrants([fixture.topic])
                try await fixture.project.grant("roles/pubsub.publisher", to: lease.member, on: fixture.topic)
                withUnsafeCurrentTask { $0?.cancel() }
                try Task.checkCancellation()
            }
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(fixture.project.members(of: fixture.topic).isEmpty)
        #expect(try await client.pool().accounts.values.filter { !$0.isFree }.isEmpty)
    }

    @Test("closing gives back what is still leased, and says what leaked")
    func close() async throws {
        let fixture = PoolFixture(accounts: 2)
        let client = try await fixture.open()
        let leaked = try await client.lease("forgotten-sa")
        _ = try await client.lease("forgotten-sa")
        try await leaked.recordGrants([fixture.topic])
        try await fixture.project.grant("roles/pubsub.publisher", to: leaked.member, on: fixture.topic)
        let report = try await client.close()
        #expect(report.leaks == [.init(logicalName: "forgotten-sa", email: leaked.email, holds: 2)])
        #expect(report.dirty.isEmpty)
        #expect(
            report.description
                == "lease of \(leaked.email) as \"forgotten-sa\" was not given back (held 2 times)")
        #expect(fixture.project.members(of: fixture.topic).isEmpty)
        #expect(try await client.pool().accounts[leaked.email]?.isFree == true)
        #expect(await status { _ = try await client.lease("more") }?.code == .failedPrecondition)
    }
}
