import CloudCore
import RPCServer

/// Carries what the APIs of the cloud send: to services of Cloud Run directly, as from within the project; to all else
/// as before.
struct ServiceHTTP: OutgoingHTTP {
    let outside: any OutgoingHTTP
    let engine: RunEngine

    func send(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
    ) -> OutgoingCall {
        exchange(request) { completion($0.map(\.status)) }
    }

    func exchange(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<OutgoingAnswer, Status>) -> Void
    ) -> OutgoingCall {
        guard let (authority, target) = Self.service(request.url) else {
            return outside.exchange(request, completion)
        }
        let passed = GatewayRequest(
            method: request.method, authority: authority, target: target,
            headers: request.headers.map { ($0.name.lowercased(), $0.value) }, body: request.body)
        let served = engine.serve(passed, isInternal: true) { response in
            var headers = response.headers
            if !response.contentType.isEmpty { headers.append(("content-type", response.contentType)) }
            completion(
                .success(OutgoingAnswer(status: response.status, headers: headers, body: response.body)))
        }
        return OutgoingCall { served?.abandon() }
    }

    /// The host and the rest of a service's URL; nil for any other.
    private static func service(_ url: String) -> (authority: String, target: String)? {
        guard url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst("http://".count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = String(rest[..<end])
        guard RunHost.isService(authority) else { return nil }
        let target = rest[end...].prefix { $0 != "#" }
        return (authority, target.first == "/" ? String(target) : "/" + target)
    }
}
