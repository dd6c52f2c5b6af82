import CloudCore
import Synchronization

extension SubscriberService {
    /// Answers with messages: at once when there are any, else when one comes, else empty after at most 90 s, or
    /// nine tenths of the caller's timeout.
    ///
    /// - Parameter answer: called once, from any thread, unless the waiter that is returned is cancelled before.
    /// - Returns: the waiter, nil when the answer has been given already.
    @discardableResult func pull(
        _ request: PullRequest, timeout: Duration?, _ answer: @escaping PullWaiter.Answer
    ) throws(Status) -> PullWaiter? {
        guard request.maxMessages > 0 else {
            throw Status(
                .invalidArgument,
                "No max_messages specified (max_messages=\(request.maxMessages), must be at least 1)")
        }
        let batch = try take(request.subscription, max: Int(request.maxMessages))
        if !batch.isEmpty || request.returnImmediately {
            host.quotas?.receive(batch, by: .pull, of: request.subscription)
            answer(.success(batch))
            return nil
        }
        let waiter = PullWaiter(host, request.subscription, answer)
        let id = try host.perform(adding: waiter) { (broker, now) throws(Status) in
            // If something has come since, the waiter has it at once.
            let id = try broker.addWaiter(request.subscription, max: Int(request.maxMessages), at: now)
            return (id, id)
        }
        waiter.begin(id, wait: timeout.map { min(Limits.pullWait, $0 * 9 / 10) } ?? Limits.pullWait)
        return waiter
    }

    /// Leases what is available now.
    func pull(_ subscription: String, max: Int) throws(Status) -> [Delivery] {
        let batch = try take(subscription, max: max)
        host.quotas?.receive(batch, by: .pull, of: subscription)
        return batch
    }

    private func take(_ subscription: String, max: Int) throws(Status) -> [Delivery] {
        try host.meterReceiver(.pull, of: subscription)
        return try perform(subscription) { (broker, now) throws(Status) in
            try broker.pull(subscription, max: max, at: now)
        }
    }
}

/// A Pull that waits: answered by whichever comes first, a message, the end of its wait, or the end of the
/// subscription.
final class PullWaiter: ConsumerSink {
    typealias Answer = @Sendable (Result<[Delivery], Status>) -> Void

    private struct State {
        var isAnswered = false
        var id: ConsumerID?
        var alarm: Alarm?
    }

    private let host: BrokerHost
    private let subscription: String
    private let answer: Answer
    private let state = Mutex(State())

    init(_ host: BrokerHost, _ subscription: String, _ answer: @escaping Answer) {
        self.host = host
        self.subscription = subscription
        self.answer = answer
    }

    /// Waits, now that the broker knows this consumer.
    func begin(_ id: ConsumerID, wait: Duration) {
        let isAnswered = state.withLock { state in
            state.id = id
            return state.isAnswered
        }
        if isAnswered { return }
        let alarm = host.timeline.schedule(at: host.timeline.now + wait) { [weak self] in self?.timeOut() }
        let isLate = state.withLock { state in
            state.alarm = alarm
            return state.isAnswered
        }
        if isLate { alarm.cancel() }
    }

    func deliver(_ batch: [Delivery]) -> Bool {
        if claim() { succeed(batch) } else { host.giveBack(batch, to: subscription) }
        return false
    }

    func end(_ status: Status) {
        if claim() { answer(.failure(status)) }
    }

    /// The caller has gone; false when the answer has been given, or is being given, already.
    @discardableResult func cancel() -> Bool {
        guard claim() else { return false }
        leave()
        return true
    }

    private func timeOut() {
        guard claim() else { return }
        leave()
        succeed([])
    }

    private func succeed(_ batch: [Delivery]) {
        host.quotas?.receive(batch, by: .pull, of: subscription)
        answer(.success(batch))
    }

    private func leave() {
        if let id = state.withLock({ $0.id }) { host.remove(id) }
    }

    /// Whether the answer is the asker's to give: true once.
    private func claim() -> Bool {
        let (isFirst, alarm) = state.withLock { state -> (Bool, Alarm?) in
            if state.isAnswered { return (false, nil) }
            state.isAnswered = true
            return (true, state.alarm)
        }
        alarm?.cancel()
        return isFirst
    }
}

extension PullResponse {
    init(_ batch: [Delivery]) {
        self.init()
        receivedMessages = [ReceivedMessage](batch)
    }
}

extension [ReceivedMessage] {
    /// The deliveries as they are sent. Attempts are told with a dead letter policy only.
    init(_ batch: [Delivery]) {
        self = batch.map { delivery in
            var received = ReceivedMessage()
            received.ackId = delivery.ackID
            received.message = delivery.message.message
            if delivery.traits.contains(.tellsAttempts) { received.deliveryAttempt = delivery.attempt }
            return received
        }
    }
}

extension [Delivery] {
    /// About what the deliveries take on the wire: beside what counts for flow control, each has an ack id, a message id,
    /// a time, and the tags and lengths of these.
    var estimatedBytes: Int { reduce(256) { $0 + $1.message.size + 96 } }
}
