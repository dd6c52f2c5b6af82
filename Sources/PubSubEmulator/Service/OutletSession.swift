import CloudCore

/// Where the session of an outlet stands: whom it serves, and how fast.
struct OutletPlace: Sendable {
    private enum Phase: Sendable {
        case opening
        case open(ConsumerID)
        case closed
    }

    /// Not held: the host holds its sessions.
    private(set) weak var host: BrokerHost?
    private var phase = Phase.opening
    /// How what went out has fared.
    var pacer = PushPacer()
    /// Ends the present pause.
    var resumption: Alarm?

    init(_ host: BrokerHost) { self.host = host }

    var isClosed: Bool { if case .closed = phase { true } else { false } }

    /// The broker and the consumer that the session is there; nil before it has been opened, and after its end.
    var consumer: (host: BrokerHost, id: ConsumerID)? {
        guard case .open(let id) = phase, let host else { return nil }
        return (host, id)
    }

    /// The broker knows the session now, which may have ended meanwhile.
    mutating func open(_ id: ConsumerID) {
        if case .opening = phase { phase = .open(id) }
    }

    /// The session has ended; returns the alarm that is needed no more.
    mutating func close() -> Alarm? {
        phase = .closed
        return resumption.take()
    }
}

/// The standing consumer that serves one subscription which is not pulled.
protocol OutletSession: ConsumerSink {
    /// What it asks of the broker.
    var options: ConsumerOptions { get }
    /// The time that its pauses go by.
    var timeline: any Timeline { get }
    /// Looks at where it stands, or changes that, under its lock.
    func withPlace<R: Sendable>(_ body: (inout OutletPlace) -> R) -> R
    /// Messages that may be outstanding now; none in a pause.
    func limit(_ pacer: PushPacer, at now: Instant) -> Int
}

extension OutletSession {
    /// The broker knows it now.
    func open(_ id: ConsumerID) { withPlace { $0.open(id) } }

    /// The broker that it serves; nil when that has gone.
    var host: BrokerHost? { withPlace { $0.host } }

    /// Allows it as many outstanding messages as its pacer does; returns when its pause ends if it is in one.
    func pace(_ broker: inout Broker, _ id: ConsumerID, at now: Instant) -> Instant? {
        let pacer = withPlace { $0.pacer }
        let allowed = limit(pacer, at: now)
        broker.setMaxOutstanding(allowed, of: id, at: now)
        return allowed == 0 ? pacer.resumesAt : nil
    }

    /// Lets messages out again after a pause.
    func resume(at instant: Instant) {
        let alarm = timeline.schedule(at: instant) { [weak self] in self?.resume() }
        let former = withPlace { place -> Alarm? in
            defer { place.resumption = alarm }
            return place.resumption
        }
        former?.cancel()
    }

    private func resume() {
        guard let (host, id) = withPlace({ $0.consumer }) else { return }
        // The pause may have become longer since the alarm was set.
        if let pause = host.perform({ broker, now in pace(&broker, id, at: now) }) { resume(at: pause) }
    }
}
