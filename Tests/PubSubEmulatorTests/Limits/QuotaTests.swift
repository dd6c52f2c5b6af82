import CloudCore
import Testing

@testable import PubSubEmulator

/// What `--strict` adds, in virtual time.
struct QuotaTests {
    let timeline = VirtualTimeline()

    private func strict() -> Emulator { Emulator(timeline: timeline, isStrict: true) }

    @Test(
        "Administrator operations are refused when the minute's are used, and come back one by one",
        arguments: FrontDoor.allCases)
    func administrator(through front: FrontDoor) throws {
        let door = try Door(front, isStrict: true)
        let (emulator, timeline) = (door.emulator, door.timeline)
        try door.createTopic("first")
        for _ in 1..<6_000 {
            try emulator.host.quotas?.begin("Publisher/GetTopic", emulator.topicName("first"))
        }
        let refused = refusal { try door.createTopic("onemore") }
        let status = try #require(refused)
        #expect(status.code == .resourceExhausted)
        #expect(
            status.message
                == "Quota exceeded for quota metric 'Administrator operations' and limit 'Administrator operations per "
                + "minute' of service 'pubsub.googleapis.com' for consumer 'projects/test-project'.")
        #expect(status.details.contains(.retryInfo(delay: .milliseconds(10))))
        timeline.advance(by: .milliseconds(9))
        let early = refusal { try door.createTopic("onemore") }
        #expect(early != nil)
        timeline.advance(by: .milliseconds(1))
        try door.createTopic("onemore")
        // Another project has its own.
        try door.createTopic("projects/other/topics/topic")
        // What moves messages is no such operation.
        emulator.host.perform { broker, _ in try? broker.createTopic(Topic(name: emulator.topicName("topic")))
        }
        try door.publish([PubsubMessage("x")])
    }

    @Test("The details name quota, consumer and limit as the service's do")
    func details() throws {
        let status = Quota.administrator.exceeded(by: "projects/p", retryAfter: .seconds(1))
        #expect(
            status.details.contains(
                .errorInfo(
                    reason: "RATE_LIMIT_EXCEEDED", domain: "googleapis.com",
                    metadata: [
                        "consumer": "projects/p", "service": "pubsub.googleapis.com",
                        "quota_metric": "pubsub.googleapis.com/administrator",
                        "quota_limit": "administratorPerMinutePerProject", "quota_limit_value": "6000",
                        "quota_location": "global",
                    ])))
        #expect(
            status.details.contains(
                .quotaFailure([.init(subject: "projects/p", description: status.message)])))
    }

    @Test("A key takes 1 MB a second, and other keys theirs", arguments: FrontDoor.allCases)
    func orderingKey(through front: FrontDoor) throws {
        let door = try Door(front, isStrict: true)
        let (emulator, timeline) = (door.emulator, door.timeline)
        try emulator.createTopic("topic")
        let message = PubsubMessage(data: [UInt8](repeating: 1, count: 499_999), orderingKey: "k")
        for _ in 0..<2 { try door.publish([message]) }
        let refused = refusal { try door.publish([message]) }
        #expect(refused?.code == .resourceExhausted)
        try door.publish([PubsubMessage("x", orderingKey: "l")])
        try door.publish([PubsubMessage("x")])
        timeline.advance(by: .milliseconds(500))
        try door.publish([message])
    }

    @Test("Published kB are counted, each begun one, and a refused publish costs nothing")
    func publisher() throws {
        var meter = QuotaMeter()
        let (topic, now) = ("projects/p/topics/t", Instant(nanoseconds: 0))
        for _ in 0..<1_199 {
            try meter.publish(bytes: 10_000_000 - topic.utf8.count, orderingKey: "", to: topic, at: now)
        }
        try meter.publish(bytes: 9_998_000, orderingKey: "", to: topic, at: now)
        expectCode(.resourceExhausted) { () throws(Status) in
            try meter.publish(bytes: 1_000, orderingKey: "", to: topic, at: now)
        }
        try meter.publish(bytes: 981, orderingKey: "", to: topic, at: now)
        expectCode(.resourceExhausted) { () throws(Status) in
            try meter.publish(bytes: 1, orderingKey: "", to: topic, at: now)
        }
    }

    @Test(
        "Pull ends when the minute's kB have been returned, and an empty answer is one kB",
        arguments: FrontDoor.allCases)
    func pull(through front: FrontDoor) throws {
        let door = try Door(front, isStrict: true)
        try door.createBoth()
        try door.publish("x")
        // All but 2 kB have been returned.
        try use(.pull, 23_999_998, door)
        #expect(try door.pull().map(\.text) == ["x"])
        #expect(try door.pull().isEmpty)
        let refused = refusal { try door.pull() }
        #expect(refused?.code == .resourceExhausted)
        #expect(refused?.details.contains(.retryInfo(delay: .nanoseconds(2_500))) == true)
        door.timeline.advance(by: .nanoseconds(2_500))
        #expect(try door.pull().isEmpty)
    }

    @Test(
        "A stream ends when the minute's kB have been returned, and what it would have got is there",
        arguments: FrontDoor.streaming)
    func stream(through front: FrontDoor) async throws {
        let door = try Door(front, isStrict: true)
        try door.createBoth()
        try use(.streamingPull, 23_999_999, door)
        var stream = try door.stream("sub")
        try door.publish("1")
        #expect(try await stream.next().text == "1")
        try door.publish("2")
        let status = await expectCode(.resourceExhausted) { _ = try await stream.next() }
        #expect(status?.details.contains(.retryInfo(delay: .nanoseconds(2_500))) == true)
        #expect(try door.pull().map(\.text) == ["2"], "it is another quota")
    }

    @Test("Exactly once, messages and acknowledgements are counted", arguments: FrontDoor.allCases)
    func exactlyOnce(through front: FrontDoor) throws {
        let door = try Door(front, isStrict: true)
        try door.createBoth { $0.enableExactlyOnceDelivery = true }
        try door.createSubscription("plain")
        try door.publish("1", "2")
        try use(.exactlyOncePull, 999_998, door)
        try use(.exactlyOnceAck, 9_999_998, door)
        let received = try door.pull()
        #expect(refusal { try door.pull() }?.code == .resourceExhausted)
        try door.modifyAckDeadline(received.map(\.ackId), 20)
        #expect(refusal { try door.acknowledge(received) }?.code == .resourceExhausted)
        #expect(try door.emulator.statistics(of: "sub").unacknowledged == 2)
        #expect(try door.drain("plain") == ["1", "2"], "others have no such quota")
        door.timeline.advance(by: .microseconds(12))
        try door.acknowledge(received)
    }

    @Test(
        "A project has at most 72,000 open streams, one that closes makes room",
        arguments: FrontDoor.streaming)
    func streams(through front: FrontDoor) async throws {
        let door = try Door(front, isStrict: true)
        try door.createBoth()
        let streams = try #require(door.emulator.host.quotas).streams
        var open = try (1..<OpenStreams.limit).map { _ in try streams.open(on: door.subscription("other")) }
        try door.publish("1")
        var last = try door.stream("sub", maxMessages: 1)
        #expect(try await last.next().text == "1")
        var beyond = try door.stream("sub")
        let status = await expectCode(.resourceExhausted) { _ = try await beyond.next() }
        #expect(
            status?.message
                == "You have exceeded your StreamingPull connection quota (project=\"test-project\"). "
                + "Refer to https://cloud.google.com/pubsub/quotas for more information.")
        open.removeLast()
        try door.publish("2")
        var another = try door.stream("sub")
        #expect(try await another.next().text == "2")
    }

    /// Uses a quota of the project that the subscription is in.
    private func use(_ quota: Quota, _ units: Int64, _ door: Door) throws {
        try door.emulator.host.quotas?.charge { (meter, now) throws(Status) in
            try meter.charge(quota, units, to: door.subscription(), at: now)
        }
    }

    @Test("A request larger than the bucket is served when it is full, and is paid off")
    func debt() throws {
        var bucket = TokenBucket(capacity: 10, per: .seconds(1), at: Instant(nanoseconds: 0))
        #expect(bucket.take(25, at: Instant(nanoseconds: 0)) == nil)
        #expect(bucket.take(1, at: Instant(nanoseconds: 0)) == .milliseconds(1_600))
        #expect(!bucket.isFull(at: Instant(nanoseconds: 2_499_999_999)))
        #expect(bucket.isFull(at: Instant(nanoseconds: 2_500_000_000)))
        #expect(bucket.take(10, at: Instant(nanoseconds: 2_500_000_000)) == nil)
    }

    @Test("A project has at most 10,000 topics, and a topic as many subscriptions")
    func resources() throws {
        let emulator = strict()
        for number in 0..<10_000 {
            let topic = Topic(name: emulator.topicName("topic\(number)"))
            try emulator.host.perform { (broker, _) throws(Status) in try broker.createTopic(topic) }
        }
        let status = expectCode(.resourceExhausted) { () throws(Status) in try emulator.createTopic("more") }
        #expect(status?.message.contains("topics that it may have, 10000") == true)
        expectCode(.alreadyExists) { () throws(Status) in try emulator.createTopic("topic1") }
        try emulator.createTopic("projects/other/topics/topic")
        try emulator.deleteTopic("topic1")
        try emulator.createTopic("more")
        expectCode(.resourceExhausted) { () throws(Status) in
            try ResourceQuotas.check("projects/p/topics/t", subscriptions: 10_000)
        }
        try ResourceQuotas.check("projects/p/topics/t", subscriptions: 9_999)
    }

    @Test("Without it, nothing is counted")
    func off() throws {
        let emulator = Emulator(timeline: timeline)
        for number in 0..<6_100 { try emulator.createTopic("topic\(number)") }
    }
}
