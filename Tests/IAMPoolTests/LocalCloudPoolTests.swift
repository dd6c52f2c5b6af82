import CloudCore
import CloudEmulator
import IAMPool
import TestSupport
import Testing

/// The pool over the real clients, on a cloud whose reads are minutes old.
@Suite struct LocalCloudPoolTests {
    @Test(
        "what was granted a moment ago, and no read shows yet, is gone from the truth after the return",
        arguments: [PropagationModel.instant, .typical, .slow, .worst], [1, 2] as [UInt64])
    func cleanInTruth(propagation: PropagationModel, seed: UInt64) async throws {
        try await withLocalCloud(.init(propagation: propagation, seed: seed)) { cloud in
            let local = try #require(cloud.local)
            try await cloud.createPool(prefix: "it-", size: 1)
            let topic = "projects/\(cloud.project)/topics/orders"
            try await cloud.clients.pubsub.createTopic(topic)
            let pool = try await cloud.openPool(prefix: "it-", owner: "test", runID: "r1")
            try await pool.withLease("sa") { lease in
                try await lease.recordGrants([.topic(topic), .project(cloud.project)])
                _ = try await cloud.clients.pubsub.modifyPolicy(of: topic) {
                    $0.add(member: lease.member, role: "roles/pubsub.publisher")
                }
                _ = try await cloud.clients.resourceManager.modifyPolicy(ofProject: cloud.project) {
                    $0.add(member: lease.member, role: "roles/pubsub.viewer")
                }
            }
            #expect(local.policy(of: topic).bindings.isEmpty)
            let owners = local.policy(of: "projects/\(cloud.project)").bindings.flatMap(\.members)
            #expect(owners == ["user:\(cloud.owner)"])
            #expect(try await pool.close().isClean)
        }
    }

    @Test("an account that the pool creates is leased once it is found, and accepted by policies soon after")
    func createdAccount() async throws {
        try await withLocalCloud(.init(propagation: .slow)) { cloud in
            let pool = try await cloud.openPool(prefix: "it-", owner: "test", runID: "r1")
            let start = cloud.timeline.now
            try await pool.withLease("sa") { lease in
                #expect(cloud.timeline.now - start >= .seconds(60))
                let found = try await cloud.clients.iam.serviceAccount(lease.email, project: cloud.project)
                #expect(found.displayName == "Pool SA for " + lease.email.prefix { $0 != "@" })
            }
        }
    }

    @Test("a full project says so, with what the pool holds")
    func quota() async throws {
        var options = LocalCloudOptions(propagation: .instant)
        options.accountQuota = 2
        try await withLocalCloud(options) { cloud in
            try await cloud.createPool(prefix: "it-", size: 2)
            let pool = try await cloud.openPool(prefix: "it-", owner: "ci", runID: "r1")
            _ = try await pool.leaseAll(["a", "b"])
            let error = try #require(await status { _ = try await pool.lease("c") })
            #expect(error.code == .resourceExhausted)
            #expect(error.message.contains("Maximum number of service accounts on project reached."))
            #expect(error.message.contains("it-000@"))
            #expect(try await pool.close().leaks.count == 2)
        }
    }

    @Test("a pool of more than a page is found whole")
    func paging() async throws {
        var options = LocalCloudOptions(propagation: .instant)
        options.accountQuota = 200
        try await withLocalCloud(options) { cloud in
            try await cloud.createPool(prefix: "it-", size: 130)
            let pool = try await cloud.openPool(prefix: "it-", owner: "test", runID: "r1")
            #expect(try await pool.pool().accounts.count == 130)
        }
    }
}
