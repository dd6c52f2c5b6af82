import CloudCore
import PubSubEmulator
import Testing

/// `PUBSUB_PROJECTn`, as the widespread images read it.
struct ProjectVariableTests {
    @Test("Topics, their subscriptions and ack deadlines are read; a tilde within a name is part of it")
    func reads() throws {
        let variable = try ProjectVariable(
            "p1,orders,events:audit:billing~60:a~b", variable: "PUBSUB_PROJECT1")
        #expect(variable.project == "p1")
        #expect(variable.topics.map(\.topic) == ["orders", "events"])
        #expect(variable.topics[1].subscriptions.map(\.subscription) == ["audit", "billing", "a~b"])
        #expect(variable.topics[1].subscriptions.map(\.ackDeadlineSeconds) == [nil, 60, nil])
    }

    @Test(
        "An endpoint behind a plus is pushed to; without a scheme it is http, and # stands for the colon of a port",
        arguments: [
            ("localhost", "http://localhost"), ("localhost#8080", "http://localhost:8080"),
            ("host:8080/push/x", "http://host:8080/push/x"), ("https://host/path", "https://host/path"),
            ("http://host:8080", "http://host:8080"), ("http://host#8080/a", "http://host:8080/a"),
        ])
    func endpoint(text: String, expected: String) throws {
        let variable = try ProjectVariable("p,topic:one+\(text):two~30+\(text):three", variable: "V")
        let specs = variable.topics[0].subscriptions
        #expect(specs.map(\.subscription) == ["one", "two", "three"])
        #expect(specs.map(\.ackDeadlineSeconds) == [nil, 30, nil])
        #expect(specs.map(\.pushEndpoint) == [expected, expected, nil])
        let emulator = Emulator(timeline: VirtualTimeline(), http: RecordingHTTP())
        try emulator.create(variable)
        let created = try emulator.subscription("projects/p/subscriptions/two")
        #expect(created.pushConfig?.pushEndpoint == expected)
    }

    @Test("The variables are read from 1 on, up to the first that is not set")
    func all() throws {
        let all = try ProjectVariable.all(in: [
            "PUBSUB_PROJECT1": "a", "PUBSUB_PROJECT2": "b", "PUBSUB_PROJECT4": "d",
        ])
        #expect(all.map(\.project) == ["a", "b"])
    }

    @Test(
        "What is wrong is refused, naming the variable and the part",
        arguments: [
            ("", "starts with a project"), (",topic", "starts with a project"),
            ("p,,topic", "expected topic"),
            ("p,topic:", "expected topic"), ("p,:sub", "expected topic"), ("p,topic:sub~9", "10 to 600"),
            ("p,topic:sub~601", "10 to 600"), ("p,topic:sub+", "subscription+endpoint"),
            ("p,topic:+host", "subscription+endpoint"), ("p,topic:sub~9+host", "10 to 600"),
            ("p,topic:~30", "a deadline follows a subscription"),
        ])
    func refuses(value: String, expected: String) {
        #expect {
            _ = try ProjectVariable(value, variable: "PUBSUB_PROJECT7")
        } throws: { error in
            let message = (error as? Status)?.message ?? ""
            return message.contains("PUBSUB_PROJECT7") && message.contains(expected)
        }
    }

    @Test("What it asks for is there; a name that is not valid names the variable")
    func creates() throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.create(ProjectVariable("p1,orders:billing~60", variable: "PUBSUB_PROJECT1"))
        let subscription = try emulator.subscription("projects/p1/subscriptions/billing")
        #expect(subscription.ackDeadlineSeconds == 60)
        #expect(subscription.topic == "projects/p1/topics/orders")
        #expect {
            try emulator.create(ProjectVariable("p1,1nvalid", variable: "PUBSUB_PROJECT2"))
        } throws: {
            ($0 as? Status)?.message.hasPrefix("PUBSUB_PROJECT2: ") == true
        }
    }
}
