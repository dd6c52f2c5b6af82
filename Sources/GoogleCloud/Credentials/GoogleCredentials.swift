import CloudCore

/// Credentials of Google Cloud: tokens that are fetched when they are first needed, kept, and fetched anew before they
/// expire.
public final class GoogleCredentials: Credentials {
    /// Everything that the account may do.
    public static let standardScopes = ["https://www.googleapis.com/auth/cloud-platform"]

    /// Where they were found, for people.
    public let origin: String
    /// The project that they belong to, where they say so.
    public let project: String?
    /// The project whose quota calls count against.
    public let quotaProject: String?

    private let source: any TokenSource
    private let scopes: [String]
    private let cache: TokenCache

    init(
        _ source: any TokenSource, origin: String, project: String?, quotaProject: String?, scopes: [String],
        timeline: any Timeline
    ) {
        self.source = source
        self.origin = origin
        self.project = project
        self.quotaProject = quotaProject
        self.scopes = scopes
        cache = TokenCache(timeline: timeline)
    }

    /// `Bearer` and an access token.
    ///
    /// - Throws: UNAUTHENTICATED when the credentials are refused, UNAVAILABLE when nobody can be asked.
    public func authorization() async throws -> String? { "Bearer \(try await accessToken().revealed)" }

    /// Has a token that was refused fetched anew.
    public func renew(after authorization: String) async -> Bool {
        await cache.forget("access", Secret(String(authorization.dropFirst("Bearer ".count))))
        return true
    }

    /// An access token with the scopes of these credentials.
    ///
    /// - Throws: see `authorization`.
    public func accessToken() async throws -> Secret<String> {
        try await cache.token("access") { [source, scopes] in try await source.accessToken(scopes: scopes) }
    }

    /// An ID token for an audience, for example the URL of a Cloud Run service.
    ///
    /// - Throws: UNIMPLEMENTED when credentials of this kind give none; see `authorization`.
    public func idToken(audience: String) async throws -> Secret<String> {
        try await cache.token("id:" + audience) { [source] in try await source.idToken(audience: audience) }
    }
}

/// Credentials for services that ask for an ID token: a Cloud Run service that not everybody may invoke.
public struct IDTokenCredentials: Credentials {
    private let base: GoogleCredentials
    private let audience: String

    /// Credentials that send ID tokens for that audience.
    public init(_ base: GoogleCredentials, audience: String) {
        self.base = base
        self.audience = audience
    }

    /// `Bearer` and an ID token.
    public func authorization() async throws -> String? {
        "Bearer \(try await base.idToken(audience: audience).revealed)"
    }
}
