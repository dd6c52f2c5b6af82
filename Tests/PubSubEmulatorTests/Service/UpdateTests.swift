import CloudCore
import Testing

@testable import PubSubEmulator

/// Updates by field mask.
struct UpdateTests {
    let emulator = Emulator(timeline: VirtualTimeline())

    init() throws {
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") { $0.labels = ["a": "1"] }
    }

    @Test("An update changes what the mask names, and nothing else")
    func changesNamedFields() throws {
        var change = Subscription(name: "sub", topic: "ignored")
        change.ackDeadlineSeconds = 30
        change.labels = ["b": "2"]
        let updated = try emulator.updateSubscription(change, fields: ["ack_deadline_seconds"])
        #expect(updated.ackDeadlineSeconds == 30)
        #expect(updated.labels == ["a": "1"])
        #expect(try emulator.subscription("sub") == updated)
    }

    @Test("A named field that is not set goes back to its default")
    func resets() throws {
        var change = Subscription(name: "sub", topic: "")
        change.ackDeadlineSeconds = 30
        try emulator.updateSubscription(change, fields: ["ack_deadline_seconds"])
        let fields = ["ack_deadline_seconds", "labels", "message_retention_duration", "expiration_policy"]
        let reset = try emulator.updateSubscription(Subscription(name: "sub", topic: ""), fields: fields)
        #expect(reset.ackDeadlineSeconds == 10)
        #expect(reset.labels.isEmpty)
        #expect(reset.messageRetentionDuration == .seconds(604_800))
        #expect(reset.expirationPolicy?.ttl == .seconds(31 * 86_400))
    }

    @Test("A topic's labels and retention change")
    func topic() throws {
        var change = Topic(name: "topic")
        change.labels = ["x": "y"]
        change.messageRetentionDuration = .seconds(600)
        let updated = try emulator.updateTopic(change, fields: ["labels", "message_retention_duration"])
        #expect(updated.labels == ["x": "y"])
        #expect(try emulator.subscription("sub").topicMessageRetentionDuration == .seconds(600))
    }

    @Test(
        "Masks without paths, unknown fields and fields that are fixed are refused",
        arguments: [
            ([], "must contain a non-empty paths list"),
            (["nonsense"], "nonsense is not a known Subscription field"),
            (["labels", "name"], "the 'name' field in the Subscription is not mutable"),
            (["filter"], "the 'filter' field"),
            (["enable_message_ordering"], "the 'enable_message_ordering' field"),
            (["topic"], "the 'topic' field"), (["state"], "the 'state' field"),
        ])
    func refusedMasks(fields: [String], text: String) throws {
        let before = try emulator.subscription("sub")
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.updateSubscription(Subscription(name: "sub", topic: ""), fields: fields)
        }
        #expect(status?.message.contains(text) == true, "\(status?.message ?? "")")
        #expect(try emulator.subscription("sub") == before)
    }

    @Test("Limits hold for updates, too, and what is refused changes nothing")
    func limits() throws {
        var change = Subscription(name: "sub", topic: "")
        change.ackDeadlineSeconds = 601
        change.labels = ["b": "2"]
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.updateSubscription(change, fields: ["labels", "ack_deadline_seconds"])
        }
        #expect(try emulator.subscription("sub").labels == ["a": "1"])
    }

    @Test("What does not exist cannot be updated")
    func missing() throws {
        expectCode(.notFound) { () throws(Status) in
            try emulator.updateSubscription(Subscription(name: "none", topic: ""), fields: ["labels"])
        }
        expectCode(.notFound) { () throws(Status) in
            try emulator.updateTopic(Topic(name: "none"), fields: ["labels"])
        }
    }
}
