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
        return try host.write(request, of: Self.setPolicyName, by: caller, at: now) {
            (plane, now) throws(Status) in
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
        guard host.inspect({ $0.policies.settled(resource) != nil }) else { return }
        var event = PubSubPolicyRemoved()
        event.resource = resource
        // It cannot fail.
        try? host.perform(recording: event)
    }

    /// What the history calls `setPolicy`, whose requests are of Pub/Sub's own table of methods.
    private static let setPolicyName = "pubsub.PolicySet"

    /// How a policy is set again.
    static let replay: (String, PlaneReplays.Replay) = (
        setPolicyName,
        { (plane, json, caller, now) throws(Status) in
            let request = try ProtoJSONDecoder.decode(IAMv1.SetIamPolicyRequest.self, from: json)
            _ = try plane.setPolicy(of: request.resource, request, by: caller, at: now)
        }
    )
}

/// A resource of Pub/Sub that had a policy is gone.
struct PubSubPolicyRemoved: PlaneEvent {
    var resource = ""

    static let eventName = "pubsub.PolicyRemoved"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "resource", &resource)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) { plane.policies.remove(resource) }
}
