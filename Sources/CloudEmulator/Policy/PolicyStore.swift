import CloudCore
import PubSubEmulator

/// The policies of all resources, each with the versions that replicas still answer with.
struct PolicyStore: Sendable {
    private struct Conflict: Hashable {
        let resource: String
        let caller: Caller
    }

    private let model: PropagationModel
    private var policies: [String: ReplicatedValue<IAMv1.Policy>] = [:]
    /// Until when a caller whose write was outdated reads the newest version.
    private var conflicts: [Conflict: Instant] = [:]
    private var stamps = PolicyStamps()

    private static let maxConflicts = 1024

    init(model: PropagationModel) { self.model = model }

    /// The names of the resources that have a policy, sorted.
    var resources: [String] { policies.keys.sorted() }

    /// The policy as it was written last.
    func latest(of resource: String) -> IAMv1.Policy { policies[resource]?.latest ?? .neverSet }

    /// When every replica has the policy; nil when it was never set.
    func settled(_ resource: String) -> Instant? { policies[resource]?.settledAt }

    /// The policy as a read by `caller` sees it.
    func read(_ resource: String, by caller: Caller, at now: Instant) -> IAMv1.Policy {
        guard let policy = policies[resource] else { return .neverSet }
        if let until = conflicts[Conflict(resource: resource, caller: caller)], now < until {
            return policy.latest
        }
        return policy.value(.read, replica: model.replica(for: resource, at: now), at: now)
    }

    /// The policy by which permissions on the resource are checked.
    func enforced(_ resource: String, at now: Instant) -> IAMv1.Policy {
        guard let policy = policies[resource] else { return .neverSet }
        return policy.value(.enforcement, replica: model.replica(for: resource, at: now), at: now)
    }

    /// Writes a policy that has been checked, in place of the one with its etag, or of any when it has none.
    ///
    /// - Throws: ABORTED when the policy has changed since its etag was read.
    mutating func write(
        _ policy: IAMv1.Policy, of resource: String, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let current = latest(of: resource)
        guard current.isCurrent(policy.etag) else {
            noteConflict(Conflict(resource: resource, caller: caller), at: now)
            throw current.conflict(with: policy.etag)
        }
        return replace(resource, with: policy, at: now)
    }

    /// Gives a resource a policy that every replica has known for ever.
    mutating func establish(_ policy: IAMv1.Policy, of resource: String, at now: Instant) {
        let policy = policy.stamped(stamps.next(at: now))
        policies[resource] = ReplicatedValue(policy, replicas: model.replicas)
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
        var value = policies[resource] ?? ReplicatedValue(IAMv1.Policy.neverSet, replicas: model.replicas)
        let delays = model.delays(
            of: resource, version: UInt64(bitPattern: stamp), read: model.policyVisibleAfter,
            enforcement: model.policyEnforcedAfter)
        value.write(policy, delays: delays, at: now)
        policies[resource] = value
        return policy
    }

    private mutating func noteConflict(_ conflict: Conflict, at now: Instant) {
        if conflicts.count >= Self.maxConflicts { conflicts = conflicts.filter { now < $0.value } }
        if conflicts.count < Self.maxConflicts { conflicts[conflict] = now + model.freshReadsAfterConflict }
    }
}
