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
        /// Confirmations that wait until there is room for them.
        var confirmations: StreamingPullResponse?
        /// The batch that has been sent and has not left yet.
        var inFlight: [Delivery] = []
        var batchesSent = 0
        /// When the caller's permission is looked at again; nil while nobody checks permissions.
        var nextCheck: Alarm?
        /// Counts this stream among the open ones; nil while nothing is metered.
        var openStream: OpenStream?
    }

    private let host: BrokerHost
    private let responses: ResponseStream<StreamingPullResponse>
    private let context: CallContext
    private let state = Mutex(State())

    init(
        _ host: BrokerHost, _ responses: ResponseStream<StreamingPullResponse>,
        _ context: CallContext = CallContext()
    ) {
        self.host = host
        self.responses = responses
        self.context = context
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
        let (id, confirmations) = state.withLock { state -> (ConsumerID?, StreamingPullResponse?) in
            guard case .open(let id) = state.phase else { return (nil, nil) }
            let confirmations = state.confirmations.take()
            if state.inFlight.isEmpty { return (nil, confirmations) }
            state.inFlight = []
            return (id, confirmations)
        }
        if let confirmations { responses.send(confirmations) }
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
        try host.access.admit(request, context)
        let options = ConsumerOptions(
            maxOutstandingMessages: StreamingPullRules.limit(request.maxOutstandingMessages),
            maxOutstandingBytes: StreamingPullRules.limit(request.maxOutstandingBytes),
            ackDeadline: .seconds(Int64(request.streamAckDeadlineSeconds)))
        try meter(request, on: request.subscription)
        let openStream = try host.quotas?.streams.open(on: request.subscription)
        // The first batch may come before the consumer is known.
        state.withLock { state in
            state.subscription = request.subscription
            state.openStream = openStream
        }
        let (id, outcome) = try host.perform(adding: self) { (broker, now) throws(Status) in
            let outcome = try StreamingPullRules.update(&broker, request.subscription, request, at: now)
            let id = try broker.addConsumer(request.subscription, options, at: now)
            return ((id, outcome), id)
        }
        let isOver = state.withLock { state -> Bool in
            if case .opening = state.phase { state.phase = .open(id) }
            if case .closed = state.phase { return true }
            return false
        }
        // Its first batch may have exceeded a quota.
        if isOver { return host.remove(id) }
        if let outcome { confirm(outcome) }
        if host.access.isOn { watchPermission(of: request) }
    }

    // MARK: Quotas

    private func meter(_ request: StreamingPullRequest, on subscription: String) throws(Status) {
        try host.meterAcks(request.ackIds.count + request.modifyDeadlineAckIds.count, of: subscription)
    }

    /// Charges a batch; false when it exceeds a quota, and the stream has ended.
    private func meter(_ batch: [Delivery], on subscription: String) -> Bool {
        do throws(Status) {
            try host.meterStream(batch, of: subscription)
            return true
        } catch {
            close(error, undelivered: false)
            host.giveBack(batch, to: subscription)
            return false
        }
    }

    // MARK: Permission

    /// How long a stream lives on a permission that may have been revoked.
    ///
    /// That a revoke ends open streams, and when, is documented nowhere: Google only says that access changes take some
    /// minutes, and ends each stream after half an hour, after which a client opens it anew. A minute keeps a stream
    /// within what a revoke takes anyway.
    static let permissionPeriod = Duration.seconds(60)

    /// Ends the stream once its caller no longer has the permission that it was opened with.
    private func watchPermission(of request: StreamingPullRequest) {
        let alarm = host.timeline.schedule(at: host.timeline.now + Self.permissionPeriod) { [weak self] in
            self?.checkPermission(of: request)
        }
        let isLate = state.withLock { state -> Bool in
            guard case .open = state.phase else { return true }
            state.nextCheck = alarm
            return false
        }
        if isLate { alarm.cancel() }
    }

    private func checkPermission(of request: StreamingPullRequest) {
        do throws(Status) {
            try host.access.admit(request, context)
            watchPermission(of: request)
        } catch {
            close(error, undelivered: true)
        }
    }

    private func update(
        _ request: StreamingPullRequest, _ id: ConsumerID, _ subscription: String
    ) throws(Status) {
        try StreamingPullRules.checkLater(request)
        try StreamingPullRules.checkModifications(request)
        try meter(request, on: subscription)
        let outcome = try host.perform { (broker, now) throws(Status) in
            let outcome = try StreamingPullRules.update(&broker, subscription, request, at: now)
            if request.streamAckDeadlineSeconds != 0 {
                broker.setAckDeadline(.seconds(Int64(request.streamAckDeadlineSeconds)), of: id)
            }
            return outcome
        }
        if let outcome { confirm(outcome) }
    }

    // MARK: Confirmations

    /// The most ids in confirmations that wait because the caller does not read.
    private static let waitingIDsLimit = 10_000

    /// Tells what came of a request's ack ids. Confirmations are "not guaranteed to be populated"
    /// (`google/pubsub/v1/pubsub.proto`): those that a caller who does not read lets pile up are dropped.
    private func confirm(_ outcome: StreamOutcome) {
        if responses.isWritable { return responses.send(StreamingPullResponse(outcome)) }
        state.withLock { state in
            if case .closed = state.phase { return }
            var waiting = state.confirmations ?? StreamingPullResponse()
            guard waiting.confirmedCount + outcome.count <= Self.waitingIDsLimit else { return }
            waiting.append(outcome)
            state.confirmations = waiting
        }
    }

    // MARK: Batches

    func deliver(_ batch: [Delivery]) -> Bool {
        let (number, subscription) = state.withLock { state in
            if case .closed = state.phase { return (0, state.subscription) }
            state.inFlight = batch
            state.batchesSent += 1
            return (state.batchesSent, state.subscription)
        }
        guard number > 0 else {
            host.giveBack(batch, to: subscription)
            return false
        }
        guard meter(batch, on: subscription) else { return false }
        var response = StreamingPullResponse()
        response.receivedMessages = [ReceivedMessage](batch)
        // Clients go by each response, and take one without properties for having none.
        let traits = batch.first?.traits ?? []
        if number == 1 || !traits.isEmpty { response.subscriptionProperties = .init(traits) }
        responses.send(response, estimatedBytes: batch.estimatedBytes)
        guard responses.isWritable else { return false }
        // `writable` may have come before, and even the next batch.
        return state.withLock { state in
            guard state.batchesSent == number, !state.inFlight.isEmpty else { return false }
            state.inFlight = []
            return true
        }
    }

    func end(_ status: Status) {
        let alarm = state.withLock { state -> Alarm? in
            state.phase = .closed
            state.openStream = nil
            return state.nextCheck.take()
        }
        alarm?.cancel()
        responses.finish(status)
    }

    private func close(_ failure: Status?, undelivered isUndelivered: Bool) {
        let (former, inFlight, alarm) = state.withLock { state -> (Phase, [Delivery], Alarm?) in
            defer {
                state.phase = .closed
                state.inFlight = []
                state.confirmations = nil
                state.nextCheck = nil
                state.openStream = nil
            }
            return (state.phase, state.inFlight, state.nextCheck)
        }
        alarm?.cancel()
        if case .closed = former { return }
        if case .open(let id) = former { host.remove(id, undelivered: isUndelivered ? inFlight : []) }
        responses.finish(failure)
    }
}
