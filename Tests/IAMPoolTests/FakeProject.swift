import CloudCore
import GoogleCloud
import IAMPool
import Synchronization

/// A project in memory, with the delays and refusals that a test asks for.
final class FakeProject: AccountDirectory {
    struct Versions {
        var current = IAMPolicy()
        /// What reads show instead, until the instant.
        var stale: (policy: IAMPolicy, until: Instant)?
    }

    struct State {
        /// Each account with the instant from which reads find it.
        var accounts: [String: Instant] = [:]
        var policies: [GrantedResource: Versions] = [:]
        var writes = 0
        var listCalls = 0
        var creations: [(email: String, at: Instant)] = []
        /// The errors of the next creations, in order; nil for one that succeeds.
        var creationErrors: [Status?] = []
        /// The resources whose policies cannot be read at present.
        var broken: [GrantedResource: Status] = [:]
    }

    let project = "fake-project"
    let timeline: VirtualTimeline
    let visibleAfter: Duration
    let staleFor: Duration
    let state = Mutex(State())

    init(
        timeline: VirtualTimeline, accounts: [String] = [], visibleAfter: Duration = .zero,
        staleFor: Duration = .zero
    ) {
        self.timeline = timeline
        self.visibleAfter = visibleAfter
        self.staleFor = staleFor
        state.withLock { state in
            for id in accounts { state.accounts[email(ofID: id)] = timeline.now }
            state.policies[.project(project)] = Versions(
                current: IAMPolicy(
                    etag: "0", bindings: [.init(role: "roles/owner", members: ["user:owner@example.com"])]))
        }
    }

    func accounts() async throws -> [String] {
        state.withLock { state in
            state.listCalls += 1
            return state.accounts.filter { $0.value <= timeline.now }.keys.sorted()
        }
    }

    func email(ofID id: String) -> String { "\(id)@fake-project.iam.gserviceaccount.com" }

    func create(id: String, displayName: String) async throws {
        let email = email(ofID: id)
        let failure = state.withLock { state -> Status? in
            if !state.creationErrors.isEmpty, let failure = state.creationErrors.removeFirst() {
                return failure
            }
            guard state.accounts[email] == nil else { return Status(.alreadyExists, "\(id) already exists") }
            state.accounts[email] = timeline.now + visibleAfter
            state.creations.append((email, timeline.now))
            return nil
        }
        if let failure { throw failure }
    }

    func isVisible(_ email: String) async throws -> Bool {
        state.withLock { ($0.accounts[email] ?? .distantFuture) <= timeline.now }
    }

    func policy(of resource: GrantedResource) async throws -> IAMPolicy {
        try Task.checkCancellation()
        return try state.withLock { state in
            if let broken = state.broken[resource] { throw broken }
            if case .serviceAccount(let email) = resource {
                guard (state.accounts[email] ?? .distantFuture) <= timeline.now else {
                    throw Status(.notFound, "Service account \(email) does not exist.")
                }
                if state.policies[resource] == nil { return IAMPolicy(etag: "ACAB") }
            }
            guard let versions = state.policies[resource] else {
                throw Status(.notFound, "\(resource) does not exist")
            }
            if let stale = versions.stale, timeline.now < stale.until { return stale.policy }
            return versions.current
        }
    }

    func setPolicy(_ policy: IAMPolicy, of resource: GrantedResource) async throws -> IAMPolicy {
        try state.withLock { state in
            var versions = state.policies[resource] ?? Versions(current: IAMPolicy(etag: "ACAB"))
            guard policy.etag == versions.current.etag else {
                // Who was refused reads fresh from then on.
                versions.stale = nil
                state.policies[resource] = versions
                throw Status(.aborted, "There were concurrent policy changes.")
            }
            state.writes += 1
            if staleFor > .zero { versions.stale = (versions.current, timeline.now + staleFor) }
            versions.current = policy
            versions.current.etag = String(state.writes)
            state.policies[resource] = versions
            return versions.current
        }
    }

    // MARK: What a test does and sees

    /// Grants a role as somebody else would.
    func grant(_ role: String, to member: String, on resource: GrantedResource) async throws {
        state.withLock { state in
            if state.policies[resource] == nil {
                state.policies[resource] = Versions(current: IAMPolicy(etag: "ACAB"))
            }
        }
        var policy = state.withLock { $0.policies[resource]?.current ?? IAMPolicy() }
        policy.add(member: member, role: role)
        _ = try await setPolicy(policy, of: resource)
    }

    /// The members of a policy as it was written last.
    func members(of resource: GrantedResource) -> [String] {
        state.withLock { $0.policies[resource]?.current.bindings.flatMap(\.members) ?? [] }
    }

    func delete(_ email: String) { state.withLock { $0.accounts[email] = nil } }

    func breakPolicy(of resource: GrantedResource, _ status: Status?) {
        state.withLock { $0.broken[resource] = status }
    }
}
