import CloudCore

/// HTTP over libcurl: one worker thread drives all transfers and keeps connections open for reuse.
///
/// HTTP/2 over TLS, HTTP/1.1 in clear text. Certificates are checked. Proxies are taken from the environment,
/// but never for this machine's own addresses. The thread starts with the first request and ends with
/// `shutdown()` or when the transport is released.
public final class CurlTransport: HTTPTransport {
    /// What a transport refuses to go beyond.
    public struct Limits: Sendable {
        /// The largest body of an answer, in bytes.
        public var responseBodyBytes = 64 << 20
        /// The largest head of an answer, in bytes.
        public var responseHeadBytes = 256 << 10
        /// The most requests in flight at once.
        public var transfers = 4096
        /// The longest time that connecting may take.
        public var connectTimeout = Duration.seconds(10)

        /// The default limits.
        public init() {}
    }

    private let worker: CurlWorker

    /// Makes a transport.
    ///
    /// - Parameter certificateAuthorities: a file in PEM of those whose certificates are taken, as a proxy that looks into
    ///   TLS needs it; nil for those of the system.
    public init(limits: Limits = Limits(), certificateAuthorities: String? = nil) {
        worker = CurlWorker(limits: limits, certificateAuthorities: certificateAuthorities)
    }

    /// Sends one request and returns its whole answer.
    ///
    /// - Throws: `Status(.unavailable)` when there is no connection or it breaks, `Status(.deadlineExceeded)`
    ///   after the request's timeout, `Status(.resourceExhausted)` beyond a limit, `Status(.invalidArgument)`
    ///   for a request that cannot be sent, `CancellationError` when the task is cancelled.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.validate()
        let id = worker.nextID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                worker.submit(
                    CurlSubmission(id: id, request: request) { continuation.resume(with: $0) },
                    isCancelled: { Task.isCancelled })
            }
        } onCancel: {
            worker.cancel(id)
        }
    }

    /// Begins to send one request, for callers that are no tasks.
    ///
    /// - Parameter completion: called once, from the transport's thread or, for a request that cannot be begun,
    ///   before this returns, with the answer or with what `send` throws; CANCELLED when it is cancelled.
    /// - Returns: what cancels the request; nothing happens when it has ended already.
    public func start(
        _ request: HTTPRequest, _ completion: @escaping @Sendable (Result<HTTPResponse, Status>) -> Void
    ) -> @Sendable () -> Void {
        let id = worker.nextID()
        let refused: Status?
        do throws(Status) {
            try request.validate()
            refused = nil
        } catch {
            refused = error
        }
        worker.submit(
            CurlSubmission(id: id, request: request) { outcome in
                completion(
                    outcome.mapError { error in
                        refused ?? error as? Status ?? Status(.cancelled, "The request was cancelled.")
                    })
            }, isCancelled: { refused != nil })
        return { [worker] in worker.cancel(id) }
    }

    /// Ends all transfers with UNAVAILABLE and waits for the thread to end. Later requests are refused.
    public func shutdown() { worker.shutdown() }

    deinit { worker.shutdown() }
}

extension HTTPRequest {
    /// Refuses what would not arrive as it is written here.
    fileprivate func validate() throws(Status) {
        let token = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"
        guard !method.isEmpty, method.allSatisfy(token.contains) else {
            throw Status(.invalidArgument, "The HTTP method \"\(method)\" is not a token.")
        }
        for (name, value) in headers {
            guard !name.isEmpty, name.allSatisfy(token.contains) else {
                throw Status(.invalidArgument, "The header name \"\(name)\" is not a token.")
            }
            guard !value.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw Status(.invalidArgument, "The value of header \(name) contains a line break or NUL.")
            }
        }
        guard !url.utf8.contains(where: { $0 <= 32 || $0 == 127 }) else {
            throw Status(.invalidArgument, "The URL \"\(shownURL)\" contains a space or control character.")
        }
    }
}
