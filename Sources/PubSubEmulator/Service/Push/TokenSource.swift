import CloudCore

/// Where the OIDC tokens of push subscriptions come from.
protocol TokenSource: Sendable {
    /// A token for that account and audience, from what is kept or newly signed.
    ///
    /// - Parameter completion: called once: at once for a token that is kept, else from another thread.
    func token(
        for account: String, audience: String, at now: Instant,
        _ completion: @escaping @Sendable (Result<String, Status>) -> Void)
}
