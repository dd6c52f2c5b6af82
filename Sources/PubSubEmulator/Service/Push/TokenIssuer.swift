import CloudCore
import Dispatch
import Synchronization

/// Signs OIDC tokens with a key of its own, made for the first token, and keeps each token until shortly before its
/// end.
final class TokenIssuer: TokenSource, KeyPublisher {
    private typealias Purpose = IdentityToken.Purpose

    private struct Signed {
        var text: String
        var expiresAt: Instant
    }

    private struct State {
        var key: SigningKey?
        var tokens: [Purpose: Signed] = [:]
    }

    /// A token that is kept is not handed out in the last minutes of its life.
    static let renewal = Duration.seconds(300)
    /// Tokens that are kept; beyond that, all are forgotten and signed anew when they are asked for.
    static let maxTokens = 1_000

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "rehearsal.pubsub.tokens")

    func token(
        for purpose: IdentityToken.Purpose, at now: Instant,
        _ completion: @escaping @Sendable (Result<String, Status>) -> Void
    ) {
        if let kept = kept(purpose, at: now) { return completion(.success(kept)) }
        queue.async { [weak self] in
            guard let self else { return }
            completion(
                Result { () throws(Status) in
                    // Another request may have had it signed while this one waited.
                    if let kept = kept(purpose, at: now) { return kept }
                    return try sign(purpose, at: now)
                })
        }
    }

    var publishedKeys: [PublishedKey] { state.withLock { $0.key.map { [$0.published] } ?? [] } }

    func discardKey() {
        // Its file is removed with it, not under the lock.
        let key = state.withLock { state -> SigningKey? in
            state.tokens = [:]
            return state.key.take()
        }
        withExtendedLifetime(key) {}
    }

    private func kept(_ purpose: Purpose, at now: Instant) -> String? {
        state.withLock { state in
            guard let signed = state.tokens[purpose], now + Self.renewal < signed.expiresAt else {
                return nil
            }
            return signed.text
        }
    }

    /// Signs a token; on the queue only, so that one key is made.
    private func sign(_ purpose: Purpose, at now: Instant) throws(Status) -> String {
        let key = try signingKey()
        let token = IdentityToken(purpose: purpose, issuedAt: now)
        let text = try key.token(token.signingInput(keyID: key.id))
        state.withLock { state in
            if state.tokens.count >= Self.maxTokens { state.tokens = [:] }
            state.tokens[purpose] = Signed(text: text, expiresAt: token.expiresAt)
        }
        return text
    }

    private func signingKey() throws(Status) -> SigningKey {
        if let key = state.withLock({ $0.key }) { return key }
        let key = try SigningKey()
        state.withLock { $0.key = key }
        return key
    }
}
