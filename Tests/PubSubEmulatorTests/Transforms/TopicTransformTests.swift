import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// Message transforms of topics.
struct TopicTransformTests {
    let transformer = FakeTransformer.standard
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: VirtualTimeline(), transformer: transformer)
    }

    func setUp(_ transforms: MessageTransform...) throws {
        var topic = Topic(name: "topic")
        topic.messageTransforms = transforms
        try emulator.createTopic(topic)
        try emulator.createSubscription("sub", topic: "topic")
    }

    func received() throws -> [String] { try emulator.pull("sub").map(\.message.text) }

    @Test("Messages are transformed before they are stored, by one transform after the other")
    func transforms() throws {
        try setUp(MessageTransform("shout"), MessageTransform("mark"))
        try emulator.publish("a", to: "topic")
        let message = try #require(try emulator.pull("sub").first).message
        #expect(message.text == "A!")
        #expect(message.attributes == ["marked": "yes"])
    }

    @Test("A message that is filtered has an id and goes nowhere; the others keep their order")
    func filters() throws {
        try setUp(MessageTransform("drop"))
        let ids = try emulator.publish(["1", "drop", "2"].map { PubsubMessage($0) }, to: "topic")
        #expect(Set(ids).count == 3)
        let received = try emulator.pull("sub")
        #expect(received.map(\.message.text) == ["1", "2"])
        #expect(received.map(\.message.messageId) == [ids[0], ids[2]])
        #expect(emulator.history(of: ids[1])?.events.map(\.kind) == [.published, .transformedAway])
    }

    @Test("If one message fails, the request does, and nothing is stored")
    func fails() throws {
        try setUp(MessageTransform("fail"))
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.publish(["1", "bad"].map { PubsubMessage($0) }, to: "topic")
        }
        #expect(status?.message == "messages[1]: a message transform failed: bad input")
        #expect(try received() == [])
    }

    @Test("What a transform makes of a message has to keep the rules of publishing")
    func rulesHold() throws {
        try setUp(MessageTransform("empty"))
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.publish("1", to: "topic")
        }
        #expect(status?.message.hasPrefix("After message transforms: Some messages are empty") == true)
    }

    @Test("A disabled transform is kept and not applied")
    func disabled() throws {
        try setUp(MessageTransform("shout", disabled: true))
        try emulator.publish("a", to: "topic")
        #expect(try received() == ["a"])
        #expect(transformer.calls == [])
        #expect(try emulator.topic("topic").messageTransforms.map(\.disabled) == [true])
    }

    @Test("A topic gets and loses transforms by an update")
    func updates() throws {
        try setUp()
        var topic = Topic(name: "topic")
        topic.messageTransforms = [MessageTransform("shout")]
        try emulator.updateTopic(topic, fields: ["message_transforms"])
        try emulator.publish("a", to: "topic")
        topic.messageTransforms = []
        try emulator.updateTopic(topic, fields: ["message_transforms"])
        try emulator.publish("b", to: "topic")
        #expect(try received() == ["A", "b"])
    }

    @Test("A Publish that waits for the transformer is answered by it; one to another topic is not held up")
    func answersLater() throws {
        try setUp(MessageTransform("shout"))
        try emulator.createTopic("plain")
        transformer.hold()
        var request = PublishRequest()
        request.topic = emulator.topicName("topic")
        request.messages = [PubsubMessage("a")]
        let first = try emulator.beginPublish(request)
        let second = try emulator.beginPublish(request)
        request.topic = emulator.topicName("plain")
        let plain = try emulator.beginPublish(request)
        #expect(try first.sent(PublishResponse.self).isEmpty)
        #expect(try plain.sent(PublishResponse.self).count == 1)
        transformer.release()
        let ids = try [first, second].flatMap { try $0.sent(PublishResponse.self).flatMap(\.messageIds) }
        #expect(try emulator.pull("sub").map(\.message.messageId) == ids)
    }

    @Test("A topic that is deleted before its transforms have run is not found")
    func deletedMeanwhile() throws {
        try setUp(MessageTransform("shout"))
        transformer.hold()
        var request = PublishRequest()
        request.topic = emulator.topicName("topic")
        request.messages = [PubsubMessage("a")]
        let call = try emulator.beginPublish(request)
        try emulator.deleteTopic("topic")
        transformer.release()
        #expect(call.failure?.code == .notFound)
    }

    @Test(
        "Transforms that cannot be are refused, with the field that is wrong",
        arguments: [
            ([MessageTransform()], Status.Code.invalidArgument, "message_transforms[0]"),
            ([MessageTransform("9")], .invalidArgument, "message_transforms[0].javascript_udf.function_name"),
            ([MessageTransform("")], .invalidArgument, "message_transforms[0].javascript_udf.function_name"),
            (
                [MessageTransform("shout", code: "")], .invalidArgument,
                "message_transforms[0].javascript_udf.code"
            ),
            (
                [MessageTransform("shout", code: String(repeating: "x", count: 20_481))], .invalidArgument,
                "20481 bytes, must have at most 20480"
            ),
            (
                [MessageTransform("shout"), MessageTransform("shout")], .invalidArgument,
                "message_transforms[1].javascript_udf.function_name"
            ),
            (
                (1...6).map { MessageTransform("f\($0)") }, .invalidArgument, "6 entries, must have at most 5"
            ),
            (
                [MessageTransform("shout"), MessageTransform("none")], .invalidArgument,
                "message_transforms[1].javascript_udf: line 1 of the code: bad"
            ),
            (
                [MessageTransform.compressing], .unimplemented,
                "message_transforms[0].compression is not supported"
            ),
        ])
    func refused(transforms: [MessageTransform], code: Status.Code, text: String) throws {
        var topic = Topic(name: "topic")
        topic.messageTransforms = transforms
        let status = expectCode(code) { () throws(Status) in try emulator.createTopic(topic) }
        #expect(status?.message.contains(text) == true, "\(status?.message ?? "")")
        #expect(try emulator.topics().isEmpty)
        try emulator.createTopic("other")
        let refused = expectCode(code) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "other") { $0.messageTransforms = transforms }
        }
        #expect(refused?.message.contains(text) == true)
    }

    @Test("A function of the full code size is taken")
    func largestCode() throws {
        try setUp(MessageTransform("shout", code: String(repeating: "x", count: 20_480)))
    }
}

extension MessageTransform {
    static var compressing: MessageTransform {
        var transform = MessageTransform()
        transform.compression = Compression()
        return transform
    }
}

extension Emulator {
    /// Begins a Publish, as a server does when a topic has transforms.
    func beginPublish(_ request: PublishRequest) throws -> RecordingCall {
        let call = RecordingCall()
        guard let method = methods.first(where: { $0.path.hasSuffix("/Publish") }),
            case .either(_, let isDeferred, let serve) = method.kind, isDeferred()
        else { throw Status(.internal, "Publish is not deferred") }
        try ProtobufEncoder.bytes(of: request).withUnsafeBytes { bytes in
            try serve(.protobuf(bytes), CallContext(), call)
        }
        return call
    }
}
