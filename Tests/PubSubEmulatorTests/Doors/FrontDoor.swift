import CloudCore
import Testing

@testable import PubSubEmulator

/// The ways that a call can come in.
enum FrontDoor: String, CaseIterable, CustomTestStringConvertible {
    case inProcess = "in process"
    case grpc = "gRPC"
    case rest = "REST"

    var testDescription: String { rawValue }

    /// Those that have StreamingPull. REST has none, for its definition has no HTTP rule; `StreamDoorTests` checks that.
    static let streaming: [FrontDoor] = [.inProcess, .grpc]
}

/// An emulator behind one of its front doors: its functions, or a port on which it is served. All in virtual time.
final class Door {
    let emulator: Emulator
    let timeline: VirtualTimeline
    private let client: any DoorClient

    init(
        _ front: FrontDoor, at start: Instant? = nil, http: (any OutgoingHTTP)? = nil,
        exports: (any ExportSink)? = nil, transformer: any MessageTransformer = FakeTransformer.standard,
        isStrict: Bool = false
    ) throws {
        timeline = start.map { VirtualTimeline(start: $0) } ?? VirtualTimeline()
        emulator = Emulator(
            timeline: timeline, http: http, exports: exports, transformer: transformer, isStrict: isStrict)
        client =
            switch front {
            case .inProcess: InProcessClient(emulator: emulator)
            case .grpc: try GRPCClient(emulator.start())
            case .rest: try RESTClient(emulator.start(), emulator.methods)
            }
    }

    /// Calls a method.
    @discardableResult func call<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws(Status) -> Response {
        do {
            return try client.call(method, request)
        } catch {
            throw error as? Status ?? Status(.unknown, "\(error)")
        }
    }

    /// Calls a method with the default request, as `fill` changes it.
    @discardableResult func call<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ fill: (inout Request) -> Void
    ) throws(Status) -> Response {
        var request = Request()
        fill(&request)
        return try call(method, request)
    }

    /// Receives a subscription's messages as they come.
    ///
    /// - Throws: UNIMPLEMENTED where the door has no StreamingPull.
    func stream(_ subscription: String, maxMessages: Int = 1_000) throws -> any DoorStream {
        try client.stream(emulator.subscriptionName(subscription), maxMessages: maxMessages)
    }

    /// Begins a Pull that waits for a message; returns what waits for its answer.
    func waitingPull(_ subscription: String) throws -> () async throws -> [ReceivedMessage] {
        try client.waitingPull(emulator.subscriptionName(subscription))
    }
}

/// A method as each door knows it: by its path and HTTP rules, and by the function that is called in process.
struct RPC<Request: Message, Response: Message>: Sendable {
    /// The end of the gRPC path, as `Publisher/GetTopic`.
    let name: String
    let inProcess: @Sendable (Emulator, Request) throws -> Response

    init(_ name: String, _ inProcess: @escaping @Sendable (Emulator, Request) throws -> Response) {
        self.name = name
        self.inProcess = inProcess
    }

    /// The gRPC path.
    var path: String { (name.hasPrefix("IAMPolicy/") ? "/google.iam.v1." : "/google.pubsub.v1.") + name }
}

/// The caller's side of a door.
protocol DoorClient {
    func call<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws -> Response
    func stream(_ subscription: String, maxMessages: Int) throws -> any DoorStream
    func waitingPull(_ subscription: String) throws -> () async throws -> [ReceivedMessage]
}

extension PullRequest {
    /// A request that waits for the first message.
    init(waitingOn subscription: String) {
        self.init()
        self.subscription = subscription
        maxMessages = 1_000
    }
}

/// The caller's side of a StreamingPull.
protocol DoorStream {
    /// The next message, as soon as there is one.
    mutating func next() async throws -> ReceivedMessage
}

private struct InProcessClient: DoorClient {
    let emulator: Emulator

    func call<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws -> Response { try method.inProcess(emulator, request) }

    func stream(_ subscription: String, maxMessages: Int) throws -> any DoorStream {
        InProcessStream(
            iterator: emulator.receive(
                from: subscription, maxOutstandingMessages: maxMessages, ackDeadline: .seconds(10)
            ).makeAsyncIterator())
    }

    func waitingPull(_ subscription: String) throws -> () async throws -> [ReceivedMessage] {
        let answer = Task { [emulator] in try await emulator.pull(subscription, wait: .seconds(90)) }
        return { try await answer.value.map { ReceivedMessage($0) } }
    }
}

private struct InProcessStream: DoorStream {
    var iterator: ReceivedMessages.Iterator

    mutating func next() async throws -> ReceivedMessage {
        guard let received = try await iterator.next() else { throw Status(.cancelled, "The stream ended.") }
        return ReceivedMessage(received)
    }
}

extension ReceivedMessage {
    /// What an answer would say of the delivery.
    init(_ received: Received) {
        self.init()
        ackId = received.ackID
        message = received.message
        deliveryAttempt = Int32(received.attempt)
    }

    var text: String { message?.text ?? "" }
    var attributes: StringMap { message?.attributes ?? [:] }
}
