import CloudCore
import Testing

@testable import PubSubEmulator

/// Confirmations on a StreamingPull (`google/pubsub/v1/pubsub.proto`, StreamingPullResponse).
struct ExactlyOnceStreamTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let name: String

    init() throws {
        emulator = Emulator(timeline: timeline)
        name = emulator.subscriptionName("sub")
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.enableExactlyOnceDelivery = true
            $0.enableMessageOrdering = true
        }
    }

    func start() throws -> TestStream {
        let stream = try emulator.openStream()
        try stream.start(name)
        return stream
    }

    @Test("Acknowledgements are confirmed: what is done, what is invalid, what is out of order")
    func acknowledgements() throws {
        for text in ["1", "2", "3", "4"] {
            try emulator.publish(text, orderingKey: text < "3" ? "" : "k", to: "topic")
        }
        let stream = try start()
        let ids = Dictionary(
            uniqueKeysWithValues: try stream.received.map { ($0.message?.text ?? "", $0.ackId) })
        let asked = [ids["1"] ?? "", "malformed", ids["4"] ?? ""]
        try stream.send { $0.ackIds = asked }
        let response = try #require(try stream.responses.last)
        let confirmation = try #require(response.acknowledgeConfirmation)
        #expect(confirmation.ackIds == [asked[0]])
        #expect(confirmation.invalidAckIds == ["malformed"])
        #expect(confirmation.unorderedAckIds == [asked[2]])
        #expect(confirmation.temporaryFailedAckIds.isEmpty)
        #expect(response.receivedMessages.isEmpty && response.modifyAckDeadlineConfirmation == nil)
        #expect(response.subscriptionProperties?.exactlyOnceDeliveryEnabled == true)
        #expect(!stream.call.isFinished, "a malformed id does not end the stream")
        try stream.send { $0.ackIds = [ids["2"] ?? "", ids["4"] ?? "", ids["3"] ?? ""] }
        #expect(try stream.responses.last?.acknowledgeConfirmation?.ackIds.count == 3)
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("New deadlines are confirmed, and a deadline of 0 brings the message again")
    func deadlines() throws {
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
        let stream = try start()
        let ids = try stream.received.map(\.ackId)
        try stream.send {
            $0.modifyDeadlineAckIds = [ids[0], "malformed", ids[1]]
            $0.modifyDeadlineSeconds = [60, 60, 0]
        }
        let confirmation = try #require(try stream.responses.last?.modifyAckDeadlineConfirmation)
        #expect(confirmation.ackIds == ids && confirmation.invalidAckIds == ["malformed"])
        #expect(try stream.texts == ["1", "2", "2"])
    }

    @Test("The first request's ids are confirmed, too")
    func firstRequest() throws {
        try emulator.publish("1", to: "topic")
        let received = try emulator.pull("sub")[0]
        let stream = try emulator.openStream()
        try stream.start(name) { $0.ackIds = [received.ackID, "malformed"] }
        let confirmation = try #require(try stream.responses.last?.acknowledgeConfirmation)
        #expect(confirmation.ackIds == [received.ackID] && confirmation.invalidAckIds == ["malformed"])
    }

    @Test("An empty request is not confirmed")
    func heartbeat() throws {
        let stream = try start()
        try stream.send { _ in }
        #expect(try stream.responses.isEmpty)
    }

    @Test("Without exactly-once delivery nothing is confirmed, and a malformed id ends the stream")
    func withoutExactlyOnce() throws {
        var settings = try emulator.subscription("sub")
        settings.enableExactlyOnceDelivery = false
        try emulator.updateSubscription(settings, fields: ["enable_exactly_once_delivery"])
        try emulator.publish("1", to: "topic")
        let stream = try start()
        try stream.send { $0.ackIds = try stream.received.map(\.ackId) }
        #expect(try stream.responses.count == 1)
        try stream.send { $0.ackIds = ["malformed"] }
        #expect(stream.call.failure?.code == .invalidArgument)
    }

    @Test("The properties on a stream follow the subscription's settings")
    func propertiesChange() throws {
        let stream = try start()
        var settings = try emulator.subscription("sub")
        for isOn in [false, true] {
            settings.enableExactlyOnceDelivery = isOn
            try emulator.updateSubscription(settings, fields: ["enable_exactly_once_delivery"])
            try emulator.publish("x", to: "topic")
            let properties = try #require(try stream.responses.last?.subscriptionProperties)
            #expect(properties.exactlyOnceDeliveryEnabled == isOn && properties.messageOrderingEnabled)
        }
    }

    @Test("Confirmations wait while the caller does not read, as one, and no more than 10,000 ids")
    func callerDoesNotRead() throws {
        try emulator.publish("1", to: "topic")
        let stream = try start()
        stream.call.isWritable = false
        for request in 0..<12 {
            try stream.send { $0.ackIds = (0..<999).map { "id\(request).\($0)" } }
        }
        #expect(try stream.responses.count == 1)
        stream.flush()
        let confirmation = try #require(try stream.responses.last?.acknowledgeConfirmation)
        #expect(confirmation.invalidAckIds.count == 9_990)
        #expect(confirmation.invalidAckIds.last == "id9.998")
        try stream.send { $0.ackIds = [try stream.received[0].ackId] }
        #expect(try stream.responses.last?.acknowledgeConfirmation?.ackIds.count == 1)
        #expect(try stream.responses.count == 3)
    }
}
