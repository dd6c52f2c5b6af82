import CloudCore
import Synchronization

/// What serves one export subscription: a standing consumer that gathers messages into batches, hands them to the
/// sink, and acknowledges what the sink has taken. What it has not goes the way of a nack.
final class ExportSession: OutletSession {
    private struct State {
        var place: OutletPlace
        var batch: ExportBatch
        var alarm: Alarm?
        var generator: SeededGenerator
        var isFailing = false
    }

    let timeline: any Timeline
    private let sink: any ExportSink
    private let writer: ExportWriter
    private let state: Mutex<State>

    init(_ host: BrokerHost, _ sink: any ExportSink, _ writer: ExportWriter) {
        timeline = host.timeline
        self.sink = sink
        self.writer = writer
        // Names must not come again after a restart, nor in another subscription.
        let seed = UInt64(bitPattern: host.timeline.now.nanoseconds) ^ AckID.salt(of: writer.subscription)
        state = Mutex(
            State(
                place: OutletPlace(host), batch: ExportBatch(limits: writer.limits),
                generator: SeededGenerator(seed: seed))
        )
    }

    /// One batch that is gathered and one that is being written.
    private var maxOutstandingMessages: Int { 2 * writer.limits.messages }

    var options: ConsumerOptions {
        ConsumerOptions(
            maxOutstandingMessages: maxOutstandingMessages, maxOutstandingBytes: 2 * writer.limits.bytes,
            // Long enough to gather a batch and to write it.
            ackDeadline: writer.limits.duration + .seconds(600))
    }

    func withPlace<R: Sendable>(_ body: (inout OutletPlace) -> R) -> R {
        state.withLock { body(&$0.place) }
    }

    func limit(_ pacer: PushPacer, at now: Instant) -> Int {
        pacer.limit(at: now) == 0 ? 0 : maxOutstandingMessages
    }

    // MARK: Gathering

    func deliver(_ batch: [Delivery]) -> Bool {
        let now = timeline.now
        let (isOpen, due, deadline) = state.withLock { state -> (Bool, [[Delivery]], Instant?) in
            if state.place.isClosed { return (false, [], nil) }
            var due = batch.flatMap { state.batch.add($0, at: now) }
            let rest = state.batch.takeDue(at: now)
            if !rest.isEmpty { due.append(rest) }
            return (true, due, state.alarm == nil ? state.batch.deadline : nil)
        }
        guard isOpen else {
            host?.giveBack(batch, to: writer.subscription)
            return false
        }
        if let deadline { arm(deadline) }
        for batch in due { write(batch, at: now) }
        return true
    }

    private func arm(_ deadline: Instant) {
        let alarm = timeline.schedule(at: deadline) { [weak self] in self?.writeDue() }
        let former = state.withLock { state -> Alarm? in
            defer { state.alarm = alarm }
            return state.alarm
        }
        former?.cancel()
    }

    private func writeDue() {
        let now = timeline.now
        let (due, deadline) = state.withLock { state in
            state.alarm = nil
            // A batch that was full before its time has left a younger one.
            return (state.batch.takeDue(at: now), state.batch.deadline)
        }
        if let deadline { arm(deadline) }
        if !due.isEmpty { write(due, at: now) }
    }

    // MARK: Writing

    private func write(_ batch: [Delivery], at now: Instant) {
        let messages = batch.map(\.message)
        // Time that moves by itself waits for the sink, which acts in real time.
        let activity = timeline.beginActivity(.working)
        if case .cloudStorage(let config) = writer.kind {
            let object = state.withLock { writer.object(config, messages, at: now, &$0.generator) }
            sink.write(object) { [weak self] outcome in
                self?.finish(batch, startedAt: now, outcome.map { [:] })
                activity.end()
            }
            return
        }
        let (rows, indices, failures) = writer.rows(messages)
        guard !rows.rows.isEmpty else { return finish(batch, startedAt: now, .success(failures)) }
        sink.insert(rows) { [weak self] outcome in
            let all = outcome.map { failed in
                var failures = failures
                for (row, status) in failed where indices.indices.contains(row) {
                    failures[indices[row]] = status
                }
                return failures
            }
            self?.finish(batch, startedAt: now, all)
            activity.end()
        }
    }

    private func finish(
        _ batch: [Delivery], startedAt: Instant, _ outcome: Result<[Int: Status], Status>
    ) {
        guard let (host, id) = withPlace({ $0.consumer }) else { return }
        let failures =
            switch outcome {
            case .success(let failures): failures
            case .failure(let status): Dictionary(uniqueKeysWithValues: batch.indices.map { ($0, status) })
            }
        let pause = host.perform { (broker, now) -> Instant? in
            let failure = failures.isEmpty ? nil : failures.min { $0.key < $1.key }?.value
            note(failure, startedAt: startedAt, at: now, &broker)
            let pause = pace(&broker, id, at: now)
            var taken: [String] = []
            var refused: [String] = []
            for (index, delivery) in batch.enumerated() {
                if failures[index] == nil {
                    taken.append(delivery.ackID)
                } else {
                    refused.append(delivery.ackID)
                }
            }
            // Both fail only when the subscription has gone, which this session is told anyway.
            try? broker.acknowledge(taken, of: writer.subscription, at: now)
            try? broker.modifyAckDeadline(refused, of: writer.subscription, seconds: 0, at: now)
            return pause
        }
        if let pause { resume(at: pause) }
    }

    /// Remembers how it went, and shows it as the state of the subscription.
    private func note(
        _ failure: Status?, startedAt: Instant, at now: Instant, _ broker: inout Broker
    ) {
        let isChange = state.withLock { state -> Bool in
            defer { state.isFailing = failure != nil }
            if failure == nil {
                state.place.pacer.succeeded()
            } else {
                state.place.pacer.failed(sentAt: startedAt, at: now)
            }
            return failure != nil || state.isFailing
        }
        if isChange {
            broker.noteState(of: writer.subscription, at: now) { ExportStates.note(failure, in: &$0) }
        }
    }

    // MARK: End

    func end(_ status: Status) {
        let (gathered, alarm, resumption) = state.withLock { state -> ([Delivery], Alarm?, Alarm?) in
            (state.batch.take(), state.alarm.take(), state.place.close())
        }
        alarm?.cancel()
        resumption?.cancel()
        if !gathered.isEmpty { host?.giveBack(gathered, to: writer.subscription) }
    }
}
