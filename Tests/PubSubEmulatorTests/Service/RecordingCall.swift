import CloudCore
import RPCServer
import Synchronization

@testable import PubSubEmulator

/// A call whose caller is the test: it sees what is sent, and decides when it has left.
final class RecordingCall: PendingCall {
    private struct State {
        var sent: [[UInt8]] = []
        /// Nil while the call goes on; then nil for OK, or the failure.
        var outcome: Status??
        var isWritable = true
        var onCancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    func send(_ message: consuming OutputBuffer) {
        let bytes = message.copyBytes()
        state.withLock { $0.sent.append(bytes) }
    }

    func finish(_ failure: Status?) { state.withLock { $0.outcome = .some(failure) } }

    var isWritable: Bool {
        get { state.withLock { $0.isWritable } }
        set { state.withLock { $0.isWritable = newValue } }
    }

    func onCancel(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onCancel = action } }

    /// The caller goes away.
    func goAway() { state.withLock { $0.onCancel.take() }?() }

    var isFinished: Bool { state.withLock { $0.outcome != nil } }
    var failure: Status? { state.withLock { $0.outcome ?? nil } }

    /// What has been sent.
    var bytes: [[UInt8]] { state.withLock { $0.sent } }

    /// What has been sent, decoded.
    func sent<M: Message>(_ type: M.Type) throws -> [M] {
        try state.withLock { $0.sent }.map { bytes in
            try bytes.withUnsafeBytes { try ProtobufDecoder.decode(M.self, from: $0) }
        }
    }
}

extension RPCMethod {
    /// What the method answers with, encoded; for methods that answer before they return, of whichever kind.
    func answer(_ payload: RequestPayload) throws -> [UInt8] {
        switch kind {
        case .unary(let serve), .either(let serve, _, _):
            var out = OutputBuffer()
            try serve(payload, CallContext(), &out)
            return out.copyBytes()
        case .deferred(let serve):
            let call = RecordingCall()
            try serve(payload, CallContext(), call)
            if let failure = call.failure { throw failure }
            guard let bytes = call.bytes.first else { throw Status(.internal, "\(path) has not answered") }
            return bytes
        case .streaming: throw Status(.internal, "\(path) is a streaming method")
        }
    }
}

extension Emulator {
    /// Begins a deferred method, as a server does.
    func begin<M: Message>(_ name: String, _ request: M, timeout: Duration? = nil) throws -> RecordingCall {
        let call = RecordingCall()
        guard let method = methods.first(where: { $0.path.hasSuffix("/" + name) }),
            case .deferred(let serve) = method.kind
        else { throw Status(.internal, "\(name) is not a deferred method") }
        try ProtobufEncoder.bytes(of: request).withUnsafeBytes { bytes in
            try serve(.protobuf(bytes), CallContext(timeout: timeout), call)
        }
        return call
    }

    /// Opens a StreamingPull, as a server does.
    func openStream() throws -> TestStream {
        let call = RecordingCall()
        guard let method = methods.first(where: { $0.path.hasSuffix("/StreamingPull") }),
            case .streaming(let open) = method.kind
        else { throw Status(.internal, "StreamingPull is not a streaming method") }
        return TestStream(call: call, requests: try open(CallContext(), call))
    }
}

/// The caller's side of a StreamingPull.
struct TestStream {
    let call: RecordingCall
    let requests: any ErasedRequestStream

    func send(_ configure: (inout StreamingPullRequest) throws -> Void) throws {
        var request = StreamingPullRequest()
        try configure(&request)
        try ProtobufEncoder.bytes(of: request).withUnsafeBytes { try requests.receive($0) }
    }

    /// Sends the first request.
    func start(
        _ subscription: String, _ configure: (inout StreamingPullRequest) throws -> Void = { _ in }
    ) throws {
        try send { request in
            request.subscription = subscription
            request.streamAckDeadlineSeconds = 10
            try configure(&request)
        }
    }

    /// What has left for the network: more may be sent.
    func flush() {
        call.isWritable = true
        requests.writable()
    }

    var responses: [StreamingPullResponse] { get throws { try call.sent(StreamingPullResponse.self) } }
    var received: [ReceivedMessage] { get throws { try responses.flatMap(\.receivedMessages) } }
    var texts: [String] { get throws { try received.map { $0.message?.text ?? "" } } }
}
