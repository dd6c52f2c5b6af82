import CloudCore

extension Server {
    /// Serves an emulator: its methods, `grpc.health.v1.Health` for its services, server reflection, its timeline,
    /// and `GET /`, which answers 200 `Ok` as soon as it serves; wrappers poll that.
    ///
    /// - Parameters:
    ///   - methods: what the emulator serves, over gRPC and REST.
    ///   - services: the gRPC services among them.
    ///   - timeline: the time that the emulator goes by.
    ///   - routes: further HTTP requests that it answers; they come before the others.
    ///   - interceptor: has calls meet fault rules, which `FaultRoutes` control, and records them; nil for neither.
    ///   - gateway: what serves requests for hosts of its own; nil for nothing.
    ///   - missing: the refusal of a path, given after its host, that is not served; nil for NOT_FOUND.
    /// - Throws: `SystemError` when the port cannot be had.
    public convenience init(
        emulating methods: [RPCMethod], services: [String], timeline: any Timeline,
        routes: [HTTPRoute] = [], interceptor: Interceptor? = nil, gateway: HTTPGateway? = nil, host: String,
        port: UInt16, limits: ServerLimits,
        missing: @escaping @Sendable (String, Substring) -> Status? = { _, _ in nil }
    ) throws(SystemError) {
        let served = methods + HealthService(services: services).methods
        try self.init(
            methods: served + ReflectionService(describing: served).methods,
            routes: routes + [HTTPRoute("GET", "/") { _ in .text("Ok\n") }]
                + TimelineRoutes.routes(for: timeline)
                + (interceptor.map { FaultRoutes.routes(for: $0) } ?? []),
            host: host, port: port, limits: limits, interceptor: interceptor, gateway: gateway,
            log: .shared, missing: missing)
    }
}
