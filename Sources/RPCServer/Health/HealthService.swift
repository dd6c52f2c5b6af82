import CloudCore

/// `grpc.health.v1.Health`: says whether a server, or one of its services, can be called.
///
/// Source: grpc `doc/health-checking.md`. The empty service name stands for the server as a whole. What is served
/// here is serving from the first call to the end of the server, which ends every Watch with UNAVAILABLE.
public struct HealthService: Sendable {
    private let services: Set<String>

    /// Makes the service for a server of `services`.
    public init(services: [String]) {
        self.services = Set(services).union([""])
    }

    /// The rows of the method table.
    public var methods: [RPCMethod] {
        [
            .unary("/grpc.health.v1.Health/Check") { (request: HealthCheckRequest, _) throws(Status) in
                guard services.contains(request.service) else {
                    throw Status(.notFound, "unknown service \(request.service)")
                }
                return HealthCheckResponse(.serving)
            },
            .streaming("/grpc.health.v1.Health/Watch", clientStreams: false) {
                (_, responses) throws(Status) in
                HealthWatch(services: services, responses: responses)
            },
        ]
    }
}

/// One call of Watch: tells the status at once, and stays open.
final class HealthWatch: RequestStream {
    private let services: Set<String>
    private let responses: ResponseStream<HealthCheckResponse>

    init(services: Set<String>, responses: ResponseStream<HealthCheckResponse>) {
        self.services = services
        self.responses = responses
    }

    func receive(_ request: HealthCheckRequest) {
        responses.send(HealthCheckResponse(services.contains(request.service) ? .serving : .serviceUnknown))
    }

    func halfClose() {}
    func writable() {}
    func cancel() {}
}
