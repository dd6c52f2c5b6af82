import CloudCore
import GoogleCloud
import PubSubEmulator
import RPCServer
import Synchronization
import Testing

/// Push subscriptions over real sockets: libcurl on one side, a server of our own on the other.
@Suite("Push over HTTP")
struct PushIntegrationTests {
    /// Sends as the programs do, and tells when an answer has been acted upon.
    struct ObservedHTTP: OutgoingHTTP {
        let transport = CurlTransport()
        let outcomes: AsyncStream<Result<Int, Status>>
        private let sink: AsyncStream<Result<Int, Status>>.Continuation

        init() { (outcomes, sink) = AsyncStream.makeStream() }

        func send(
            _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
        ) -> OutgoingCall {
            transport.send(request) { [sink] outcome in
                completion(outcome)
                sink.yield(outcome)
            }
        }
    }

    /// A receiver that answers with one code after the other, then 204.
    final class Receiver: Sendable {
        private let state: Mutex<(codes: [Int], bodies: [JSON], agents: [String])>

        init(codes: [Int]) { state = Mutex((codes, [], [])) }

        var bodies: [JSON] { state.withLock { $0.bodies } }
        var agents: [String] { state.withLock { $0.agents } }

        func start() throws -> Server {
            try Server(
                methods: [],
                routes: [
                    HTTPRoute("POST", "/push") { [self] request in
                        let body = (try? JSON.parse(request.body)) ?? .null
                        let agent = request.header("user-agent") ?? ""
                        return state.withLock { state in
                            state.bodies.append(body)
                            state.agents.append(agent)
                            let code = state.codes.isEmpty ? 204 : state.codes.removeFirst()
                            return RPCServer.HTTPResponse(status: code)
                        }
                    }
                ])
        }
    }

    @Test("What is published arrives; what is refused arrives again; what is accepted is acknowledged")
    func arrives() async throws {
        let receiver = Receiver(codes: [503])
        let server = try receiver.start()
        let http = ObservedHTTP()
        defer { http.transport.shutdown() }
        let emulator = Emulator(http: http)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.pushConfig = PushConfig()
            $0.pushConfig?.pushEndpoint = "http://127.0.0.1:\(server.port)/push"
        }
        try emulator.publish("hello", attributes: ["k": "v"], to: "topic")
        var codes: [Int] = []
        for await outcome in http.outcomes {
            codes.append(try outcome.get())
            if codes.count == 2 { break }
        }
        #expect(codes == [503, 204])
        #expect(receiver.bodies.count == 2)
        #expect(receiver.bodies.first == receiver.bodies.last)
        #expect(receiver.bodies.first?["message"]?["data"]?.stringValue == Base64.encode(Array("hello".utf8)))
        #expect(receiver.agents.allSatisfy { $0.hasPrefix("APIs-Google") })
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
        await server.stop()
    }

    @Test("An endpoint where nobody listens does not take the message")
    func refused() async throws {
        let http = ObservedHTTP()
        defer { http.transport.shutdown() }
        let emulator = Emulator(http: http)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.pushConfig = PushConfig()
            // A port that is never given out: one that was free a moment ago may be another test's by now.
            $0.pushConfig?.pushEndpoint = "http://127.0.0.1:1/push"
        }
        try emulator.publish("hello", to: "topic")
        for await outcome in http.outcomes {
            #expect(throws: Status.self) { try outcome.get() }
            break
        }
        #expect(try emulator.statistics(of: "sub").unacknowledged == 1)
        try emulator.deleteSubscription("sub")
    }
}
