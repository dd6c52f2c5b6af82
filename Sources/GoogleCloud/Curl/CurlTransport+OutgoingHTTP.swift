import CloudCore

/// What the emulators send, over libcurl, which is loaded for the first request.
extension CurlTransport: OutgoingHTTP {
    /// Begins to send a request.
    public func send(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
    ) -> OutgoingCall {
        exchange(request) { completion($0.map(\.status)) }
    }

    /// Begins to send a request whose whole answer is wanted.
    public func exchange(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<OutgoingAnswer, Status>) -> Void
    ) -> OutgoingCall {
        let cancel = start(
            HTTPRequest(
                method: request.method, url: request.url, headers: request.headers, body: request.body,
                timeout: request.timeout)
        ) { outcome in
            completion(outcome.map { OutgoingAnswer(status: $0.status, headers: $0.headers, body: $0.body) })
        }
        return OutgoingCall(onCancel: cancel)
    }
}
