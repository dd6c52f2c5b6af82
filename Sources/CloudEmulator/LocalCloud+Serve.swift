import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// Serves the local cloud, Pub/Sub included, over REST and gRPC on one port, until the server is stopped or
    /// released. Callers without a token are the owner. Further ports, whose callers are service accounts, can be
    /// opened through it (`/emulator/v1/ports`); they close with it.
    ///
    /// - Parameters:
    ///   - host: the address to bind to; the loopback address unless told otherwise.
    ///   - port: the port; 0 picks a free one, which `Server.port` tells.
    /// - Throws: `SystemError` when the port cannot be had.
    public func start(
        host: String = "127.0.0.1", port: UInt16 = 0, limits: ServerLimits = ServerLimits()
    ) throws(SystemError) -> Server {
        let ports = IdentityPorts(self, host: host, limits: limits)
        let server = try serve(host: host, port: port, limits: limits, routes: ports.routes)
        // The number may have been an account's before.
        plane.callers.assign(server.port, to: nil)
        serveInstances(host: host, port: server.port, limits: limits)
        return server
    }

    /// The same with other routes besides those that every port has.
    func serve(
        host: String, port: UInt16, limits: ServerLimits, routes: [HTTPRoute]
    ) throws(SystemError) -> Server {
        try Server(
            emulating: methods, services: Emulator.services, timeline: timeline,
            routes: disrupted(routes + self.routes), interceptor: pubsub.interceptor, gateway: run.gateway,
            host: host, port: port, limits: limits, missing: MissingAPIs.refusal)
    }

    /// What is served besides the methods.
    var routes: [HTTPRoute] {
        let own = ownRoutes
        let taken = Set(own.map { "\($0.method) \($0.template)" })
        return own + pubsub.routes.filter { !taken.contains("\($0.method) \($0.template)") }
    }

    /// The controls of the cloud, which take the places of Pub/Sub's own, and what of its APIs is no method.
    var ownRoutes: [HTTPRoute] {
        CloudRoutes(cloud: self).all + policyRoutes + disruptionRoutes + oauthRoutes + runRoutes + imageRoutes
            + discoveryRoutes + gated(storageRoutes) + buildRoutes
    }
}
