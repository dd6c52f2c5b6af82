import CloudCore
import Synchronization

/// The access tokens that were issued here: texts that stand for a caller until they expire. The seed decides them, so
/// that a run repeats exactly.
final class AccessTokens: Sendable {
    /// A token with what is known of it.
    struct Token: Sendable {
        /// The text that a caller shows.
        let text: String
        /// Whose it is: an email address.
        let email: String
        /// What it is good for.
        let scopes: [String]
        /// When it ends.
        let expiresAt: Instant

        /// Whose it is, as a caller.
        let caller: Caller
    }

    private struct State {
        var tokens: [String: Token] = [:]
        var count: UInt64 = 0
    }

    /// The most tokens that are kept; beyond that, those that expire first are forgotten.
    static let maxTokens = 20_000
    /// What access tokens of Google begin with.
    static let prefix = "ya29."
    /// How long a token is good for unless told otherwise.
    static let lifetime = Duration.seconds(3_600)

    private let dice: Dice
    private let state = Mutex(State())

    init(seed: UInt64) { dice = Dice(seed: seed) }

    /// Issues a token for an account.
    func issue(
        for email: String, scopes: [String] = [TokenAccess.everything],
        lifetime: Duration = AccessTokens.lifetime, at now: Instant
    ) -> Token {
        state.withLock { state in
            state.count += 1
            if state.tokens.count >= Self.maxTokens { Self.makeRoom(&state, at: now) }
            let secret = (0..<6).flatMap { word in
                withUnsafeBytes(of: dice.bits("access token", state.count, word).bigEndian) { Array($0) }
            }
            let token = Token(
                text: Self.prefix + Base64.encodeURLSafe(secret), email: email, scopes: scopes,
                expiresAt: now + lifetime,
                caller: Caller(email: email, access: TokenAccess.of(scopes)))
            state.tokens[token.text] = token
            return token
        }
    }

    /// A token that was issued here, expired or not; nil for any other text, and for one that was forgotten.
    func issued(_ text: String) -> Token? {
        text.hasPrefix(Self.prefix) ? state.withLock { $0.tokens[text] } : nil
    }

    /// A token that is good at present; nil for any other text.
    func token(_ text: String, at now: Instant) -> Token? {
        issued(text).flatMap { now < $0.expiresAt ? $0 : nil }
    }

    /// Forgets those that have expired, and if that are not enough, the half that expires first.
    private static func makeRoom(_ state: inout State, at now: Instant) {
        state.tokens = state.tokens.filter { now < $0.value.expiresAt }
        guard state.tokens.count >= maxTokens else { return }
        let sorted = state.tokens.sorted { $0.value.expiresAt < $1.value.expiresAt }
        state.tokens = Dictionary(
            uniqueKeysWithValues: sorted.dropFirst(maxTokens / 2).map { ($0.key, $0.value) })
    }
}
