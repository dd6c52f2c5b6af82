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
            emulating: methods, services: Self.services, timeline: timeline, routes: routes,
            interceptor: interceptor, host: host, port: port, limits: limits)
    }

    /// Removes the file of the key that the tokens of push subscriptions are signed with, if one has been made: for a
    /// program that ends without releasing its emulator. A later token is signed with a new key.
    public func discardSigningKey() { host.outlets.tokens.discardKey() }

    /// What is served besides the methods: what `docs/emulator-api.md` lists, and the keys of the tokens of push
    /// subscriptions, as a JSON Web Key Set.
    ///
    /// - `GET /emulator/v1/jwks`, and
    /// - `GET /oauth2/v3/certs`, where Google publishes its own, so that a receiver changes only the host, and
    /// - `GET /oauth2/v1/certs`, where Google publishes them as certificates.
    ///
    /// The sets have no key until a token has been signed.
    public var routes: [HTTPRoute] {
        let keys = host.outlets.tokens
        let published = ["/emulator/v1/jwks", "/oauth2/v3/certs"].map { path in
            HTTPRoute("GET", path) { _ in .json(keys.keySet) }
        }
        return ControlRoutes.routes(for: self) + published
            + [HTTPRoute("GET", "/oauth2/v1/certs") { _ in .json(keys.certificates) }]
    }

    /// The gRPC services that are served.
    public static let services = [
        "google.pubsub.v1.Publisher", "google.pubsub.v1.Subscriber", "google.pubsub.v1.SchemaService",
        "google.iam.v1.IAMPolicy",
    ]
}
