import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// The ways that a call can come in.
enum FrontDoor: String, CaseIterable, CustomTestStringConvertible {
    case inProcess = "in process"
    case grpc = "gRPC"
    case rest = "REST"

    var testDescription: String { rawValue }

    /// Serves a call with the method of that path's end; in process, with the function that is behind it.
    func call<Request: Message>(
        _ name: String, _ request: Request, on emulator: Emulator, inProcess: () throws -> Void
    ) throws {
        guard self != .inProcess else { return try inProcess() }
        guard let method = emulator.methods.first(where: { $0.path.hasSuffix("/" + name) }) else {
            throw Status(.internal, "there is no method \(name)")
        }
        if self == .rest {
            _ = try method.answer(.json(try JSON.parse(ProtoJSONEncoder.text(of: request))))
        } else {
            _ = try ProtobufEncoder.bytes(of: request).withUnsafeBytes {
                try method.answer(.protobuf($0))
            }
        }
    }
}

extension FrontDoor {
    func publish(_ messages: [PubsubMessage], on emulator: Emulator) throws {
        var request = PublishRequest()
        request.topic = emulator.topicName("topic")
        request.messages = messages
        try call("Publish", request, on: emulator) { try emulator.publish(messages, to: "topic") }
    }

    func createTopic(_ id: String, _ settings: (inout Topic) -> Void = { _ in }, on emulator: Emulator) throws
    {
        var topic = Topic(name: emulator.topicName(id))
        settings(&topic)
        try call("CreateTopic", topic, on: emulator) { try emulator.createTopic(topic) }
    }

    func createSubscription(
        _ id: String, _ settings: (inout Subscription) -> Void = { _ in }, on emulator: Emulator
    ) throws {
        var subscription = Subscription(
            name: emulator.subscriptionName(id), topic: emulator.topicName("topic"))
        settings(&subscription)
        try call("CreateSubscription", subscription, on: emulator) {
            try emulator.createSubscription(subscription)
        }
    }

    func acknowledge(_ ids: [String], on emulator: Emulator) throws {
        var request = AcknowledgeRequest()
        request.subscription = emulator.subscriptionName("sub")
        request.ackIds = ids
        try call("Acknowledge", request, on: emulator) { try emulator.acknowledge(ids, on: "sub") }
    }

    func modifyAckDeadline(_ ids: [String], _ seconds: Int32, on emulator: Emulator) throws {
        var request = ModifyAckDeadlineRequest()
        request.subscription = emulator.subscriptionName("sub")
        request.ackIds = ids
        request.ackDeadlineSeconds = seconds
        try call("ModifyAckDeadline", request, on: emulator) {
            _ = try emulator.subscriber.modifyAckDeadline(request)
        }
    }
}
