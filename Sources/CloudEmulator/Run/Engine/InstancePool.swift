import CloudCore

/// The instances of a revision and the requests for them: who starts, who stops, and who serves what.
///
/// A value without clock or I/O: what happens goes in, what is to be done is appended to `effects`. Sources: "About instance
/// autoscaling" (idle instances are kept for up to 15 minutes; minimum instances are kept always), "Maximum concurrent
/// requests", and for what becomes of requests that find no instance "Troubleshoot Cloud Run issues".
struct InstancePool: Sendable {
    /// How many instances there may be, and what each takes.
    struct Settings: Sendable, Equatable {
        var minimum = 0
        var maximum = 100
        /// The most requests that an instance serves at a time.
        var concurrency = 80
        /// How long an instance without requests is kept.
        var idleTime = Duration.seconds(900)
        /// How long a request waits for an instance.
        var queueTime = Duration.seconds(10)
    }

    /// What is to be done.
    enum Effect: Sendable, Equatable {
        /// Start an instance under that number.
        case start(UInt64)
        /// Ask an instance to end; it serves nothing any more.
        case stop(UInt64)
        /// Hand a request to an instance.
        case send(request: UInt64, instance: UInt64)
        /// Refuse a request that no instance could be found for.
        case refuse(UInt64)
    }

    private enum Phase { case starting, ready, stopping }

    private struct Instance {
        var phase = Phase.starting
        var requests: Set<UInt64> = []
        /// Since when it has had no request; nil while it has some.
        var idleSince: Instant?
        var readySince: Instant?
    }

    /// The most requests that wait.
    static let maxWaiting = 10_000
    /// How long after its end an instance that failed is started again: doubled each time, up to a minute.
    static let backoff = (first: Duration.seconds(1), most: Duration.seconds(60))
    /// An instance that has been ready for so long does not count as having failed to start.
    static let stableTime = Duration.seconds(60)

    private(set) var settings: Settings
    /// Whether instances are started at all; they are not while nothing leads to the revision any more.
    private var isRetired = false
    private var instances: [UInt64: Instance] = [:]
    private var placeOf: [UInt64: UInt64] = [:]
    private var waiting: [(request: UInt64, until: Instant)] = []
    private var nextInstance: UInt64 = 1
    private var failures = 0
    private var pausedUntil: Instant?
    /// What is to be done; taken by whoever does it.
    private var effects: [Effect] = []

    init(_ settings: Settings) { self.settings = settings }

    // MARK: What can be seen

    /// The numbers of instances that start, serve, and end.
    var counts: (starting: Int, ready: Int, stopping: Int) {
        (count(.starting), count(.ready), count(.stopping))
    }

    /// The requests that wait for an instance.
    var waitingCount: Int { waiting.count }

    /// The requests that an instance has.
    func requestCount(of instance: UInt64) -> Int { instances[instance]?.requests.count ?? 0 }

    /// When `tick` has something to do.
    var nextDue: Instant? {
        var due = waiting.first?.until
        func consider(_ time: Instant) { due = min(due ?? time, time) }
        if let pausedUntil, isShort { consider(pausedUntil) }
        if count(.ready) > minimum {
            for instance in instances.values where instance.phase == .ready {
                if let since = instance.idleSince { consider(since + settings.idleTime) }
            }
        }
        return due
    }

    /// Takes what is to be done, in order.
    mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    // MARK: What happens

    /// Changes the numbers.
    mutating func apply(_ settings: Settings, at now: Instant) {
        self.settings = settings
        balance(at: now)
    }

    /// A request has come.
    mutating func add(request: UInt64, at now: Instant) {
        guard !isRetired, waiting.count < Self.maxWaiting else { return effects.append(.refuse(request)) }
        waiting.append((request, now + settings.queueTime))
        balance(at: now)
    }

    /// A request has been answered, or given up.
    mutating func remove(request: UInt64, at now: Instant) {
        if let index = waiting.firstIndex(where: { $0.request == request }) { waiting.remove(at: index) }
        if let place = placeOf.removeValue(forKey: request) {
            instances[place]?.requests.remove(request)
            if instances[place]?.requests.isEmpty == true { instances[place]?.idleSince = now }
        }
        balance(at: now)
    }

    /// An instance serves from now on.
    mutating func ready(_ instance: UInt64, at now: Instant) {
        guard instances[instance]?.phase == .starting else { return }
        instances[instance]?.phase = .ready
        instances[instance]?.readySince = now
        instances[instance]?.idleSince = now
        balance(at: now)
    }

    /// An instance has ended. Its requests are answered by whoever passed them on.
    mutating func ended(_ instance: UInt64, at now: Instant) {
        guard let gone = instances.removeValue(forKey: instance) else { return }
        for request in gone.requests { placeOf[request] = nil }
        if gone.phase != .stopping {
            if let since = gone.readySince, now - since >= Self.stableTime { failures = 0 }
            failures = min(failures + 1, 16)
            pausedUntil = now + min(Self.backoff.first * (1 << (failures - 1)), Self.backoff.most)
        }
        balance(at: now)
    }

    /// Time has passed.
    mutating func tick(at now: Instant) { balance(at: now) }

    /// Ends all instances and refuses what waits.
    mutating func retire(at now: Instant) {
        isRetired = true
        for (request, _) in waiting { effects.append(.refuse(request)) }
        waiting = []
        for number in instances.keys.sorted() where instances[number]?.phase != .stopping { stop(number) }
    }

    // MARK: What is to be done

    private var minimum: Int { isRetired ? 0 : min(settings.minimum, settings.maximum) }

    private func count(_ phase: Phase) -> Int { instances.values.count { $0.phase == phase } }

    /// How many instances there should be more.
    private var shortage: Int {
        guard !isRetired else { return 0 }
        let (starting, ready, _) = counts
        let room = instances.values.reduce(0) { sum, instance in
            sum + (instance.phase == .ready ? max(0, settings.concurrency - instance.requests.count) : 0)
        }
        let unserved = max(0, waiting.count - room)
        let wanted = max(minimum, ready + (unserved + settings.concurrency - 1) / settings.concurrency)
        return min(wanted, settings.maximum) - starting - ready
    }

    private var isShort: Bool { shortage > 0 }

    private mutating func balance(at now: Instant) {
        dispatch(at: now)
        refuseLate(at: now)
        if let paused = pausedUntil, paused <= now { pausedUntil = nil }
        // While it is paused, what has failed is not tried again.
        if pausedUntil == nil {
            for _ in 0..<max(0, shortage) {
                instances[nextInstance] = Instance()
                effects.append(.start(nextInstance))
                nextInstance += 1
            }
        }
        stopIdle(at: now)
    }

    /// The lowest instance that has room is given the next request, so that the others become idle.
    private mutating func dispatch(at now: Instant) {
        guard !waiting.isEmpty else { return }
        let ready = instances.filter { $0.value.phase == .ready }.keys.sorted()
        for number in ready {
            while let next = waiting.first, let instance = instances[number],
                instance.requests.count < settings.concurrency
            {
                guard next.until > now else { break }
                waiting.removeFirst()
                instances[number]?.requests.insert(next.request)
                instances[number]?.idleSince = nil
                placeOf[next.request] = number
                effects.append(.send(request: next.request, instance: number))
            }
        }
    }

    private mutating func refuseLate(at now: Instant) {
        while let first = waiting.first, first.until <= now {
            waiting.removeFirst()
            effects.append(.refuse(first.request))
        }
    }

    /// The youngest idle instance goes first. Beyond the maximum an instance goes as soon as it is idle.
    private mutating func stopIdle(at now: Instant) {
        for number in instances.keys.sorted(by: >) {
            guard let instance = instances[number], instance.phase == .ready, let since = instance.idleSince
            else {
                continue
            }
            let ready = count(.ready)
            if ready > settings.maximum || (ready > minimum && now - since >= settings.idleTime) {
                stop(number)
            }
        }
    }

    private mutating func stop(_ number: UInt64) {
        instances[number]?.phase = .stopping
        effects.append(.stop(number))
    }
}
