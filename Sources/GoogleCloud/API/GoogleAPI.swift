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
    let retry: RetryPolicy
    let jitter: JitterSource

    /// The most real time that an ordinary call may take.
    static let callTimeout = Duration.seconds(60)
    /// The most real time that a long poll may take: the server ends it after 90 s at most.
    static let longPollTimeout = Duration.seconds(150)

    /// Makes a client for the API at `endpoint`, for example `https://pubsub.googleapis.com`.
    public init(
        endpoint: String, transport: any HTTPTransport, credentials: any Credentials, timeline: any Timeline,
        retry: RetryPolicy = .standard
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.credentials = credentials
        self.timeline = timeline
        self.retry = retry
        self.jitter = JitterSource(seed: retry.seed)
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
    /// - Throws: the `Status` of Google's error answer after the last attempt, or `CancellationError`.
    public func call(
        _ method: String, _ path: String, query: [(String, String)] = [], body: JSON? = nil,
        longPoll: Bool = false
    ) async throws -> JSON {
        var request = HTTPRequest(method: method, url: url(path, query))
        request.timeout = longPoll ? Self.longPollTimeout : Self.callTimeout
        if let body {
            request.headers.append(("content-type", "application/json"))
            request.body = body.bytes()
        }
        var attempt = 1
        while true {
            do {
                return try await sendOnce(request, longPoll: longPoll)
            } catch let status as Status {
                guard let delay = retry.delay(after: status, attempt: attempt, random: jitter.next()) else {
                    throw status
                }
                try await timeline.sleep(for: delay)
                attempt += 1
            }
        }
    }

    private func sendOnce(_ request: HTTPRequest, longPoll: Bool) async throws -> JSON {
        let activity = longPoll ? Activity.none : timeline.beginActivity(.working)
        defer { activity.end() }
        var request = request
        if let authorization = try await credentials.authorization() {
            request.headers.append(("authorization", authorization))
        }
        return try await transport.send(request).json()
    }

    private func url(_ path: String, _ query: [(String, String)]) -> String {
        var url = endpoint + PercentEncoding.path(path)
        for (index, (name, value)) in query.enumerated() {
            url += (index == 0 ? "?" : "&") + PercentEncoding.query(name) + "="
            url += PercentEncoding.query(value)
        }
        return url
    }
}
