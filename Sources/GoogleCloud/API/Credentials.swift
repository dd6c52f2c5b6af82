/// Where the Authorization header of calls comes from.
public protocol Credentials: Sendable {
    /// The value of the Authorization header, for example `Bearer ya29.…`; nil to send none.
    ///
    /// - Throws: what keeps a token from being had.
    func authorization() async throws -> String?

    /// Told that an authorization was refused (401), as when it was revoked before it expired.
    ///
    /// - Returns: whether it is worth asking for another one.
    func renew(after authorization: String) async -> Bool

    /// The project whose quota calls count against (`x-goog-user-project`); nil for the API's own choice.
    var quotaProject: String? { get }
}

extension Credentials {
    /// Nil.
    public var quotaProject: String? { nil }

    /// False: what is asked for again would be the same.
    public func renew(after authorization: String) async -> Bool { false }
}

/// No credentials: calls carry no Authorization header.
public struct NoCredentials: Credentials {
    /// Makes them.
    public init() {}

    /// Nil.
    public func authorization() -> String? { nil }
}

/// A bearer token that was had elsewhere and never changes.
public struct StaticCredentials: Credentials {
    private let token: Secret<String>

    /// Credentials that send `Bearer token`.
    public init(token: String) { self.token = Secret(token) }

    /// `Bearer token`.
    public func authorization() -> String? { "Bearer \(token.revealed)" }
}

/// Credentials for the local cloud, where the token is the name of its principal.
public struct LocalCredentials: Credentials {
    /// The email address of the user or service account that calls.
    public let principal: String

    /// Credentials of the principal with that email address.
    public init(principal: String) { self.principal = principal }

    /// `Bearer principal`.
    public func authorization() -> String? { "Bearer \(principal)" }
}
