import CloudCore
import RPCServer
import Synchronization

/// A request for a service, from its arrival to its answer, of which there is one.
final class ServedRequest: Sendable {
    /// Why a request is not answered by an instance.
    enum Refusal: Sendable {
        case noInstance, timeout, brokenAnswer
    }

    private struct State {
        var hasEnded = false
        var deadline: Alarm?
        var call: OutgoingCall?
        var activity: Activity?
        var atEnd: (@Sendable () -> Void)?
    }

    /// What the engine knows it by.
    let number: UInt64
    private let request: GatewayRequest
    private let respond: @Sendable (HTTPResponse) -> Void
    private let state = Mutex(State())

    /// Headers that are about one connection only (RFC 9110, section 7.6.1).
    private static let hopByHop: Set = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
        "trailer",
        "transfer-encoding", "upgrade", "content-length",
    ]

    init(number: UInt64, _ request: GatewayRequest, _ respond: @escaping @Sendable (HTTPResponse) -> Void) {
        self.number = number
        self.request = request
        self.respond = respond
    }

    /// Begins the time that it may take.
    func begin(limit: Duration, timeline: any Timeline, atEnd: @escaping @Sendable () -> Void) {
        let activity = timeline.beginActivity(.working)
        let deadline = timeline.schedule(at: timeline.now + limit) { [weak self] in self?.answer(.timeout) }
        let hasEnded = state.withLock { state in
            guard !state.hasEnded else { return true }
            state.activity = activity
            state.deadline = deadline
            state.atEnd = atEnd
            return false
        }
        guard hasEnded else { return }
        deadline.cancel()
        activity.end()
    }

    /// Hands it to an instance.
    func send(to instance: RunInstance, through http: (any OutgoingHTTP)?) {
        guard let port = instance.port, let http else { return answer(.brokenAnswer) }
        var outgoing = OutgoingRequest(
            url: "http://127.0.0.1:\(port)\(request.target)", body: request.body, timeout: RunRules.maxTimeout
        )
        outgoing.method = request.method
        outgoing.headers = headers
        let call = http.exchange(outgoing) { [weak self] outcome in
            switch outcome {
            case .success(let answer): self?.end(HTTPResponse(passing: answer, without: Self.hopByHop))
            case .failure(let status):
                self?.answer(status.code == .deadlineExceeded ? .timeout : .brokenAnswer)
            }
        }
        let hasEnded = state.withLock { state in
            if !state.hasEnded { state.call = call }
            return state.hasEnded
        }
        if hasEnded { call.cancel() }
    }

    /// The headers as an instance gets them: TLS ends before it, and so does the signature of a token.
    private var headers: [(name: String, value: String)] {
        var headers = request.headers.filter { !Self.hopByHop.contains($0.name) && $0.name != "host" }
        for index in headers.indices
        where headers[index].name == "authorization" || headers[index].name == "x-serverless-authorization" {
            headers[index].value = Self.withoutSignature(headers[index].value)
        }
        headers.append(("host", request.authority))
        headers.append(("x-forwarded-proto", "https"))
        if request.header("x-forwarded-for") == nil { headers.append(("x-forwarded-for", "127.0.0.1")) }
        return headers
    }

    private static func withoutSignature(_ value: String) -> String {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return value }
        return "\(parts[0]).\(parts[1]).SIGNATURE_REMOVED_BY_GOOGLE"
    }

    /// Answers it in the place of an instance.
    func answer(_ refusal: Refusal) { end(refusal.response) }

    /// The caller is gone.
    func abandon() { end(nil) }

    private func end(_ response: HTTPResponse?) {
        let last = state.withLock { state -> State? in
            guard !state.hasEnded else { return nil }
            defer {
                state = State()
                state.hasEnded = true
            }
            return state
        }
        guard let last else { return }
        last.deadline?.cancel()
        last.call?.cancel()
        if let response { respond(response) }
        last.atEnd?()
        last.activity?.end()
    }
}

extension ServedRequest.Refusal {
    /// The answer; the texts are those that "Troubleshoot Cloud Run issues" lists.
    var response: HTTPResponse {
        switch self {
        case .noInstance:
            .text("The request was aborted because there was no available instance.\n", status: 429)
        case .timeout: .text("upstream request timeout\n", status: 504)
        case .brokenAnswer:
            .text(
                "The request failed because either the HTTP response was malformed or connection to the instance had an "
                    + "error.\n", status: 503)
        }
    }
}

extension HTTPResponse {
    /// An instance's answer as it is passed on.
    fileprivate init(passing answer: OutgoingAnswer, without dropped: Set<String>) {
        self.init(status: answer.status, body: answer.body)
        for (name, value) in answer.headers {
            let name = name.lowercased()
            if name == "content-type", contentType.isEmpty {
                contentType = value
            } else if !dropped.contains(name) {
                headers.append((name, value))
            }
        }
    }
}
