import CloudCore
import Synchronization

/// `grpc.health.v1.Health`: says whether a server, or one of its services, can be called.
///
/// Source: grpc `doc/health-checking.md`. The empty service name stands for the server as a whole.
public final class HealthService: Sendable {
    private struct State {
        var statuses: [String: HealthStatus]
        var watchers: [ObjectIdentifier: (service: String, responses: ResponseStream<HealthCheckResponse>)] =
            [:]
    }

    private let state: Mutex<State>

    /// Makes the service; the server as a whole and each of `services` are serving.
    public init(services: [String]) {
        let names = [""] + services
        state = Mutex(State(statuses: Dictionary(names.map { ($0, .serving) }, uniquingKeysWith: { $1 })))
    }

    /// Changes the status of everything, and tells those who watch.
    public func setAll(_ status: HealthStatus) {
        let watchers = state.withLock { state in
            for name in state.statuses.keys { state.statuses[name] = status }
            return state.watchers.values.filter { state.statuses[$0.service] != nil }
        }
        var response = HealthCheckResponse()
        response.status = status
        for watcher in watchers { watcher.responses.send(response) }
    }

    /// The rows of the method table.
    public var methods: [RPCMethod] {
        [
            .unary("/grpc.health.v1.Health/Check") { [self] (request: HealthCheckRequest, _) throws(Status) in
                try check(request)
            },
            .streaming("/grpc.health.v1.Health/Watch") { [self] (_, responses) throws(Status) in
                HealthWatch(health: self, responses: responses)
            },
        ]
    }

    private func check(_ request: HealthCheckRequest) throws(Status) -> HealthCheckResponse {
        guard let status = state.withLock({ $0.statuses[request.service] }) else {
            throw Status(.notFound, "unknown service \(request.service)")
        }
        var response = HealthCheckResponse()
        response.status = status
        return response
    }

    fileprivate func add(
        _ watch: HealthWatch, _ service: String, _ responses: ResponseStream<HealthCheckResponse>
    ) {
        let status = state.withLock { state in
            state.watchers[ObjectIdentifier(watch)] = (service, responses)
            return state.statuses[service] ?? .serviceUnknown
        }
        var response = HealthCheckResponse()
        response.status = status
        responses.send(response)
    }

    fileprivate func remove(_ watch: HealthWatch) {
        _ = state.withLock { $0.watchers.removeValue(forKey: ObjectIdentifier(watch)) }
    }
}

/// One call of Watch: tells the status at once, and again whenever it changes.
final class HealthWatch: RequestStream {
    private let health: HealthService
    private let responses: ResponseStream<HealthCheckResponse>

    init(health: HealthService, responses: ResponseStream<HealthCheckResponse>) {
        self.health = health
        self.responses = responses
    }

    func receive(_ request: HealthCheckRequest) { health.add(self, request.service, responses) }
    func halfClose() {}
    func writable() {}
    func cancel() { health.remove(self) }
}
