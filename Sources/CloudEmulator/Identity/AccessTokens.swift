import CloudCore
import Synchronization

/// The access tokens that were issued here: random texts that stand for a caller until they expire.
final class AccessTokens: Sendable {
    private struct Entry {
        let caller: Caller
        let expiresAt: Instant
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var count: UInt64 = 0
    }

    /// The most tokens that are kept; beyond that, those that expire first are forgotten.
    static let maxTokens = 20_000
    /// What access tokens of Google begin with.
    static let prefix = "ya29."
    /// How long a token is good for unless told otherwise.
    static let lifetime = Duration.seconds(3_600)

    private let state = Mutex(State())

    /// Issues a token for an account.
    func issue(for email: String, lifetime: Duration = AccessTokens.lifetime, at now: Instant) -> String {
        let secret = SystemRandom.bytes(24)
        return state.withLock { state in
            state.count += 1
            if state.entries.count >= Self.maxTokens { Self.makeRoom(&state, at: now) }
            let text = Self.prefix + "local.\(state.count)." + Base64.encodeURLSafe(secret)
            state.entries[text] = Entry(caller: Caller(email: email), expiresAt: now + lifetime)
            return text
        }
    }

    /// Whose token it is; nil for one that was not issued here, or that was forgotten.
    func caller(_ token: String, at now: Instant) -> Caller? {
        guard token.hasPrefix(Self.prefix), let entry = state.withLock({ $0.entries[token] }) else {
            return nil
        }
        return now < entry.expiresAt ? entry.caller : Caller(.expiredToken)
    }

    /// When a token expires; nil for one that was not issued here.
    func expiry(_ token: String) -> Instant? { state.withLock { $0.entries[token]?.expiresAt } }

    /// Forgets those that have expired, and if that are not enough, the half that expires first.
    private static func makeRoom(_ state: inout State, at now: Instant) {
        state.entries = state.entries.filter { now < $0.value.expiresAt }
        guard state.entries.count >= maxTokens else { return }
        let sorted = state.entries.sorted { $0.value.expiresAt < $1.value.expiresAt }
        state.entries = Dictionary(
            uniqueKeysWithValues: sorted.dropFirst(maxTokens / 2).map { ($0.key, $0.value) })
    }
}

/// Random bytes of the system, for what must not be guessed.
enum SystemRandom {
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
