import CloudCore
import PubSubEmulator

/// What a request to the token endpoint leads to.
enum TokenGrant: Sendable {
    /// An access token, and for a user an ID token, too.
    case access(AccessTokens.Token, identity: IdentityToken.Purpose?)
    /// An ID token alone.
    case identity(IdentityToken.Purpose)

    /// The grant of a request.
    ///
    /// - Throws: the refusal of Google's endpoint.
    init(_ form: FormFields, authority: String, _ host: ControlPlaneHost) throws(OAuthError) {
        switch try form.require("grant_type") {
        case "urn:ietf:params:oauth:grant-type:jwt-bearer":
            self = try Self.grant(assertion: try form.require("assertion"), authority, host)
        case "refresh_token": self = try Self.refresh(form, host)
        case let other:
            throw OAuthError(
                code: "unsupported_grant_type", description: "Invalid grant_type: \(other.prefix(100))")
        }
    }

    /// Of a service account, which has signed a token that says what it wants (RFC 7523).
    private static func grant(
        assertion: String, _ authority: String, _ host: ControlPlaneHost
    ) throws(OAuthError) -> TokenGrant {
        guard let token = JSONWebToken(parsing: assertion) else {
            throw .invalidGrant("Invalid JWT: the assertion is no JSON Web Token.")
        }
        let now = host.present
        let found = host.inspect { plane in
            Result { () throws(OAuthError) in try plane.signer(of: token, at: now) }
        }
        let (account, key) = try found.get()
        guard let key, token.isSigned(by: key.verifier) else { throw .invalidGrant("Invalid JWT Signature.") }
        guard AssertionRules.isForEndpoint(token, authority: authority) else {
            throw .invalidGrant("Invalid JWT: Failed audience check.")
        }
        guard AssertionRules.isTimely(token, at: now) else {
            throw .invalidGrant(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your "
                    + "iat and exp values in the JWT claim.")
        }
        if let subject = token.text("sub") ?? token.text("prn"), subject != account.email {
            // Delegation of a whole domain's authority is given by its administrators, who are not here.
            throw OAuthError(
                code: "unauthorized_client",
                description:
                    "Client is unauthorized to retrieve access tokens using this method, or client not "
                    + "authorized for any of the scopes requested.", httpStatus: 401)
        }
        return try wanted(by: token, account, host, at: now)
    }

    private static func wanted(
        by token: JSONWebToken, _ account: IAMAdminV1.ServiceAccount, _ host: ControlPlaneHost,
        at now: Instant
    ) throws(OAuthError) -> TokenGrant {
        let scopes = (token.text("scope") ?? "").split(separator: " ").map(String.init)
        switch (scopes.isEmpty, token.text("target_audience")) {
        case (true, let audience?) where !audience.isEmpty:
            return .identity(
                IdentityToken.Purpose(account: account.email, audience: audience, subject: account.uniqueID))
        case (false, nil):
            try check(scopes)
            return .access(
                host.callers.tokens.issue(for: account.email, scopes: scopes, at: now), identity: nil)
        default:
            throw OAuthError(
                code: "invalid_scope", description: "Invalid OAuth scope or ID token audience provided.")
        }
    }

    /// Of the owner, by the refresh token of the seed.
    private static func refresh(_ form: FormFields, _ host: ControlPlaneHost) throws(OAuthError) -> TokenGrant
    {
        let token = try form.require("refresh_token")
        guard try form.require("client_id") == AuthorizedUser.clientID else {
            throw OAuthError(
                code: "invalid_client", description: "The OAuth client was not found.", httpStatus: 401)
        }
        guard try form.require("client_secret") == AuthorizedUser.clientSecret else {
            throw OAuthError(code: "invalid_client", description: "Unauthorized", httpStatus: 401)
        }
        let (owner, signIn) = host.inspect { ($0.owner, $0.signIn) }
        guard token == signIn.refreshToken else {
            throw .invalidGrant("Token has been expired or revoked.")
        }
        let scopes =
            form["scope"]?.split(separator: " ").map(String.init)
            ?? [TokenAccess.everything, "https://www.googleapis.com/auth/userinfo.email", "openid"]
        try check(scopes)
        let identity = IdentityToken.Purpose(account: owner, audience: AuthorizedUser.clientID)
        return .access(
            host.callers.tokens.issue(for: owner, scopes: scopes, at: host.present),
            identity: form["scope"] == nil || scopes.contains("openid") ? identity : nil)
    }

    private static func check(_ scopes: [String]) throws(OAuthError) {
        guard let unknown = scopes.first(where: { !TokenAccess.isScope($0) }) else { return }
        throw OAuthError(
            code: "invalid_scope", description: "\(unknown.prefix(300)) is not a valid audience string.")
    }
}
