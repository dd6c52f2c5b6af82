import CloudCore
import Testing

@testable import PubSubEmulator

/// "Exactly-once delivery" in the Pub/Sub documentation, in process.
struct ExactlyOnceTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        for isOrdered in [false, true] {
            try emulator.createSubscription(isOrdered ? "ordered" : "sub", topic: "topic") {
                $0.enableExactlyOnceDelivery = true
                $0.enableMessageOrdering = isOrdered
            }
        }
    }

    /// The metadata of the failure of a call, by ack id.
    func failures(_ status: Status?) -> [String: String]? {
        guard case .errorInfo(let reason, let domain, let metadata) = status?.details.first else {
            return nil
        }
        #expect(reason == "EXACTLY_ONCE_ACKID_FAILURE" && domain == "pubsub.googleapis.com")
        return metadata
    }

    static let invalid = "PERMANENT_FAILURE_INVALID_ACK_ID"
    static let text =
        "Some acknowledgement ids in the request were invalid. This could be because the acknowledgement ids have "
        + "expired or the acknowledgement ids were malformed."

    enum End: CaseIterable { case expired, nacked, acknowledged, superseded }

    @Test("An id whose lease has ended is invalid, however it ended", arguments: End.allCases, [true, false])
    func endedLease(end: End, isAck: Bool) throws {
        try emulator.publish("1", to: "topic")
        let received = try emulator.pull("sub")[0]
        switch end {
        case .expired: timeline.advance(by: .seconds(10))
        case .nacked: try received.nack()
        case .acknowledged: try received.ack()
        case .superseded:
            try received.nack()
            _ = try emulator.pull("sub")
        }
        let status = expectCode(.invalidArgument) { () throws(Status) in
            if isAck { try received.ack() } else { try received.extend(seconds: 60) }
        }
        #expect(status?.message == Self.text)
        #expect(failures(status) == [received.ackID: Self.invalid])
        #expect(try emulator.statistics(of: "sub").unacknowledged == (end == .acknowledged ? 0 : 1))
    }

    @Test("What is good in a request is done, and only the rest is named, even if it is malformed")
    func partly() throws {
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
        let received = try emulator.pull("sub")
        try received[0].nack()
        let ids = ["nonsense", received[0].ackID, received[1].ackID, received[1].ackID]
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.acknowledge(ids, on: "sub")
        }
        #expect(failures(status) == ["nonsense": Self.invalid, received[0].ackID: Self.invalid])
        #expect(try emulator.pull("sub").map(\.message.text) == ["1"])
        #expect(try emulator.statistics(of: "sub").unacknowledged == 1)
    }

    @Test("Deadlines of a request change where they can")
    func partlyExtended() throws {
        try emulator.publish(["1", "2"].map { PubsubMessage($0) }, to: "topic")
        let received = try emulator.pull("sub")
        try received[0].ack()
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.modifyAckDeadline(received.map(\.ackID), on: "sub", seconds: 60)
        }
        #expect(failures(status) == [received[0].ackID: Self.invalid])
        timeline.advance(by: .seconds(59))
        try received[1].ack()
    }

    @Test("While a message is outstanding nobody else gets it, and once acknowledged nobody at all")
    func outstanding() throws {
        try emulator.publish("1", to: "topic")
        let received = try emulator.pull("sub")[0]
        for _ in 0..<10 {
            try received.extend(seconds: 600)
            timeline.advance(by: .seconds(599))
            #expect(try emulator.pull("sub").isEmpty)
        }
        try received.ack()
        timeline.advance(by: .seconds(6_000))
        #expect(try emulator.pull("sub").isEmpty)
    }

    @Test("Acknowledgements of a key out of order are to be tried again, for its messages are done in order")
    func unordered() throws {
        for text in ["1", "2", "3"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        let received = try emulator.pull("ordered")
        let status = expectCode(.failedPrecondition) { () throws(Status) in try received[1].ack() }
        #expect(status?.message == "Some acknowledgement ids in the request were sent out of order.")
        #expect(failures(status) == [received[1].ackID: "TRANSIENT_FAILURE_UNORDERED_ACK_ID"])
        try received[0].ack()
        try received[1].ack()
        try received[2].nack()
        #expect(try emulator.pull("ordered").map(\.message.text) == ["3"], "1 and 2 are done for good")
    }

    @Test("Within one request the order does not matter")
    func unorderedWithinRequest() throws {
        for text in ["1", "2", "3"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        let ids = try emulator.pull("ordered").map(\.ackID)
        try emulator.acknowledge(ids.reversed(), on: "ordered")
        #expect(try emulator.statistics(of: "ordered").unacknowledged == 0)
    }

    @Test("A message given back takes the later ones of its key with it: their ids are no longer the latest")
    func recalled() throws {
        for text in ["1", "2"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        let received = try emulator.pull("ordered")
        try received[0].nack()
        let status = expectCode(.invalidArgument) { () throws(Status) in try received[1].ack() }
        #expect(failures(status) == [received[1].ackID: Self.invalid])
        #expect(try emulator.pull("ordered").map(\.message.text) == ["1", "2"])
    }

    @Test("A failure names as many ids as fit into trailers")
    func manyInvalid() throws {
        let ids = (0..<1_000).map { "id\($0)" }
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.acknowledge(ids, on: "sub")
        }
        #expect(failures(status)?.count == 79)
        let long = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.acknowledge([String(repeating: "x", count: 1 << 18)], on: "sub")
        }
        #expect(failures(long) == [:])
    }

    @Test("It can be switched on and off while messages are outstanding")
    func switched() throws {
        var settings = try emulator.subscription("sub")
        try emulator.publish(["1", "2", "3"].map { PubsubMessage($0) }, to: "topic")
        let received = try emulator.pull("sub")
        settings.enableExactlyOnceDelivery = false
        try emulator.updateSubscription(settings, fields: ["enable_exactly_once_delivery"])
        try received[0].ack()
        try received[0].ack()
        try received[1].nack()
        settings.enableExactlyOnceDelivery = true
        try emulator.updateSubscription(settings, fields: ["enable_exactly_once_delivery"])
        try received[2].ack()
        expectCode(.invalidArgument) { () throws(Status) in try received[1].ack() }
    }

    @Test("Without it, an acknowledgement after the deadline counts until the message is delivered again")
    func lateAcknowledgement() throws {
        for isOrdered in [false, true] {
            let name = isOrdered ? "orderly" : "plain"
            try emulator.createSubscription(name, topic: "topic") { $0.enableMessageOrdering = isOrdered }
        }
        for text in ["1", "2", "3"] { try emulator.publish(text, orderingKey: "k", to: "topic") }
        for name in ["orderly", "plain"] {
            let received = try emulator.pull(name)
            timeline.advance(by: .seconds(10))
            try received[0].ack()
            try received[0].ack()
            try received[1].ack()
            #expect(try emulator.statistics(of: name).unacknowledged == 1)
            #expect(try emulator.pull(name).map(\.message.text) == ["3"])
            try received[2].ack()
            #expect(try emulator.statistics(of: name).unacknowledged == 1, "3 was delivered again")
        }
    }

    @Test("Without it, an acknowledgement after the message was given back does not count")
    func acknowledgementAfterNack() throws {
        try emulator.createSubscription("plain", topic: "topic")
        try emulator.publish("1", to: "topic")
        let received = try emulator.pull("plain")[0]
        try received.nack()
        try received.ack()
        #expect(try emulator.statistics(of: "plain").unacknowledged == 1)
    }
}
