import CloudCore
import Synchronization

/// A message with its receiver: acknowledge it, give it back, or ask for more time.
public struct Received: Sendable {
    /// The message.
    public let message: PubsubMessage
    /// Names this delivery; a redelivery has another id.
    public let ackID: String
    /// The number of this delivery: 1, and one more for each before it that was given back or expired. Counted from
    /// when the subscription has a dead letter policy, if it got one later.
    public let attempt: Int
    /// The name of the subscription.
    public let subscription: String
    let emulator: Emulator

    init(_ delivery: Delivery, _ subscription: String, _ emulator: Emulator) {
        message = delivery.message.message
        ackID = delivery.ackID
        attempt = Int(delivery.attempt)
        self.subscription = subscription
        self.emulator = emulator
    }

    /// Acknowledges the message. After its ack deadline this counts until the message is delivered again, but not
    /// under exactly-once delivery.
    ///
    /// - Throws: NOT_FOUND when the subscription has been deleted. Under exactly-once delivery, INVALID_ARGUMENT when
    ///   this is not, or no longer, an outstanding delivery, and FAILED_PRECONDITION before an earlier message of
    ///   its ordering key is acknowledged; both with an `ErrorInfo`.
    public func ack() throws(Status) { try emulator.acknowledge([ackID], on: subscription) }

    /// Gives the message back, to be delivered again, or dead-lettered.
    ///
    /// - Throws: NOT_FOUND when the subscription has been deleted; under exactly-once delivery, INVALID_ARGUMENT when
    ///   this is not, or no longer, an outstanding delivery.
    public func nack() throws(Status) { try extend(seconds: 0) }

    /// Moves the ack deadline to so many seconds from now, 0 to 600.
    ///
    /// - Throws: INVALID_ARGUMENT, or NOT_FOUND when the subscription has been deleted.
    public func extend(seconds: Int32) throws(Status) {
        try emulator.modifyAckDeadline([ackID], on: subscription, seconds: seconds)
    }
}

extension Emulator {
    /// Takes what is available now, up to `max` messages (1,000 at most).
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func pull(_ subscription: String, max: Int = 1_000) throws(Status) -> [Received] {
        let name = subscriptionName(subscription)
        guard max > 0 else {
            throw Status(
                .invalidArgument, "No max_messages specified (max_messages=\(max), must be at least 1)")
        }
        guard interceptor.isActive else {
            return try subscriber.pull(name, max: max).map { Received($0, name, self) }
        }
        let request = pullRequest(name, max: max)
        let batch = try interceptor.call(Self.pullPath, name, request, edit: { $0.edit($1) }) {
            (_) throws(Status) in try subscriber.pull(name, max: max)
        }
        return batch.map { Received($0, name, self) }
    }

    /// Takes messages as `pull` does, but waits for the first, at most `wait` on the emulator's timeline (and at most
    /// 90 s); empty when none has come.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, or CANCELLED when the task is cancelled.
    public func pull(_ subscription: String, max: Int = 1_000, wait: Duration) async throws(Status)
        -> [Received]
    {
        let name = subscriptionName(subscription)
        guard interceptor.isActive else {
            return try await waitingPull(name, max, wait).map { Received($0, name, self) }
        }
        let begun = interceptor.begin(
            Self.pullPath, name, pullRequest(name, max: max), traits: .canWait)
        if let latency = begun.fault?.latency, latency > .zero {
            do {
                try await timeline.sleep(for: latency)
            } catch {
                throw Status(.cancelled, "The pull was cancelled.")
            }
        }
        try begun.admit()
        let batch: [Delivery]
        do throws(Status) {
            batch = try await waitingPull(name, max, wait)
        } catch {
            begun.fail(error)
            throw error
        }
        try begun.answer()
        return (begun.fault?.edit(batch) ?? batch).map { Received($0, name, self) }
    }

    private static let pullPath = "/google.pubsub.v1.Subscriber/Pull"

    private func waitingPull(
        _ name: String, _ max: Int, _ wait: Duration
    ) async throws(Status) -> [Delivery] {
        var request = PullRequest()
        request.subscription = name
        request.maxMessages = Int32(clamping: max)
        let pull = AsyncPull()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { pull.begin($0, request, wait, subscriber) }
        } onCancel: {
            pull.cancel()
        }
        return try outcome.get()
    }

    /// Receives messages as they come, for as long as the sequence is iterated.
    ///
    /// The sequence ends when its task is cancelled; it throws NOT_FOUND when there is no such subscription,
    /// or when it is deleted. What has been received and is neither acknowledged nor given back counts against the
    /// limits, and is delivered again after its ack deadline.
    ///
    /// - Parameters:
    ///   - maxOutstandingMessages: the most messages that may be with the receiver.
    ///   - maxOutstandingBytes: bytes with the receiver from which on nothing more is delivered.
    ///   - ackDeadline: the ack deadline of what is received; the subscription's unless given.
    public func receive(
        from subscription: String, maxOutstandingMessages: Int = 1_000, maxOutstandingBytes: Int = 100 << 20,
        ackDeadline: Duration? = nil
    ) -> ReceivedMessages {
        let options = ConsumerOptions(
            maxOutstandingMessages: max(1, maxOutstandingMessages),
            maxOutstandingBytes: max(1, maxOutstandingBytes), ackDeadline: ackDeadline)
        return ReceivedMessages(
            emulator: self, subscription: subscriptionName(subscription), options: options)
    }
}

/// A Pull that a task waits for: answered once, by the broker or by cancellation.
private final class AsyncPull: Sendable {
    typealias Continuation = CheckedContinuation<Result<[Delivery], Status>, Never>

    private struct State {
        var continuation: Continuation?
        var waiter: PullWaiter?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func begin(
        _ continuation: Continuation, _ request: PullRequest, _ wait: Duration, _ service: SubscriberService
    ) {
        state.withLock { $0.continuation = continuation }
        do throws(Status) {
            // The service leaves a tenth of a caller's timeout for the way back; here there is no way back.
            let waiter = try service.pull(request, timeout: min(wait, Limits.pullWait) * 10 / 9) {
                self.finish($0)
            }
            let isCancelled = state.withLock { state in
                state.waiter = waiter
                return state.isCancelled
            }
            if isCancelled { cancel() }
        } catch {
            finish(.failure(error))
        }
    }

    func cancel() {
        let waiter = state.withLock { state in
            state.isCancelled = true
            return state.waiter
        }
        guard let waiter, waiter.cancel() else { return }
        finish(.failure(Status(.cancelled, "The pull was cancelled.")))
    }

    private func finish(_ outcome: Result<[Delivery], Status>) {
        state.withLock { $0.continuation.take() }?.resume(returning: outcome)
    }
}
