import CloudCore
import PubSubEmulator
import RPCServer

extension ControlPlane {
    /// The account that a token says it is of, with the key that it must be signed with; nil for the key when the account
    /// has no such key that is accepted.
    ///
    /// - Throws: `invalid_grant`, which google-cloud-php #3622 quotes for an account that is deleted or disabled.
    func signer(
        of token: JSONWebToken, at now: Instant
    ) throws(OAuthError) -> (account: ServiceAccount, key: AccountKey?) {
        guard let issuer = token.text("iss"), let account = accounts.existing(issuer.lowercased()),
            accounts.isEnabled(account.email)
        else { throw .invalidGrant("Invalid grant: account not found") }
        return (account, acceptedKey(token.keyID, of: account, at: now))
    }
}

extension ControlPlaneHost {
    /// Who makes a call of an API.
    func caller(_ context: CallContext) -> Caller {
        let now = present
        return callers.caller(context, at: now) { [self] token, authority in
            selfSigned(token, authority: authority, at: now) ?? Caller(.unknownToken)
        }
    }

    /// The account that has signed a token for calling APIs, without asking for an access token first
    /// (google.aip.dev/auth/4111); nil when it is none, or not good.
    private func selfSigned(_ token: JSONWebToken, authority: String, at now: Instant) -> Caller? {
        let signer = inspect { try? $0.signer(of: token, at: now) }
        guard let signer, let key = signer.key, token.text("sub") == token.text("iss"),
            AssertionRules.isForAPI(token, authority: authority),
            callers.isSigned(token, by: key)
        else { return nil }
        guard AssertionRules.isTimely(token, at: now) else { return Caller(.expiredToken) }
        let scopes = token.text("scope")?.split(separator: " ").map(String.init)
        return Caller(email: signer.account.email, access: scopes.flatMap(TokenAccess.of))
    }
}

extension LocalCloud {
    /// Has ID tokens accepted that were signed here.
    func acceptIdentityTokens() {
        // What holds the callers is held by both.
        plane.callers.acceptIdentityTokens { [weak pubsub, weak plane] token in
            guard pubsub?.hasSigned(token) == true else { return nil }
            if let email = token.text("email") { return email }
            return token.text("sub").flatMap { id in plane?.inspect { $0.accounts.existing(id)?.email } }
        }
    }
}

extension Emulator {
    /// Whether a token is one of the ID tokens that were signed here.
    func hasSigned(_ token: JSONWebToken) -> Bool {
        identityTokens.publishedKeys.contains { key in
            key.id == token.keyID && RSAPublicKey(modulus: key.modulus).map(token.isSigned(by:)) == true
        }
    }
}
