import CloudCore

/// One of Google's REST APIs at an endpoint: builds requests, signs them, tries again, and turns error
/// answers into `Status`.
public struct GoogleAPI: Sendable {
    /// The base URL, without a trailing slash.
    public let endpoint: String
    /// Where retries wait.
    public let timeline: any Timeline

    let transport: any HTTPTransport
    let credentials: any Credentials
    private let retrier: Retrier

    /// The most real time that an ordinary call may take.
    static let callTimeout = Duration.seconds(60)
    /// The most real time that a long poll may take: the server ends it after 90 s at most.
    static let longPollTimeout = Duration.seconds(150)

    /// Makes a client for the API at `endpoint`, for example `https://pubsub.googleapis.com`.
    public init(
        endpoint: String, transport: any HTTPTransport, credentials: any Credentials, timeline: any Timeline,
        retry: RetryPolicy = .standard, budget: RetryBudget = RetryBudget()
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.credentials = credentials
        self.timeline = timeline
        retrier = Retrier(policy: retry, timeline: timeline, budget: budget)
    }

    /// Calls a method and returns the JSON of its answer (`.null` for an empty body).
    ///
    /// A virtual timeline stands still while the call is in flight, unless it is a long poll.
    ///
    /// - Parameters:
    ///   - method: the HTTP method.
    ///   - path: the path with its leading slash, not percent-encoded, for example `/v1/projects/p/topics/t`.
    ///   - query: the query parameters, not percent-encoded.
    ///   - body: the JSON body; nil for none.
    ///   - longPoll: whether the server answers only when there is something to say.
    ///   - repeats: whether the call may be sent again when it is not known what became of it.
    /// - Throws: the `Status` of Google's error answer after the last attempt, or `CancellationError`.
    public func call(
        _ method: String, _ path: String, query: [(String, String)] = [], body: JSON? = nil,
        longPoll: Bool = false, repeats: Repeats = .byMethod
    ) async throws -> JSON {
        var request = HTTPRequest(method: method, url: url(PercentEncoding.path(path), query))
        request.timeout = longPoll ? Self.longPollTimeout : Self.callTimeout
        if let body {
            request.headers.append(("content-type", "application/json"))
            request.body = body.bytes()
        }
        return try await send(request, longPoll: longPoll, repeats: repeats) { response, now in
            try response.json(now: now)
        }
    }

    /// Sends a request with this API's credentials, again where that is allowed, and reads the answer.
    ///
    /// - Parameter read: turns an answer into a value, or throws the `Status` that it stands for.
    func send<R: Sendable>(
        _ request: HTTPRequest, longPoll: Bool = false, repeats: Repeats = .byMethod,
        _ read: (HTTPResponse, Instant) throws -> R
    ) async throws -> R {
        try await retrier.run(isRepeatable: { repeats.allows(request.method, after: $0) }) {
            let activity = longPoll ? Activity.none : timeline.beginActivity(.working)
            defer { activity.end() }
            return try read(try await sendSigned(request), timeline.now)
        }
    }

    /// Sends a request, once more with another token when the first is refused: then nothing was done yet.
    private func sendSigned(_ request: HTTPRequest) async throws -> HTTPResponse {
        let first = try await signed(request)
        HTTPExchangeLog.shared?.noteRequest(first.method, first.url, body: first.body)
        let response = try await transport.send(first)
        guard response.status == 401, let authorization = first.header("authorization"),
            await credentials.renew(after: authorization)
        else { return response }
        return try await transport.send(try await signed(request))
    }

    private func signed(_ request: HTTPRequest) async throws -> HTTPRequest {
        var request = request
        if let authorization = try await credentials.authorization() {
            request.headers.append(("authorization", authorization))
        }
        if let project = credentials.quotaProject {
            request.headers.append(("x-goog-user-project", project))
        }
        return request
    }

    /// A URL of this API from a path that is percent-encoded already.
    func url(_ encodedPath: String, _ query: [(String, String)]) -> String {
        endpoint + encodedPath + PercentEncoding.queryString(query)
    }
}
