import CloudCore

/// Where OIDC tokens come from.
package protocol TokenSource: Sendable {
    /// A token for a purpose, from what is kept or newly signed.
    ///
    /// - Parameter completion: called once: at once for a token that is kept, else from another thread.
    func token(
        for purpose: IdentityToken.Purpose, at now: Instant,
        _ completion: @escaping @Sendable (Result<String, Status>) -> Void)
}
