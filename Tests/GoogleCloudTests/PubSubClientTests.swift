import CloudCore
import Testing

@testable import GoogleCloud

@Suite("PubSubClient: what goes out and what comes in")
struct PubSubClientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let summary: String
        let body: JSON?
        let answer: JSON
        let call: @Sendable (PubSubClient) async throws -> Void

        init(
            _ summary: String, _ body: JSON?, answer: JSON = [:],
            _ call: @escaping @Sendable (PubSubClient) async throws -> Void
        ) {
            self.summary = summary
            self.body = body
            self.answer = answer
            self.call = call
        }

        var testDescription: String { summary }
    }

    static let topic = "projects/p/topics/t"
    static let subscription = "projects/p/subscriptions/s"

    static let cases: [Case] = [
        Case("PUT /v1/projects/p/topics/t", [:]) { try await $0.createTopic(topic) },
        Case("PUT /v1/projects/p/topics/t", ["labels": ["a": "b"]]) {
            try await $0.createTopic(topic, labels: ["a": "b"])
        },
        Case("GET /v1/projects/p/topics/t", nil) {
            let exists = try await $0.topicExists(topic)
            #expect(exists)
        },
        Case("DELETE /v1/projects/p/topics/t", nil) { try await $0.deleteTopic(topic) },
        Case("PUT /v1/projects/p/subscriptions/s", ["topic": .string(topic)]) {
            try await $0.createSubscription(SubscriptionSpec(name: subscription, topic: topic))
        },
        Case(
            "PUT /v1/projects/p/subscriptions/s",
            [
                "topic": .string(topic), "ackDeadlineSeconds": 20, "messageRetentionDuration": "600s",
                "enableMessageOrdering": true, "labels": ["a": "b"],
                "retryPolicy": ["minimumBackoff": "0.500s", "maximumBackoff": "60s"],
                "expirationPolicy": [:],
            ]
        ) {
            try await $0.createSubscription(
                SubscriptionSpec(
                    name: subscription, topic: topic, ackDeadlineSeconds: 20, messageRetention: .seconds(600),
                    enableMessageOrdering: true, labels: ["a": "b"], minimumBackoff: .milliseconds(500),
                    maximumBackoff: .seconds(60), expiration: .never))
        },
        Case("DELETE /v1/projects/p/subscriptions/s", nil) { try await $0.deleteSubscription(subscription) },
        Case(
            "POST /v1/projects/p/topics/t:publish",
            [
                "messages": [
                    ["data": "aGk=", "attributes": ["k": "v"], "orderingKey": "o"],
                    ["attributes": ["k": "v"]],
                ]
            ],
            answer: ["messageIds": ["1", "2"]]
        ) {
            let ids = try await $0.publish(
                [
                    OutgoingMessage(data: Array("hi".utf8), attributes: ["k": "v"], orderingKey: "o"),
                    OutgoingMessage(attributes: ["k": "v"]),
                ], to: topic)
            #expect(ids == ["1", "2"])
        },
        Case(
            "POST /v1/projects/p/subscriptions/s:pull", ["maxMessages": 5],
            answer: [
                "receivedMessages": [
                    [
                        "ackId": "a", "deliveryAttempt": 2,
                        "message": [
                            "messageId": "7", "data": "aGk=", "attributes": ["k": "v"], "orderingKey": "o",
                        ],
                    ]
                ]
            ]
        ) {
            let messages = try await $0.pull(subscription, maxMessages: 5)
            #expect(
                messages == [
                    IncomingMessage(
                        ackID: "a", messageID: "7", data: Array("hi".utf8), attributes: ["k": "v"],
                        orderingKey: "o",
                        deliveryAttempt: 2)
                ])
        },
        Case("POST /v1/projects/p/subscriptions/s:acknowledge", ["ackIds": ["a", "b"]]) {
            try await $0.acknowledge(["a", "b"], subscription)
        },
        Case(
            "POST /v1/projects/p/subscriptions/s:modifyAckDeadline",
            ["ackIds": ["a"], "ackDeadlineSeconds": 0]
        ) { try await $0.modifyAckDeadline(["a"], seconds: 0, subscription) },
        Case("GET /v1/projects/p/topics/t:getIamPolicy?options.requestedPolicyVersion=3", nil) {
            _ = try await $0.policy(of: topic)
        },
        Case("POST /v1/projects/p/topics/t:setIamPolicy", ["policy": ["etag": "ZQ==", "bindings": []]]) {
            _ = try await $0.setPolicy(IAMPolicy(etag: "ZQ=="), of: topic)
        },
        Case(
            "POST /v1/projects/p/topics/t:testIamPermissions", ["permissions": ["a.b.c"]],
            answer: ["permissions": ["a.b.c"]]
        ) {
            let held = try await $0.testPermissions(["a.b.c"], on: topic)
            #expect(held == ["a.b.c"])
        },
    ]

    @Test("Each call sends what the API definition says", arguments: cases)
    func calls(_ testCase: Case) async throws {
        let transport = ScriptedTransport([.json(testCase.answer)])
        try await testCase.call(PubSubClient(.scripted(transport)))
        let request = try #require(transport.requests.first)
        #expect(request.summary == testCase.summary)
        #expect(request.json == testCase.body)
    }

    @Test("A subscription is read with everything that the server says")
    func readSubscription() async throws {
        let answer: JSON = [
            "name": .string(Self.subscription), "topic": "_deleted-topic_", "ackDeadlineSeconds": 10,
            "messageRetentionDuration": "604800s", "expirationPolicy": ["ttl": "2678400s"],
            "retryPolicy": ["minimumBackoff": "10s"], "labels": ["a": "b"],
        ]
        let client = PubSubClient(.scripted(ScriptedTransport([.json(answer)])))
        let expected = SubscriptionSpec(
            name: Self.subscription, topic: "_deleted-topic_", ackDeadlineSeconds: 10,
            messageRetention: .seconds(604_800),
            labels: ["a": "b"], minimumBackoff: .seconds(10), expiration: .after(.seconds(2_678_400)))
        #expect(try await client.subscription(Self.subscription) == expected)
    }

    @Test("A topic that is not found does not exist; any other failure is one")
    func topicExists() async throws {
        let missing = ScriptedTransport([.failure(Status(.notFound, "Topic not found"))])
        #expect(try await !PubSubClient(.scripted(missing)).topicExists(Self.topic))
        let denied = ScriptedTransport([.failure(Status(.permissionDenied, "no"))])
        await #expect(throws: Status.self) {
            try await PubSubClient(.scripted(denied)).topicExists(Self.topic)
        }
    }

    @Test("A pull whose wait is over returns nothing")
    func pullTimeout() async throws {
        let transport = ScriptedTransport([.failure(Status(.deadlineExceeded, "nothing came"))])
        let messages = try await PubSubClient(.scripted(transport)).pull(Self.subscription, maxMessages: 1)
        #expect(messages.isEmpty)
    }

    @Test("Data that is not base64 is INTERNAL, not an empty message")
    func malformedData() async {
        let answer: JSON = ["receivedMessages": [["message": ["data": "?"]]]]
        let client = PubSubClient(.scripted(ScriptedTransport([.json(answer)])))
        let status = await #expect(throws: Status.self) {
            try await client.pull(Self.subscription, maxMessages: 1)
        }
        #expect(status?.code == .internal)
    }

    @Test("Acknowledging nothing calls nobody")
    func emptyAcknowledge() async throws {
        let transport = ScriptedTransport([.json([:])])
        try await PubSubClient(.scripted(transport)).acknowledge([], Self.subscription)
        try await PubSubClient(.scripted(transport)).modifyAckDeadline([], seconds: 1, Self.subscription)
        #expect(transport.requests.isEmpty)
    }
}
