import CloudCore
import Testing

@testable import PubSubEmulator

/// Which messages come, when and how often, through each front door.
struct DeliveryDoorTests {
    @Test("A message comes whole: any bytes, any text, its id and its time", arguments: FrontDoor.allCases)
    func whole(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        var message = PubsubMessage(
            data: Array(0...255), attributes: ["ключ": "значение 😀\n\u{0}\"\\"], orderingKey: "é/ü")
        message.messageId = "mine"
        let ids = try door.publish([message])
        message.messageId = ids[0]
        message.publishTime = Timestamp(door.timeline.now)
        #expect(try door.pull().map(\.message) == [message])
        #expect(try door.pull().isEmpty)
    }

    @Test("A pull takes at most max_messages, oldest first", arguments: FrontDoor.allCases)
    func most(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.publish("1", "2", "3")
        #expect(try door.pull(max: 2).map(\.text) == ["1", "2"])
        #expect(try door.drain() == ["3"])
        let refused = refusal { try door.pull(max: 0) }
        #expect(
            refused
                == Status(
                    .invalidArgument, "No max_messages specified (max_messages=0, must be at least 1)"))
    }

    @Test("A pull waits for the first message, 90 s at most", arguments: FrontDoor.allCases)
    func waits(through front: FrontDoor) async throws {
        let door = try Door(front)
        try door.createBoth()
        for published in [["1", "2"], []] {
            let answer = try door.waitingPull("sub")
            await waitUntil {
                try door.emulator.statistics(of: "sub").receivers == 1 && door.timeline.nextAlarm != nil
            }
            // The publisher is another client.
            if published.isEmpty {
                door.timeline.advance(by: .seconds(90))
            } else {
                try door.emulator.publish(published.map { PubsubMessage($0) }, to: "topic")
            }
            let received = try await answer()
            #expect(received.map(\.text) == published)
            if !received.isEmpty { try door.acknowledge(received) }
        }
    }

    @Test("After the ack deadline, as it was moved, a message comes again", arguments: FrontDoor.allCases)
    func deadline(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.publish("x")
        let first = try door.pull()
        door.timeline.advance(by: .seconds(9))
        try door.modifyAckDeadline(first.map(\.ackId), 60)
        door.timeline.advance(by: .seconds(60) - .nanoseconds(1))
        #expect(try door.pull().isEmpty)
        door.timeline.advance(by: .nanoseconds(1))
        let second = try door.pull()
        #expect(second.map(\.text) == ["x"] && second[0].ackId != first[0].ackId)
        try door.nack(second[0])
        let third = try door.pull()
        #expect(third.map(\.text) == ["x"])
        try door.acknowledge(third)
        door.timeline.advance(by: .seconds(60))
        #expect(try door.pull().isEmpty)
    }

    @Test(
        "A key's messages come in order, and from a failure on again in order", arguments: FrontDoor.allCases)
    func ordering(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth { $0.enableMessageOrdering = true }
        for text in ["a1", "a2", "a3", "a4"] { try door.publish(text, key: "a") }
        try door.publish("b1", key: "b")
        let first = try door.pull(max: 3)
        #expect(first.map(\.text) == ["a1", "a2", "a3"])
        #expect(try door.drain() == ["b1"], "while the key is outstanding, others come")
        try door.acknowledge([first[0]])
        try door.nack(first[1])
        #expect(try door.pull().map(\.text) == ["a2", "a3", "a4"])
        let mixed = refusal {
            try door.publish([PubsubMessage("x", orderingKey: "a"), PubsubMessage("y", orderingKey: "b")])
        }
        #expect(mixed?.code == .invalidArgument)
    }

    @Test(
        "Exactly once, only the latest ack id is good, and the others are told", arguments: FrontDoor.allCases
    )
    func exactlyOnce(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth { $0.enableExactlyOnceDelivery = true }
        try door.publish("x")
        let first = try door.pull()
        #expect(try door.pull().isEmpty, "what is outstanding does not come again")
        door.timeline.advance(by: .seconds(10))
        let second = try door.pull()
        for body in [{ try door.acknowledge(first) }, { try door.modifyAckDeadline(first.map(\.ackId), 20) }]
        {
            let refused = refusal(body)
            #expect(refused?.code == .invalidArgument)
            #expect(
                refused?.message.hasPrefix("Some acknowledgement ids in the request were invalid.") == true)
            #expect(
                refused?.details == [
                    .errorInfo(
                        reason: "EXACTLY_ONCE_ACKID_FAILURE", domain: "pubsub.googleapis.com",
                        metadata: [first[0].ackId: "PERMANENT_FAILURE_INVALID_ACK_ID"])
                ])
        }
        try door.acknowledge(second)
        #expect(refusal { try door.acknowledge(second) }?.code == .invalidArgument)
        door.timeline.advance(by: .seconds(600))
        #expect(try door.pull().isEmpty)
    }

    static let filters: [(filter: String, expected: [String])] = [
        ("attributes:a", ["a", "ab"]), ("attributes.a = \"1\"", ["a"]),
        ("attributes.a != \"1\"", ["b", "ab", "none"]),
        ("hasPrefix(attributes.a, \"1\")", ["a", "ab"]), ("-attributes:a", ["b", "none"]),
        ("attributes:a AND attributes:b", ["ab"]), ("attributes:a OR attributes:b", ["a", "b", "ab"]),
        ("NOT (attributes:a OR attributes:\"b\")", ["none"]),
    ]

    @Test("A filter lets through what it describes", arguments: FrontDoor.allCases)
    func filters(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createTopic()
        for (index, (filter, _)) in Self.filters.enumerated() {
            try door.createSubscription("sub\(index)") { $0.filter = filter }
        }
        let attributes: [(String, StringMap)] = [
            ("a", ["a": "1"]), ("b", ["b": "2"]), ("ab", ["a": "12", "b": ""]), ("none", [:]),
        ]
        try door.publish(attributes.map { PubsubMessage($0.0, attributes: $0.1) })
        for (index, (filter, expected)) in Self.filters.enumerated() {
            #expect(try door.drain("sub\(index)") == expected, "\(filter)")
        }
        let refused = refusal { try door.createSubscription { $0.filter = "attributes.a ~ \"1\"" } }
        #expect(refused?.code == .invalidArgument)
        #expect(refused?.message.hasPrefix("Invalid filter: it has \"~\" at character 14") == true)
    }

    @Test(
        "After its attempts a message goes to the dead letter topic, with where it was",
        arguments: FrontDoor.allCases)
    func deadLetter(through front: FrontDoor) throws {
        let door = try Door(front, at: Instant(nanoseconds: 1_660_319_789_732_987_654))
        try door.createTopic("dead")
        try door.createBoth {
            $0.deadLetterPolicy = DeadLetterPolicy()
            $0.deadLetterPolicy?.deadLetterTopic = door.topic("dead")
        }
        try door.createSubscription("dead") { $0.topic = door.topic("dead") }
        try door.publish([PubsubMessage("poison", attributes: ["a": "b"], orderingKey: "k")])
        for attempt in 1...5 {
            let received = try door.pull()
            #expect(received.map(\.deliveryAttempt) == [Int32(attempt)])
            try door.nack(received[0])
        }
        #expect(try door.pull().isEmpty)
        let forwarded = try door.pull("dead").compactMap(\.message)
        #expect(forwarded.map(\.text) == ["poison"] && forwarded.map(\.orderingKey) == ["k"])
        #expect(
            forwarded.first?.attributes == [
                "a": "b", "CloudPubSubDeadLetterSourceDeliveryCount": "5",
                "CloudPubSubDeadLetterSourceSubscription": "sub",
                "CloudPubSubDeadLetterSourceSubscriptionProject": "test-project",
                "CloudPubSubDeadLetterSourceTopicPublishTime": "2022-08-12T15:56:29.732+00:00",
            ])
    }

    @Test(
        "A retry policy delays each redelivery twice as long, up to its most", arguments: FrontDoor.allCases)
    func retryPolicy(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth {
            $0.retryPolicy = RetryPolicy()
            $0.retryPolicy?.minimumBackoff = .seconds(10)
            $0.retryPolicy?.maximumBackoff = .seconds(25)
        }
        try door.publish("x")
        for seconds in [10, 20, 25, 25] {
            try door.nack(try door.pull()[0])
            door.timeline.advance(by: .seconds(seconds) - .nanoseconds(1))
            #expect(try door.pull().isEmpty, "\(seconds)")
            door.timeline.advance(by: .nanoseconds(1))
        }
        #expect(try door.drain() == ["x"])
    }
}
