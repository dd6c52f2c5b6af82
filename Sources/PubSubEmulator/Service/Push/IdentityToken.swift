import CloudCore

/// The OIDC token of a push request before it is signed: a JSON Web Token with the claims of the service
/// ("Authentication for push subscriptions" in the Pub/Sub documentation).
struct IdentityToken {
    /// How long a token is good for.
    static let lifetime = Duration.seconds(3_600)

    let account: String
    let audience: String
    let issuedAt: Instant

    var expiresAt: Instant { issuedAt + Self.lifetime }

    /// Header and claims in base64url, joined by a dot: what is signed.
    func signingInput(keyID: String) -> String {
        let header: JSON = ["alg": "RS256", "kid": .string(keyID), "typ": "JWT"]
        let claims: JSON = [
            "aud": .string(audience), "azp": .string(Self.uniqueID(of: account)), "email": .string(account),
            "email_verified": true, "exp": .int(expiresAt.nanoseconds / 1_000_000_000),
            "iat": .int(issuedAt.nanoseconds / 1_000_000_000), "iss": "https://accounts.google.com",
            "sub": .string(Self.uniqueID(of: account)),
        ]
        return Base64.encodeURLSafe(header.bytes()) + "." + Base64.encodeURLSafe(claims.bytes())
    }

    /// A number of 21 digits that stands for an account, always the same.
    static func uniqueID(of account: String) -> String {
        let hash = account.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash)
        return "1" + String(repeating: "0", count: 20 - digits.count) + digits
    }
}
