import CloudCore

/// The client of IAM Credentials v1: tokens and signatures for a service account, by a principal who may make them.
///
/// Source: `google/iam/credentials/v1/common.proto`. None of its methods changes anything.
public struct IAMCredentialsClient: Sendable {
    private let api: GoogleAPI

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    /// An access token for an account, and when it expires.
    ///
    /// - Parameters:
    ///   - lifetimeSeconds: 1 to 3,600, or to 43,200 where the organisation allows it.
    ///   - delegates: the accounts in between, each of which may make tokens for the next.
    public func accessToken(
        for email: String, scopes: [String] = GoogleCredentials.standardScopes, lifetimeSeconds: Int = 3_600,
        delegates: [String] = []
    ) async throws -> (token: Secret<String>, expires: Instant) {
        var body: JSONObject = ["lifetime": .string("\(lifetimeSeconds)s")]
        body.set("scope", scopes)
        body.set("delegates", delegates.map(Self.name))
        let answer = try await call(email, "generateAccessToken", body)
        guard let expires = Timestamp(rfc3339: answer.text("expireTime")) else {
            throw Status(.internal, "The answer has no usable expireTime.")
        }
        return (Secret(answer.text("accessToken")), expires.instant)
    }

    /// An ID token of an account for an audience.
    public func idToken(for email: String, audience: String, includeEmail: Bool = true) async throws
        -> Secret<String>
    {
        var body: JSONObject = ["audience": .string(audience)]
        body.set("includeEmail", includeEmail)
        return Secret(try await call(email, "generateIdToken", body).text("token"))
    }

    /// Bytes signed by a key of the account that Google keeps, with RS256, and the key's id.
    public func signBlob(_ bytes: [UInt8], as email: String) async throws -> (
        signature: [UInt8], keyID: String
    ) {
        let answer = try await call(email, "signBlob", ["payload": .string(Base64.encode(bytes))])
        guard let signature = Base64.decode(answer.text("signedBlob")), !signature.isEmpty else {
            throw Status(.internal, "The answer has no usable signedBlob.")
        }
        return (signature, answer.text("keyId"))
    }

    /// A JSON Web Token of these claims, signed by a key of the account that Google keeps.
    public func signJWT(_ claims: JSON, as email: String) async throws -> Secret<String> {
        Secret(try await call(email, "signJwt", ["payload": .string(claims.text())]).text("signedJwt"))
    }

    private func call(_ email: String, _ verb: String, _ body: JSONObject) async throws -> JSON {
        try await api.call("POST", "/v1/\(Self.name(email)):\(verb)", body: .object(body), repeats: .always)
    }

    /// The project is found by the account ("-" is the only one that the API takes).
    private static func name(_ email: String) -> String { "projects/-/serviceAccounts/\(email)" }
}
