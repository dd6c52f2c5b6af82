import CloudCore
import Testing

@testable import PubSubEmulator

/// Each documented limit through each front door: what is at it is taken, what is one beyond is refused, whole.
struct LimitTests {
    let emulator = Emulator(timeline: VirtualTimeline())

    init() throws {
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") { $0.enableExactlyOnceDelivery = true }
    }

    struct Limit: Sendable, CustomTestStringConvertible {
        var what: String
        var last: Int
        /// The next step beyond: -1 for a least.
        var step: Int
        /// What is beyond is refused with this code.
        var code = Status.Code.invalidArgument
        var use: @Sendable (Int, FrontDoor, Emulator) throws -> Void
        var testDescription: String { what }

        init(
            most what: String, _ last: Int,
            _ use: @escaping @Sendable (Int, FrontDoor, Emulator) throws -> Void
        ) {
            (self.what, self.last, step, self.use) = (what, last, 1, use)
        }

        init(
            least what: String, _ last: Int,
            _ use: @escaping @Sendable (Int, FrontDoor, Emulator) throws -> Void
        ) {
            (self.what, self.last, step, self.use) = (what, last, -1, use)
        }
    }

    static func text(_ count: Int) -> String { String(repeating: "x", count: max(0, count)) }
    static func map(_ count: Int) -> StringMap {
        StringMap(Dictionary(uniqueKeysWithValues: (0..<count).map { ("key\($0)", "") }))
    }

    static let publishing: [Limit] = [
        Limit(most: "messages of a request", 1_000) { count, door, emulator in
            try door.publish((0..<count).map { PubsubMessage("\($0)") }, on: emulator)
        },
        Limit(most: "bytes of a request", 10 << 20) { count, door, emulator in
            let half = count / 2
            let data = [half - 20, count - half].map { [UInt8](repeating: 1, count: $0) }
            try door.publish(
                [PubsubMessage(data: data[0], attributes: ["key": text(11)]), PubsubMessage(data: data[1])],
                on: emulator)
        },
        Limit(most: "attributes", 100) { count, door, emulator in
            try door.publish([PubsubMessage(attributes: map(count))], on: emulator)
        },
        Limit(most: "bytes of a key", 256) { count, door, emulator in
            try door.publish([PubsubMessage(attributes: [text(count): ""])], on: emulator)
        },
        Limit(least: "bytes of a key", 1) { count, door, emulator in
            try door.publish([PubsubMessage(attributes: [text(count): ""])], on: emulator)
        },
        Limit(most: "bytes of a value", 1_024) { count, door, emulator in
            try door.publish([PubsubMessage(attributes: ["k": "ä" + text(count - 2)])], on: emulator)
        },
        Limit(most: "bytes of an ordering key", 1_024) { count, door, emulator in
            try door.publish([PubsubMessage("x", orderingKey: "ä" + text(count - 2))], on: emulator)
        },
    ]

    static let receiving: [Limit] = [
        Limit(most: "bytes of an Acknowledge", 512 << 10) { count, door, emulator in
            try door.acknowledge(ids(count - subscriptionBytes, emulator), on: emulator)
        },
        Limit(most: "bytes of a ModifyAckDeadline", 512 << 10) { count, door, emulator in
            // 600 takes two bytes and its tag one.
            try door.modifyAckDeadline(ids(count - subscriptionBytes - 3, emulator), 600, on: emulator)
        },
        Limit(most: "seconds of a ModifyAckDeadline", 600) { count, door, emulator in
            let ids = try lease(emulator)
            try door.modifyAckDeadline(ids, Int32(count), on: emulator)
        },
        Limit(least: "seconds of a ModifyAckDeadline", 0) { count, door, emulator in
            let ids = try lease(emulator)
            try door.modifyAckDeadline(ids, Int32(count), on: emulator)
        },
    ]

    static let settings: [Limit] = [
        Limit(most: "characters of a subscription's id", 255) { count, door, emulator in
            try door.createSubscription(text(count), on: emulator)
        },
        Limit(least: "characters of a topic's id", 3) { count, door, emulator in
            try door.createTopic(text(count), on: emulator)
        },
        Limit(most: "seconds of an ack deadline", 600) { count, door, emulator in
            try door.createSubscription("new", { $0.ackDeadlineSeconds = Int32(count) }, on: emulator)
        },
        Limit(least: "seconds of an ack deadline", 10) { count, door, emulator in
            try door.createSubscription("new", { $0.ackDeadlineSeconds = Int32(count) }, on: emulator)
        },
        Limit(most: "seconds that messages are retained", 31 * 86_400) { count, door, emulator in
            try door.createSubscription(
                "new", { $0.messageRetentionDuration = .seconds(count) }, on: emulator)
        },
        Limit(least: "seconds that a topic retains messages", 600) { count, door, emulator in
            try door.createTopic("new", { $0.messageRetentionDuration = .seconds(count) }, on: emulator)
        },
        Limit(least: "seconds until expiration", 86_400) { count, door, emulator in
            try door.createSubscription(
                "new",
                {
                    $0.expirationPolicy = ExpirationPolicy()
                    $0.expirationPolicy?.ttl = .seconds(count)
                }, on: emulator)
        },
        Limit(most: "seconds of backoff", 600) { count, door, emulator in
            try door.createSubscription(
                "new",
                {
                    $0.retryPolicy = RetryPolicy()
                    $0.retryPolicy?.maximumBackoff = .seconds(count)
                }, on: emulator)
        },
        attempts(Limit(most: "delivery attempts", 100, createWithAttempts)),
        attempts(Limit(least: "delivery attempts", 5, createWithAttempts)),
        Limit(most: "labels", 64) { count, door, emulator in
            try door.createSubscription("new", { $0.labels = map(count) }, on: emulator)
        },
        Limit(most: "characters of a label", 63) { count, door, emulator in
            try door.createTopic("new", { $0.labels = [text(count): text(count)] }, on: emulator)
        },
        Limit(most: "bytes of a filter", 256) { count, door, emulator in
            try door.createSubscription("new", { $0.filter = "attributes:" + text(count - 11) }, on: emulator)
        },
    ]

    private static func attempts(_ limit: Limit) -> Limit {
        var limit = limit
        limit.code = .outOfRange
        return limit
    }

    @Sendable private static func createWithAttempts(
        _ attempts: Int, _ door: FrontDoor, _ emulator: Emulator
    ) throws {
        var policy = DeadLetterPolicy()
        policy.deadLetterTopic = emulator.topicName("topic")
        policy.maxDeliveryAttempts = Int32(attempts)
        try door.createSubscription("new", { $0.deadLetterPolicy = policy }, on: emulator)
    }

    // MARK: Ack ids

    /// The name of the subscription, with its tag and length.
    private static let subscriptionBytes = "projects/test-project/subscriptions/sub".utf8.count + 2

    /// Ids that take that many bytes as encoded, each with its tag and length. Under exactly-once delivery, such as are
    /// not ids are told of in a response, once the request has been taken.
    private static func ids(_ bytes: Int, _ emulator: Emulator) -> [String] {
        let ids = [String](repeating: text(100), count: bytes / 102 - 2)
        return ids + [text(bytes - ids.count * 102 - 3)]
    }

    private static func lease(_ emulator: Emulator) throws -> [String] {
        try emulator.publish("x", to: "topic")
        return try emulator.pull("sub").map(\.ackID)
    }

    @Test(
        "What is at a limit is taken and what is beyond it is refused",
        arguments: publishing + receiving + settings, FrontDoor.allCases)
    func bothSides(of limit: Limit, through door: FrontDoor) throws {
        let beyond = refusal { try limit.use(limit.last + limit.step, door, emulator) }
        #expect(
            beyond?.code == limit.code && beyond?.isAboutAckIDs == false, "\(limit.last + limit.step)")
        let last = refusal { try limit.use(limit.last, door, emulator) }
        #expect(last == nil || last?.isAboutAckIDs == true, "\(limit.last): \(String(describing: last))")
    }

    private func refusal(_ body: () throws -> Void) -> Status? {
        do {
            try body()
            return nil
        } catch {
            return error as? Status ?? Status(.unknown, "\(error)")
        }
    }

    @Test("A page has at most 1,000 items, however many are asked for", arguments: [0, 1_001, Int32.max])
    func pageSize(_ asked: Int32) throws {
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
