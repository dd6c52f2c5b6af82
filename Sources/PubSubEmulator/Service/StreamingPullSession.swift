import CloudCore
import RPCServer
import Synchronization

/// One StreamingPull: acknowledgements come in, batches go out, at most one of them on its way at a time.
///
/// Requests arrive on the event loop; batches come from whichever thread published, acknowledged or let time pass.
final class StreamingPullSession: RequestStream, ConsumerSink {
    private enum Phase {
        case opening
        case open(ConsumerID)
        case closed
    }

    private struct State {
        var phase = Phase.opening
        var subscription = ""
        var properties = StreamingPullResponse.SubscriptionProperties()
        /// The batch that has been sent and has not left yet.
        var inFlight: [Delivery] = []
        var batchesSent = 0
    }

    private let host: BrokerHost
    private let responses: ResponseStream<StreamingPullResponse>
    private let state = Mutex(State())

    init(_ host: BrokerHost, _ responses: ResponseStream<StreamingPullResponse>) {
        self.host = host
        self.responses = responses
    }

    // MARK: Requests

    func receive(_ request: StreamingPullRequest) {
        do throws(Status) {
            let (phase, subscription) = state.withLock { ($0.phase, $0.subscription) }
            switch phase {
            case .opening: try open(request)
            case .open(let id): try update(request, id, subscription)
            case .closed: break
            }
        } catch {
            close(error, undelivered: false)
        }
    }

    func halfClose() { close(nil, undelivered: false) }

    func writable() {
        let id = state.withLock { state -> ConsumerID? in
            guard case .open(let id) = state.phase, !state.inFlight.isEmpty else { return nil }
            state.inFlight = []
            return id
        }
        if let id { host.resume(id) }
    }

    func cancel() { close(nil, undelivered: true) }

    private func open(_ request: StreamingPullRequest) throws(Status) {
        guard !request.subscription.isEmpty else {
            throw Status(.invalidArgument, "first message must set subscription")
        }
        try ResourceNames.check(request.subscription, .subscriptions, field: "subscription")
        try StreamingPullRules.checkAckDeadline(request.streamAckDeadlineSeconds)
        try StreamingPullRules.checkModifications(request)
        let options = ConsumerOptions(
            maxOutstandingMessages: StreamingPullRules.limit(request.maxOutstandingMessages),
            maxOutstandingBytes: StreamingPullRules.limit(request.maxOutstandingBytes),
            ackDeadline: .seconds(Int64(request.streamAckDeadlineSeconds)))
        let id = try host.perform(adding: self) { (broker, now) throws(Status) in
            note(try broker.subscription(request.subscription, at: now))
            try StreamingPullRules.update(&broker, request.subscription, request, at: now)
            let id = try broker.addConsumer(request.subscription, options, at: now)
            return (id, id)
        }
        state.withLock { state in
            if case .opening = state.phase { state.phase = .open(id) }
        }
    }

    /// Remembers the subscription before its first batch comes.
    private func note(_ subscription: Subscription) {
        state.withLock { state in
            state.subscription = subscription.name
            state.properties.messageOrderingEnabled = subscription.enableMessageOrdering
            state.properties.exactlyOnceDeliveryEnabled = subscription.enableExactlyOnceDelivery
        }
    }

    private func update(
        _ request: StreamingPullRequest, _ id: ConsumerID, _ subscription: String
    ) throws(Status) {
        try StreamingPullRules.checkLater(request)
        try StreamingPullRules.checkModifications(request)
        try host.perform { (broker, now) throws(Status) in
            try StreamingPullRules.update(&broker, subscription, request, at: now)
            if request.streamAckDeadlineSeconds != 0 {
                broker.setAckDeadline(.seconds(Int64(request.streamAckDeadlineSeconds)), of: id)
            }
        }
    }

    // MARK: Batches

    func deliver(_ batch: [Delivery]) -> Bool {
        let (number, subscription, properties) = state.withLock { state in
            if case .closed = state.phase { return (0, state.subscription, state.properties) }
            state.inFlight = batch
            state.batchesSent += 1
            return (state.batchesSent, state.subscription, state.properties)
        }
        guard number > 0 else {
            host.giveBack(batch, to: subscription)
            return false
        }
        var response = StreamingPullResponse()
        response.receivedMessages = [ReceivedMessage](batch)
        if number == 1 { response.subscriptionProperties = properties }
        responses.send(response)
        guard responses.isWritable else { return false }
        // `writable` may have come before, and even the next batch.
        return state.withLock { state in
            guard state.batchesSent == number, !state.inFlight.isEmpty else { return false }
            state.inFlight = []
            return true
        }
    }

    func end(_ status: Status) {
        state.withLock { $0.phase = .closed }
        responses.finish(status)
    }

    private func close(_ failure: Status?, undelivered isUndelivered: Bool) {
        let (former, inFlight) = state.withLock { state -> (Phase, [Delivery]) in
            defer {
                state.phase = .closed
                state.inFlight = []
            }
            return (state.phase, state.inFlight)
        }
        if case .closed = former { return }
        if case .open(let id) = former { host.remove(id, undelivered: isUndelivered ? inFlight : []) }
        responses.finish(failure)
    }
}
