import CloudCore
import GoogleCloud
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

private let project = "projects/local-project"
private let topic = project + "/topics/orders"
private let subscription = project + "/subscriptions/billing"
private let account = "runtime@local-project.iam.gserviceaccount.com"
private let member = "serviceAccount:" + account

/// A cloud whose time only moves when told to, with an account, a topic and a subscription.
private struct World {
    let timeline = VirtualTimeline(start: start)
    let cloud: LocalCloud

    init(_ mode: PolicyMode = .enforce, _ model: PropagationModel = .instant) throws {
        cloud = LocalCloud(timeline: timeline, propagation: model, policyMode: mode)
        var request = IAMAdminV1.CreateServiceAccountRequest()
        request.name = project
        request.accountID = "runtime"
        _ = try cloud.perform { [request] (plane, now) throws(Status) in
            try plane.createServiceAccount(request, by: .owner, at: now)
        }
        timeline.advance(by: .seconds(3_600))
        try cloud.pubsub.createTopic("orders")
        try cloud.pubsub.createSubscription("billing", topic: "orders")
    }

    func grant(_ role: String?, on resource: String, to member: String = member) throws {
        let owner = IAMv1.Binding("roles/owner", ["user:owner@example.com"])
        let bindings =
            (role.map { [IAMv1.Binding($0, [member])] } ?? []) + (resource == project ? [owner] : [])
        try cloud.perform { (plane, now) throws(Status) in
            _ = try plane.set(resource, IAMv1.Policy(bindings), at: now)
        }
    }

    /// What a unary method answers to a caller who is known by a token.
    func call(_ path: String, _ request: JSON, by email: String = account) -> Status? {
        guard let method = cloud.methods.first(where: { $0.path.hasSuffix(path) }) else {
            return Status(.unimplemented, path)
        }
        let context = CallContext(authorization: "Bearer " + email)
        return failure { () throws(Status) in
            switch method.kind {
            case .unary(let serve), .either(let serve, _, _):
                var out = OutputBuffer()
                try serve(.json(request), context, &out)
            case .deferred(let begin):
                let call = RecordedCall()
                try begin(.json(request), context, call)
                if let status = call.failure { throw status }
            case .streaming: throw Status(.unimplemented, path)
            }
        }
    }
}

@Suite("Pub/Sub in a cloud that enforces policies")
struct PubSubAccessTests {
    @Test(
        "Each method asks for the permissions of Google's documentation", arguments: PubSubAccessTests.table)
    func permissions(row: Row) throws {
        let world = try World(.log)
        _ = world.call(row.method, row.request)
        #expect(world.cloud.policyRefusals.map { "\($0.permission) on \($0.resource)" } == row.needs)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let method: String
        let request: JSON
        let needs: [String]
        var testDescription: String { method }
    }

    static let table: [Row] = [
        Row(
            method: "Publisher/CreateTopic", request: ["name": .string(project + "/topics/new")],
            needs: ["pubsub.topics.create on \(project)"]),
        Row(
            method: "Publisher/CreateTopic",
            request: [
                "name": .string(project + "/topics/new"),
                "schemaSettings": ["schema": .string(project + "/schemas/order"), "encoding": "JSON"],
            ],
            needs: [
                "pubsub.topics.create on \(project)", "pubsub.schemas.attach on \(project)/schemas/order",
            ]),
        Row(
            method: "Publisher/UpdateTopic",
            request: ["topic": ["name": .string(topic)], "updateMask": "labels"],
            needs: ["pubsub.topics.update on \(topic)"]),
        Row(
            method: "Publisher/Publish", request: ["topic": .string(topic), "messages": [["data": "aGk="]]],
            needs: ["pubsub.topics.publish on \(topic)"]),
        Row(
            method: "Publisher/GetTopic", request: ["topic": .string(topic)],
            needs: ["pubsub.topics.get on \(topic)"]),
        Row(
            method: "Publisher/ListTopics", request: ["project": .string(project)],
            needs: ["pubsub.topics.list on \(project)"]),
        Row(
            method: "Publisher/ListTopicSubscriptions", request: ["topic": .string(topic)],
            needs: ["pubsub.topics.get on \(topic)"]),
        Row(
            method: "Publisher/DeleteTopic", request: ["topic": .string(topic)],
            needs: ["pubsub.topics.delete on \(topic)"]),
        Row(
            method: "Publisher/DetachSubscription", request: ["subscription": .string(subscription)],
            needs: ["pubsub.topics.detachSubscription on \(topic)"]),
        Row(
            method: "Subscriber/CreateSubscription",
            request: ["name": .string(project + "/subscriptions/new"), "topic": .string(topic)],
            needs: [
                "pubsub.subscriptions.create on \(project)", "pubsub.topics.attachSubscription on \(topic)",
            ]),
        Row(
            method: "Subscriber/ModifyPushConfig",
            request: [
                "subscription": .string(subscription),
                "pushConfig": [
                    "pushEndpoint": "http://127.0.0.1:1/",
                    "oidcToken": ["serviceAccountEmail": .string(account)],
                ],
            ],
            needs: [
                "pubsub.subscriptions.update on \(subscription)",
                "iam.serviceAccounts.actAs on \(project)/serviceAccounts/\(account)",
            ]),
        Row(
            method: "Subscriber/Pull", request: ["subscription": .string(subscription), "maxMessages": 1],
            needs: ["pubsub.subscriptions.consume on \(subscription)"]),
        Row(
            method: "Subscriber/Acknowledge",
            request: ["subscription": .string(subscription), "ackIds": ["x"]],
            needs: ["pubsub.subscriptions.consume on \(subscription)"]),
        Row(
            method: "Subscriber/CreateSnapshot",
            request: ["name": .string(project + "/snapshots/point"), "subscription": .string(subscription)],
            needs: [
                "pubsub.snapshots.create on \(project)", "pubsub.subscriptions.consume on \(subscription)",
            ]),
        Row(
            method: "Subscriber/Seek",
            request: [
                "subscription": .string(subscription), "snapshot": .string(project + "/snapshots/point"),
            ],
            needs: [
                "pubsub.subscriptions.consume on \(subscription)",
                "pubsub.snapshots.seek on \(project)/snapshots/point",
            ]),
        Row(
            method: "SchemaService/GetSchema",
            request: ["name": .string(project + "/schemas/order@12345678")],
            needs: ["pubsub.schemas.get on \(project)/schemas/order"]),
        Row(
            method: "SchemaService/ValidateSchema", request: ["parent": .string(project)],
            needs: ["pubsub.schemas.validate on \(project)"]),
        Row(
            method: "iam.v1.IAMPolicy/GetIamPolicy", request: ["resource": .string(subscription)],
            needs: ["pubsub.subscriptions.getIamPolicy on \(subscription)"]),
        Row(
            method: "iam.v1.IAMPolicy/SetIamPolicy", request: ["resource": .string(topic), "policy": [:]],
            needs: ["pubsub.topics.setIamPolicy on \(topic)"]),
        Row(
            method: "iam.v1.IAMPolicy/TestIamPermissions",
            request: ["resource": .string(topic), "permissions": ["pubsub.topics.get"]], needs: []),
    ]

    @Test("A publisher is refused until its grant has spread, and again once the revoke has")
    func spreading() throws {
        let world = try World(.enforce, .typical)
        let publish: JSON = ["topic": .string(topic), "messages": [["data": "aGk="]]]
        func outcome() -> Status.Code? { world.call("Publisher/Publish", publish)?.code }
        #expect(outcome() == .permissionDenied)
        try world.grant("roles/pubsub.publisher", on: topic)
        #expect(outcome() == .permissionDenied)
        world.timeline.advance(by: .seconds(180))
        #expect(outcome() == nil)
        try world.grant(nil, on: topic)
        #expect(outcome() == nil)
        world.timeline.advance(by: .seconds(240))
        #expect(outcome() == .permissionDenied)
        #expect(world.cloud.pubsub.messages(of: topic).count == 2)
    }

    @Test("A port has the identity of its account; the main port, and calls in process, are the owner's")
    func ports() async throws {
        let world = try World()
        let main = try world.cloud.start()
        let port = try world.cloud.start(as: account)
        let transport = CurlTransport()
        func get(_ server: Server) async throws -> GoogleCloud.HTTPResponse {
            try await transport.send(
                HTTPRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/v1/\(topic)"))
        }
        #expect(try await get(main).status == 200)
        let refused = try await get(port)
        let text = String(decoding: refused.body, as: UTF8.self)
        #expect(refused.status == 403 && text.contains("User not authorized to perform this action."))
        #expect(text.contains("roles/pubsub.viewer"))
        try world.grant("roles/pubsub.viewer", on: topic)
        #expect(try await get(port).status == 200)
        await port.stop()
        await main.stop()
    }

    @Test("A message is forwarded to a dead letter topic only when the service agent may publish and consume")
    func deadLetters() throws {
        let world = try World()
        try world.cloud.pubsub.createTopic("dead")
        let access = PubSubAccess(host: world.cloud.plane)
        let dead = project + "/topics/dead"
        let agent = "serviceAccount:service-415104041262@gcp-sa-pubsub.iam.gserviceaccount.com"
        func may() -> Bool { access.mayForward(from: subscription, to: dead) }
        #expect(!may())
        try world.grant("roles/pubsub.publisher", on: dead, to: agent)
        #expect(!may())
        try world.grant("roles/pubsub.subscriber", on: subscription, to: agent)
        #expect(may())
    }

    @Test("A stream ends within a minute after its caller has lost the permission")
    func streams() throws {
        let world = try World()
        try world.grant("roles/pubsub.subscriber", on: subscription)
        let method = try #require(world.cloud.methods.first { $0.path.hasSuffix("/StreamingPull") })
        guard case .streaming(let open) = method.kind else {
            Issue.record("no stream")
            return
        }
        var request = StreamingPullRequest()
        request.subscription = subscription
        request.streamAckDeadlineSeconds = 10
        let first = ProtobufEncoder.bytes(of: request)
        let stranger = RecordedCall()
        let refused = try open(CallContext(authorization: "Bearer b@x.yz"), stranger)
        try first.withUnsafeBytes { try refused.receive($0) }
        #expect(stranger.failure?.code == .permissionDenied)
        let call = RecordedCall()
        let stream = try open(CallContext(authorization: "Bearer " + account), call)
        try first.withUnsafeBytes { try stream.receive($0) }
        world.timeline.advance(by: .seconds(600))
        #expect(call.failure == nil)
        try world.grant(nil, on: subscription)
        world.timeline.advance(by: .seconds(60))
        #expect(call.failure?.code == .permissionDenied)
    }
}
