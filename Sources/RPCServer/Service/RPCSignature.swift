import CloudCore

/// The messages of a method, and which of them are streams.
public struct RPCSignature: Sendable {
    /// The type of the requests.
    public let request: any Message.Type
    /// The type of the responses.
    public let response: any Message.Type
    /// Whether a call has a stream of requests.
    public let clientStreams: Bool
    /// Whether a call has a stream of responses.
    public let serverStreams: Bool

    @usableFromInline init(
        _ request: any Message.Type, _ response: any Message.Type, clientStreams: Bool = false,
        serverStreams: Bool = false
    ) {
        self.request = request
        self.response = response
        self.clientStreams = clientStreams
        self.serverStreams = serverStreams
    }
}
