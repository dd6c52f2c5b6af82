import CloudCore
import Synchronization

/// What serves one push subscription: a standing consumer whose messages go out as HTTP requests, each message
/// in its own, and are acknowledged by the answer.
final class PushSession: OutletSession {
    /// A message that is with the endpoint.
    private struct Outstanding {
        let delivery: Delivery
        let sentAt: Instant
        /// Time that moves by itself waits for the endpoint, which acts in real time.
        let activity: Activity
        var call: OutgoingCall?
        var timeout: Alarm?
    }

    private struct State {
        var place: OutletPlace
        var outstanding: [UInt64: Outstanding] = [:]
        var lastNumber: UInt64 = 0
    }

    let timeline: any Timeline
    private let http: any OutgoingHTTP
    private let tokens: any TokenSource
    private let request: PushRequest
    private let state: Mutex<State>

    /// Bytes with an endpoint from which on nothing more is sent.
    static let maxOutstandingBytes = 64 << 20
    /// How much longer than its request a message is leased: the request's end is what decides.
    static let leaseMargin = Duration.seconds(10)

    init(_ host: BrokerHost, _ http: any OutgoingHTTP, _ tokens: any TokenSource, _ request: PushRequest) {
        timeline = host.timeline
        state = Mutex(State(place: OutletPlace(host)))
        self.http = http
        self.tokens = tokens
        self.request = request
    }

    var options: ConsumerOptions {
        ConsumerOptions(
            maxOutstandingMessages: PushPacer.firstWindow, maxOutstandingBytes: Self.maxOutstandingBytes,
            ackDeadline: request.timeout + Self.leaseMargin, takesOneOfKey: true)
    }

    func withPlace<R: Sendable>(_ body: (inout OutletPlace) -> R) -> R {
        state.withLock { body(&$0.place) }
    }

    func limit(_ pacer: PushPacer, at now: Instant) -> Int { pacer.limit(at: now) }

    // MARK: Out

    func deliver(_ batch: [Delivery]) -> Bool {
        let now = timeline.now
        let numbers = state.withLock { state -> Range<UInt64>? in
            if state.place.isClosed { return nil }
            let first = state.lastNumber + 1
            for delivery in batch {
                state.lastNumber += 1
                state.outstanding[state.lastNumber] = Outstanding(
                    delivery: delivery, sentAt: now, activity: timeline.beginActivity(.working))
            }
            return first..<state.lastNumber + 1
        }
        guard let numbers else {
            host?.giveBack(batch, to: request.subscription)
            return false
        }
        for (number, delivery) in zip(numbers, batch) { begin(number, delivery, at: now) }
        return true
    }

    private func begin(_ number: UInt64, _ delivery: Delivery, at now: Instant) {
        let alarm = timeline.schedule(at: now + request.timeout) { [weak self] in
            self?.finish(number, .failure(Status(.deadlineExceeded, "The endpoint did not answer in time.")))
        }
        guard keep(number, { $0.timeout = alarm }) else { return alarm.cancel() }
        guard let oidc = request.config.oidcToken else { return send(number, delivery, token: nil) }
        let audience = oidc.audience.isEmpty ? request.config.pushEndpoint : oidc.audience
        let purpose = IdentityToken.Purpose(account: oidc.serviceAccountEmail, audience: audience)
        tokens.token(for: purpose, at: now) { [weak self] outcome in
            switch outcome {
            case .success(let token): self?.send(number, delivery, token: token)
            case .failure(let status): self?.finish(number, .failure(status))
            }
        }
    }

    private func send(_ number: UInt64, _ delivery: Delivery, token: String?) {
        guard keep(number, { _ in }) else { return }
        let call = http.send(request.make(delivery, token: token)) { [weak self] outcome in
            self?.finish(number, outcome)
        }
        if !keep(number, { $0.call = call }) { call.cancel() }
    }

    /// Changes what is known of an outstanding message; false when it is no more.
    private func keep(_ number: UInt64, _ change: (inout Outstanding) -> Void) -> Bool {
        state.withLock { state in
            guard var outstanding = state.outstanding[number] else { return false }
            change(&outstanding)
            state.outstanding[number] = outstanding
            return true
        }
    }

    // MARK: Back

    private func finish(_ number: UInt64, _ outcome: Result<Int, Status>) {
        let found = state.withLock { state -> (BrokerHost, ConsumerID, Outstanding)? in
            guard let (host, id) = state.place.consumer,
                let ended = state.outstanding.removeValue(forKey: number)
            else { return nil }
            return (host, id, ended)
        }
        guard let (host, id, ended) = found else { return }
        ended.timeout?.cancel()
        var isTaken = false
        if case .success(let code) = outcome {
            isTaken = PushRequest.acknowledgingCodes.contains(code)
        } else {
            ended.call?.cancel()
        }
        let pause = host.perform { (broker, now) -> Instant? in
            note(isTaken: isTaken, ended, at: now)
            let pause = pace(&broker, id, at: now)
            // Both fail only when the subscription has gone, which this session is told anyway.
            if isTaken {
                try? broker.acknowledge([ended.delivery.ackID], of: request.subscription, at: now)
            } else {
                try? broker.modifyAckDeadline(
                    [ended.delivery.ackID], of: request.subscription, seconds: 0, at: now)
            }
            return pause
        }
        if let pause { resume(at: pause) }
        ended.activity.end()
    }

    private func note(isTaken: Bool, _ ended: Outstanding, at now: Instant) {
        withPlace { place in
            if isTaken { place.pacer.succeeded() } else { place.pacer.failed(sentAt: ended.sentAt, at: now) }
        }
    }

    // MARK: End

    /// The subscription has gone or goes elsewhere: requests under way are given up, and their messages are
    /// available again.
    func end(_ status: Status) {
        let (outstanding, resumption) = state.withLock { state -> ([Outstanding], Alarm?) in
            defer { state.outstanding = [:] }
            return (Array(state.outstanding.values), state.place.close())
        }
        resumption?.cancel()
        for ended in outstanding {
            ended.timeout?.cancel()
            ended.call?.cancel()
            ended.activity.end()
        }
        if !outstanding.isEmpty { host?.giveBack(outstanding.map(\.delivery), to: request.subscription) }
    }
}
