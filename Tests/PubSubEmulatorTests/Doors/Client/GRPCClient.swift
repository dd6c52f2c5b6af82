import CloudCore

@testable import PubSubEmulator
@testable import RPCServer

/// Calls methods over gRPC (`doc/PROTOCOL-HTTP2.md`), all on one connection of HTTP/2.
final class GRPCClient: DoorClient {
    private let server: Server
    private let connection: HTTP2ClientConnection

    init(_ server: Server) throws {
        self.server = server
        connection = try HTTP2ClientConnection(port: server.port)
    }

    func call<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws -> Response { try answer(to: begin(method, request)) }

    func waitingPull(_ subscription: String) throws -> () async throws -> [ReceivedMessage] {
        let stream = try begin(Methods.pull, PullRequest(waitingOn: subscription))
        return { try self.answer(to: stream, PullResponse.self).receivedMessages }
    }

    private func begin<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws -> UInt32 {
        let stream = try connection.open(method.path)
        try connection.send(Self.framed(request), on: stream, end: true)
        return stream
    }

    private func answer<Response: Message>(
        to stream: UInt32, _ type: Response.Type = Response.self
    ) throws -> Response {
        while !connection.isEnded(stream) { try connection.readFrame() }
        try Self.check(connection.fields(of: stream))
        guard let bytes = connection.nextMessage(on: stream) else {
            throw Status(.internal, "OK without a message")
        }
        return try bytes.withUnsafeBytes { try ProtobufDecoder.decode(Response.self, from: $0) }
    }

    func stream(_ subscription: String, maxMessages: Int) throws -> any DoorStream {
        let stream = try connection.open("/google.pubsub.v1.Subscriber/StreamingPull")
        var request = StreamingPullRequest()
        request.subscription = subscription
        request.streamAckDeadlineSeconds = 10
        request.maxOutstandingMessages = Int64(maxMessages)
        try connection.send(Self.framed(request), on: stream)
        return GRPCStream(connection: connection, id: stream)
    }

    static func framed(_ message: some Message) -> [UInt8] {
        let bytes = ProtobufEncoder.bytes(of: message)
        return [0] + HTTP2ClientConnection.bytes(UInt32(bytes.count)) + bytes
    }

    /// Throws what the fields at the end say; nothing for OK.
    static func check(_ fields: [String: String]) throws {
        let code = fields["grpc-status"].flatMap { Int32($0) }.flatMap { Status.Code(rawValue: $0) }
        if code == .ok { return }
        var text = fields["grpc-message"] ?? ""
        text = try PercentCoding.decode(text[...])
        guard let details = fields["grpc-status-details-bin"].flatMap({ Base64.decode($0) }) else {
            throw Status(code ?? .unavailable, text)
        }
        let status = try details.withUnsafeBytes { try Status(protobuf: $0) }
        guard status.code == code, status.message == text else {
            throw Status(.internal, "grpc-status \(fields) differs from its details, \(status)")
        }
        throw status
    }
}

/// A StreamingPull over gRPC.
struct GRPCStream: DoorStream {
    let connection: HTTP2ClientConnection
    let id: UInt32
    private var batch: [ReceivedMessage] = []

    init(connection: HTTP2ClientConnection, id: UInt32) {
        self.connection = connection
        self.id = id
    }

    mutating func next() async throws -> ReceivedMessage {
        while batch.isEmpty { batch = try nextResponse().receivedMessages }
        return batch.removeFirst()
    }

    /// The next response, with or without messages.
    func nextResponse() throws -> StreamingPullResponse {
        while true {
            if let bytes = connection.nextMessage(on: id) {
                return try bytes.withUnsafeBytes {
                    try ProtobufDecoder.decode(StreamingPullResponse.self, from: $0)
                }
            }
            if connection.isEnded(id) {
                try GRPCClient.check(connection.fields(of: id))
                throw Status(.cancelled, "The stream ended.")
            }
            try connection.readFrame()
        }
    }

    func send(_ fill: (inout StreamingPullRequest) -> Void) throws {
        var request = StreamingPullRequest()
        fill(&request)
        try connection.send(GRPCClient.framed(request), on: id)
    }
}
