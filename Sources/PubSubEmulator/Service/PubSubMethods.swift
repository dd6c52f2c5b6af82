import CloudCore
import RPCServer

/// The methods of `google.pubsub.v1`, with the HTTP rules of `google/pubsub/v1/pubsub.proto`: what every front
/// door serves, and what the support table is made of.
enum PubSubMethods {
    /// A method, and whether it is there or answers UNIMPLEMENTED.
    struct Row: Sendable {
        var method: RPCMethod
        var isSupported: Bool
    }

    /// All rows.
    static func rows(for host: BrokerHost) -> [Row] {
        publisher(PublisherService(host: host)) + subscriber(SubscriberService(host: host))
            + schemas(SchemaService(host: host)) + policies(PolicyService(host: host))
    }

    private static let topic = "/v1/{topic=projects/*/topics/*}"
    private static let subscription = "/v1/{subscription=projects/*/subscriptions/*}"
    private static let snapshot = "/v1/{snapshot=projects/*/snapshots/*}"

    private static func publisher(_ service: PublisherService) -> [Row] {
        let access = service.host.access
        let path = "/google.pubsub.v1.Publisher/"
        return [
            answered(
                path + "CreateTopic", .put("/v1/{name=projects/*/topics/*}"), service.createTopic, access),
            answered(
                path + "UpdateTopic", .patch("/v1/{topic.name=projects/*/topics/*}"), service.updateTopic,
                access),
            publish(path + "Publish", .post(topic + ":publish"), service),
            unary(path + "GetTopic", .get(topic), service.getTopic, access),
            unary(path + "ListTopics", .get("/v1/{project=projects/*}/topics"), service.listTopics, access),
            unary(
                path + "ListTopicSubscriptions", .get(topic + "/subscriptions"),
                service.listTopicSubscriptions, access),
            unary(
                path + "ListTopicSnapshots", .get(topic + "/snapshots"), service.listTopicSnapshots, access),
            unary(path + "DeleteTopic", .delete(topic), service.deleteTopic, access),
            detach(
                path + "DetachSubscription", .post(subscription + ":detach", body: .none), service),
        ]
    }

    private static func subscriber(_ service: SubscriberService) -> [Row] {
        let access = service.host.access
        let path = "/google.pubsub.v1.Subscriber/"
        return [
            answered(
                path + "CreateSubscription", .put("/v1/{name=projects/*/subscriptions/*}"),
                service.createSubscription, access),
            unary(path + "GetSubscription", .get(subscription), service.getSubscription, access),
            answered(
                path + "UpdateSubscription", .patch("/v1/{subscription.name=projects/*/subscriptions/*}"),
                service.updateSubscription, access),
            unary(
                path + "ListSubscriptions", .get("/v1/{project=projects/*}/subscriptions"),
                service.listSubscriptions, access),
            unary(path + "DeleteSubscription", .delete(subscription), service.deleteSubscription, access),
            unary(
                path + "ModifyAckDeadline", .post(subscription + ":modifyAckDeadline"),
                service.modifyAckDeadline, access),
            unary(
                path + "ModifyPushConfig", .post(subscription + ":modifyPushConfig"),
                service.modifyPushConfig, access),
            unary(path + "Acknowledge", .post(subscription + ":acknowledge"), service.acknowledge, access),
            Row(method: pull(path + "Pull", .post(subscription + ":pull"), service), isSupported: true),
            Row(method: streamingPull(path + "StreamingPull", service.host), isSupported: true),
        ] + snapshots(service, path)
    }

    private static func snapshots(_ service: SubscriberService, _ path: String) -> [Row] {
        let access = service.host.access
        return [
            unary(path + "GetSnapshot", .get(snapshot), service.getSnapshot, access),
            unary(
                path + "ListSnapshots", .get("/v1/{project=projects/*}/snapshots"), service.listSnapshots,
                access),
            unary(
                path + "CreateSnapshot", .put("/v1/{name=projects/*/snapshots/*}"), service.createSnapshot,
                access),
            unary(
                path + "UpdateSnapshot", .patch("/v1/{snapshot.name=projects/*/snapshots/*}"),
                service.updateSnapshot, access),
            unary(path + "DeleteSnapshot", .delete(snapshot), service.deleteSnapshot, access),
            unary(path + "Seek", .post(subscription + ":seek"), service.seek, access),
        ]
    }

    /// The rules of `google/pubsub/v1/pubsub_v1.yaml`, and those of schemas, which the reference of the REST API has.
    private static func policies(_ service: PolicyService) -> [Row] {
        let access = service.host.access
        let path = "/google.iam.v1.IAMPolicy/"
        let resources = PolicyResource.allCases.map { "/v1/{resource=projects/*/\($0.rawValue)/*}" }
        let get = RPCMethod.unary(path + "GetIamPolicy", resources.map { .get($0 + ":getIamPolicy") }) {
            (request: IAMv1.GetIamPolicyRequest, context) throws(Status) -> IAMv1.Policy in
            try access.admit(request, context)
            return try service.getIamPolicy(request, context)
        }
        let set = RPCMethod.unary(path + "SetIamPolicy", resources.map { .post($0 + ":setIamPolicy") }) {
            (request: IAMv1.SetIamPolicyRequest, context) throws(Status) -> IAMv1.Policy in
            try access.admit(request, context)
            return try service.setIamPolicy(request, context)
        }
        let test = RPCMethod.unary(
            path + "TestIamPermissions", resources.map { .post($0 + ":testIamPermissions") },
            service.testIamPermissions)
        return [get, set, test].map { Row(method: $0, isSupported: true) }
    }

    // MARK: Rows

    static func unary<Request: Message & AccessControlled, Response: Message>(
        _ path: String, _ rule: HTTPRule, _ serve: @escaping @Sendable (Request) throws(Status) -> Response,
        _ access: AccessGate
    ) -> Row {
        let method = RPCMethod.unary(path, [rule]) { (request: Request, context) throws(Status) -> Response in
            try access.admit(request, context)
            return try serve(request)
        }
        return Row(method: method, isSupported: true)
    }

    /// Detaching takes a permission on the topic, which the request does not name.
    private static func detach(_ path: String, _ rule: HTTPRule, _ service: PublisherService) -> Row {
        let method = RPCMethod.unary(path, [rule]) {
            (request: DetachSubscriptionRequest, context) throws(Status) -> DetachSubscriptionResponse in
            if service.host.access.isOn {
                let subscription = try? service.host.perform { (broker, now) throws(Status) in
                    try broker.subscription(request.subscription, at: now)
                }
                // Of a subscription that is not there, only the owner of the project learns so.
                let holder = subscription?.topic ?? AccessNeed.project(of: request.subscription)
                try service.host.access.check(
                    [.permission("pubsub.topics.detachSubscription", on: holder)], context)
            }
            return try service.detachSubscription(request)
        }
        return Row(method: method, isSupported: true)
    }

    /// A method that may have to wait for the transformer.
    private static func answered<Request: Message & AccessControlled, Response: Message>(
        _ path: String, _ rule: HTTPRule,
        _ serve: @escaping @Sendable (Request, @escaping Answer<Response>) -> Void, _ access: AccessGate
    ) -> Row {
        let method = RPCMethod.deferred(path, [rule]) { (request: Request, context, reply: Reply<Response>) in
            do throws(Status) { try access.admit(request, context) } catch { return reply.fail(error) }
            serve(request) { result in
                switch result {
                case .success(let response): reply.succeed(response)
                case .failure(let status): reply.fail(status)
                }
            }
        }
        return Row(method: method, isSupported: true)
    }

    /// Answered at once while no topic has transforms.
    private static func publish(_ path: String, _ rule: HTTPRule, _ service: PublisherService) -> Row {
        let atOnce = unary(
            path, rule, { (request: PublishRequest) throws(Status) in try service.publish(request) },
            service.host.access)
        let later = answered(
            path, rule, { (request: PublishRequest, answer) in service.publish(request, answer) },
            service.host.access)
        let method = RPCMethod.unary(atOnce.method, unless: { service.isDeferred }, then: later.method)
        return Row(method: method, isSupported: true)
    }

    private static func pull(_ path: String, _ rule: HTTPRule, _ service: SubscriberService) -> RPCMethod {
        .deferred(path, [rule]) { (request: PullRequest, context, reply: Reply<PullResponse>) in
            do throws(Status) {
                try service.host.access.admit(request, context)
                let waiter = try service.pull(request, timeout: context.timeout) { outcome in
                    switch outcome {
                    case .success(let batch):
                        reply.succeed(PullResponse(batch), estimatedBytes: batch.estimatedBytes)
                    case .failure(let status): reply.fail(status)
                    }
                }
                if let waiter { reply.onCancel { waiter.cancel() } }
            } catch {
                reply.fail(error)
            }
        }
    }

    private static func streamingPull(_ path: String, _ host: BrokerHost) -> RPCMethod {
        .streaming(path) { (context, responses: ResponseStream<StreamingPullResponse>) throws(Status) in
            StreamingPullSession(host, responses, context)
        }
    }
}
