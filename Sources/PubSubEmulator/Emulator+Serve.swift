import CloudCore
import RPCServer

extension Emulator {
    /// Serves this emulator's state over gRPC and REST until the server is stopped or released.
    ///
    /// - Parameters:
    ///   - host: the address to bind to; the loopback address unless told otherwise.
    ///   - port: the port; 0 picks a free one, which `Server.port` tells.
    /// - Throws: `SystemError` when the port cannot be had.
    public func start(
        host: String = "127.0.0.1", port: UInt16 = 0, limits: ServerLimits = ServerLimits()
    ) throws(SystemError) -> Server {
        try Server(
            emulating: methods, services: Self.services, timeline: timeline,
            routes: ControlRoutes.routes(for: self), interceptor: interceptor, host: host, port: port,
            limits: limits)
    }

    /// The gRPC services that are served.
    public static let services = ["google.pubsub.v1.Publisher", "google.pubsub.v1.Subscriber"]
}
