import Synchronization

/// What bounds the retries of all calls of a client together: when a service is down, each call may go on to be tried
/// once, but a crowd of retries does not keep the service down.
///
/// A bucket of tokens: a retry takes one, a success puts a part of one back. Source: the retry throttling of gRPC
/// (gRFC A6), with a bucket large enough for a burst of calls that is refused for lack of quota.
public final class RetryBudget: Sendable {
    /// The tokens in a full bucket.
    public let capacity: Double
    /// What a success puts back.
    public let refill: Double
    private let tokens: Mutex<Double>

    /// A full bucket.
    public init(capacity: Double = 200, refill: Double = 0.5) {
        self.capacity = max(capacity, 0)
        self.refill = max(refill, 0)
        tokens = Mutex(max(capacity, 0))
    }

    /// Takes a token for a retry; false when there is none.
    func take() -> Bool {
        tokens.withLock { tokens in
            guard tokens >= 1 else { return false }
            tokens -= 1
            return true
        }
    }

    /// Notes that a call has succeeded.
    func noteSuccess() { tokens.withLock { $0 = min($0 + refill, capacity) } }
}
