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
        return try call("IAMPolicy/GetIamPolicy", of: "google.iam.v1", resource, request) {
            (request) throws(Status) in
            try policies.getIamPolicy(request, CallContext())
        }
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
        return try call("IAMPolicy/SetIamPolicy", of: "google.iam.v1", resource, request) {
            (request) throws(Status) in
            try policies.setIamPolicy(request, CallContext())
        }
    }

    /// Those of the permissions that the caller has on a topic, subscription, snapshot or schema, given by its full
    /// name: all of them, but for one that does not exist.
    ///
    /// - Throws: INVALID_ARGUMENT.
    public func testPermissions(_ permissions: [String], on resource: String) throws(Status) -> [String] {
        var request = IAMv1.TestIamPermissionsRequest()
        request.resource = resource
        request.permissions = permissions
        return try call("IAMPolicy/TestIamPermissions", of: "google.iam.v1", resource, request) {
            (request) throws(Status) in
            try policies.testIamPermissions(request, CallContext())
        }.permissions
    }

    private var policies: PolicyService { PolicyService(host: host) }

    /// Has someone else keep the policies from now on; to be called before any policy is set.
    package func keepPolicies(with keeper: any PolicyKeeper) { host.keepPolicies(with: keeper) }

    /// Has the callers of the methods checked from now on; nil for no longer. Calls in process are not: they are the
    /// test's own.
    package func checkAccess(with checker: (any AccessChecker)?) { host.access.setChecker(checker) }
}
