import CloudCore

/// Serves the REST requests of one server: by the HTTP rules of its methods, or by routes of their own.
final class RESTService: Sendable {
    private enum Target: Sendable {
        case method(RPCMethod, HTTPRule)
        case route(HTTPRoute)
        /// The path of a method that is gRPC only, or is called over gRPC.
        case grpcOnly(String)
    }

    private let routes: RouteTrie<Target>
    private let recent = RecentMatches<Target>()
    private let limits: ServerLimits
    private let interceptor: Interceptor?
    private let missing: MissingPath
    /// Where the answers of a test run are kept; nil outside of one.
    private let log: HTTPExchangeLog?
    /// What serves the requests for hosts of its own; nil for nothing.
    let gateway: HTTPGateway?
    /// What the paths begin with whose bodies are taken in as they arrive.
    private let streamedPrefixes: [String]

    /// Why the path of a host is not served, where more is known than that it is not; nil where nothing is.
    typealias MissingPath = @Sendable (_ authority: String, _ path: Substring) -> Status?

    /// Makes the service. Templates are part of the program, so a malformed one ends it.
    init(
        methods: [RPCMethod], routes: [HTTPRoute] = [], limits: ServerLimits = ServerLimits(),
        interceptor: Interceptor? = nil, gateway: HTTPGateway? = nil, log: HTTPExchangeLog? = nil,
        missing: @escaping MissingPath = { _, _ in nil }
    ) {
        var trie = RouteTrie<Target>()
        func add(_ method: String, _ text: String, _ target: Target, keepsColons: Bool = false) {
            guard let template = PathTemplate(text) else {
                preconditionFailure("malformed path template \(text)")
            }
            trie.add(method, template, target, keepsColons: keepsColons)
        }
        var streamedPrefixes: Set<String> = []
        for route in routes {
            guard case .streaming = route.kind else { continue }
            streamedPrefixes.insert(String(route.template.prefix { $0 != "{" && $0 != "*" }))
        }
        self.streamedPrefixes = streamedPrefixes.sorted()
        for route in routes {
            add(route.method, route.template, .route(route), keepsColons: route.keepsColons)
        }
        for method in methods {
            for rule in method.rules { add(rule.verb.rawValue, rule.template, .method(method, rule)) }
            add("POST", method.path, .grpcOnly(method.path))
        }
        self.routes = trie
        self.limits = limits
        self.interceptor = interceptor
        self.missing = missing
        self.gateway = gateway
        self.log = log
    }

    // MARK: Requests

    /// Serves a request; nil if it will be answered later, through what `makeCall` made.
    func serve(
        _ request: RESTRequest, body: UnsafeRawBufferPointer, localPort: UInt16 = 0,
        makeCall: () -> any PendingCall
    ) -> HTTPResponse? {
        if let gateway, gateway.serves(request.authority) {
            gateway.begin(request.forwarded(body, localPort: localPort), makeCall())
            return nil
        }
        let answer = answerNow(request, body, localPort, makeCall)
        if let answer { note(answer, for: request) }
        return answer
    }

    private func answerNow(
        _ request: RESTRequest, _ body: UnsafeRawBufferPointer, _ localPort: UInt16,
        _ makeCall: () -> any PendingCall
    ) -> HTTPResponse? {
        do throws(Status) {
            let match = try match(request)
            guard let inflated = try decompressed(body, request) else {
                return try serve(request, match, body, localPort, makeCall)
            }
            let result = inflated.withUnsafeBytes { bytes in
                Result { () throws(Status) in try serve(request, match, bytes, localPort, makeCall) }
            }
            return try result.get()
        } catch {
            return failure(error, for: request)
        }
    }

    private func match(_ request: RESTRequest) throws(Status) -> RouteTrie<Target>.Match {
        do throws(Status) {
            return try recent.match(request.method, request.path, in: routes)
        } catch {
            guard error.code == .notFound else { throw error }
            throw missing(request.authority, request.path) ?? error
        }
    }

    private func serve(
        _ request: RESTRequest, _ match: RouteTrie<Target>.Match, _ body: UnsafeRawBufferPointer,
        _ localPort: UInt16, _ makeCall: () -> any PendingCall
    ) throws(Status) -> HTTPResponse? {
        switch match.target {
        case .route(let route):
            return try answer(route, view(of: request, match.bindings, body, localPort), makeCall)
        case .grpcOnly(let path):
            throw Status(
                .unimplemented, "\(path) is a gRPC method: call it with content-type application/grpc.")
        case .method(let method, let rule):
            let query = try RESTQuery(request.query)
            let json = try RESTPayload.message(rule, match.bindings, query, body)
            let context = CallContext(
                timeout: request.timeout,
                authorization: request.fields[.authorization] ?? query.accessToken.map { "Bearer \($0)" },
                localPort: localPort, ifMatch: request.ifMatch, authority: request.authority)
            return try call(method, .json(json), context, makeCall, prettyPrints: query.prettyPrints)
        }
    }

    private func call(
        _ method: RPCMethod, _ payload: RequestPayload, _ context: CallContext,
        _ makeCall: () -> any PendingCall, prettyPrints: Bool
    ) throws(Status) -> HTTPResponse? {
        switch method.kind(through: interceptor) {
        case .either(_, let isDeferred, let begin) where isDeferred():
            try begin(payload, context, makeCall())
            return nil
        case .unary(let serve), .either(let serve, _, _):
            var out = OutputBuffer()
            try serve(payload, context, &out)
            return out.withBytes { success($0, prettyPrints: prettyPrints) }
        case .deferred(let begin):
            try begin(payload, context, makeCall())
            return nil
        case .streaming:
            throw Status(.unimplemented, "\(method.path) is a streaming method, which REST does not have.")
        }
    }

    private func answer(
        _ route: HTTPRoute, _ request: HTTPRequestView, _ makeCall: () -> any PendingCall
    ) throws(Status) -> HTTPResponse? {
        switch route.kind {
        case .immediate(let handler): return handler(request)
        case .streaming:
            throw Status(.internal, "\(route.template) takes its bodies in as they arrive.")
        case .deferred(let begin):
            try begin(request, makeCall())
            return nil
        }
    }

    private func view(
        of request: RESTRequest, _ bindings: [(fieldPath: [Substring], value: String)],
        _ body: UnsafeRawBufferPointer, _ localPort: UInt16
    ) -> HTTPRequestView {
        let parameters = bindings.map { ($0.fieldPath.joined(separator: "."), $0.value) }
        return HTTPRequestView(
            method: request.method, authority: request.authority, path: String(request.path),
            query: String(request.query), parameters: Dictionary(parameters, uniquingKeysWith: { $1 }),
            body: body, localPort: localPort, fields: request.fields)
    }

    // MARK: Bodies that are taken in as they arrive

    /// Whether the bodies of requests with that path are to be taken in as they arrive; those for a gateway are not.
    func streamsBodies(of path: some StringProtocol, for authority: String) -> Bool {
        streamedPrefixes.contains { path.hasPrefix($0) } && gateway?.serves(authority) != true
    }

    /// What takes in the body of a request.
    func open(_ request: RESTRequest, localPort: UInt16) -> any HTTPBodyReceiver {
        let receiver = receiver(of: request, localPort)
        guard log != nil else { return receiver }
        return NotedBody(receiver) { [self] in note($0, for: request) }
    }

    private func receiver(of request: RESTRequest, _ localPort: UInt16) -> any HTTPBodyReceiver {
        do throws(Status) {
            let match = try match(request)
            guard case .route(let route) = match.target, case .streaming(let open) = route.kind else {
                throw Status(.notFound, "Method not found: \(request.method) \(request.path.prefix(200))")
            }
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            return open(view(of: request, match.bindings, none, localPort))
        } catch {
            return RefusedBody(failure(error, for: request))
        }
    }

    /// The body without its content coding; nil if it has none.
    private func decompressed(
        _ body: UnsafeRawBufferPointer, _ request: RESTRequest
    ) throws(Status) -> [UInt8]? {
        guard let coding = request.fields[.contentEncoding]?.lowercased(), !body.isEmpty else { return nil }
        switch coding {
        case "", "identity": return nil
        case "gzip", "x-gzip": return try Gzip.decompress(body, limit: limits.maxMessageBytes)
        default:
            throw Status(.invalidArgument, "The only content-encoding supported is gzip, not \(coding).")
        }
    }

    // MARK: Answers

    /// Keeps an answer for the check of a test run; what services behind the gateway say is theirs.
    func note(_ answer: HTTPResponse, for request: RESTRequest) {
        guard let log, gateway?.serves(request.authority) != true else { return }
        let query = request.query.isEmpty ? "" : "?\(request.query)"
        log.noteAnswer(request.method, "\(request.path)\(query)", status: answer.status, body: answer.body)
    }

    /// The answer of a call that has succeeded: `json` is the compact text of its message.
    func success(_ json: UnsafeRawBufferPointer, for request: RESTRequest) -> HTTPResponse {
        success(json, prettyPrints: RESTQuery.prettyPrints(request.query))
    }

    /// The answer of a call that has failed.
    func failure(_ status: Status, for request: RESTRequest) -> HTTPResponse {
        var body = OutputBuffer()
        let isListed = request.wantsListedErrors
        if isListed { status.writeListedErrorBody(to: &body) } else { status.writeErrorBody(to: &body) }
        var response = body.withBytes { success($0, for: request) }
        response.status = isListed ? status.listedHTTPStatus : status.code.httpStatus
        return response
    }

    private func success(_ json: UnsafeRawBufferPointer, prettyPrints: Bool) -> HTTPResponse {
        var body = OutputBuffer(capacity: json.count * 2 + 1)
        if prettyPrints { JSONIndenter.indent(json, to: &body) } else { body.append(json) }
        body.append(UInt8(ascii: "\n"))
        return HTTPResponse(
            status: 200, contentType: "application/json; charset=UTF-8", body: body.copyBytes())
    }
}
