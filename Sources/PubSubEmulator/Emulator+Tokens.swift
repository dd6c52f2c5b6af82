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
        host.outlets.tokens.token(for: account, audience: audience, at: timeline.now, completion)
    }
}
