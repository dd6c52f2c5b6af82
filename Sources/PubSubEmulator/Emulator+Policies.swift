import CloudCore
import RPCServer

extension Emulator {
    /// The policy of a topic, subscription, snapshot or schema, given by its full name; empty if none was set.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func policy(of resource: String) throws(Status) -> IAMv1.Policy {
        var request = IAMv1.GetIamPolicyRequest()
        request.resource = resource
        request.options = IAMv1.GetPolicyOptions()
        request.options?.requestedPolicyVersion = 3
        return try PolicyService(host: host).getIamPolicy(request, CallContext())
    }

    /// Replaces the policy of a topic, subscription, snapshot or schema, given by its full name.
    ///
    /// - Returns: the policy as it is now, with its new etag.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND; ABORTED when the policy has changed since its etag was read.
    @discardableResult public func setPolicy(
        _ policy: IAMv1.Policy, of resource: String
    ) throws(Status) -> IAMv1.Policy {
        var request = IAMv1.SetIamPolicyRequest()
        request.resource = resource
        request.policy = policy
        return try PolicyService(host: host).setIamPolicy(request, CallContext())
    }

    /// Has someone else keep the policies from now on; to be called before any policy is set.
    package func keepPolicies(with keeper: any PolicyKeeper) { host.keepPolicies(with: keeper) }

    /// Has the callers of the methods checked from now on; nil for no longer. Calls in process are not: they are the
    /// test's own.
    package func checkAccess(with checker: (any AccessChecker)?) { host.access.setChecker(checker) }
}
