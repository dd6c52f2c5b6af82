import CloudCore
import RPCServer
import Synchronization

/// A port of the local cloud whose callers are an account, open for as long as somebody holds this.
final class AccountPort: Sendable {
    /// Its number.
    let number: UInt16
    private let server: Server
    private let callers: CallerDirectory

    init(_ server: Server, _ callers: CallerDirectory) {
        number = server.port
        self.server = server
        self.callers = callers
    }

    // Released, a server stops by itself.
    deinit { callers.assign(number, to: nil) }
}

/// The ports through which instances reach the local cloud, one for each account and region.
final class AccountPorts: Sendable {
    /// Whose a port is, and where what uses it is said to run.
    struct Owner: Hashable, Sendable {
        let account: String
        let region: String
    }

    private struct Weak {
        weak var port: AccountPort?
    }

    private struct State {
        /// Serves the cloud for somebody; nil while the cloud is not served at all.
        var open: (@Sendable (Owner) -> AccountPort?)?
        var ports: [Owner: Weak] = [:]
    }

    private let state = Mutex(State())

    /// Says how a port is opened.
    func use(_ open: @escaping @Sendable (Owner) -> AccountPort?) { state.withLock { $0.open = open } }

    /// Whether the cloud is served, so that it can have ports.
    var isOpen: Bool { state.withLock { $0.open != nil } }

    /// The port of somebody.
    func port(of owner: Owner) -> AccountPort? {
        let (known, open) = state.withLock { ($0.ports[owner]?.port, $0.open) }
        if let known { return known }
        guard let made = open?(owner) else { return nil }
        return state.withLock { state in
            // Somebody else may have been quicker.
            if let known = state.ports[owner]?.port { return known }
            state.ports[owner] = Weak(port: made)
            return made
        }
    }
}
