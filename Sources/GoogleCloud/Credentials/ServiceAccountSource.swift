import CloudCore

/// The key of a service account, as `gcloud iam service-accounts keys create` writes it.
struct ServiceAccountKey: Sendable {
    let email: String
    let keyID: String
    let privateKey: Secret<String>
    let tokenURL: String
    let project: String?
    let quotaProject: String?

    init(_ fields: CredentialFields) throws(Status) {
        email = try fields.text("client_email")
        keyID = fields.optional("private_key_id") ?? ""
        let pem = try fields.text("private_key")
        guard pem.hasPrefix("-----BEGIN "), pem.contains("PRIVATE KEY-----"), pem.utf8.count <= 64 << 10
        else {
            throw fields.wrong("private_key", "a key in PEM (-----BEGIN PRIVATE KEY-----)")
        }
        privateKey = Secret(pem)
        tokenURL = try fields.url("token_uri", default: CloudEndpoints.tokenURL)
        project = fields.optional("project_id")
        quotaProject = fields.optional("quota_project_id")
    }
}

/// Tokens for a service account by its key: a token that the key has signed is exchanged for one of Google's.
///
/// Source: RFC 7523; "Using OAuth 2.0 for Server to Server Applications", AIP-4112.
struct ServiceAccountSource: TokenSource {
    let key: ServiceAccountKey
    let context: TokenContext

    /// The life of what the key signs: an hour, the longest that Google allows.
    private static let lifetimeSeconds: Int64 = 3_600

    func accessToken(scopes: [String]) async throws -> ExpiringToken {
        let json = try await exchange(("scope", scopes.joined(separator: " ")))
        return try context.token(in: json, from: key.tokenURL)
    }

    func idToken(audience: String) async throws -> ExpiringToken {
        let json = try await exchange(("target_audience", audience))
        return try JSONWebToken.received(json.text("id_token"), now: context.timeline.now)
    }

    private func exchange(_ claim: (String, String)) async throws -> JSON {
        let seconds = Timestamp(context.timeline.now).seconds
        let claims: JSONObject = [
            "iss": .string(key.email), "sub": .string(key.email), "aud": .string(key.tokenURL),
            "iat": .int(seconds), "exp": .int(seconds + Self.lifetimeSeconds), claim.0: .string(claim.1),
        ]
        let assertion = try await JSONWebToken.signed(claims, keyID: key.keyID, privateKey: key.privateKey)
        return try await context.post(
            form: [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("assertion", assertion.revealed),
            ], to: key.tokenURL, secrets: [assertion])
    }
}
