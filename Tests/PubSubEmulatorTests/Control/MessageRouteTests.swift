import CloudCore
import Testing

@testable import PubSubEmulator

/// The lives of messages over REST.
struct MessageRouteTests {
    let timeline = VirtualTimeline()

    func emulator(history: Int = 100) throws -> Emulator {
        let emulator = Emulator(
            timeline: timeline, recordsHistory: history > 0, historyLimit: history)
        try emulator.createTopic("topic-t")
        try emulator.createTopic("topic-u")
        try emulator.createSubscription("sub-s", topic: "topic-t")
        return emulator
    }

    func get(_ emulator: Emulator, _ query: String = "") -> (status: Int, json: JSON) {
        ControlPeer(emulator).call("GET", "/emulator/v1/messages" + query)
    }

    func texts(_ json: JSON) -> [String] {
        (json["messages"]?.arrayValue ?? []).compactMap { $0["message"]?["data"]?.stringValue }
            .map { String(decoding: Base64.decode($0) ?? [], as: UTF8.self) }
    }

    @Test("A message's life is told with times, receivers, attempts and deadlines")
    func life() throws {
        let emulator = try emulator()
        let id = try emulator.publish("1", to: "topic-t")
        let first = try emulator.pull("sub-s")[0]
        try first.extend(seconds: 60)
        try first.nack()
        let second = try emulator.pull("sub-s")[0]
        timeline.advance(by: .seconds(1))
        try second.ack()
        let record = get(emulator, "?messageId=\(id)").json["messages"]?[0]
        #expect(record?["topic"] == .string(emulator.topicName("topic-t")))
        #expect(record?["message"]?["messageId"] == .string(id))
        let events = record?["events"]?.arrayValue ?? []
        #expect(
            events.compactMap { $0["kind"]?.stringValue } == [
                "published", "delivered", "deadlineChanged", "nacked", "delivered", "acknowledged",
            ])
        #expect(events[1]["attempt"] == 1 && events[1]["ackId"] == .string(first.ackID))
        #expect(events[2]["deadline"] == "2030-01-01T00:01:00Z")
        #expect(events[4]["attempt"] == 2)
        #expect(events[5]["time"] == "2030-01-01T00:00:01Z")
        #expect(events[5]["subscription"] == .string(emulator.subscriptionName("sub-s")))
    }

    @Test("Messages are found by topic, subscription and kind")
    func queries() throws {
        let emulator = try emulator()
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic-t")
        try emulator.publish("3", to: "topic-u")
        try emulator.pull("sub-s", max: 1)[0].ack()
        #expect(texts(get(emulator).json) == ["1", "2", "3"])
        #expect(texts(get(emulator, "?topic=topic-u").json) == ["3"])
        #expect(texts(get(emulator, "?subscription=sub-s").json) == ["1"])
        #expect(texts(get(emulator, "?kind=acknowledged").json) == ["1"])
        #expect(texts(get(emulator, "?kind=nacked").json) == [])
    }

    @Test("Pages follow one another, even when messages are forgotten in between")
    func pages() throws {
        let emulator = try emulator(history: 5)
        try emulator.publish((1...5).map { PubsubMessage("\($0)") }, to: "topic-t")
        let first = get(emulator, "?pageSize=2")
        #expect(texts(first.json) == ["1", "2"])
        let token = first.json["nextPageToken"]?.stringValue ?? ""
        let second = get(emulator, "?pageSize=10&pageToken=\(token)")
        #expect(texts(second.json) == ["3", "4", "5"] && second.json["nextPageToken"] == nil)
        try emulator.publish((6...9).map { PubsubMessage("\($0)") }, to: "topic-t")
        #expect(texts(get(emulator, "?pageToken=18446744073709551615").json) == [])
        #expect(texts(get(emulator, "?pageToken=\(token)").json) == ["5", "6", "7", "8", "9"])
    }

    @Test(
        "Queries that are wrong are refused",
        arguments: ["?kind=lost", "?pageSize=0", "?pageSize=1001", "?pageToken=x", "?topics=topic-t"])
    func refusals(query: String) throws { #expect(get(try emulator(), query).status == 400) }

    @Test("Without a history the answer says how to have one")
    func off() throws {
        let answer = get(try emulator(history: 0))
        #expect(answer.status == 400 && answer.json["error"]?["status"] == "FAILED_PRECONDITION")
    }

    @Test("Each kind of event has its name in the list of names, once")
    func names() {
        let kinds: [MessageEvent.Kind] = [
            .published, .delivered(ackID: "", attempt: 1, receiver: nil),
            .deadlineChanged(to: .distantFuture), .nacked, .expired, .recalled, .undelivered, .acknowledged,
            .filtered(isMatch: true), .skipped, .replayed, .dropped, .outlived,
        ]
        #expect(kinds.map(\.name).allSatisfy { MessageEvent.Kind.names.contains($0) })
        #expect(Set(MessageEvent.Kind.names).count == MessageEvent.Kind.names.count)
    }
}
