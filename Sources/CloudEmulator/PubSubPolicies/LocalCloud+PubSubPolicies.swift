import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// `google.iam.v1.IAMPolicy` on topics and subscriptions.
    ///
    /// Source: the service configuration of Pub/Sub (`google/pubsub/v1/pubsub_v1.yaml`), which gives these
    /// methods their HTTP rules.
    var pubsubPolicyMethods: [RPCMethod] {
        let service = "/google.iam.v1.IAMPolicy/"
        let templates = ["/v1/{resource=projects/*/topics/*}", "/v1/{resource=projects/*/subscriptions/*}"]
        return [
            .unary(service + "GetIamPolicy", templates.map { .get($0 + ":getIamPolicy") }) {
                [self] (request: IAMv1.GetIamPolicyRequest, context) throws(Status) -> IAMv1.Policy in
                try requirePubSubResource(request.resource)
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.policy(of: request.resource, options: request.options, by: caller, at: now)
                }
            },
            .unary(service + "SetIamPolicy", templates.map { .post($0 + ":setIamPolicy") }) {
                [self] (request: IAMv1.SetIamPolicyRequest, context) throws(Status) -> IAMv1.Policy in
                try requirePubSubResource(request.resource)
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.setPolicy(of: request.resource, request, by: caller, at: now)
                }
            },
            .unary(service + "TestIamPermissions", templates.map { .post($0 + ":testIamPermissions") }) {
                [self] (request: IAMv1.TestIamPermissionsRequest, context) throws(Status)
                    -> IAMv1.TestIamPermissionsResponse in
                let exists = try PubSubResource(parsing: request.resource).exists(in: pubsub)
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.test(request, on: exists ? request.resource : nil, by: caller, at: now)
                }
            },
        ]
    }

    /// The deletions of Pub/Sub, with which a resource's policy goes too.
    var pubsubDeletionMethods: [RPCMethod] {
        [
            .unary("/google.pubsub.v1.Publisher/DeleteTopic", [.delete("/v1/{topic=projects/*/topics/*}")]) {
                [self] (request: DeleteTopicRequest, _) throws(Status) -> Empty in
                guard case .topic(let name) = try PubSubResource(parsing: request.topic) else {
                    throw PubSubResource.invalid(request.topic, "topics")
                }
                try pubsub.deleteTopic(name)
                forgetPolicy(of: name)
                return Empty()
            },
            .unary(
                "/google.pubsub.v1.Subscriber/DeleteSubscription",
                [.delete("/v1/{subscription=projects/*/subscriptions/*}")]
            ) { [self] (request: DeleteSubscriptionRequest, _) throws(Status) -> Empty in
                guard case .subscription(let name) = try PubSubResource(parsing: request.subscription) else {
                    throw PubSubResource.invalid(request.subscription, "subscriptions")
                }
                try pubsub.deleteSubscription(name)
                forgetPolicy(of: name)
                return Empty()
            },
        ]
    }

    /// Refuses a topic or subscription that does not exist; the policy that it may have had goes with it.
    private func requirePubSubResource(_ name: String) throws(Status) {
        let resource = try PubSubResource(parsing: name)
        guard !resource.exists(in: pubsub) else { return }
        forgetPolicy(of: name)
        throw Status(.notFound, "Resource not found (resource=\(name.prefix(600))).")
    }

    /// Forgets the policy of a resource that is gone, so that its successor of the same name begins without one.
    func forgetPolicy(of resource: String) {
        // Nothing here can fail; `perform` is the one way to the control plane.
        try? perform { (plane, _) throws(Status) in plane.policies.remove(resource) }
    }
}

/// A resource of Pub/Sub that has a policy, by its full name.
enum PubSubResource {
    case topic(String)
    case subscription(String)

    /// Reads a full name.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no name, UNIMPLEMENTED for a resource whose policies are not
    ///   supported.
    init(parsing name: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "projects", parts.allSatisfy({ !$0.isEmpty }) else {
            throw Status(
                .invalidArgument,
                "Invalid resource name \"\(name.prefix(300))\": it must be projects/PROJECT/topics/TOPIC or "
                    + "projects/PROJECT/subscriptions/SUBSCRIPTION.")
        }
        switch parts[2] {
        case "topics": self = .topic(name)
        case "subscriptions": self = .subscription(name)
        default: throw Status(.unimplemented, "Policies of \(parts[2].prefix(50)) are not supported.")
        }
    }

    /// INVALID_ARGUMENT in the words of Google's Pub/Sub emulator.
    static func invalid(_ name: String, _ collection: String) -> Status {
        Status(.invalidArgument, "Invalid [\(collection)] name: (name=\(name.prefix(300)))")
    }

    func exists(in pubsub: Emulator) -> Bool {
        switch self {
        case .topic(let name): (try? pubsub.topic(name)) != nil
        case .subscription(let name): (try? pubsub.subscription(name)) != nil
        }
    }
}
