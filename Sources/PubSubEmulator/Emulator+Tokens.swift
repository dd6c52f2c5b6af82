import CloudCore

extension Emulator {
    /// An OIDC token for an account and an audience, signed with the same key as those of push subscriptions.
    ///
    /// - Parameter completion: called once: at once for a token that is kept, else from another thread. It fails with
    ///   UNAVAILABLE when tokens cannot be signed here.
    public func identityToken(
        for account: String, audience: String,
        _ completion: @escaping @Sendable (Result<String, Status>) -> Void
    ) {
        let purpose = IdentityToken.Purpose(account: account, audience: audience)
        identityTokens.token(for: purpose, at: timeline.now, completion)
    }

    /// What signs OIDC tokens, for who has others signed with the same key.
    package var identityTokens: any TokenSource & KeyPublisher { host.outlets.tokens }
}
