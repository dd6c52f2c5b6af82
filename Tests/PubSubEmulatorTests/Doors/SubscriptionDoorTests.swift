import CloudCore
import Testing

@testable import PubSubEmulator

/// The settings of subscriptions through each front door.
struct SubscriptionDoorTests {
    @Test("What is not set comes back as the service fills it in", arguments: FrontDoor.allCases)
    func defaults(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createTopic { $0.messageRetentionDuration = .seconds(1_200) }
        var expected = Subscription(name: door.subscription(), topic: door.topic())
        let created = try door.call(Methods.createSubscription, expected)
        expected.pushConfig = PushConfig()
        expected.ackDeadlineSeconds = 10
        expected.messageRetentionDuration = .seconds(7 * 86_400)
        expected.expirationPolicy = ExpirationPolicy()
        expected.expirationPolicy?.ttl = .seconds(31 * 86_400)
        expected.state = .active
        expected.topicMessageRetentionDuration = .seconds(1_200)
        #expect(created == expected)
        #expect(try door.getSubscription() == expected)
    }

    @Test("All fields come back as they were set", arguments: FrontDoor.allCases)
    func roundTrip(through front: FrontDoor) throws {
        let door = try Door(front, http: RecordingHTTP())
        try door.createTopic()
        var expected = Subscription(name: door.subscription(), topic: door.topic())
        for (_, fill) in Self.updates { fill(&expected) }
        expected.push { config in
            config.attributes = ["x-goog-version": "v1"]
            config.oidcToken = PushConfig.OidcToken()
            config.oidcToken?.serviceAccountEmail = "pusher@p.iam.gserviceaccount.com"
            config.oidcToken?.audience = "mine"
            config.noWrapper = PushConfig.NoWrapper()
            config.noWrapper?.writeMetadata = true
        }
        expected.enableExactlyOnceDelivery = false
        expected.enableMessageOrdering = true
        expected.filter = "attributes.a = \"ä\" AND NOT attributes:b"
        let created = try door.call(Methods.createSubscription, expected)
        expected.state = .active
        #expect(created == expected)
        #expect(try door.getSubscription() == expected)
        let listed = try door.call(Methods.listSubscriptions) { $0.project = "projects/test-project" }
        #expect(listed.subscriptions == [expected])
    }

    static let updates: [(field: String, fill: @Sendable (inout Subscription) -> Void)] = [
        ("ack_deadline_seconds", { $0.ackDeadlineSeconds = 600 }),
        ("retain_acked_messages", { $0.retainAckedMessages = true }),
        ("message_retention_duration", { $0.messageRetentionDuration = .seconds(600) }),
        ("labels", { $0.labels = ["team": "billing"] }),
        ("expiration_policy", { $0.expirationPolicy = ExpirationPolicy() }),
        (
            "dead_letter_policy",
            {
                $0.deadLetterPolicy = DeadLetterPolicy()
                $0.deadLetterPolicy?.deadLetterTopic = "projects/test-project/topics/topic"
                $0.deadLetterPolicy?.maxDeliveryAttempts = 7
            }
        ),
        (
            "retry_policy",
            {
                $0.retryPolicy = RetryPolicy()
                $0.retryPolicy?.minimumBackoff = .seconds(1)
                $0.retryPolicy?.maximumBackoff = .milliseconds(1_500)
            }
        ),
        ("enable_exactly_once_delivery", { $0.enableExactlyOnceDelivery = true }),
        ("message_transforms", { $0.messageTransforms = [MessageTransform("shout")] }),
    ]

    @Test("Each mutable field is updated by its mask alone, and reset", arguments: FrontDoor.allCases)
    func update(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createTopic()
        let plain = try door.createSubscription()
        for (field, fill) in Self.updates {
            var expected = plain
            fill(&expected)
            let updated = try door.updateSubscription([field]) {
                for (_, fill) in Self.updates { fill(&$0) }
            }
            #expect(updated == expected, "\(field)")
            #expect(try door.getSubscription() == expected, "\(field)")
            #expect(try door.updateSubscription([field]) == plain, "\(field)")
        }
        for field in ["name", "topic", "filter", "enable_message_ordering", "detached", "state", "nonsense"] {
            let refused = refusal { try door.updateSubscription([field]) }
            #expect(refused?.code == .invalidArgument && refused?.message.contains(field) == true)
        }
    }

    @Test("It is gone when it is deleted, and listed while it is not", arguments: FrontDoor.allCases)
    func deletion(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.createSubscription("other")
        try door.call(Methods.deleteSubscription) { $0.subscription = door.subscription() }
        #expect(refusal { try door.getSubscription() }?.code == .notFound)
        #expect(refusal { try door.pull() }?.code == .notFound)
        let listed = try door.call(Methods.listSubscriptions) { $0.project = "projects/test-project" }
        #expect(listed.subscriptions.map(\.name) == [door.subscription("other")])
    }

    @Test("It expires a day after it was last used, if its policy says so", arguments: FrontDoor.allCases)
    func expiration(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth {
            $0.expirationPolicy = ExpirationPolicy()
            $0.expirationPolicy?.ttl = .seconds(86_400)
        }
        try door.createSubscription("forever") { $0.expirationPolicy = ExpirationPolicy() }
        door.timeline.advance(by: .seconds(86_399))
        #expect(try door.pull().isEmpty)
        door.timeline.advance(by: .seconds(86_399))
        #expect(try door.getSubscription().name == door.subscription())
        door.timeline.advance(by: .seconds(86_400))
        #expect(refusal { try door.getSubscription() }?.code == .notFound)
        #expect(try door.getSubscription("forever").expirationPolicy == ExpirationPolicy())
    }
}
