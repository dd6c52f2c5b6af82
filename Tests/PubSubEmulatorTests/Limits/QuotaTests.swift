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
    func administrator(through door: FrontDoor) throws {
        let emulator = strict()
        try door.createTopic("first", on: emulator)
        for _ in 1..<6_000 {
            try emulator.host.quotas?.begin("Publisher/GetTopic", emulator.topicName("first"))
        }
        let refused = refusal { try door.createTopic("onemore", on: emulator) }
        let status = try #require(refused)
        #expect(status.code == .resourceExhausted)
        #expect(
            status.message
                == "Quota exceeded for quota metric 'Administrator operations' and limit 'Administrator operations per "
                + "minute' of service 'pubsub.googleapis.com' for consumer 'projects/test-project'.")
        #expect(status.details.contains(.retryInfo(delay: .milliseconds(10))))
        timeline.advance(by: .milliseconds(9))
        let early = refusal { try door.createTopic("onemore", on: emulator) }
        #expect(early != nil)
        timeline.advance(by: .milliseconds(1))
        try door.createTopic("onemore", on: emulator)
        // Another project has its own.
        try door.createTopic("projects/other/topics/topic", on: emulator)
        // What moves messages is no such operation.
        emulator.host.perform { broker, _ in try? broker.createTopic(Topic(name: emulator.topicName("topic")))
        }
        try door.publish([PubsubMessage("x")], on: emulator)
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
    func orderingKey(through door: FrontDoor) throws {
        let emulator = strict()
        try emulator.createTopic("topic")
        let message = PubsubMessage(data: [UInt8](repeating: 1, count: 499_999), orderingKey: "k")
        for _ in 0..<2 { try door.publish([message], on: emulator) }
        let refused = refusal { try door.publish([message], on: emulator) }
        #expect(refused?.code == .resourceExhausted)
        try door.publish([PubsubMessage("x", orderingKey: "l")], on: emulator)
        try door.publish([PubsubMessage("x")], on: emulator)
        timeline.advance(by: .milliseconds(500))
        try door.publish([message], on: emulator)
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

    private func refusal(_ body: () throws -> Void) -> Status? {
        do {
            try body()
            return nil
        } catch {
            return error as? Status
        }
    }
}
