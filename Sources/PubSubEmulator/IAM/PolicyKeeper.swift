import CloudCore
import RPCServer

/// Who keeps the policies of Pub/Sub's resources: the emulator itself, or the local cloud that it is a part of.
///
/// Everything here is called under the lock of the emulator, so that a policy and its resource come and go
/// together; it must not call the emulator. Resources exist, unless said otherwise, and have full names.
package protocol PolicyKeeper: Sendable {
    /// The policy of a resource, as the caller of a call is to see it.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func policy(_ request: IAMv1.GetIamPolicyRequest, _ context: CallContext, at now: Instant)
        throws(Status) -> IAMv1.Policy

    /// Replaces the policy of a resource.
    ///
    /// - Throws: INVALID_ARGUMENT, ABORTED when the policy has changed since its etag was read.
    func setPolicy(_ request: IAMv1.SetIamPolicyRequest, _ context: CallContext, at now: Instant)
        throws(Status) -> IAMv1.Policy

    /// Those of the permissions asked for that the caller has on a resource that exists.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func permissions(_ request: IAMv1.TestIamPermissionsRequest, _ context: CallContext, at now: Instant)
        throws(Status) -> [String]

    /// A resource is gone, and its policy with it.
    func removePolicy(of resource: String)
}
