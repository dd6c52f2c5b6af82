import CloudCore
import RPCServer

/// `google.iam.v1.IAMPolicy` on the resources of Pub/Sub.
///
/// Source: `google/iam/v1/iam_policy.proto`, and the service configuration `google/pubsub/v1/pubsub_v1.yaml`.
struct PolicyService: Sendable {
    let host: BrokerHost

    /// The policy of a resource; an empty one if none was set.
    ///
    /// - Throws: INVALID_ARGUMENT; NOT_FOUND for a resource that does not exist.
    func getIamPolicy(
        _ request: IAMv1.GetIamPolicyRequest, _ context: CallContext
    ) throws(Status) -> IAMv1.Policy {
        try host.withPolicies { (broker, keeper, now) throws(Status) in
            try Self.require(request.resource, broker)
            return try keeper.policy(request, context, at: now)
        }
    }

    /// Replaces the policy of a resource.
    ///
    /// - Throws: INVALID_ARGUMENT; NOT_FOUND for a resource that does not exist; ABORTED when the policy has changed
    ///   since its etag was read.
    func setIamPolicy(
        _ request: IAMv1.SetIamPolicyRequest, _ context: CallContext
    ) throws(Status) -> IAMv1.Policy {
        try host.withPolicies { (broker, keeper, now) throws(Status) in
            try Self.require(request.resource, broker)
            let policy = try keeper.setPolicy(request, context, at: now)
            if broker.context.journal.isOn, keeper is PolicyTable {
                broker.notePolicy(policy, of: request.resource)
            }
            return policy
        }
    }

    /// Those of the permissions asked for that the caller has; none on a resource that does not exist, which is no
    /// error (`google/iam/v1/iam_policy.proto`).
    ///
    /// - Throws: INVALID_ARGUMENT.
    func testIamPermissions(
        _ request: IAMv1.TestIamPermissionsRequest, _ context: CallContext
    ) throws(Status) -> IAMv1.TestIamPermissionsResponse {
        var response = IAMv1.TestIamPermissionsResponse()
        response.permissions = try host.withPolicies { (broker, keeper, now) throws(Status) in
            let kind = try PolicyResource(of: request.resource)
            let held = try keeper.permissions(request, context, at: now)
            return broker.contains(request.resource, kind) ? held : []
        }
        return response
    }

    private static func require(_ name: String, _ broker: borrowing Broker) throws(Status) {
        let kind = try PolicyResource(of: name)
        guard broker.contains(name, kind) else {
            throw Status(.notFound, "Resource not found (resource=\(name.prefix(600))).")
        }
    }
}

extension Broker {
    /// Whether there is a resource of that kind and name.
    fileprivate func contains(_ name: String, _ kind: PolicyResource) -> Bool {
        switch kind {
        case .topics: topics.slot(of: name) != nil
        case .subscriptions: subscriptions.slot(of: name) != nil
        case .snapshots: snapshots.slot(of: name) != nil
        case .schemas: schemas.contains(name)
        }
    }
}
