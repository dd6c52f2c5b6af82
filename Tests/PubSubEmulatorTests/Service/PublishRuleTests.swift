import CloudCore
import Testing

@testable import PubSubEmulator

/// What may be published ("Pub/Sub quotas and limits").
struct PublishRuleTests {
    let emulator = Emulator(timeline: VirtualTimeline())

    init() throws { try emulator.createTopic("topic") }

    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        /// What the refusal says; nil for none.
        var text: String?
        var messages: [PubsubMessage]
        var testDescription: String { what }

        init(_ what: String, _ text: String?, _ messages: [PubsubMessage]) {
            self.what = what
            self.text = text
            self.messages = messages
        }

        init(_ what: String, _ messages: [PubsubMessage]) { self.init(what, nil, messages) }
        init(_ what: String, _ message: PubsubMessage) { self.init(what, nil, [message]) }
        init(_ what: String, _ text: String, _ message: PubsubMessage) { self.init(what, text, [message]) }
    }

    static func text(_ count: Int) -> String { String(repeating: "x", count: count) }
    static func attributes(_ count: Int) -> StringMap {
        StringMap(Dictionary(uniqueKeysWithValues: (0..<count).map { ("key\($0)", "v") }))
    }

    static let cases: [Case] = [
        Case("data alone", PubsubMessage("x")),
        Case("an attribute alone", PubsubMessage(attributes: ["k": ""])),
        Case("nothing", "Some messages are empty", PubsubMessage()),
        Case("an ordering key alone", "Some messages are empty", PubsubMessage(orderingKey: "k")),
        Case("no messages", "No messages to publish", []),
        Case("1,000 messages", (0..<1_000).map { PubsubMessage("\($0)") }),
        Case("1,001 messages", "Too many messages to publish", (0..<1_001).map { PubsubMessage("\($0)") }),
        Case("10 MB", PubsubMessage(data: [UInt8](repeating: 0, count: 10 << 20))),
        Case("a byte more", "too large", PubsubMessage(data: [UInt8](repeating: 0, count: 10 << 20 + 1))),
        Case(
            "10 MB in two", [5 << 20, 5 << 20].map { PubsubMessage(data: [UInt8](repeating: 0, count: $0)) }),
        Case(
            "more in two", "too large",
            [5 << 20, 5 << 20 + 1].map { PubsubMessage(data: [UInt8](repeating: 0, count: $0)) }),
        Case("100 attributes", PubsubMessage("x", attributes: attributes(100))),
        Case("101 attributes", "at most 100", PubsubMessage("x", attributes: attributes(101))),
        Case("a key of 256 bytes", PubsubMessage("x", attributes: [text(256): "v"])),
        Case("a key of 257 bytes", "at most 256", PubsubMessage("x", attributes: [text(257): "v"])),
        Case("an empty key", "empty key", PubsubMessage("x", attributes: ["": "v"])),
        Case("a value of 1,024 bytes", PubsubMessage("x", attributes: ["k": text(1_024)])),
        Case("a value of 1,025 bytes", "at most 1024", PubsubMessage("x", attributes: ["k": text(1_025)])),
        Case("an ordering key of 1,024 bytes", PubsubMessage("x", orderingKey: text(1_024))),
        Case("an ordering key of 1,025 bytes", "at most 1024", PubsubMessage("x", orderingKey: text(1_025))),
        Case("one ordering key", ["1", "2"].map { PubsubMessage($0, orderingKey: "k") }),
        Case(
            "two ordering keys", "the same ordering key",
            [PubsubMessage("1", orderingKey: "k"), PubsubMessage("2", orderingKey: "l")]),
        Case(
            "some with a key", "the same ordering key",
            [PubsubMessage("1"), PubsubMessage("2", orderingKey: "l")]),
    ]

    @Test("Each limit holds on both sides", arguments: cases)
    func limit(of one: Case) throws {
        guard let text = one.text else {
            #expect(try emulator.publish(one.messages, to: "topic").count == one.messages.count)
            return
        }
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.publish(one.messages, to: "topic")
        }
        #expect(status?.message.contains(text) == true, "\(status?.message ?? "")")
        #expect(emulator.messages().isEmpty, "what is refused is not published in part")
    }

    @Test("That there is no such topic is said first")
    func topicFirst() {
        expectCode(.notFound) { () throws(Status) in try emulator.publish([], to: "none") }
        expectCode(.invalidArgument) { () throws(Status) in
            try emulator.publish("x", to: "projects/p/topics/1")
        }
    }

    @Test("Ids are unique, decimal and rising; what a publisher sets of id and time is not kept")
    func messageIDs() throws {
        try emulator.createSubscription("sub", topic: "topic")
        var message = PubsubMessage("x")
        message.messageId = "mine"
        message.publishTime = Timestamp(seconds: 1)
        let ids = try emulator.publish([message, message, message], to: "topic")
        let numbers = ids.compactMap { UInt64($0) }
        #expect(numbers.count == 3 && numbers[0] < numbers[1] && numbers[1] < numbers[2])
        let received = try emulator.pull("sub")
        #expect(received.map(\.message.messageId) == ids)
        #expect(received[0].message.publishTime == Timestamp(emulator.timeline.now))
    }
}
