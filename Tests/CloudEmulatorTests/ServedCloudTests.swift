import CloudCore
import PubSubEmulator
import GoogleCloud
import RPCServer
import Testing

@testable import CloudEmulator

/// Carries requests to a server, which it keeps from being released, and so from stopping.
struct ServedTransport: HTTPTransport {
    let server: Server
    private let curl = CurlTransport()

    init(server: Server) { self.server = server }

    func send(_ request: HTTPRequest) async throws -> GoogleCloud.HTTPResponse {
        try await curl.send(request)
    }
}

/// A local cloud that is served on a free port, and clients of it.
struct ServedCloud {
    let cloud: LocalCloud
    let timeline: VirtualTimeline
    let server: Server
    let transport: ServedTransport

    init(_ propagation: PropagationModel = .instant) throws {
        timeline = VirtualTimeline(mode: .automatic)
        cloud = LocalCloud(timeline: timeline, propagation: propagation)
        server = try cloud.start()
        transport = ServedTransport(server: server)
    }

    /// The clients of a caller; of the owner unless told otherwise.
    func clients(_ principal: String? = nil) -> CloudClients {
        let credentials: any Credentials = principal.map(LocalCredentials.init(principal:)) ?? NoCredentials()
        return CloudClients(
            endpoints: .local(port: server.port), transport: transport, credentials: credentials,
            timeline: timeline)
    }

    func raw(_ method: String, _ path: String, _ body: String = "") async throws -> GoogleCloud.HTTPResponse {
        let headers = body.isEmpty ? [] : [(name: "content-type", value: "application/json")]
        return try await transport.send(
            HTTPRequest(
                method: method, url: "http://127.0.0.1:\(server.port)\(path)", headers: headers,
                body: Array(body.utf8)))
    }
}

@Suite("A served local cloud, through this package's clients")
struct ServedCloudTests {
    private let project = "local-project"
    private let topic = "projects/local-project/topics/orders"
    private let subscription = "projects/local-project/subscriptions/billing"

    @Test("Accounts live: create, get, list, delete")
    func accounts() async throws {
        let served = try ServedCloud()
        let iam = served.clients().iam
        var emails: [String] = []
        for number in 0..<30 {
            let account = try await iam.createServiceAccount(
                project: project, id: "account-\(number)", displayName: "N")
            #expect(try await iam.serviceAccount(account.email, project: project) == account)
            emails.append(account.email)
        }
        #expect(try await iam.serviceAccounts(project: project).map(\.email) == emails.sorted())
        try await iam.deleteServiceAccount(emails[0], project: project)
        let status = await #expect(throws: Status.self) {
            try await iam.serviceAccount(emails[0], project: "local-project")
        }
        #expect(status?.code == .notFound)
        #expect(served.cloud.serviceAccounts.count == 29)
    }

    @Test("A grant on account, topic, subscription and project is read back, decides, and goes away again")
    func grants() async throws {
        let served = try ServedCloud()
        let owner = served.clients()
        let account = try await owner.iam.createServiceAccount(project: project, id: "abcdef")
        let caller = served.clients(account.email)
        try await owner.pubsub.createTopic(topic)
        try await owner.pubsub.createSubscription(SubscriptionSpec(name: subscription, topic: topic))

        #expect(try await caller.pubsub.testPermissions(["pubsub.topics.publish"], on: topic) == [])
        _ = try await owner.pubsub.modifyPolicy(of: topic) {
            $0.add(member: account.member, role: "roles/pubsub.publisher")
        }
        _ = try await owner.pubsub.modifyPolicy(of: subscription) {
            $0.add(member: account.member, role: "roles/pubsub.subscriber")
        }
        _ = try await owner.iam.modifyPolicy(of: account.email, project: project) {
            $0.add(member: account.member, role: "roles/iam.serviceAccountUser")
        }
        _ = try await owner.resourceManager.modifyPolicy(ofProject: project) {
            $0.add(member: account.member, role: "roles/viewer")
        }
        #expect(
            try await caller.pubsub.testPermissions(
                ["pubsub.topics.publish", "pubsub.topics.delete"], on: topic)
                == ["pubsub.topics.publish"])
        #expect(
            try await caller.pubsub.testPermissions(["pubsub.subscriptions.consume"], on: subscription)
                == ["pubsub.subscriptions.consume"])
        #expect(
            try await caller.iam.testPermissions(
                ["iam.serviceAccounts.actAs"], on: account.email, project: project)
                == ["iam.serviceAccounts.actAs"])
        #expect(
            try await caller.resourceManager.testPermissions(["pubsub.topics.list"], onProject: project)
                == ["pubsub.topics.list"])
        _ = try await owner.pubsub.modifyPolicy(of: topic) { $0.removeAll(member: account.member) }
        #expect(try await caller.pubsub.testPermissions(["pubsub.topics.publish"], on: topic) == [])
        #expect(served.cloud.policy(of: topic).bindings.isEmpty)
    }

    @Test("A conditional binding survives another writer's change")
    func conditions() async throws {
        let served = try ServedCloud()
        let pubsub = served.clients().pubsub
        try await pubsub.createTopic(topic)
        let conditional = IAMPolicy.Binding(
            role: "roles/viewer", members: ["user:c@x.yz"],
            condition: .init(
                expression: "request.time < timestamp('2031-01-01T00:00:00Z')", title: "until 2031"))
        _ = try await pubsub.setPolicy(IAMPolicy(version: 3, bindings: [conditional]), of: topic)
        let policy = try await pubsub.modifyPolicy(of: topic) {
            $0.add(member: "user:a@x.yz", role: "roles/viewer")
        }
        #expect(policy.version == 3)
        #expect(policy.bindings.contains(conditional))
    }

    @Test("Writers at the same time on the same policy lose nothing, under propagation with flicker")
    func contention() async throws {
        let served = try ServedCloud(.typical)
        try await served.clients().pubsub.createTopic(topic)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                let pubsub = served.clients("writer\(number)@x.yz").pubsub
                group.addTask {
                    for step in 0..<3 {
                        _ = try await pubsub.modifyPolicy(of: "projects/local-project/topics/orders") {
                            $0.add(member: "user:u\(number)-\(step)@x.yz", role: "roles/viewer")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let members = served.cloud.policy(of: topic).bindings.flatMap(\.members)
        #expect(Set(members).count == 24)
    }

    @Test("Waiting for an account and for a binding takes minutes of virtual time and no real ones")
    func propagation() async throws {
        let served = try ServedCloud(.slow)
        let timeline = served.timeline
        let owner = served.clients()
        let begin = timeline.now
        let account = try await owner.iam.createServiceAccount(project: project, id: "abcdef")
        try await owner.pubsub.createTopic(topic)

        func poll(_ isDone: () async throws -> Bool) async throws -> Duration {
            let begin = timeline.now
            while try await !isDone() { try await timeline.sleep(for: .seconds(5)) }
            return timeline.now - begin
        }
        let found = try await poll {
            do {
                return try await owner.iam.serviceAccount(account.email, project: project) == account
            } catch let status as Status where status.code == .notFound { return false }
        }
        let accepted = try await poll {
            do {
                _ = try await owner.pubsub.modifyPolicy(of: topic) {
                    $0.add(member: account.member, role: "roles/pubsub.publisher")
                }
                return true
            } catch let status as Status where status.isUnknownServiceAccount {
                return false
            }
        }
        let shown = try await poll {
            try await owner.pubsub.policy(of: topic).contains(
                member: account.member, role: "roles/pubsub.publisher")
        }
        let settled = served.cloud.propagatedEverything
        try await timeline.sleep(until: settled)
        #expect(found >= .seconds(60) && found <= .seconds(125))
        #expect(found + accepted <= .seconds(185))
        #expect(shown >= .seconds(235) && shown <= .seconds(425))
        #expect(timeline.now - begin >= .seconds(300))
        let caller = served.clients(account.email)
        #expect(
            try await caller.pubsub.testPermissions(["pubsub.topics.publish"], on: topic) == [
                "pubsub.topics.publish"
            ])
    }

    @Test("Messages go through: publish, pull, acknowledge")
    func messages() async throws {
        let served = try ServedCloud()
        let pubsub = served.clients().pubsub
        #expect(try await !pubsub.topicExists(topic))
        try await pubsub.createTopic(topic, labels: ["a": "b"])
        #expect(try await pubsub.topicExists(topic))
        let spec = SubscriptionSpec(
            name: subscription, topic: topic, ackDeadlineSeconds: 30, enableMessageOrdering: true,
            labels: ["l": "m"],
            minimumBackoff: .seconds(1), maximumBackoff: .seconds(60), expiration: .never)
        try await pubsub.createSubscription(spec)
        var expected = spec
        expected.messageRetention = .seconds(604_800)
        #expect(try await pubsub.subscription(subscription) == expected)
        let sent = OutgoingMessage(data: [0, 255, 7], attributes: ["k": "v"], orderingKey: "o")
        let ids = try await pubsub.publish([sent], to: topic)
        let received = try await pubsub.pull(subscription, maxMessages: 10)
        #expect(received.map(\.messageID) == ids)
        #expect(received.first?.data == sent.data && received.first?.attributes == sent.attributes)
        try await pubsub.modifyAckDeadline(received.map(\.ackID), seconds: 60, subscription)
        try await pubsub.acknowledge(received.map(\.ackID), subscription)
        try await pubsub.deleteSubscription(subscription)
        try await pubsub.deleteTopic(topic)
        #expect(try await !pubsub.topicExists(topic))
    }

    @Test("A pull waits for the message, and cancelling it leaves the message to others")
    func longPoll() async throws {
        let served = try ServedCloud()
        served.timeline.mode = .manual
        let pubsub = served.clients().pubsub
        try await pubsub.createTopic(topic)
        try await pubsub.createSubscription(SubscriptionSpec(name: subscription, topic: topic))
        let name = subscription
        let first = Task { try await pubsub.pull(name, maxMessages: 1) }
        let second = Task { try await pubsub.pull(name, maxMessages: 1) }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        _ = try await pubsub.publish([OutgoingMessage(data: [1])], to: topic)
        #expect(try await second.value.map(\.data) == [[1]])
    }

    @Test("A topic that is made again begins without the policy of its predecessor")
    func policyEndsWithTopic() async throws {
        let served = try ServedCloud()
        let pubsub = served.clients().pubsub
        for _ in 0..<2 {
            try await pubsub.createTopic(topic)
            #expect(try await pubsub.policy(of: topic).bindings.isEmpty)
            _ = try await pubsub.modifyPolicy(of: topic) {
                $0.add(member: "user:a@x.yz", role: "roles/viewer")
            }
            try await pubsub.deleteTopic(topic)
        }
        let status = await #expect(throws: Status.self) {
            try await pubsub.policy(of: "projects/local-project/topics/orders")
        }
        #expect(status?.code == .notFound)
        #expect(try await pubsub.testPermissions(["pubsub.topics.get"], on: topic) == [])
    }

    @Test("A topic deleted in process takes its policy along, and so does a subscription that expires")
    func policyEndsInProcess() async throws {
        let served = try ServedCloud()
        let pubsub = served.clients().pubsub
        try await pubsub.createTopic(topic)
        let spec = SubscriptionSpec(
            name: subscription, topic: topic, expiration: .after(.seconds(86_400)))
        try await pubsub.createSubscription(spec)
        for resource in [topic, subscription] {
            _ = try await pubsub.modifyPolicy(of: resource) {
                $0.add(member: "user:a@x.yz", role: "roles/viewer")
            }
        }
        let project = "projects/local-project"
        #expect(served.cloud.resourcesWithPolicy == [project, subscription, topic])
        try served.cloud.pubsub.deleteTopic(topic)
        #expect(served.cloud.resourcesWithPolicy == [project, subscription])
        served.timeline.advance(by: .seconds(86_400))
        try? served.cloud.pubsub.acknowledge(["x"], on: subscription)
        #expect(served.cloud.resourcesWithPolicy == [project])
    }

    @Test("A project is found by id and number, over v3 and v1; another one is refused")
    func projects() async throws {
        let served = try ServedCloud()
        let expected = Project(id: project, number: "415104041262", state: "ACTIVE")
        let client = served.clients().resourceManager
        #expect(try await client.project(project) == expected)
        #expect(try await client.project("415104041262") == expected)
        let v1 = try JSON.parse(try await served.raw("GET", "/v1/projects/local-project").body)
        #expect(v1["projectNumber"] == "415104041262" && v1["lifecycleState"] == "ACTIVE")
        let policy = try await served.raw("POST", "/v1/projects/local-project:getIamPolicy", "{}")
        #expect(policy.status == 200)
        let status = await #expect(throws: Status.self) { try await client.project("other-project") }
        #expect(status?.code == .permissionDenied)
    }

    @Test(
        "Refusals have Google's HTTP status",
        arguments: [
            ("GET", "/v1/projects/local-project/serviceAccounts/x@y.z", "", 404, "NOT_FOUND"),
            ("GET", "/v1/projects/-/serviceAccounts/x@y.z", "", 403, "PERMISSION_DENIED"),
            (
                "POST", "/v1/projects/local-project/serviceAccounts", "{\"accountId\":\"x\"}", 400,
                "INVALID_ARGUMENT"
            ),
            (
                "POST", "/v1/projects/local-project/serviceAccounts", "{\"unknown\":1}", 400,
                "INVALID_ARGUMENT"
            ),
            ("GET", "/v1/projects/local-project/topics/none:getIamPolicy", "", 404, "NOT_FOUND"),
            ("GET", "/v3/projects/other-project", "", 403, "PERMISSION_DENIED"),
        ])
    func refusals(method: String, path: String, body: String, status: Int, name: String) async throws {
        let response = try await ServedCloud().raw(method, path, body)
        #expect(response.status == status)
        let json = try JSON.parse(response.body)
        #expect(json["error"]?["status"] == .string(name))
        #expect(json["error"]?["code"] == .int(Int64(status)))
    }
}
