import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// Serves the local cloud, Pub/Sub included, over REST and gRPC on one port, until the server is stopped or
    /// released.
    ///
    /// - Parameters:
    ///   - host: the address to bind to; the loopback address unless told otherwise.
    ///   - port: the port; 0 picks a free one, which `Server.port` tells.
    /// - Throws: `SystemError` when the port cannot be had.
    public func start(
        host: String = "127.0.0.1", port: UInt16 = 0, limits: ServerLimits = ServerLimits()
    ) throws(SystemError) -> Server {
        try Server(
            emulating: methods, services: Emulator.services, timeline: timeline, routes: pubsub.routes,
            interceptor: pubsub.interceptor, host: host, port: port, limits: limits)
    }
}
