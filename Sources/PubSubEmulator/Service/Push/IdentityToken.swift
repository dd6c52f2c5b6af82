import CloudCore

/// An OIDC token as Google signs them: of push requests, and of whoever asks for one in the name of an account
/// ("Authentication for push subscriptions" in the Pub/Sub documentation, `google/iam/credentials/v1/common.proto`).
package struct IdentityToken: Sendable {
    /// Whose a token is and whom it is for.
    package struct Purpose: Hashable, Sendable {
        /// The email address of the account.
        package let account: String
        /// Whom the token is for.
        package let audience: String
        /// The unique id of the account.
        package let subject: String
        /// Whether the token tells the email address.
        package let includesEmail: Bool

        /// A purpose; the subject is one that stands for the account unless given.
        package init(
            account: String, audience: String, subject: String? = nil, includesEmail: Bool = true
        ) {
            self.account = account
            self.audience = audience
            self.subject = subject ?? IdentityToken.uniqueID(of: account)
            self.includesEmail = includesEmail
        }
    }

    /// Who issues the tokens.
    package static let issuer = "https://accounts.google.com"
    /// How long a token is good for.
    package static let lifetime = Duration.seconds(3_600)

    let purpose: Purpose
    let issuedAt: Instant

    var expiresAt: Instant { issuedAt + Self.lifetime }

    /// Header and claims in base64url, joined by a dot: what is signed.
    func signingInput(keyID: String) -> String {
        var claims: JSONObject = ["aud": .string(purpose.audience), "azp": .string(purpose.subject)]
        if purpose.includesEmail {
            claims["email"] = .string(purpose.account)
            claims["email_verified"] = true
        }
        claims["exp"] = .int(expiresAt.nanoseconds / 1_000_000_000)
        claims["iat"] = .int(issuedAt.nanoseconds / 1_000_000_000)
        claims["iss"] = .string(Self.issuer)
        claims["sub"] = .string(purpose.subject)
        return Self.signingInput(JSON.object(claims).bytes(), keyID: keyID)
    }

    /// The header of a token that is signed with RS256 and some claims, as they are signed (RFC 7515).
    package static func signingInput(_ claims: [UInt8], keyID: String) -> String {
        let header: JSON = ["alg": "RS256", "kid": .string(keyID), "typ": "JWT"]
        return Base64.encodeURLSafe(header.bytes()) + "." + Base64.encodeURLSafe(claims)
    }

    /// A number of 21 digits that stands for an account, always the same.
    package static func uniqueID(of account: String) -> String {
        let hash = account.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash)
        return "1" + String(repeating: "0", count: 20 - digits.count) + digits
    }
}
