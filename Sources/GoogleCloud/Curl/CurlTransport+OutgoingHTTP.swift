import CloudCore

/// What the emulators send, over libcurl, which is loaded for the first request.
extension CurlTransport: OutgoingHTTP {
    /// Begins to send a request.
    public func send(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
    ) -> OutgoingCall {
        let cancel = start(
            HTTPRequest(
                method: request.method, url: request.url, headers: request.headers, body: request.body,
                timeout: request.timeout)
        ) { completion($0.map(\.status)) }
        return OutgoingCall(onCancel: cancel)
    }
}
