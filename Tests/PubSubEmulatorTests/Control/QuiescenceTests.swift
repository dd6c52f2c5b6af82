import CloudCore
import Testing

@testable import PubSubEmulator

/// Waiting until nothing is outstanding.
struct QuiescenceTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let peer: ControlPeer

    init() throws {
        emulator = Emulator(timeline: timeline)
        peer = ControlPeer(emulator)
        try emulator.createTopic("topic-t")
        try emulator.createTopic("topic-u")
        try emulator.createSubscription("sub-s", topic: "topic-t") { subscription in
            subscription.retryPolicy = RetryPolicy()
        }
        try emulator.createSubscription("sub-v", topic: "topic-u")
    }

    @Test("What has nothing outstanding is quiescent at once, and what does not exist is refused")
    func atOnce() async throws {
        try await emulator.quiesce(timeout: .zero)
        try await emulator.quiesce(topic: "topic-t", timeout: .zero)
        await expectCode(.notFound) { try await emulator.quiesce(topic: "none") }
        await expectCode(.notFound) { try await emulator.quiesce(subscription: "none") }
        await expectCode(.invalidArgument) {
            try await emulator.quiesce(topic: "topic-t", subscription: "sub-s")
        }
    }

    @Test("The last acknowledgement ends the wait; other topics do not matter")
    func acknowledged() async throws {
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic-t")
        try emulator.publish("other", to: "topic-u")
        let wait = peer.begin("POST", "/emulator/v1/quiesce", #"{"topic": "topic-t"}"#)
        let everything = peer.begin("POST", "/emulator/v1/quiesce")
        let batch = try emulator.pull("sub-s")
        try batch[0].ack()
        #expect(wait.outcome == nil)
        async let inProcess: Void = emulator.quiesce(subscription: "sub-s")
        try batch[1].ack()
        #expect(wait.outcome?.json["quiescent"] == true)
        try await inProcess
        #expect(everything.outcome == nil)
        try emulator.deleteSubscription("sub-v")
        #expect(everything.outcome?.json["quiescent"] == true)
    }

    @Test("A message that outlives its retention ends the wait, with nobody there")
    func expired() throws {
        try emulator.publish("1", to: "topic-t")
        _ = try emulator.pull("sub-s")
        try emulator.publish("2", to: "topic-t")
        let wait = peer.begin("POST", "/emulator/v1/quiesce", #"{"timeout": "8640000s"}"#)
        #expect(wait.outcome == nil)
        timeline.advance(by: .seconds(8 * 86_400))
        #expect(wait.outcome?.json["quiescent"] == true)
    }

    @Test("When the time is over, the answer says exactly what is where, in process and over REST")
    func timedOut() async throws {
        let ids = try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic-t")
        let batch = try emulator.pull("sub-s", max: 2)
        try batch[0].nack()
        let wait = peer.begin("POST", "/emulator/v1/quiesce", #"{"topic": "topic-t", "timeout": "5s"}"#)
        let inProcess = Task { try await emulator.quiesce(timeout: .seconds(5)) }
        await waitUntil { emulator.host.watcherCount == 2 }
        timeline.advance(by: .seconds(5))
        let start = timeline.now - .seconds(5)
        let error = await #expect(throws: NotQuiescent.self) { try await inProcess.value }
        let name = emulator.subscriptionName("sub-s")
        func message(_ index: Int, _ attempts: Int, _ state: OutstandingMessage.State) -> OutstandingMessage {
            OutstandingMessage(
                messageID: ids[index], subscription: name, orderingKey: "", publishTime: start,
                attempts: attempts, state: state)
        }
        #expect(
            error?.outstanding.messages == [
                message(0, 1, .backingOff(until: start + .seconds(10))),
                message(1, 1, .leased(receiver: nil, until: start + .seconds(10))), message(2, 0, .waiting),
            ])
        let answer = wait.outcome?.json
        #expect(answer?["quiescent"] == false && answer?["total"] == 3)
        #expect(
            answer?["outstanding"]?[1]
                == [
                    "messageId": .string(ids[1]), "subscription": .string(name),
                    "publishTime": "2030-01-01T00:00:00Z", "attempts": 1, "state": "leased",
                    "until": "2030-01-01T00:00:10Z",
                ])
        #expect(answer?["outstanding"]?[0]?["state"] == "backingOff")
        #expect(error?.description.contains("\(ids[2]) on \(name): waiting, attempts: 0") == true)
        #expect(emulator.host.watcherCount == 0)
        let listed = peer.call("GET", "/emulator/v1/outstanding?subscription=sub-s&limit=1").json
        #expect(listed["total"] == 3 && listed["outstanding"]?.arrayValue?.count == 1)
    }

    @Test("A wait that its caller gives up is forgotten, and there is a bound on waits")
    func bounds() async throws {
        try emulator.publish("1", to: "topic-t")
        let task = Task { try await emulator.quiesce() }
        await waitUntil { emulator.host.watcherCount == 1 }
        task.cancel()
        await expectCode(.cancelled) { try await task.value }
        let waits = (0..<BrokerHost.maxWatchers).map { _ in peer.begin("POST", "/emulator/v1/quiesce") }
        #expect(peer.call("POST", "/emulator/v1/quiesce").status == 429)
        for wait in waits { wait.goAway() }
        #expect(emulator.host.watcherCount == 0)
    }

    @Test(
        "Bodies that are wrong are refused by name",
        arguments: [
            #"{"topics": "topic-t"}"#, #"{"timeout": 3}"#, #"{"clock": "wall"}"#, #"{"limit": 1001}"#, "[]",
        ])
    func refusals(body: String) {
        #expect(peer.call("POST", "/emulator/v1/quiesce", body).status == 400)
    }

    @Test("The machine's time ends a wait, however still the timeline stands")
    func realClock() async throws {
        try emulator.publish("1", to: "topic-t")
        await #expect(throws: NotQuiescent.self) {
            try await emulator.quiesce(timeout: .milliseconds(1), on: .real)
        }
    }
}
