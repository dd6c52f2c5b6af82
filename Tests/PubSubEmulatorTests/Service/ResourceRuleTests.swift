import CloudCore
import Testing

@testable import PubSubEmulator

/// What may be created, and what the service makes of it.
struct ResourceRuleTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
    }

    @Test(
        "Ids of 3 to 255 characters from the allowed ones are taken",
        arguments: ["abc", "A-_.~+%9", String(repeating: "a", count: 255), "goo", "Goog", "topics"])
    func validIDs(id: String) throws {
        try emulator.createTopic("projects/p/topics/\(id)")
        try emulator.createSubscription("projects/p/subscriptions/\(id)", topic: "projects/p/topics/\(id)")
    }

    @Test(
        "Names of any other form are refused, and quoted",
        arguments: [
            "projects/p/topics/ab", "projects/p/topics/1abc", "projects/p/topics/goog-x",
            "projects/p/topics/a b c",
            "projects/p/topics/abc/def", "projects/p/topics/", "projects//topics/abc", "project/p/topics/abc",
            "projects/p/subscriptions/abc", "projects/p/topics/äbc", "/", "_deleted-topic_/",
            "projects/p/topics/" + String(repeating: "a", count: 256),
        ])
    func invalidNames(name: String) throws {
        let status = expectCode(.invalidArgument) { () throws(Status) in try emulator.createTopic(name) }
        #expect(status?.message == "Invalid [topics] name: (name=\(name))")
        expectCode(.invalidArgument) { () throws(Status) in try emulator.topic(name) }
        expectCode(.invalidArgument) { () throws(Status) in try emulator.deleteTopic(name) }
        expectCode(.invalidArgument) { () throws(Status) in try emulator.publish("x", to: name) }
    }

    @Test("A subscription comes back with the service's defaults filled in")
    func defaults() throws {
        let subscription = try emulator.createSubscription("sub", topic: "topic")
        #expect(subscription.name == "projects/test-project/subscriptions/sub")
        #expect(subscription.topic == "projects/test-project/topics/topic")
        #expect(subscription.ackDeadlineSeconds == 10)
        #expect(subscription.messageRetentionDuration == .seconds(604_800))
        #expect(subscription.expirationPolicy?.ttl == .seconds(31 * 86_400))
        #expect(subscription.state == .active)
        #expect(subscription.retryPolicy == nil)
        #expect(try emulator.subscription("sub") == subscription)
        #expect(try emulator.topic("topic").state == .active)
    }

    @Test("Settings come back as they were set")
    func roundTrip() throws {
        var topic = Topic(name: "full")
        topic.labels = ["env": "test"]
        topic.kmsKeyName = "projects/p/locations/l/keyRings/r/cryptoKeys/k"
        topic.messageRetentionDuration = .seconds(3_600)
        topic.messageStoragePolicy = MessageStoragePolicy()
        topic.messageStoragePolicy?.allowedPersistenceRegions = ["europe-west1"]
        let created = try emulator.createTopic(topic)
        topic.name = created.name
        topic.state = .active
        #expect(created == topic)

        let subscription = try emulator.createSubscription("full", topic: "full") {
            $0.ackDeadlineSeconds = 600
            $0.retainAckedMessages = true
            $0.messageRetentionDuration = .seconds(600)
            $0.labels = ["team": "billing"]
            $0.enableMessageOrdering = true
            $0.expirationPolicy = ExpirationPolicy()
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(1)
            $0.enableExactlyOnceDelivery = true
            $0.deadLetterPolicy = DeadLetterPolicy()
            $0.deadLetterPolicy?.deadLetterTopic = created.name
        }
        #expect(subscription.enableExactlyOnceDelivery)
        #expect(subscription.deadLetterPolicy?.maxDeliveryAttempts == 5, "what 0 means")
        #expect(subscription.expirationPolicy == ExpirationPolicy(), "without a ttl it never expires")
        #expect(subscription.retryPolicy?.maximumBackoff == .seconds(600))
        #expect(subscription.topicMessageRetentionDuration == .seconds(3_600))
        #expect(subscription.retainAckedMessages && subscription.enableMessageOrdering)
        #expect(try emulator.subscription("full") == subscription)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var code: Status.Code?
        var settings: @Sendable (inout Subscription) -> Void
        var testDescription: String { what }

        init(
            _ what: String, _ code: Status.Code? = nil,
            _ settings: @escaping @Sendable (inout Subscription) -> Void
        ) {
            self.what = what
            self.code = code
            self.settings = settings
        }
    }

    static let limits: [Case] = [
        Case("ack deadline 10") { $0.ackDeadlineSeconds = 10 },
        Case("ack deadline 600") { $0.ackDeadlineSeconds = 600 },
        Case("ack deadline 9", .invalidArgument) { $0.ackDeadlineSeconds = 9 },
        Case("ack deadline 601", .invalidArgument) { $0.ackDeadlineSeconds = 601 },
        Case("ack deadline -1", .invalidArgument) { $0.ackDeadlineSeconds = -1 },
        Case("retention 10 min") { $0.messageRetentionDuration = .seconds(600) },
        Case("retention 31 d") { $0.messageRetentionDuration = .seconds(31 * 86_400) },
        Case("retention less than 10 min", .invalidArgument) {
            $0.messageRetentionDuration = .milliseconds(599_999)
        },
        Case("retention more than 31 d", .invalidArgument) {
            $0.messageRetentionDuration = .seconds(31 * 86_400) + .nanoseconds(1)
        },
        Case("expiration 1 d") {
            $0.expirationPolicy = ExpirationPolicy()
            $0.expirationPolicy?.ttl = .seconds(86_400)
        },
        Case("expiration less than 1 d", .invalidArgument) {
            $0.expirationPolicy = ExpirationPolicy()
            $0.expirationPolicy?.ttl = .seconds(86_399)
        },
        Case("backoff 0 to 600 s") {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .zero
            $0.retryPolicy?.maximumBackoff = .seconds(600)
        },
        Case("backoff above 600 s", .invalidArgument) {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.maximumBackoff = .seconds(601)
        },
        Case("backoff below 0", .invalidArgument) {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(-1)
        },
        Case("least backoff above the most", .invalidArgument) {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(20)
            $0.retryPolicy?.maximumBackoff = .seconds(10)
        },
        Case("backoff 600 s twice") {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(600)
            $0.retryPolicy?.maximumBackoff = .seconds(600)
        },
        Case("least backoff above 600 s", .invalidArgument) {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(600) + .nanoseconds(1)
            $0.retryPolicy?.maximumBackoff = .seconds(600) + .nanoseconds(1)
        },
        Case("64 labels") { $0.labels = Self.labels(64) },
        Case("65 labels", .invalidArgument) { $0.labels = Self.labels(65) },
        Case("label of 63 characters") {
            $0.labels = [String(repeating: "k", count: 63): String(repeating: "v", count: 63)]
        },
        Case("label key of 64 characters", .invalidArgument) {
            $0.labels = [String(repeating: "k", count: 64): ""]
        },
        Case("label value of 64 characters", .invalidArgument) {
            $0.labels = ["k": String(repeating: "v", count: 64)]
        },
        Case("label key in upper case", .invalidArgument) { $0.labels = ["Key": "v"] },
        Case("label key that starts with a digit", .invalidArgument) { $0.labels = ["1k": "v"] },
        Case("empty label key", .invalidArgument) { $0.labels = ["": "v"] },
        Case("topic that is not there", .notFound) { $0.topic = "projects/p/topics/none" },
        Case("topic name that cannot be", .invalidArgument) { $0.topic = "projects/p/topics/1" },
    ]

    static func labels(_ count: Int) -> StringMap {
        StringMap(Dictionary(uniqueKeysWithValues: (0..<count).map { ("key\($0)", "v") }))
    }

    @Test("Each limit holds on both sides", arguments: limits)
    func limit(of one: Case) throws {
        let create = { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic", one.settings)
        }
        if let code = one.code { expectCode(code, create) } else { _ = try create() }
    }

    static let unsupportedSettings: [Case] = [
        Case("message_transforms") { $0.messageTransforms = [.compressing] }
    ]

    @Test(
        "A setting whose behaviour is not there is refused, by name, on creation and update",
        arguments: unsupportedSettings)
    func unsupported(one: Case) throws {
        let status = expectCode(.unimplemented) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic", one.settings)
        }
        #expect(status?.message.contains(one.what) == true)
        try emulator.createSubscription("sub", topic: "topic")
        var changed = Subscription(name: "sub", topic: "")
        one.settings(&changed)
        expectCode(.unimplemented) { () throws(Status) in
            try emulator.updateSubscription(changed, fields: [one.what])
        }
    }

    @Test("A push config without anything in it is that of a pull subscription")
    func emptyPushConfig() throws {
        let subscription = try emulator.createSubscription("sub", topic: "topic") {
            $0.pushConfig = PushConfig()
        }
        #expect(subscription.pushConfig == PushConfig())
    }

    @Test("Names are used once, until what they name is deleted")
    func alreadyExists() throws {
        try emulator.createSubscription("sub", topic: "topic")
        let topic = expectCode(.alreadyExists) { () throws(Status) in try emulator.createTopic("topic") }
        #expect(topic?.message.hasPrefix("Topic already exists") == true)
        let sub = expectCode(.alreadyExists) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic")
        }
        #expect(sub?.message.hasPrefix("Subscription already exists") == true)
        try emulator.deleteTopic("topic")
        try emulator.createTopic("topic")
        try emulator.deleteSubscription("sub")
        try emulator.createSubscription("sub", topic: "topic")
    }

    @Test(
        "A subscription outlives its topic, with what it holds, but gets nothing from a new one of that name")
    func deletedTopic() throws {
        try emulator.createSubscription("sub", topic: "topic")
        try emulator.publish("kept", to: "topic")
        try emulator.deleteTopic("topic")
        #expect(try emulator.subscription("sub").topic == "_deleted-topic_")
        try emulator.createTopic("topic")
        try emulator.publish("lost", to: "topic")
        #expect(try emulator.subscriptions(of: "topic").isEmpty)
        #expect(try emulator.pull("sub").map(\.message.text) == ["kept"])
    }

    @Test("A subscription without receivers or calls expires; with either it does not")
    func expiration() throws {
        for id in ["idle", "used", "waiting", "forever"] {
            try emulator.createSubscription(id, topic: "topic") {
                $0.expirationPolicy = ExpirationPolicy()
                $0.expirationPolicy?.ttl = id == "forever" ? nil : .seconds(86_400)
            }
        }
        let stream = try emulator.openStream()
        try stream.start(emulator.subscriptionName("waiting"))
        timeline.advance(by: .seconds(86_399))
        _ = try emulator.pull("used")
        timeline.advance(by: .seconds(1))
        expectCode(.notFound) { () throws(Status) in try emulator.subscription("idle") }
        #expect(
            try emulator.subscriptions().map { $0.name.split(separator: "/").last } == [
                "forever", "used", "waiting",
            ])
        timeline.advance(by: .seconds(400 * 86_400))
        #expect(try emulator.subscriptions(of: "topic").count == 2)
    }
}
