import CloudCore
import Testing

@testable import PubSubEmulator

/// What is sent to an endpoint.
struct PushRequestTests {
    let http = RecordingHTTP()
    // A time with more digits than are pushed.
    let timeline = VirtualTimeline(start: Instant(nanoseconds: 1_614_366_835_749_123_456))
    let emulator: Emulator

    init() throws {
        emulator = Emulator(project: "p", timeline: timeline, http: http)
        try emulator.createTopic("topic")
    }

    func push(
        _ message: PubsubMessage, _ configure: (inout PushConfig) -> Void = { _ in }
    ) throws -> OutgoingRequest {
        try emulator.createSubscription("sub", topic: "topic") {
            $0.push(configure)
            $0.enableMessageOrdering = true
            $0.ackDeadlineSeconds = 42
        }
        try emulator.publish(message, to: "topic")
        return try #require(http.requests.first)
    }

    @Test("A message is wrapped in JSON, with both spellings of id and time")
    func wrapped() throws {
        let request = try push(PubsubMessage("Hello", attributes: ["key": "value"], orderingKey: "k"))
        let id = try #require(try request.json["message"]?["messageId"])
        let expected: JSON = [
            "message": [
                "attributes": ["key": "value"], "data": "SGVsbG8=", "messageId": id, "message_id": id,
                "orderingKey": "k", "publishTime": "2021-02-26T19:13:55.749Z",
                "publish_time": "2021-02-26T19:13:55.749Z",
            ],
            "subscription": "projects/p/subscriptions/sub",
        ]
        #expect(try request.json == expected)
        #expect(request.url == "https://receiver.test/push")
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("user-agent")?.hasPrefix("APIs-Google") == true)
        #expect(request.header("authorization") == nil)
        #expect(request.timeout == .seconds(42))
    }

    @Test("What a message has not is left out")
    func smallest() throws {
        let message = try #require(try push(PubsubMessage("x")).json["message"]?.objectValue)
        #expect(
            message.map(\.key).sorted() == ["data", "messageId", "message_id", "publishTime", "publish_time"])
    }

    @Test("The attempt is told with a dead letter policy")
    func attempts() throws {
        let message = StoredMessage(
            data: [1], attributes: [:], orderingKey: "", messageID: "7", publishTime: timeline.now)
        let delivery = Delivery(ackID: "a", message: message, attempt: 5, traits: [])
        for (tells, expected) in [(true, JSON.int(5)), (false, nil)] {
            let request = PushRequest(
                config: PushConfig(), subscription: "s", timeout: .seconds(10), tellsAttempts: tells)
            #expect(try request.make(delivery, token: nil).json["deliveryAttempt"] == expected)
        }
    }

    @Test("Without the wrapper the body is the data, and nothing else is told")
    func unwrapped() throws {
        let request = try push(PubsubMessage(data: [0, 255], attributes: ["key": "value"], orderingKey: "k"))
        {
            $0.noWrapper = PushConfig.NoWrapper()
        }
        #expect(request.body == [0, 255])
        #expect(request.headers.map { $0.name.lowercased() }.sorted() == ["content-type", "user-agent"])
    }

    @Test("With write_metadata, headers tell the rest; attributes that cannot be headers are left out")
    func metadata() throws {
        let message = PubsubMessage(
            data: [1],
            attributes: [
                "key": "value", "Content-Type": "text/csv", "two words": "x", "line": "a\nb", "Host": "evil",
                "authorization": "Bearer x", "x-goog-pubsub-message-id": "0",
            ], orderingKey: "k")
        let request = try push(message) {
            $0.noWrapper = PushConfig.NoWrapper()
            $0.noWrapper?.writeMetadata = true
        }
        #expect(request.header("x-goog-pubsub-subscription-name") == "projects/p/subscriptions/sub")
        #expect(request.header("x-goog-pubsub-publish-time") == "2021-02-26T19:13:55.749Z")
        #expect(request.header("x-goog-pubsub-ordering-key") == "k")
        #expect(request.header("x-goog-pubsub-message-id") == "100000000000001")
        #expect(request.header("key") == "value")
        #expect(request.header("content-type") == "text/csv")
        #expect(request.headers.count == 7)
    }
}
