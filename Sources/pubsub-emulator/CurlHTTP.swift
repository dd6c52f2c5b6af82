import CloudCore
import GoogleCloud
import PubSubEmulator

/// The requests of push subscriptions over libcurl, which is loaded for the first of them.
struct CurlHTTP: OutgoingHTTP {
    private let transport = CurlTransport()

    func send(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
    ) -> OutgoingCall {
        let cancel = transport.start(
            HTTPRequest(
                method: request.method, url: request.url, headers: request.headers, body: request.body,
                timeout: request.timeout)
        ) { completion($0.map(\.status)) }
        return OutgoingCall(onCancel: cancel)
    }
}
