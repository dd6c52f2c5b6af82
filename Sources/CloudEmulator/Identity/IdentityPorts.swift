import CloudCore
import RPCServer
import Synchronization

extension LocalCloud {
    /// Serves the cloud on a further port, whose callers are a service account unless they show a token: for clients in
    /// emulator mode, which show none. The port is the account's metadata server, too, to which `GCE_METADATA_HOST`
    /// leads.
    ///
    /// - Parameter region: where what uses the port is said to run.
    /// - Throws: `SystemError` when the port cannot be had.
    public func start(
        as account: String, host: String = "127.0.0.1", port: UInt16 = 0, region: String = "us-central1",
        limits: ServerLimits = ServerLimits()
    ) throws(SystemError) -> Server {
        let metadata = MetadataServer(cloud: self, account: account.lowercased(), region: region)
        let isServiceAccount = Caller(email: account).isServiceAccount
        let server = try serve(
            host: host, port: port, limits: limits, routes: isServiceAccount ? metadata.routes : [])
        plane.callers.assign(server.port, to: account)
        return server
    }
}

/// The ports that are opened from outside, each with the identity of an account:
///
/// - `GET /emulator/v1/ports` lists them.
/// - `POST /emulator/v1/ports` with `{"account": "…"}` opens one, and answers its number.
/// - `DELETE /emulator/v1/ports/{port}` closes one.
final class IdentityPorts: Sendable {
    /// The most ports that are open at once.
    static let maxPorts = 256

    private struct Port {
        let server: Server
        let account: String
    }

    private let cloud: LocalCloud
    private let host: String
    private let limits: ServerLimits
    private let ports = Mutex<[UInt16: Port]>([:])

    init(_ cloud: LocalCloud, host: String, limits: ServerLimits) {
        self.cloud = cloud
        self.host = host
        self.limits = limits
    }

    /// The routes. They keep this alive, and with it the ports.
    var routes: [HTTPRoute] {
        let path = "/emulator/v1/ports"
        return [
            HTTPRoute("GET", path) { [self] _ in .json(list) },
            HTTPRoute("POST", path) { [self] request in
                .json { () throws(Status) in
                    try open(try JSON.parse(request.body)["account"]?.stringValue ?? "")
                }
            },
            HTTPRoute("DELETE", path + "/{port}") { [self] request in
                .json { () throws(Status) in try close(request.parameters["port"] ?? "") }
            },
        ]
    }

    private var list: JSON {
        let open = ports.withLock { $0.mapValues(\.account) }
        return ["ports": .array(open.sorted { $0.key < $1.key }.map { Self.json($0.key, $0.value) })]
    }

    private func open(_ account: String) throws(Status) -> JSON {
        guard account.contains("@"), account.utf8.count <= 320 else {
            throw Status(
                .invalidArgument, "account is \"\(account.prefix(100))\"; expected an email address.")
        }
        guard ports.withLock({ $0.count }) < Self.maxPorts else {
            throw Status(.resourceExhausted, "\(Self.maxPorts) ports are open, which is the maximum.")
        }
        let server: Server
        do throws(SystemError) {
            server = try cloud.start(as: account, host: host, limits: limits)
        } catch {
            throw Status(.resourceExhausted, "No further port can be had: \(error).")
        }
        ports.withLock { $0[server.port] = Port(server: server, account: account) }
        return Self.json(server.port, account)
    }

    private func close(_ text: String) throws(Status) -> JSON {
        let port = UInt16(text).flatMap { number in ports.withLock { $0.removeValue(forKey: number) } }
        guard let port else {
            throw Status(.notFound, "No port \(text.prefix(20)) has been opened here.")
        }
        // Released, a server stops by itself.
        cloud.plane.callers.assign(port.server.port, to: nil)
        return list
    }

    private static func json(_ port: UInt16, _ account: String) -> JSON {
        ["port": .int(Int64(port)), "account": .string(account)]
    }
}
