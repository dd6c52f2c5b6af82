import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// Errors are the same through each front door: code, message and details.
struct ErrorDoorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var code: Status.Code
        var message: String
        var body: @Sendable (Door) throws -> Void
        var testDescription: String { message }

        init(_ code: Status.Code, _ message: String, _ body: @escaping @Sendable (Door) throws -> Void) {
            (self.code, self.message, self.body) = (code, message, body)
        }
    }

    static let p = "projects/test-project"

    static let cases: [Case] = [
        Case(.alreadyExists, "Topic already exists (resource=\(p)/topics/topic)") { try $0.createTopic() },
        Case(.alreadyExists, "Subscription already exists (resource=\(p)/subscriptions/sub)") {
            try $0.createSubscription()
        },
        Case(.notFound, "Topic not found (resource=\(p)/topics/none)") { _ = try $0.getTopic("none") },
        Case(.notFound, "Subscription does not exist (resource=\(p)/subscriptions/none)") {
            _ = try $0.getSubscription("none")
        },
        Case(.notFound, "Subscription does not exist (resource=\(p)/subscriptions/none)") {
            _ = try $0.pull("none")
        },
        Case(.notFound, "Subscription does not exist (resource=\(p)/subscriptions/none)") {
            try $0.acknowledge(["x"], on: "none")
        },
        Case(.notFound, "Snapshot does not exist (resource=\(p)/snapshots/none)") {
            _ = try $0.getSnapshot("none")
        },
        Case(.notFound, "Schema not found (resource=\(p)/schemas/none)") { door in
            _ = try door.call(Methods.getSchema) { $0.name = door.schema("none") }
        },
        Case(.notFound, "Topic not found (resource=\(p)/topics/none)") { door in
            try door.publish([PubsubMessage("x")], to: "none")
        },
        Case(.invalidArgument, "Invalid [topics] name: (name=\(p)/topics/1)") { try $0.createTopic("1") },
        Case(.invalidArgument, "Invalid [subscriptions] name: (name=\(p)/subscriptions/goog-x)") {
            try $0.createSubscription("goog-x")
        },
        Case(.invalidArgument, "No messages to publish") { try $0.publish([]) },
        Case(
            .invalidArgument, "Some messages are empty: messages[0] must have data or at least one attribute."
        ) {
            try $0.publish([PubsubMessage()])
        },
        Case(.invalidArgument, "No ack ids specified.") { try $0.acknowledge([String]()) },
        Case(
            .invalidArgument,
            "ack_deadline_secs out of bounds (ack_deadline_seconds=601, must be 0 to 600)"
        ) { try $0.modifyAckDeadline(["x"], 601) },
        Case(
            .invalidArgument,
            "message_retention_duration out of bounds (is 9m 59s, must be 10 minutes to 31 days)"
        ) { try $0.createTopic("other") { $0.messageRetentionDuration = .seconds(599) } },
        Case(
            .invalidArgument,
            "ack_deadline_secs out of bounds (ack_deadline_seconds=5, must be 10 to 600, or 0 for 10)"
        ) {
            try $0.createSubscription("other") { $0.ackDeadlineSeconds = 5 }
        },
        Case(
            .outOfRange,
            "The value for max_delivery_attempts is too small. You passed 4 in the request, but the minimum value is 5."
        ) {
            door in
            try door.createSubscription("other") {
                $0.deadLetterPolicy = DeadLetterPolicy()
                $0.deadLetterPolicy?.deadLetterTopic = door.topic()
                $0.deadLetterPolicy?.maxDeliveryAttempts = 4
            }
        },
        Case(
            .invalidArgument,
            "Invalid update_mask provided in the UpdateTopicRequest: the 'name' field in the Topic is not mutable."
        ) { try $0.updateTopic(["name"]) },
        Case(
            .invalidArgument,
            "Invalid expiration_policy.ttl: it is 1h 0m, must be at least 1 day, or unset for never."
        ) {
            try $0.createSubscription("other") {
                $0.expirationPolicy = ExpirationPolicy()
                $0.expirationPolicy?.ttl = .seconds(3_600)
            }
        },
    ]

    @Test("An error has its code, message and details", arguments: FrontDoor.allCases)
    func errors(through front: FrontDoor) throws {
        let (door, other) = (try Door(front), try Door(.inProcess))
        for door in [door, other] { try door.createBoth() }
        for one in Self.cases {
            let refused = refusal { try one.body(door) }
            #expect(refused?.code == one.code, "\(one.message): \(String(describing: refused))")
            #expect(refused?.message == one.message)
            #expect(refused == refusal { try one.body(other) })
        }
    }

    @Test("Listings come in pages", arguments: [FrontDoor.grpc, .rest])
    func pages(through front: FrontDoor) throws {
        let door = try Door(front)
        for index in 0..<5 { try door.createTopic("topic\(index)") }
        var (names, token) = ([String](), "")
        repeat {
            let page = try door.call(Methods.listTopics) {
                $0.project = Self.p
                $0.pageSize = 2
                $0.pageToken = token
            }
            #expect(page.topics.count <= 2)
            names += page.topics.map(\.name)
            token = page.nextPageToken
        } while !token.isEmpty
        #expect(names == (0..<5).map { door.topic("topic\($0)") })
    }

    @Test("Faults, records and quotas meet the calls of each method", arguments: FrontDoor.allCases)
    func faults(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.emulator.addFault(FaultRule(.error(Status(.unavailable, "struck"))))
        let calls: [() throws -> Void] = [
            { _ = try door.getTopic() }, { try door.publish("x") }, { _ = try door.pull() },
            { try door.createSchema() }, { try door.call(Methods.getSchema) { $0.name = door.schema() } },
            { try door.call(Methods.getPolicy) { $0.resource = door.topic() } },
        ]
        for call in calls { #expect(refusal(call) == Status(.unavailable, "struck")) }
    }
}
