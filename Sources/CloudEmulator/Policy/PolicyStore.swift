import CloudCore
import PubSubEmulator

/// How the knowledge of a policy counts.
enum PolicyPlane: Int, PropagationPlane {
    /// It is read.
    case visible
    /// What it grants is allowed.
    case granted
    /// What it no longer grants is refused.
    case revoked
    /// The same two of `iam.serviceAccounts.actAs`.
    case actAsGranted
    case actAsRevoked
}

/// The policies of all resources, each with the versions that replicas still answer with.
struct PolicyStore: Sendable {
    private struct Conflict: Hashable {
        let resource: String
        let caller: String?
    }

    /// A policy as it was written, and as it is checked by.
    private struct Version {
        let policy: IAMv1.Policy
        let compiled: CompiledPolicy

        init(_ policy: IAMv1.Policy) {
            self.policy = policy
            compiled = CompiledPolicy(policy)
        }
    }

    var model: PropagationModel
    private var policies: [String: ReplicatedValue<Version, PolicyPlane>] = [:]
    /// Until when a caller whose write was outdated reads the newest version.
    private var conflicts: [Conflict: Instant] = [:]
    private var stamps = PolicyStamps()

    private static let maxConflicts = 1024

    init(model: PropagationModel) { self.model = model }

    /// The names of the resources that have a policy, sorted.
    var resources: [String] { policies.keys.sorted() }

    /// The policy as it was written last.
    func latest(of resource: String) -> IAMv1.Policy { policies[resource]?.latest.policy ?? .neverSet }

    /// When every replica has the policy; nil when it was never set.
    func settled(_ resource: String) -> Instant? {
        policies[resource].map { model.clock.instant(of: $0.settledAt) }
    }

    /// The policy as a read by `caller` sees it.
    func read(_ resource: String, by caller: Caller, at now: Instant) -> IAMv1.Policy {
        guard let policy = policies[resource] else { return .neverSet }
        if let until = conflicts[Conflict(resource: resource, caller: caller.email)], now < until {
            return policy.latest.policy
        }
        return policy.value(
            .visible, replica: model.replica(for: resource, at: now), at: model.clock.time(at: now)
        ).policy
    }

    /// Whether the policy of a resource allows something, as the replica that is asked knows it. A grant and a revoke
    /// of it arrive at their own times.
    func allows(
        on resource: String, isActAs: Bool, at now: Instant, _ question: (CompiledPolicy) -> Bool
    ) -> Bool {
        guard let policy = policies[resource] else { return false }
        return policy.answer(
            yes: isActAs ? .actAsGranted : .granted, no: isActAs ? .actAsRevoked : .revoked,
            replica: model.replica(for: resource, at: now), at: model.clock.time(at: now)
        ) { question($0.compiled) }
    }

    /// The policy as it was written last, as it is checked by.
    func latestCompiled(of resource: String) -> CompiledPolicy {
        policies[resource]?.latest.compiled ?? .empty
    }

    /// Writes a policy that has been checked, in place of the one with its etag, or of any when it has none.
    ///
    /// - Throws: ABORTED when the policy has changed since its etag was read.
    mutating func write(
        _ policy: IAMv1.Policy, of resource: String, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let current = latest(of: resource)
        guard current.isCurrent(policy.etag) else {
            noteConflict(Conflict(resource: resource, caller: caller.email), at: now)
            throw current.conflict(with: policy.etag)
        }
        return replace(resource, with: policy, at: now)
    }

    /// Gives a resource a policy that every replica has known for ever.
    mutating func establish(_ policy: IAMv1.Policy, of resource: String, at now: Instant) {
        let policy = policy.stamped(stamps.next(at: now))
        policies[resource] = ReplicatedValue(Version(policy), replicas: model.replicas)
    }

    /// Forgets the policy of a resource that is gone.
    mutating func remove(_ resource: String) { policies[resource] = nil }

    /// Renames a member in all policies, as Google does when an account is deleted.
    mutating func rename(member: String, to newName: String, at now: Instant) {
        for resource in policies.keys.sorted() {
            var policy = latest(of: resource)
            var isChanged = false
            for index in policy.bindings.indices {
                guard let place = policy.bindings[index].members.firstIndex(of: member) else { continue }
                if policy.bindings[index].members.contains(newName) {
                    policy.bindings[index].members.remove(at: place)
                } else {
                    policy.bindings[index].members[place] = newName
                }
                isChanged = true
            }
            if isChanged { _ = replace(resource, with: policy, at: now) }
        }
    }

    private mutating func replace(
        _ resource: String, with policy: IAMv1.Policy, at now: Instant
    ) -> IAMv1.Policy {
        let stamp = stamps.next(at: now)
        let policy = policy.stamped(stamp)
        var value = policies[resource] ?? ReplicatedValue(Version(.neverSet), replicas: model.replicas)
        let delays = model.delays(
            of: resource, version: UInt64(bitPattern: stamp),
            planes: [
                .policiesVisible, .policiesGranted, .policiesRevoked, .actAsGranted, .actAsRevoked,
            ].map(model.delay))
        value.write(Version(policy), delays: delays, at: model.clock.time(at: now))
        policies[resource] = value
        return policy
    }

    private mutating func noteConflict(_ conflict: Conflict, at now: Instant) {
        if conflicts.count >= Self.maxConflicts { conflicts = conflicts.filter { now < $0.value } }
        if conflicts.count < Self.maxConflicts { conflicts[conflict] = now + model.freshReadsAfterConflict }
    }
}
