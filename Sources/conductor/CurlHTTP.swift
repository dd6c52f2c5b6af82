import CloudCore
import GoogleCloud
import PubSubEmulator

/// The requests of push subscriptions over libcurl.
struct CurlHTTP: OutgoingHTTP {
    let transport: CurlTransport

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
