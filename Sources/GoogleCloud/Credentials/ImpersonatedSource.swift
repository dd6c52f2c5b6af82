import CloudCore

/// Acting as a service account by other credentials (`"type": "impersonated_service_account"`).
struct Impersonation: Sendable {
    /// The URL of `generateAccessToken` of the account.
    let url: String
    let delegates: [String]
    let lifetimeSeconds: Int
    let quotaProject: String?

    private static let suffix = ":generateAccessToken"

    init(_ fields: CredentialFields) throws(Status) {
        url = try Self.checked(try fields.url("service_account_impersonation_url"), fields)
        delegates = fields.json.texts("delegates")
        lifetimeSeconds = 3_600
        quotaProject = fields.optional("quota_project_id")
    }

    /// The impersonation that external accounts end with.
    init(url: String, lifetimeSeconds: Int, _ fields: CredentialFields) throws(Status) {
        self.url = try Self.checked(url, fields)
        delegates = []
        self.lifetimeSeconds = lifetimeSeconds
        quotaProject = nil
    }

    private static func checked(_ url: String, _ fields: CredentialFields) throws(Status) -> String {
        guard url.hasSuffix(suffix) else {
            throw fields.wrong("service_account_impersonation_url", "a URL that ends in \(suffix)")
        }
        return url
    }

    /// The URL of `generateIdToken` of the account.
    var idTokenURL: String { url.dropLast(Self.suffix.count) + ":generateIdToken" }
}

/// Tokens for a service account by the tokens of another principal, who may make tokens for it.
///
/// Source: `google/iam/credentials/v1/common.proto`, AIP-4117.
struct ImpersonatedSource: TokenSource {
    let impersonation: Impersonation
    let base: any TokenSource
    let context: TokenContext

    func accessToken(scopes: [String]) async throws -> ExpiringToken {
        var body = JSONObject()
        body.set("delegates", impersonation.delegates)
        body.set("scope", scopes)
        body["lifetime"] = .string("\(impersonation.lifetimeSeconds)s")
        let json = try await post(body, to: impersonation.url)
        let value = json.text("accessToken")
        guard TokenText.isValid(value), let expires = Timestamp(rfc3339: json.text("expireTime")) else {
            throw Status(
                .internal, "The answer of \(impersonation.url) has no usable accessToken and expireTime.")
        }
        return ExpiringToken(value: Secret(value), obtained: context.timeline.now, expires: expires.instant)
    }

    func idToken(audience: String) async throws -> ExpiringToken {
        var body: JSONObject = ["audience": .string(audience), "includeEmail": true]
        body.set("delegates", impersonation.delegates)
        let json = try await post(body, to: impersonation.idTokenURL)
        return try JSONWebToken.received(json.text("token"), now: context.timeline.now)
    }

    private func post(_ body: JSONObject, to url: String) async throws -> JSON {
        let token = try await base.accessToken(scopes: GoogleCredentials.standardScopes).value
        let request = HTTPRequest(
            method: "POST", url: url,
            headers: [("authorization", "Bearer \(token.revealed)"), ("content-type", "application/json")],
            body: JSON.object(body).bytes())
        return try await context.json(request, [token])
    }
}
