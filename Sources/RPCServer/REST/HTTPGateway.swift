/// Serves the requests for certain hosts as they are, whatever their methods and paths, as a reverse proxy does.
public struct HTTPGateway: Sendable {
    /// Whether requests for a host are the gateway's; the host may have a port.
    let serves: @Sendable (_ authority: String) -> Bool
    /// Begins to serve a request; it is answered through `PendingCall.respond`.
    let begin: @Sendable (GatewayRequest, any PendingCall) -> Void

    /// Makes a gateway.
    public init(
        serves: @escaping @Sendable (_ authority: String) -> Bool,
        begin: @escaping @Sendable (GatewayRequest, any PendingCall) -> Void
    ) {
        self.serves = serves
        self.begin = begin
    }
}

/// A whole HTTP request that a gateway passes on.
public struct GatewayRequest: Sendable {
    /// The HTTP method as it was sent.
    public var method: String
    /// The host that was asked for, with its port if one was given.
    public var authority: String
    /// The path with its query, as they were sent.
    public var target: String
    /// The fields in order, names in lower case.
    public var headers: [(name: String, value: String)]
    /// The body as it was sent: a content coding is not undone.
    public var body: [UInt8]
    /// The port on which the request arrived; 0 in process.
    public var localPort: UInt16

    /// Makes a request from its parts.
    public init(
        method: String, authority: String, target: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], localPort: UInt16 = 0
    ) {
        self.method = method
        self.authority = authority
        self.target = target
        self.headers = headers
        self.body = body
        self.localPort = localPort
    }

    /// The value of the first header of that name, which is given in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension RESTRequest {
    /// The request as a gateway passes it on.
    func forwarded(_ body: UnsafeRawBufferPointer, localPort: UInt16) -> GatewayRequest {
        GatewayRequest(
            method: httpMethod, authority: authority,
            target: query.isEmpty ? String(path) : "\(path)?\(query)",
            headers: fields.map { ($0.name, $0.value) }, body: Array(body), localPort: localPort)
    }
}
