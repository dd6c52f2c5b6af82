import CloudCore
import Synchronization

/// The broker behind its lock, on a timeline: each operation takes the lock once, and what it asks for is done
/// after the lock is released.
final class BrokerHost: Sendable {
    struct State: ~Copyable {
        var broker: Broker
        /// The sinks of the broker's consumers, by consumer index.
        var sinks: ContiguousArray<(any ConsumerSink)?> = []
        var armedFor: Instant?
        var alarm: Alarm?
        /// Who keeps the policies of the resources.
        var policies: any PolicyKeeper = PolicyTable()
        /// The log of the data directory; nil without one.
        var durable: DurableLog?
        /// Who waits until nothing is outstanding.
        var watchers: [QuiescenceWatcher] = []
        /// Holds virtual time still while messages are with receivers.
        var activity: Activity?
    }

    /// What is to be done after the lock is released.
    struct FollowUp: Sendable {
        var deliveries: [(ConsumerID, any ConsumerSink, [Delivery])] = []
        var ends: [(any ConsumerSink, Status)] = []
        var transforms: [TransformJob] = []
        var quiescent: [QuiescenceWatcher] = []
        var formerAlarm: Alarm?
        var formerActivity: Activity?
        var alarmAt: Instant?

        var isEmpty: Bool {
            deliveries.isEmpty && ends.isEmpty && transforms.isEmpty && quiescent.isEmpty
                && formerAlarm == nil && formerActivity == nil && alarmAt == nil
        }
    }

    let timeline: any Timeline
    let transformer: any MessageTransformer
    /// Whether there is, or has been, a topic with transforms.
    let hasTransforms = Atomic(false)
    /// Whether somebody else owns the time, who wants to know exactly when the next thing is due.
    private let isVirtual: Bool
    let state: Mutex<State>

    /// What pushed and exported messages go out by.
    let outlets: Outlets
    /// Where calls from outside are checked.
    let access = AccessGate()
    /// The quotas; nil where nothing is metered.
    let quotas: QuotaGate?

    init(
        timeline: any Timeline, recordsHistory: Bool, outlets: Outlets = Outlets(),
        transformer: any MessageTransformer = NodeTransformer(), isStrict: Bool = false
    ) {
        self.timeline = timeline
        quotas = isStrict ? QuotaGate(timeline) : nil
        self.outlets = outlets
        self.transformer = transformer
        isVirtual = !(timeline is RealTimeline)
        state = Mutex(State(broker: Broker(recordsHistory: recordsHistory)))
    }

    /// Runs `body` under the lock, and after it does what the broker has asked for by then.
    @inline(__always) func locked<R: Sendable, E: Error>(
        _ body: (inout State, inout FollowUp?) throws(E) -> R
    ) throws(E) -> R {
        var followUp: FollowUp?
        let outcome = state.withLock { state -> Result<R, E> in
            defer { settle(&state, &followUp) }
            do throws(E) {
                return .success(try body(&state, &followUp))
            } catch {
                return .failure(error)
            }
        }
        if let followUp { run(followUp) }
        return try outcome.get()
    }

    /// Likewise, once what is due has been done: what has expired is gone with its consumers, whose indices may be
    /// given again, and with its policies.
    private func lockedUpToDate<R: Sendable, E: Error>(
        _ body: (inout State, Instant) throws(E) -> R
    ) throws(E) -> R {
        try locked { (state, followUp) throws(E) in
            let now = timeline.now
            state.broker.expire(at: now)
            settle(&state, &followUp)
            return try body(&state, now)
        }
    }

    /// Runs an operation.
    func perform<R: Sendable, E: Error>(_ operation: (inout Broker, Instant) throws(E) -> R) throws(E) -> R {
        try locked { (state, _) throws(E) in try operation(&state.broker, timeline.now) }
    }

    /// Runs an operation that may add a consumer, whose deliveries `sink` takes from then on.
    func perform<R: Sendable>(
        adding sink: any ConsumerSink, _ operation: (inout Broker, Instant) throws(Status) -> (R, ConsumerID?)
    ) throws(Status) -> R {
        try perform { (broker, now, register) throws(Status) in
            let (result, id) = try operation(&broker, now)
            if let id { register = (sink, id) }
            return result
        }
    }

    /// A consumer that an operation has added, and what takes its deliveries.
    typealias Registration = (sink: any ConsumerSink, id: ConsumerID)

    /// Runs an operation that may add a consumer, and says so by its third argument.
    func perform<R: Sendable>(
        _ operation: (inout Broker, Instant, inout Registration?) throws(Status) -> R
    ) throws(Status) -> R {
        try lockedUpToDate { (state, now) throws(Status) in
            var registration: Registration?
            let result = try operation(&state.broker, now, &registration)
            if let registration { Self.register(registration.sink, registration.id, &state) }
            return result
        }
    }

    /// Runs an operation on policies, with which no resource comes or goes meanwhile.
    func withPolicies<R: Sendable, E: Error>(
        _ operation: (inout Broker, any PolicyKeeper, Instant) throws(E) -> R
    ) throws(E) -> R {
        try lockedUpToDate { (state, now) throws(E) in
            try operation(&state.broker, state.policies, now)
        }
    }

    /// Has `keeper` keep the policies from now on.
    func keepPolicies(with keeper: any PolicyKeeper) { state.withLock { $0.policies = keeper } }

    /// Tells that the last batch has left for the consumer: it may have another.
    func resume(_ id: ConsumerID) {
        perform { broker, now in broker.resume(id, at: now) }
    }

    /// Removes a consumer that has gone.
    func remove(_ id: ConsumerID, undelivered: [Delivery] = []) {
        perform { broker, now in broker.removeConsumer(id, undelivered: undelivered, at: now) }
    }

    /// Makes deliveries that never left for their receiver available again.
    func giveBack(_ undelivered: [Delivery], to subscription: String) {
        perform { broker, now in broker.giveBack(undelivered, to: subscription, at: now) }
    }

    // MARK: Under the lock

    private static func register(_ sink: any ConsumerSink, _ id: ConsumerID, _ state: inout State) {
        let index = Int(id.index)
        while state.sinks.count <= index { state.sinks.append(nil) }
        state.sinks[index] = sink
    }

    /// Notes what the broker asks for, which most of the time is nothing.
    @inline(__always) func settle(_ state: inout State, _ followUp: inout FollowUp?) {
        if state.broker.context.journal.isOn { write(&state) }
        if isVirtual || state.broker.hasEffects || !state.watchers.isEmpty || needsEarlierAlarm(state) {
            note(&state, &followUp)
        }
    }

    private func needsEarlierAlarm(_ state: borrowing State) -> Bool {
        guard let next = state.broker.nextDeadlineEstimate else { return false }
        return next < state.armedFor ?? .distantFuture
    }

    @inline(never) private func note(_ state: inout State, _ noted: inout FollowUp?) {
        var followUp = noted ?? FollowUp()
        if state.broker.hasEffects { collectEffects(&state, &followUp) }
        if !state.watchers.isEmpty {
            settleWatched(&state, &followUp)
        } else if isVirtual {
            setAlarm(state.broker.nextDeadline, &state, &followUp)
            noteLeases(&state, &followUp)
        } else if needsEarlierAlarm(state) {
            setAlarm(state.broker.nextDeadlineEstimate, &state, &followUp)
        }
        noted = followUp.isEmpty ? nil : followUp
    }

    /// The same while somebody waits for quiescence, which messages that expire may bring, too.
    private func settleWatched(_ state: inout State, _ followUp: inout FollowUp) {
        state.watchers.removeAll { watcher in
            guard watcher.isQuiescent(state.broker) else { return false }
            followUp.quiescent.append(watcher)
            return true
        }
        let deadline = state.broker.nextDeadline ?? .distantFuture
        let next = min(deadline, state.broker.nextHousekeepingEstimate ?? .distantFuture)
        setAlarm(next == .distantFuture ? nil : next, &state, &followUp)
        if isVirtual { noteLeases(&state, &followUp) }
    }

    private func collectEffects(_ state: inout State, _ followUp: inout FollowUp) {
        for effect in state.broker.takeEffects() {
            switch effect {
            case .deliver(let id, let batch):
                let index = Int(id.index)
                guard index < state.sinks.count, let sink = state.sinks[index] else { continue }
                followUp.deliveries.append((id, sink, batch))
                if !state.broker.context.consumers.contains(id) { state.sinks[index] = nil }
            case .end(let id, let status):
                let index = Int(id.index)
                guard index < state.sinks.count, let sink = state.sinks[index] else { continue }
                followUp.ends.append((sink, status))
                state.sinks[index] = nil
            case .removed(let name):
                state.policies.removePolicy(of: name)
            case .transform(let job): followUp.transforms.append(job)
            }
        }
    }

    private func setAlarm(_ instant: Instant?, _ state: inout State, _ followUp: inout FollowUp) {
        guard instant != state.armedFor else { return }
        if let alarm = state.alarm { followUp.formerAlarm = alarm }
        state.alarm = nil
        state.armedFor = instant
        followUp.alarmAt = instant
    }

    private func noteLeases(_ state: inout State, _ followUp: inout FollowUp) {
        if state.broker.leasedCount > 0 {
            if state.activity == nil { state.activity = timeline.beginActivity(.handedOver) }
        } else if let activity = state.activity {
            followUp.formerActivity = activity
            state.activity = nil
        }
    }

    // MARK: After the lock

    private func run(_ first: FollowUp) {
        var next: FollowUp? = first
        while let followUp = next {
            followUp.formerAlarm?.cancel()
            followUp.formerActivity?.end()
            if let instant = followUp.alarmAt { arm(instant) }
            for watcher in followUp.quiescent { watcher.finish(.quiescent) }
            for (sink, status) in followUp.ends { sink.end(status) }
            var ready: [ConsumerID] = []
            for (id, sink, batch) in followUp.deliveries where sink.deliver(batch) { ready.append(id) }
            var finished: [(TransformJob, [TransformOutcome])] = []
            for job in followUp.transforms {
                if let outcomes = begin(job) { finished.append((job, outcomes)) }
            }
            if ready.isEmpty, finished.isEmpty { return }
            // A loop, not a recursion: a backlog of any length drains through here.
            next = nil
            state.withLock { state in
                for (job, outcomes) in finished { state.broker.finish(job, outcomes, at: timeline.now) }
                for id in ready { state.broker.resume(id, at: timeline.now) }
                settle(&state, &next)
            }
        }
    }

    private func arm(_ instant: Instant) {
        let alarm = timeline.schedule(at: instant) { [weak self] in self?.fire(instant) }
        let isStale = state.withLock { state -> Bool in
            guard state.armedFor == instant, state.alarm == nil else { return true }
            state.alarm = alarm
            return false
        }
        if isStale { alarm.cancel() }
    }

    private func fire(_ instant: Instant) {
        locked { state, _ in
            if state.armedFor == instant {
                state.armedFor = nil
                state.alarm = nil
            }
            state.broker.expire(at: timeline.now)
        }
    }
}
