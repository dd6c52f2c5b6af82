import CloudCore
import IAMPool
import Orchestration
import TestSupport
import Testing
import TracerExample

/// The whole Conductor: the tracer is stood up with the accounts of a pool, its messages flow, and nothing is left.
///
/// Runs against the local cloud, or against the Google Cloud project that the environment names.
@Suite struct ConductorDataflowTests {
    static let accounts = ["sd-director-sa", "tracer-publisher-sa", "tracer-subscriber-sa"]

    @Test(
        "the tracer runs with leased accounts, and leaves nothing behind", arguments: [1, 2] as [UInt64])
    func dataflow(seed: UInt64) async throws {
        let loaded = try TracerFixture.load()
        let options = LocalCloudOptions(
            project: loaded.architecture.projectID, propagation: .slow, seed: seed)
        try await withTestCloud(try CloudTarget(), local: options) { cloud in
            try await cloud.createPool(prefix: "it-", size: Self.accounts.count)
            let pool = try await cloud.openPool(
                prefix: "it-", owner: "dataflow-test", runID: "e2e\(seed)", options: .withoutCreation)
            let check = try await LeakCheck.mark(cloud)
            let journal = StepJournal(timeline: cloud.timeline)

            try await withTestArchitecture(loaded.architecture, runID: pool.runID, leasedBy: pool) { test in
                try await cloud.rehearse(
                    test.hydrated, runID: pool.runID, programs: TracerExample.images,
                    expecting: TracerFixture.expectations(loaded, in: test.hydrated), journal: journal
                ) { conductor in
                    try await expectPolicies(of: conductor, nameLeasesOf: test, in: cloud)
                    try expectMessages(on: "verify-topic-\(pool.runID)", atLeast: 2, in: cloud)
                }
            }
            expectPhases(of: journal)
            try await expectClean(pool, Self.accounts.count, in: cloud)
            let leaks = try await check.leaks()
            #expect(leaks.isEmpty, "\(leaks)")
        }
    }

    @Test("two runs at once share a pool and a project, and do not disturb each other")
    func twoRuns() async throws {
        let loaded = try TracerFixture.load()
        let options = LocalCloudOptions(project: loaded.architecture.projectID)
        try await withTestCloud(try CloudTarget(), local: options) { cloud in
            try await cloud.createPool(prefix: "it-", size: 2 * Self.accounts.count)
            let check = try await LeakCheck.mark(cloud)
            let emails = try await withThrowingTaskGroup(of: [String].self) { group in
                for run in ["a", "b"] {
                    group.addTask {
                        let pool = try await cloud.openPool(
                            prefix: "it-", owner: "run-\(run)", runID: run, options: .withoutCreation)
                        let emails = try await withTestArchitecture(
                            loaded.architecture, runID: run, leasedBy: pool
                        ) { test in
                            try await cloud.rehearse(
                                test.hydrated, runID: run, programs: TracerExample.images,
                                expecting: TracerFixture.expectations(loaded, in: test.hydrated),
                                journal: StepJournal(timeline: cloud.timeline)
                            ) { _ in test.leases.values.map(\.email) }
                        }
                        let report = try await pool.close()
                        #expect(report.isClean, "\(report)")
                        return emails
                    }
                }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(Set(emails).count == 2 * Self.accounts.count)
            let leaks = try await check.leaks()
            #expect(leaks.isEmpty, "\(leaks)")
        }
    }

    // MARK: What must be true

    /// Every role of the plan is granted to a leased account, under its run's own resource names.
    private func expectPolicies(
        of conductor: Conductor, nameLeasesOf test: TestArchitecture, in cloud: TestCloud
    ) async throws {
        try await cloud.settle()
        let granted = try await cloud.inventory().bindings
        let emails = Set(test.leases.values.map(\.email))
        #expect(test.leases.keys.sorted() == Self.accounts)
        #expect(!conductor.plan.bindings.isEmpty)
        for binding in conductor.plan.bindings {
            #expect(emails.contains(binding.serviceAccount))
            #expect(
                granted.contains { $0.member == binding.member && $0.role == binding.role },
                "\(binding.role) of \(binding.member) on \(binding.resource) is missing")
        }
        let publisher = try #require(test.leases["tracer-publisher-sa"])
        #expect(
            granted.contains {
                $0.resource == "projects/\(cloud.project)/topics/tracer-topic-\(publisher.runID)"
                    && $0.role == "roles/pubsub.publisher" && $0.member == publisher.member
            })
    }

    private func expectMessages(on topic: String, atLeast count: Int, in cloud: TestCloud) throws {
        let local = try #require(cloud.local)
        #expect(local.pubsub.messages(of: topic).count >= count)
    }

    /// All phases ended well, and the policies took the minutes that they take on a slow day.
    private func expectPhases(of journal: StepJournal) {
        let graph = journal.graph
        #expect(graph.roots.map(\.path) == ["iam", "setup", "verify", "deploy", "messages", "teardown"])
        for root in graph.roots {
            #expect(graph[root]?.state == .done, "\(root): \(graph[root]?.detail ?? "")")
        }
        let verifying = graph[StepID("verify")]?.elapsed(at: journal.now)
        #expect((verifying?.virtual ?? .zero) > .seconds(120))
    }

    private func expectClean(_ pool: TestIAMClient, _ size: Int, in cloud: TestCloud) async throws {
        let report = try await pool.close()
        #expect(report.isClean, "\(report)")
        let accounts = try await pool.pool().sortedAccounts
        #expect(accounts.count == size)
        #expect(accounts.filter(\.isFree).count == size)
    }
}

extension PoolOptions {
    /// Only the accounts that are there.
    static var withoutCreation: PoolOptions {
        var options = PoolOptions()
        options.allowCreate = false
        return options
    }
}
