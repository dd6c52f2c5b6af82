import CloudCore
import RPCServer
import Synchronization

/// Tells who makes a call: by the bearer token, or by the port that it came through.
///
/// A token is one that was issued here, a JSON Web Token that an account has signed for itself, or simply an email
/// address. Clients in emulator mode send none: they are whoever their port belongs to, and the owner on any other.
final class CallerDirectory: Sendable {
    private struct Proof: Hashable {
        let key: String
        let signed: [UInt8]
        let signature: [UInt8]
    }

    /// The most signatures that are remembered; beyond that, all are verified anew.
    private static let maxProofs = 1_000

    /// Whose a JSON Web Token is, if it is good for calling an API.
    typealias Verifier = (JSONWebToken, String) -> Caller

    /// A header that was understood, and whose it is until when.
    private struct KnownHeader {
        let authorization: String
        let caller: Caller
        let expiresAt: Instant
    }

    private let owner: Caller
    /// The header that was understood last: most calls show the one of the call before them.
    private let latest = Mutex<KnownHeader?>(nil)
    private let ports = Mutex<[UInt16: Caller]>([:])
    private let verified = Mutex<Set<Proof>>([])
    private let identify = Mutex<(@Sendable (JSONWebToken) -> String?)?>(nil)
    let tokens: AccessTokens

    init(owner: String, seed: UInt64 = 1) {
        self.owner = Caller(email: owner)
        tokens = AccessTokens(seed: seed)
    }

    /// Who makes a call.
    ///
    /// - Parameter verify: tells whose a JSON Web Token is. Unless given, ID tokens that were signed here are accepted,
    ///   which APIs do not take: whoever does checks the audience.
    func caller(
        _ context: CallContext, at now: @autoclosure () -> Instant, verify: Verifier? = nil
    ) -> Caller {
        guard let authorization = context.authorization else { return caller(onPort: context.localPort) }
        let now = now()
        let latest = latest.withLock { $0 }
        if let latest, latest.authorization == authorization, now < latest.expiresAt { return latest.caller }
        guard let token = BearerToken.text(authorization) else { return Caller(.unknownToken) }
        if let issued = tokens.issued(token) {
            guard now < issued.expiresAt else { return Caller(.expiredToken) }
            remember(authorization, issued)
            return issued.caller
        }
        if BearerToken.isAddress(token) { return Caller(email: token) }
        guard let token = JSONWebToken(parsing: token) else { return Caller(.unknownToken) }
        return verify?(token, context.authority) ?? caller(identityToken: token, at: now)
    }

    private func remember(_ authorization: String, _ token: AccessTokens.Token) {
        let header = KnownHeader(
            authorization: authorization, caller: token.caller, expiresAt: token.expiresAt)
        latest.withLock { $0 = header }
    }

    private func caller(identityToken token: JSONWebToken, at now: Instant) -> Caller {
        let identify = identify.withLock { $0 }
        guard let email = identify?(token), let expiresAt = token.time("exp") else {
            return Caller(.unknownToken)
        }
        return now < expiresAt ? Caller(email: email) : Caller(.expiredToken)
    }

    /// Has ID tokens accepted: `identify` tells whom one is of, nil for what was not signed here.
    func acceptIdentityTokens(_ identify: @escaping @Sendable (JSONWebToken) -> String?) {
        self.identify.withLock { $0 = identify }
    }

    /// Whether a key has signed a token. Clients show the same token for an hour, so that those that were verified are
    /// remembered.
    func isSigned(_ token: JSONWebToken, by key: AccountKey) -> Bool {
        let proof = Proof(key: key.id, signed: token.signedBytes, signature: token.signature)
        if verified.withLock({ $0.contains(proof) }) { return true }
        guard token.isSigned(by: key.verifier) else { return false }
        verified.withLock { verified in
            if verified.count >= Self.maxProofs { verified = [] }
            verified.insert(proof)
        }
        return true
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

    /// The claims of a JSON web token, which is not verified; nil when it is none.
    static func claims(_ token: String) -> JSON? { JSONWebToken(parsing: token).map { .object($0.claims) } }

    /// Whether a token is the email address of its caller: a test says by it who calls, and nothing is verified.
    static func isAddress(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (3...320).contains(bytes.count), let at = bytes.firstIndex(of: UInt8(ascii: "@")) else {
            return false
        }
        let domain = bytes[bytes.index(after: at)...]
        return at != bytes.startIndex && !domain.isEmpty && !domain.contains(UInt8(ascii: "@"))
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
    }
}
