import CloudCore

extension Server {
    /// Serves an emulator: its methods, `grpc.health.v1.Health` for its services, server reflection, its timeline,
    /// and `GET /`, which answers 200 `Ok` as soon as it serves; wrappers poll that.
    ///
    /// - Parameters:
    ///   - methods: what the emulator serves, over gRPC and REST.
    ///   - services: the gRPC services among them.
    ///   - routes: further HTTP requests that the emulator answers.
    ///   - timeline: the time that the emulator goes by.
    /// - Throws: `SystemError` when the port cannot be had.
    public convenience init(
        emulating methods: [RPCMethod], services: [String], routes: [HTTPRoute] = [],
        timeline: any Timeline, host: String,
        port: UInt16,
        limits: ServerLimits
    ) throws(SystemError) {
        let served = methods + HealthService(services: services).methods
        try self.init(
            methods: served + ReflectionService(describing: served).methods,
            routes: [HTTPRoute("GET", "/") { _ in .text("Ok\n") }] + TimelineRoutes.routes(for: timeline)
                + routes,
            host: host, port: port, limits: limits)
    }
}
