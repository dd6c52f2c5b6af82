import CloudCore
import Testing

@testable import PubSubEmulator

/// The state as a document, in process and over REST.
struct StateTests {
    let timeline = VirtualTimeline()

    func emulator() throws -> Emulator {
        let emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic-t")
        try emulator.createSubscription("sub-s", topic: "topic-t")
        try emulator.publish(["a", "b"].map { PubsubMessage($0) }, to: "topic-t")
        return emulator
    }

    @Test("What is exported can be imported elsewhere, and then does not differ")
    func roundTrip() throws {
        let (one, other) = (ControlPeer(try emulator()), ControlPeer(Emulator(timeline: timeline)))
        _ = try one.emulator.pull("sub-s", max: 1)
        let document = one.call("GET", "/emulator/v1/state")
        #expect(document.status == 200)
        for (method, path) in [("PUT", "state"), ("POST", "state:import")] {
            #expect(other.call(method, "/emulator/v1/\(path)", document.json.text()).status == 200)
            #expect(try other.emulator.pull("sub-s", max: 9).map(\.message.text) == ["a", "b"])
        }
    }

    @Test("A difference says where, and what was there")
    func differences() throws {
        let emulator = try emulator()
        let peer = ControlPeer(emulator)
        let before = emulator.exportState()
        try emulator.createTopic("added")
        try emulator.pull("sub-s", max: 1)[0].ack()
        let found = before.differences(to: emulator.exportState())
        #expect(
            found.contains { $0.path.hasPrefix("topics[\(emulator.topicName("added"))]") && $0.before == nil }
        )
        #expect(found.contains { $0.path == "subscriptions[\(emulator.subscriptionName("sub-s"))].waiting" })
        #expect(before.differences(to: before).isEmpty)
        let answer = peer.call("POST", "/emulator/v1/state:diff", "{\"from\": \(before.json)}")
        #expect(answer.json["differences"] == .array(found.map(\.json)))
        let same = peer.call(
            "POST", "/emulator/v1/state:diff", "{\"from\": \(before.json), \"to\": \(before.json)}")
        #expect(same.json == ["differences": []])
        #expect(peer.call("POST", "/emulator/v1/state:diff", "{}").status == 400)
        #expect(peer.call("POST", "/emulator/v1/state:diff", #"{"from": {}, "too": {}}"#).status == 400)
    }

    @Test("A document may be written by hand")
    func byHand() throws {
        let emulator = Emulator(timeline: timeline)
        try emulator.importState(
            EmulatorState(
                json: """
                    {"topics": [{"settings": {"name": "projects/p/topics/topic-t"}}],
                     "subscriptions": [{"settings": {"name": "projects/p/subscriptions/sub-s",
                       "topic": "projects/p/topics/topic-t"}, "waiting": ["7"]}],
                     "messages": [{"messageId": "7", "data": "YQ==", "publishTime": "\(Timestamp(timeline.now).rfc3339)"}]}
                    """))
        let name = "projects/p/subscriptions/sub-s"
        #expect(try emulator.subscription(name).ackDeadlineSeconds == 10)
        #expect(try emulator.pull(name, max: 9).map(\.message.text) == ["a"])
        try emulator.publish("b", to: "projects/p/topics/topic-t")
        #expect(try emulator.pull(name, max: 9).map(\.message.text) == ["b"])
    }

    @Test(
        "What could not have come about is refused, and nothing changes",
        arguments: [
            #"{"topics": [{"settings": {"name": "x"}}]}"#,
            #"{"topics": [{}]}"#,
            #"{"topics": [{"settings": {"name": "projects/p/topics/ttt"}}, {"settings": {"name": "projects/p/topics/ttt"}}]}"#,
            #"{"subscriptions": [{"settings": {"name": "projects/p/subscriptions/sss", "topic": "projects/p/topics/ttt"}}]}"#,
            #"{"topics": [{"settings": {"name": "projects/p/topics/ttt"}, "kept": ["1"]}]}"#,
            #"{"messages": [{"messageId": "01", "publishTime": "2030-01-01T00:00:00Z"}]}"#,
            #"{"messages": [{"messageId": "1"}]}"#,
            #"{"policies": [{"resource": "projects/p/topics/ttt"}]}"#,
            #"{"schemas": [{"name": "projects/p/schemas/sss"}]}"#,
            #"{"topic": []}"#,
            #"[]"#,
        ])
    func refused(document: String) throws {
        let peer = ControlPeer(try emulator())
        let before = peer.emulator.exportState()
        let answer = peer.call("PUT", "/emulator/v1/state", document)
        #expect(answer.status == 400, "\(answer.json.text())")
        #expect(before.differences(to: peer.emulator.exportState()).isEmpty)
    }
}
