import CloudCore

/// A user's refresh token.
struct AuthorizedUser: Sendable {
    let clientID: String
    let clientSecret: Secret<String>
    let refreshToken: Secret<String>
    let tokenURL: String
    let quotaProject: String?

    init(_ fields: CredentialFields) throws(Status) {
        clientID = try fields.text("client_id")
        clientSecret = Secret(try fields.text("client_secret"))
        refreshToken = Secret(try fields.text("refresh_token"))
        tokenURL = try fields.url("token_uri", default: CloudEndpoints.tokenURL)
        quotaProject = fields.optional("quota_project_id")
    }
}

/// Tokens for a user by a refresh token (RFC 6749, section 6; AIP-4113).
struct AuthorizedUserSource: TokenSource {
    let user: AuthorizedUser
    let context: TokenContext

    /// The scopes are those that the user granted.
    func accessToken(scopes: [String]) async throws -> ExpiringToken {
        let json = try await context.post(
            form: [
                ("grant_type", "refresh_token"), ("client_id", user.clientID),
                ("client_secret", user.clientSecret.revealed), ("refresh_token", user.refreshToken.revealed),
            ], to: user.tokenURL, secrets: [user.clientSecret, user.refreshToken])
        return try context.token(in: json, from: user.tokenURL)
    }

    func idToken(audience: String) async throws -> ExpiringToken {
        throw Status(
            .unimplemented,
            "A user's credentials (type authorized_user) give no ID token for an audience; use a service account, "
                + "or impersonate one.")
    }
}
