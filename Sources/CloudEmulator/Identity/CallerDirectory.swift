import CloudCore
import RPCServer
import Synchronization

/// Tells who makes a call: by the bearer token, or by the port that it came through.
///
/// A token is one that was issued here, a JSON web token that names its account, or simply an email address. Clients
/// in emulator mode send none: they are whoever their port belongs to, and the owner on any other.
final class CallerDirectory: Sendable {
    private let owner: Caller
    private let ports = Mutex<[UInt16: Caller]>([:])
    let tokens = AccessTokens()

    init(owner: String) { self.owner = Caller(email: owner) }

    /// Who makes a call.
    func caller(_ context: CallContext, at now: @autoclosure () -> Instant) -> Caller {
        guard let authorization = context.authorization else { return caller(onPort: context.localPort) }
        guard let token = BearerToken.text(authorization) else { return Caller(.unknownToken) }
        return tokens.caller(token, at: now()) ?? BearerToken.named(token) ?? Caller(.unknownToken)
    }

    /// Whose a port is: the owner's unless it has been given to somebody.
    func caller(onPort port: UInt16) -> Caller {
        if port == 0 { return owner }
        return ports.withLock { $0[port] } ?? owner
    }

    /// Whether a port has been given to somebody.
    func isGiven(_ port: UInt16) -> Bool { ports.withLock { $0[port] != nil } }

    /// Gives a port to an account; nil takes it back.
    func assign(_ port: UInt16, to email: String?) {
        ports.withLock { $0[port] = email.map { Caller(email: $0) } }
    }
}

/// What can be seen of a bearer token without knowing it.
enum BearerToken {
    /// The token of an `authorization` header; nil when it is of another kind.
    static func text(_ authorization: String) -> String? {
        let bytes = authorization.utf8
        guard let space = bytes.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        let isBearer = bytes[..<space].elementsEqual("bearer".utf8) { $0 | 0x20 == $1 }
        let rest = bytes[space...].drop { $0 == UInt8(ascii: " ") }
        return isBearer && !rest.isEmpty ? String(Substring(rest)) : nil
    }

    /// The caller whose name the token is or has: an email address, or the `email`, `sub` or `iss` of a JSON web token,
    /// whose signature is not verified. Nobody is kept out of a local cloud by that.
    static func named(_ token: String) -> Caller? {
        if isAddress(token) { return Caller(email: token) }
        guard let claims = claims(token) else { return nil }
        let name = ["email", "sub", "iss"].lazy.compactMap { claims[$0]?.stringValue }.first(where: isAddress)
        return name.map { Caller(email: $0) }
    }

    /// The claims of a JSON web token; nil when it is none.
    static func claims(_ token: String) -> JSON? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(parts[1])) else { return nil }
        return try? JSON.parse(bytes)
    }

    private static func isAddress(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (3...320).contains(bytes.count), let at = bytes.firstIndex(of: UInt8(ascii: "@")) else {
            return false
        }
        let domain = bytes[bytes.index(after: at)...]
        return at != bytes.startIndex && !domain.isEmpty && !domain.contains(UInt8(ascii: "@"))
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
    }
}
