import CloudCore
import PubSubEmulator
import RPCServer

/// Keeps the policies of Pub/Sub's resources where the cloud's other policies are, so that they take their time to be
/// seen, name accounts that exist, and decide who has which permission.
struct PubSubPolicyKeeper: PolicyKeeper {
    let host: ControlPlaneHost

    func policy(
        _ request: IAMv1.GetIamPolicyRequest, _ context: CallContext, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let caller = host.caller(context)
        return try host.perform(at: now) { (plane, now) throws(Status) in
            try plane.policy(of: request.resource, request, by: caller, at: now)
        }
    }

    func setPolicy(
        _ request: IAMv1.SetIamPolicyRequest, _ context: CallContext, at now: Instant
    ) throws(Status) -> IAMv1.Policy {
        let caller = host.caller(context)
        return try host.perform(at: now) { (plane, now) throws(Status) in
            try plane.setPolicy(of: request.resource, request, by: caller, at: now)
        }
    }

    func permissions(
        _ request: IAMv1.TestIamPermissionsRequest, _ context: CallContext, at now: Instant
    ) throws(Status) -> [String] {
        let caller = host.caller(context)
        return try host.perform(at: now) { (plane, now) throws(Status) in
            try plane.testPermissions(request.permissions, on: request.resource, by: caller, at: now)
        }
    }

    func removePolicy(of resource: String) {
        // Nothing here can fail; `perform` is the one way to the control plane.
        try? host.perform(at: Instant(nanoseconds: 0)) { (plane, _) throws(Status) in
            plane.policies.remove(resource)
        }
    }
}
