import CloudCore

/// A request that is served as it is, apart from the method table, for example `GET /`.
public struct HTTPRoute: Sendable {
    /// Serves the request at once, on the event loop; it must not block.
    public typealias Handler = @Sendable (HTTPRequestView) -> HTTPResponse

    /// Begins to serve a request that is answered later: through a call that is sent one JSON text, ends with a whole
    /// answer, or fails.
    public typealias Deferred = @Sendable (HTTPRequestView, any PendingCall) throws(Status) -> Void

    /// Opens what takes in the body of a request, piece by piece, and then answers; the view's own body is empty.
    public typealias Opener = @Sendable (HTTPRequestView) -> any HTTPBodyReceiver

    /// How a route is served.
    enum Kind: Sendable {
        case immediate(Handler)
        case deferred(Deferred)
        case streaming(Opener)
    }

    /// The HTTP method, for example `GET`, which then also serves `HEAD`.
    public let method: String
    /// The path template, as in `HTTPRule`, for example `/emulator/v1/{name=**}`.
    public let template: String
    /// Whether a colon in the path is a part of it, even if it looks like the verb of another route: for paths with names
    /// in which a colon may stand.
    public var keepsColons = false
    /// Serves it.
    let kind: Kind

    /// Makes a route.
    public init(_ method: String, _ template: String, _ handler: @escaping Handler) {
        self.method = method
        self.template = template
        kind = .immediate(handler)
    }

    /// Makes a route that is answered later.
    public static func deferred(
        _ method: String, _ template: String, _ begin: @escaping Deferred
    ) -> HTTPRoute {
        HTTPRoute(method: method, template: template, kind: .deferred(begin))
    }

    /// Makes a route whose bodies are taken in as they arrive, so that they may be of any length. No route that is not
    /// may begin with the same literal segments.
    public static func streaming(_ method: String, _ template: String, _ open: @escaping Opener) -> HTTPRoute
    {
        HTTPRoute(method: method, template: template, kind: .streaming(open))
    }

    private init(method: String, template: String, kind: Kind) {
        self.method = method
        self.template = template
        self.kind = kind
    }
}

/// A whole HTTP request. The body is valid only while the handler runs.
public struct HTTPRequestView {
    /// The HTTP method.
    public let method: String
    /// The host that was asked for, with its port if one was given; empty if none was.
    public let authority: String
    /// The path as it was sent, without its query.
    public let path: String
    /// The query as it was sent, without its question mark; empty for none.
    public let query: String
    /// The values of the template's variables, by the text of their field path.
    public let parameters: [String: String]
    /// The body, decompressed.
    public let body: UnsafeRawBufferPointer
    /// The port on which the request arrived; 0 in process.
    public let localPort: UInt16


    let fields: HeaderFields

    /// The request as the context of a call.
    public var context: CallContext {
        CallContext(
            authorization: fields[.authorization], localPort: localPort, authority: authority)
    }

    /// The value of the first header field with that name, in lower case.
    public func header(_ name: String) -> String? { fields[name] }

    /// The decoded values of a query parameter, in order.
    ///
    /// - Throws: INVALID_ARGUMENT for malformed percent-encoding.
    public func queryValues(_ name: String) throws(Status) -> [String] {
        var values: [String] = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard try PercentCoding.decode(parts[0], plusIsSpace: true) == name else { continue }
            values.append(parts.count > 1 ? try PercentCoding.decode(parts[1], plusIsSpace: true) : "")
        }
        return values
    }
}
