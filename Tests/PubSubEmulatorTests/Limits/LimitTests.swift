import CloudCore
import Testing

@testable import PubSubEmulator

/// Each documented limit through each front door: what is at it is taken, what is one beyond is refused, whole.
struct LimitTests {
    struct Limit: Sendable, CustomTestStringConvertible {
        var what: String
        var last: Int
        /// The next step beyond: -1 for a least.
        var step: Int
        /// What is beyond is refused with this code.
        var code = Status.Code.invalidArgument
        var use: @Sendable (Int, Door) throws -> Void
        var testDescription: String { what }

        init(
            most what: String, _ last: Int,
            _ use: @escaping @Sendable (Int, Door) throws -> Void
        ) {
            (self.what, self.last, step, self.use) = (what, last, 1, use)
        }

        init(
            least what: String, _ last: Int,
            _ use: @escaping @Sendable (Int, Door) throws -> Void
        ) {
            (self.what, self.last, step, self.use) = (what, last, -1, use)
        }
    }

    static func text(_ count: Int) -> String { String(repeating: "x", count: max(0, count)) }
    static func map(_ count: Int) -> StringMap {
        StringMap(Dictionary(uniqueKeysWithValues: (0..<count).map { ("key\($0)", "") }))
    }

    static let publishing: [Limit] = [
        Limit(most: "messages of a request", 1_000) { count, door in
            try door.publish((0..<count).map { PubsubMessage("\($0)") })
        },
        Limit(most: "bytes of a request", 10 << 20) { count, door in
            let half = count / 2
            let data = [half - 20, count - half].map { [UInt8](repeating: 1, count: $0) }
            try door.publish(
                [PubsubMessage(data: data[0], attributes: ["key": text(11)]), PubsubMessage(data: data[1])])
        },
        Limit(most: "bytes of a message", 10 << 20) { count, door in
            try door.publish([PubsubMessage(data: [UInt8](repeating: 1, count: count))])
        },
        Limit(least: "messages of a request", 1) { count, door in
            try door.publish((0..<count).map { PubsubMessage("\($0)") })
        },
        Limit(most: "attributes", 100) { count, door in
            try door.publish([PubsubMessage(attributes: map(count))])
        },
        Limit(most: "bytes of a key", 256) { count, door in
            try door.publish([PubsubMessage(attributes: [text(count): ""])])
        },
        Limit(least: "bytes of a key", 1) { count, door in
            try door.publish([PubsubMessage(attributes: [text(count): ""])])
        },
        Limit(most: "bytes of a value", 1_024) { count, door in
            try door.publish([PubsubMessage(attributes: ["k": "ä" + text(count - 2)])])
        },
        Limit(most: "bytes of an ordering key", 1_024) { count, door in
            try door.publish([PubsubMessage("x", orderingKey: "ä" + text(count - 2))])
        },
    ]

    static let receiving: [Limit] = [
        Limit(most: "bytes of an Acknowledge", 512 << 10) { count, door in
            try door.acknowledge(ids(count - subscriptionBytes))
        },
        Limit(most: "bytes of a ModifyAckDeadline", 512 << 10) { count, door in
            // 600 takes two bytes and its tag one.
            try door.modifyAckDeadline(ids(count - subscriptionBytes - 3), 600)
        },
        Limit(most: "seconds of a ModifyAckDeadline", 600) { count, door in
            let ids = try lease(door)
            try door.modifyAckDeadline(ids, Int32(count))
        },
        Limit(least: "seconds of a ModifyAckDeadline", 0) { count, door in
            let ids = try lease(door)
            try door.modifyAckDeadline(ids, Int32(count))
        },
    ]

    static let settings: [Limit] = [
        Limit(most: "characters of a subscription's id", 255) { count, door in
            try door.createSubscription(text(count))
        },
        Limit(least: "characters of a subscription's id", 3) { count, door in
            try door.createSubscription(text(count))
        },
        Limit(most: "characters of a topic's id", 255) { count, door in
            try door.createTopic(text(count))
        },
        Limit(least: "characters of a topic's id", 3) { count, door in
            try door.createTopic(text(count))
        },
        Limit(most: "seconds of an ack deadline", 600) { count, door in
            try door.createSubscription("new") { $0.ackDeadlineSeconds = Int32(count) }
        },
        Limit(least: "seconds of an ack deadline", 10) { count, door in
            try door.createSubscription("new") { $0.ackDeadlineSeconds = Int32(count) }
        },
        Limit(most: "seconds that messages are retained", 31 * 86_400) { count, door in
            try door.createSubscription("new") { $0.messageRetentionDuration = .seconds(count) }
        },
        Limit(least: "seconds that messages are retained", 600) { count, door in
            try door.createSubscription("new") { $0.messageRetentionDuration = .seconds(count) }
        },
        Limit(most: "seconds that a topic retains messages", 31 * 86_400) { count, door in
            try door.createTopic("new") { $0.messageRetentionDuration = .seconds(count) }
        },
        Limit(least: "seconds that a topic retains messages", 600) { count, door in
            try door.createTopic("new") { $0.messageRetentionDuration = .seconds(count) }
        },
        Limit(least: "seconds until expiration", 86_400) { count, door in
            try door.createSubscription("new") {
                $0.expirationPolicy = ExpirationPolicy()
                $0.expirationPolicy?.ttl = .seconds(count)
            }
        },
        Limit(most: "seconds of backoff", 600) { count, door in
            try door.createSubscription("new") {
                $0.retryPolicy = RetryPolicy()
                $0.retryPolicy?.maximumBackoff = .seconds(count)
            }
        },
        Limit(least: "seconds of backoff", 0) { count, door in
            try door.createSubscription("new") {
                $0.retryPolicy = RetryPolicy()
                $0.retryPolicy?.minimumBackoff = .seconds(count)
            }
        },
        attempts(Limit(most: "delivery attempts", 100, createWithAttempts)),
        attempts(Limit(least: "delivery attempts", 5, createWithAttempts)),
        Limit(most: "labels", 64) { count, door in
            try door.createSubscription("new") { $0.labels = map(count) }
        },
        Limit(most: "labels of a topic", 64) { count, door in
            try door.createTopic("new") { $0.labels = map(count) }
        },
        Limit(most: "labels of a snapshot", 64) { count, door in
            try door.createSnapshot(labels: map(count))
        },
        Limit(most: "characters of a label", 63) { count, door in
            try door.createTopic("new") { $0.labels = [text(count): text(count)] }
        },
        Limit(most: "bytes of a filter", 256) { count, door in
            try door.createSubscription("new") { $0.filter = "attributes:" + text(count - 11) }
        },
    ]

    static let others: [Limit] = [
        Limit(least: "messages of a Pull", 1) { count, door in _ = try door.pull(max: Int32(count)) },
        Limit(most: "characters of a snapshot's id", 255) { count, door in
            try door.createSnapshot(text(count))
        },
        Limit(most: "characters of a schema's id", 255) { count, door in try door.createSchema(text(count)) },
        Limit(most: "bytes of a schema's definition", 300 << 10) { count, door in
            let definition = Door.people
            try door.createSchema(
                "new", .avro, definition + String(repeating: " ", count: count - definition.utf8.count))
        },
        exhausted(
            Limit(most: "revisions of a schema", 20) { count, door in
                if refusal({ try door.createSchema("new") }) != nil {
                    try door.call(Methods.deleteSchema) { $0.name = door.schema("new") }
                    try door.createSchema("new")
                }
                for _ in 1..<count { try door.commitSchema(Door.people, to: "new") }
            }),
        Limit(most: "transforms", 5) { count, door in
            try door.createTopic("new") {
                $0.messageTransforms = ["shout", "mark", "drop", "fail", "empty", "same"].prefix(count).map {
                    MessageTransform($0)
                }
            }
        },
        Limit(most: "bytes of a function", 20 << 10) { count, door in
            try door.createTopic("new") {
                $0.messageTransforms = [MessageTransform("shout", code: text(count))]
            }
        },
        Limit(most: "permissions that are tested", 100) { count, door in
            try door.call(Methods.testPermissions) {
                $0.resource = door.topic()
                $0.permissions = Array(repeating: "pubsub.topics.get", count: count)
            }
        },
        Limit(most: "principals of a policy", 1_500) { count, door in
            var binding = IAMv1.Binding()
            binding.role = "roles/pubsub.viewer"
            binding.members = (0..<count).map { "user:u\($0)@example.com" }
            try door.call(Methods.setPolicy) {
                $0.resource = door.topic()
                $0.policy = IAMv1.Policy()
                $0.policy?.bindings = [binding]
            }
        },
    ]

    private static func exhausted(_ limit: Limit) -> Limit {
        var limit = limit
        limit.code = .resourceExhausted
        return limit
    }

    private static func attempts(_ limit: Limit) -> Limit {
        var limit = limit
        limit.code = .outOfRange
        return limit
    }

    @Sendable private static func createWithAttempts(
        _ attempts: Int, _ door: Door
    ) throws {
        var policy = DeadLetterPolicy()
        policy.deadLetterTopic = door.topic()
        policy.maxDeliveryAttempts = Int32(attempts)
        try door.createSubscription("new") { $0.deadLetterPolicy = policy }
    }

    // MARK: Ack ids

    /// The name of the subscription, with its tag and length.
    private static let subscriptionBytes = "projects/test-project/subscriptions/sub".utf8.count + 2

    /// Ids that take that many bytes as encoded, each with its tag and length. Under exactly-once delivery, such as are
    /// not ids are told of in a response, once the request has been taken.
    private static func ids(_ bytes: Int) -> [String] {
        let ids = [String](repeating: text(100), count: bytes / 102 - 2)
        return ids + [text(bytes - ids.count * 102 - 3)]
    }

    private static func lease(_ door: Door) throws -> [String] {
        try door.publish("x")
        return try door.pull().map(\.ackId)
    }

    @Test(
        "What is at a limit is taken and what is beyond it is refused",
        arguments: publishing + receiving + settings + others, FrontDoor.allCases)
    func bothSides(of limit: Limit, through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth { $0.enableExactlyOnceDelivery = true }
        let beyond = refusal { try limit.use(limit.last + limit.step, door) }
        #expect(
            beyond?.code == limit.code && beyond?.isAboutAckIDs == false, "\(limit.last + limit.step)")
        let last = refusal { try limit.use(limit.last, door) }
        #expect(last == nil || last?.isAboutAckIDs == true, "\(limit.last): \(String(describing: last))")
    }

    @Test("A page has at most 1,000 items, however many are asked for", arguments: [0, 1_001, Int32.max])
    func pageSize(_ asked: Int32) throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        for number in 0..<1_001 { try emulator.createTopic("many\(number)") }
        var request = ListTopicsRequest()
        request.project = "projects/test-project"
        request.pageSize = asked
        #expect(try emulator.publisher.listTopics(request).topics.count == 1_000)
        request.pageSize = -1
        expectCode(.invalidArgument) { () throws(Status) in try emulator.publisher.listTopics(request) }
    }
}

extension Status {
    /// Whether it says which ids are not valid, as opposed to that there are too many.
    fileprivate var isAboutAckIDs: Bool {
        details.contains {
            if case .errorInfo("EXACTLY_ONCE_ACKID_FAILURE", _, _) = $0 { true } else { false }
        }
    }
}
