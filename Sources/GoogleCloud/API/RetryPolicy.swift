import CloudCore
import Synchronization

/// When a failed call is tried again, and after which delay: truncated exponential backoff with jitter.
///
/// Source: "Retry strategy" in Google's IAM documentation.
public struct RetryPolicy: Sendable {
    /// The most times a call is sent, the first one included; at least 1.
    public var attempts: Int
    /// The delay before the second attempt, before jitter.
    public var initialDelay: Duration
    /// The longest delay between two attempts. A server that asks for more ends the attempts.
    public var maxDelay: Duration
    /// What each delay is multiplied by for the next.
    public var multiplier: Double
    /// The share of each delay that is random, 0 to 1.
    public var jitter: Double
    /// The codes that are worth another attempt.
    public var retryableCodes: Set<Status.Code>
    /// The seed of the jitter; nil for a different one in every client.
    public var seed: UInt64?

    /// Makes a policy.
    public init(
        attempts: Int, initialDelay: Duration = .milliseconds(100), maxDelay: Duration = .seconds(32),
        multiplier: Double = 2, jitter: Double = 0.5,
        retryableCodes: Set<Status.Code> = [.unavailable, .resourceExhausted], seed: UInt64? = nil
    ) {
        self.attempts = max(1, attempts)
        self.initialDelay = initialDelay
        self.maxDelay = maxDelay
        self.multiplier = max(1, multiplier)
        self.jitter = min(max(jitter, 0), 1)
        self.retryableCodes = retryableCodes
        self.seed = seed
    }

    /// Six attempts over about five seconds, for what the API says is temporary.
    public static let standard = RetryPolicy(attempts: 6)
    /// One attempt.
    public static let none = RetryPolicy(attempts: 1)
    /// Many attempts, quickly, for writers that compete for the same policy.
    public static let conflict = RetryPolicy(
        attempts: 24, initialDelay: .milliseconds(50), maxDelay: .seconds(4), jitter: 0.9,
        retryableCodes: [.aborted])

    /// The delay after the failed attempt of that number (1 for the first), or nil to give up.
    ///
    /// - Parameter random: a number from 0 to 1 that decides the jitter.
    public func delay(after status: Status, attempt: Int, random: Double) -> Duration? {
        guard attempt < attempts, retryableCodes.contains(status.code) else { return nil }
        let asked = status.retryDelay ?? .zero
        guard asked <= maxDelay else { return nil }
        return max(asked, backoff(attempt: attempt, random: random))
    }

    private func backoff(attempt: Int, random: Double) -> Duration {
        var delay = initialDelay
        for _ in 1..<max(attempt, 1) where delay < maxDelay { delay = delay * multiplier }
        return min(delay, maxDelay) * (1 - jitter * random)
    }
}

extension Status {
    /// The least time that the server asks to wait before another attempt (`google.rpc.RetryInfo`).
    public var retryDelay: Duration? {
        for case .retryInfo(let delay) in details { return delay }
        return nil
    }
}

/// The random numbers that all calls of a client draw their jitter from.
final class JitterSource: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64?) {
        generator = Mutex(SeededGenerator(seed: seed ?? .random(in: .min ... .max)))
    }

    /// The next number, 0 to 1.
    func next() -> Double { generator.withLock { Double.random(in: 0...1, using: &$0) } }
}
