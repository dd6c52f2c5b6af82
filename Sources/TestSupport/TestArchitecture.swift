import CloudCore
import IAMPool
import Orchestration

/// An architecture hydrated for one test run: every resource has a name of its own, every service runs as a leased
/// account.
public struct TestArchitecture: Sendable {
    /// The architecture, ready for a Conductor.
    public let hydrated: HydratedArchitecture
    /// The leases by the id of the service account that they stand for, as the architecture wrote it.
    public let leases: [String: Lease]

    /// The email address that stands for a service account of the architecture as written, or nil.
    public func email(of account: String) -> String? { leases[account]?.email }

    /// Gives all accounts back, cleaned.
    ///
    /// - Throws: the first error, after all were tried.
    public func giveBack() async throws {
        var failure: (any Error)?
        for lease in leases.values.sorted(by: { $0.logicalName < $1.logicalName }) {
            do { try await lease.giveBack() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}

/// Hydrates an architecture for a test run: first every name, then, in place of its service accounts, those leased
/// from a pool. What the accounts will be granted is recorded with the leases, so that it is cleaned.
///
/// The architecture's project is replaced by the pool's.
///
/// - Throws: what hydration and leasing throw; UNIMPLEMENTED when an account would be granted roles on a resource
///   that the pool cannot clean. No account stays leased then.
public func hydrateForTest(
    _ architecture: Architecture, runID: String, leasedBy pool: TestIAMClient
) async throws -> TestArchitecture {
    var architecture = architecture
    architecture.projectID = pool.key.project
    let named = try Hydration.hydrate(architecture, options: Hydration.Options(runID: runID))
    let accounts = TestAccounts(named)
    let leases = try await pool.leaseAll(accounts.written.keys)
    do {
        let hydrated = try named.injecting(
            emails: accounts.injections(leases.mapValues(\.email)))
        try await record(
            RolePlanner.plan(hydrated), with: leases.values.map { $0 }, project: pool.key.project)
        return TestArchitecture(hydrated: hydrated, leases: leases)
    } catch {
        // Why the test cannot run says more than why an account could not be given back.
        for lease in leases.values { try? await lease.giveBack() }
        throw error
    }
}

/// Runs `body` with an architecture hydrated for a test run, and gives its accounts back afterwards.
///
/// - Throws: what `body` throws; else what hydration, leasing and giving back throw.
public func withTestArchitecture<Result: Sendable>(
    _ architecture: Architecture, runID: String, leasedBy pool: TestIAMClient,
    _ body: (TestArchitecture) async throws -> Result
) async throws -> Result {
    let test = try await hydrateForTest(architecture, runID: runID, leasedBy: pool)
    let outcome: Swift.Result<Result, any Error>
    do { outcome = .success(try await body(test)) } catch { outcome = .failure(error) }
    do {
        try await test.giveBack()
    } catch {
        // The body's own failure comes first.
        _ = try outcome.get()
        throw error
    }
    return try outcome.get()
}

/// The service accounts of a hydrated architecture, by the ids under which it was written.
private struct TestAccounts {
    /// The hydrated id of each.
    var written: [String: String] = [:]
    /// How the hydrated architecture spells each hydrated id: as an id or as an email address.
    var spellings: [String: Set<String>] = [:]

    init(_ named: HydratedArchitecture) {
        let originals = Dictionary(
            named.names.renamed(.serviceAccount).map { ($0.value, $0.key) }, uniquingKeysWith: { a, _ in a })
        let services = named.architecture.allServices.map(\.serviceAccount)
        let jobs = named.architecture.sortedDataflows.flatMap(\.resources.schedulerJobs).map(\.serviceAccount)
        for identity in IdentityPlan(named).identities {
            written[originals[identity.id] ?? identity.id] = identity.id
        }
        for text in services + jobs { spellings[ServiceAccountName(text).id, default: []].insert(text) }
    }

    /// The emails by the names that the architecture uses.
    func injections(_ emails: [String: String]) -> [String: String] {
        var injections: [String: String] = [:]
        for (account, email) in emails {
            guard let id = written[account] else { continue }
            for spelling in spellings[id] ?? [] { injections[spelling] = email }
        }
        return injections
    }
}

/// Records what the plan grants to each leased account, and on it.
private func record(_ plan: IAMPlan, with leases: [Lease], project: String) async throws {
    for lease in leases {
        let own = IAMResource.serviceAccount(email: lease.email)
        let resources = try plan.bindings.filter { $0.serviceAccount == lease.email || $0.resource == own }
            .map { try GrantedResource($0.resource, project: project) }
        try await lease.recordGrants(Array(Set(resources)).sorted())
    }
}

extension GrantedResource {
    /// The resource of a planned binding.
    ///
    /// - Throws: UNIMPLEMENTED for a kind whose policies the pool cannot clean.
    init(_ resource: IAMResource, project: String) throws(Status) {
        let names = ProjectNames(project: project)
        switch resource {
        case .project(let id): self = .project(id)
        case .pubsubTopic(let id): self = .topic(names.topic(id))
        case .pubsubSubscription(let id): self = .subscription(names.subscription(id))
        case .serviceAccount(let email): self = .serviceAccount(email)
        case .bucket, .bigQueryDataset, .bigQueryTable, .secret, .cloudRunService:
            throw Status(
                .unimplemented,
                "a pooled service account would be granted a role on \(resource), from which the pool cannot clean "
                    + "it; it can on projects, topics, subscriptions and service accounts")
        }
    }
}
