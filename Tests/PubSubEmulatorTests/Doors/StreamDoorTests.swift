import CloudCore
import Testing

@testable import PubSubEmulator

/// StreamingPull through each front door that has it.
struct StreamDoorTests {
    @Test(
        "Messages come as they are published, and again when they are given back",
        arguments: FrontDoor.streaming)
    func delivery(through front: FrontDoor) async throws {
        let door = try Door(front)
        try door.createBoth()
        var stream = try door.stream("sub")
        try door.publish("1")
        let first = try await stream.next()
        try door.publish("2")
        let second = try await stream.next()
        #expect([first, second].map(\.text) == ["1", "2"])
        try door.nack(first)
        #expect(try await stream.next().text == "1")
    }

    @Test(
        "A key stays with the stream that has its messages, though another is idle",
        arguments: FrontDoor.streaming)
    func keyAffinity(through front: FrontDoor) async throws {
        let door = try Door(front)
        try door.createBoth { $0.enableMessageOrdering = true }
        var holder = try door.stream("sub", maxMessages: 1)
        try door.publish("a1", key: "a")
        let first = try await holder.next()
        var other = try door.stream("sub")
        try door.publish("b1", key: "b")
        #expect(try await other.next().text == "b1")
        try door.publish("a2", key: "a")
        try door.publish("b2", key: "b")
        #expect(try await other.next().text == "b2")
        try door.acknowledge([first])
        #expect(try await holder.next().text == "a2")
    }

    @Test("No more than the receiver allows is outstanding", arguments: FrontDoor.streaming)
    func flowControl(through front: FrontDoor) async throws {
        let door = try Door(front)
        try door.createBoth()
        try door.publish("1", "2", "3")
        var stream = try door.stream("sub", maxMessages: 2)
        let batch = [try await stream.next(), try await stream.next()]
        #expect(try door.emulator.statistics(of: "sub").outstanding == 2)
        try door.acknowledge([batch[0]])
        #expect(try await stream.next().text == "3")
    }

    @Test(
        "A stream of a subscription that is not there, or goes, ends with NOT_FOUND",
        arguments: FrontDoor.streaming)
    func end(through front: FrontDoor) async throws {
        let door = try Door(front)
        try door.createBoth()
        var missing = try door.stream("none")
        await expectCode(.notFound) { _ = try await missing.next() }
        var stream = try door.stream("sub")
        try door.publish("1")
        _ = try await stream.next()
        try door.call(Methods.deleteSubscription) { $0.subscription = door.subscription() }
        await expectCode(.notFound) { _ = try await stream.next() }
    }

    @Test("Exactly once, the stream confirms what it was asked")
    func confirmations() async throws {
        let door = try Door(.grpc)
        try door.createBoth { $0.enableExactlyOnceDelivery = true }
        var stream = try #require(try door.stream("sub") as? GRPCStream)
        try door.publish("1")
        let id = try await stream.next().ackId
        try stream.send { $0.ackIds = [id, "none"] }
        let confirmation = try stream.nextResponse().acknowledgeConfirmation
        #expect(confirmation?.ackIds == [id] && confirmation?.invalidAckIds == ["none"])
        #expect(try door.emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test("REST has no StreamingPull, as its definition has no HTTP rule")
    func rest() throws {
        let door = try Door(.rest)
        try door.createBoth()
        #expect(refusal { try door.stream("sub") }?.code == .notFound)
    }
}
