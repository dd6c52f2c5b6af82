import CloudCore
import Testing

@testable import PubSubEmulator

/// Message transforms through each front door, with Swift functions in place of JavaScript.
struct TransformDoorTests {
    @Test("A topic's transforms change, drop and refuse what is published", arguments: FrontDoor.allCases)
    func topic(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createTopic {
            $0.messageTransforms = ["shout", "drop", "fail"].map { MessageTransform($0) }
        }
        try door.createSubscription()
        let ids = try door.publish("one", "drop me", "two")
        #expect(ids.count == 3)
        #expect(try door.drain() == ["ONE", "TWO"])
        #expect(refusal { try door.publish("bad") }?.code == .invalidArgument)
    }

    @Test("A subscription's transforms change and drop what it delivers", arguments: FrontDoor.allCases)
    func subscription(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth { $0.messageTransforms = ["mark", "drop"].map { MessageTransform($0) } }
        try door.createSubscription("plain")
        try door.publish("one", "drop me")
        let received = try door.pull()
        #expect(received.map(\.text) == ["one!"] && received[0].attributes == ["marked": "yes"])
        #expect(try door.drain("plain") == ["one", "drop me"])
    }

    @Test("A disabled transform is kept, and does nothing", arguments: FrontDoor.allCases)
    func disabled(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth { $0.messageTransforms = [MessageTransform("shout", disabled: true)] }
        #expect(try door.getSubscription().messageTransforms == [MessageTransform("shout", disabled: true)])
        try door.publish("one")
        #expect(try door.drain() == ["one"])
    }

    @Test(
        "A function that does not compile is refused, and other kinds by name", arguments: FrontDoor.allCases)
    func refusals(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createTopic()
        for (transform, code) in [
            (MessageTransform("none"), Status.Code.invalidArgument), (.compressing, .unimplemented),
        ] {
            let ofTopic = refusal { try door.createTopic("other") { $0.messageTransforms = [transform] } }
            let ofSubscription = refusal {
                try door.createSubscription { $0.messageTransforms = [transform] }
            }
            #expect(ofTopic?.code == code && ofSubscription?.code == code)
        }
    }
}
