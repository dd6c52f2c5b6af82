import CloudCore
import RPCServer
import Synchronization

/// The policies of an emulator that is no part of a cloud: a write is seen at once, and nobody is refused anything,
/// because such an emulator does not know who calls.
final class PolicyTable: PolicyKeeper {
    private struct State {
        /// As many as there are resources at most: each goes with its resource.
        var policies: [String: IAMv1.Policy] = [:]
        var stamps = PolicyStamps()
    }

    private let state = Mutex(State())

    func policy(
        _ request: IAMv1.GetIamPolicyRequest, _ context: CallContext, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let version = try request.checkedVersion
        return state.withLock { $0.policies[request.resource] ?? .neverSet }.shown(upTo: version)
    }

    func setPolicy(
        _ request: IAMv1.SetIamPolicyRequest, _ context: CallContext, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let outcome = state.withLock { state -> Result<IAMv1.Policy, Status> in
            do throws(Status) { return .success(try Self.write(request, &state, now)) } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private static func write(
        _ request: IAMv1.SetIamPolicyRequest, _ state: inout State, _ now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let current = state.policies[request.resource] ?? .neverSet
        let wanted = try current.updated(by: request)
        guard current.isCurrent(wanted.etag) else { throw current.conflict(with: wanted.etag) }
        let policy = wanted.stamped(state.stamps.next(at: now))
        state.policies[request.resource] = policy
        return policy
    }

    func permissions(
        _ request: IAMv1.TestIamPermissionsRequest, _ context: CallContext, at now: Instant
    ) throws(Status) -> [String] {
        try PermissionRules.check(request.permissions)
        return request.permissions
    }

    /// The policies that have been set, by the names of their resources.
    var images: [PolicyImage] {
        state.withLock { $0.policies }.sorted { $0.key < $1.key }.map { resource, policy in
            var image = PolicyImage()
            image.resource = resource
            image.policy = policy
            return image
        }
    }

    /// Puts policies in the place of all that there are.
    func restore(_ images: [PolicyImage]) {
        state.withLock { state in
            state.policies = [:]
            for image in images {
                state.policies[image.resource] = image.policy
                state.stamps.follow(image.policy?.etag ?? [])
            }
        }
    }

    func removePolicy(of resource: String) {
        state.withLock { $0.policies[resource] = nil }
    }
}
