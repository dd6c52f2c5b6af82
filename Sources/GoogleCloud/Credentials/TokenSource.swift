import CloudCore

/// What tokens can be had from: a key, a refresh token, another identity provider, the metadata server.
protocol TokenSource: Sendable {
    /// A new access token.
    ///
    /// - Throws: UNAUTHENTICATED when it is refused, UNAVAILABLE when nobody can be asked.
    func accessToken(scopes: [String]) async throws -> ExpiringToken

    /// A new ID token for an audience.
    ///
    /// - Throws: UNIMPLEMENTED when there is none to be had from here.
    func idToken(audience: String) async throws -> ExpiringToken
}

/// What token sources work with.
struct TokenContext: Sendable {
    let transport: any HTTPTransport
    let timeline: any Timeline
    let environment: [String: String]

    /// The most bytes taken of a file or a command's output.
    static let maxTextBytes = 1 << 20
    /// The most real time that a token endpoint may take.
    private static let timeout = Duration.seconds(30)
    /// Asking for a token twice does no harm.
    private static let retry = RetryPolicy(
        attempts: 4, initialDelay: .milliseconds(500), maxDelay: .seconds(8))

    init(
        transport: any HTTPTransport, timeline: any Timeline,
        environment: [String: String] = ProcessEnvironment.variables
    ) {
        self.transport = transport
        self.timeline = timeline
        self.environment = environment
    }

    /// Posts a form, as OAuth has it, and returns the JSON of the answer.
    ///
    /// - Parameter secrets: what was sent and must not be seen in an error.
    func post(form: [(String, String)], to url: String, secrets: [Secret<String>]) async throws -> JSON {
        let request = HTTPRequest(
            method: "POST", url: url, headers: [("content-type", "application/x-www-form-urlencoded")],
            body: Array(PercentEncoding.form(form).utf8), timeout: Self.timeout)
        return try await json(request, secrets)
    }

    /// Sends a request for a token and returns the JSON of the answer.
    func json(_ request: HTTPRequest, _ secrets: [Secret<String>]) async throws -> JSON {
        let response = try await answer(request, secrets)
        guard let json = try? JSON.parse(response.body) else {
            throw Status(.internal, "\(request): the answer is not JSON.")
        }
        return json
    }

    /// Sends a request for a token and returns the successful answer.
    func answer(_ request: HTTPRequest, _ secrets: [Secret<String>]) async throws -> HTTPResponse {
        var request = request
        request.timeout = request.timeout ?? Self.timeout
        return try await Retrier(policy: Self.retry, timeline: timeline).run(isRepeatable: { _ in true }) {
            let response = try await transport.send(request)
            guard (200..<300).contains(response.status) else {
                throw Self.refusal(response, of: request, secrets, now: timeline.now)
            }
            return response
        }
    }

    /// What is told of an error answer: OAuth's `error` and `error_description` or Google's `message`, never the body as
    /// such, and nothing that was a secret of the request.
    private static func refusal(
        _ response: HTTPResponse, of request: HTTPRequest, _ secrets: [Secret<String>], now: Instant
    ) -> Status {
        let json = (try? JSON.parse(response.body)) ?? .null
        let parts = [
            json.text("error"), json.text("error_description"), json.member("error").text("message"),
        ].filter { !$0.isEmpty }
        var text = parts.isEmpty ? "no reason given" : parts.joined(separator: ": ")
        for secret in secrets { text = secret.scrubbed(from: text) }
        let known = response.failure(now: now)
        let details = known.details.filter { if case .retryInfo = $0 { true } else { false } }
        let code: Status.Code = (400..<404).contains(response.status) ? .unauthenticated : known.code
        return Status(
            response.status >= 500 ? .unavailable : code,
            "\(request) refused a token with HTTP status \(response.status): \(text.prefix(500))",
            details: details)
    }

    /// An access token from the JSON of an OAuth answer.
    func token(in json: JSON, member: String = "access_token", from url: String) throws(Status)
        -> ExpiringToken
    {
        let value = json.text(member)
        guard TokenText.isValid(value) else {
            throw Status(.internal, "The answer of \(url) has no usable \(member).")
        }
        let lifetime = json.integer("expires_in") ?? 3_600
        let now = timeline.now
        return ExpiringToken(
            value: Secret(value), obtained: now, expires: now + .seconds(min(max(lifetime, 0), 43_200)))
    }
}

/// Tokens as text.
enum TokenText {
    /// Whether a text may stand in an Authorization header: visible ASCII, and not without bound.
    static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 << 10 && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
