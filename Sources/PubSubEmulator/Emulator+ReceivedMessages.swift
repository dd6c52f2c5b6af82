import CloudCore
import RPCServer
import Synchronization

/// The messages of a subscription as they come. Made by `Emulator.receive`; each iteration is a receiver of its own.
public struct ReceivedMessages: AsyncSequence, Sendable {
    /// The elements.
    public typealias Element = Received

    let emulator: Emulator
    let subscription: String
    let options: ConsumerOptions

    /// Begins to receive with the first call of `next`.
    public func makeAsyncIterator() -> Iterator {
        Iterator(owner: Owner(Receiver(emulator, subscription, options)))
    }

    /// Receives one message after the other. When it goes, what it has not handed out is available again.
    public struct Iterator: AsyncIteratorProtocol {
        let owner: Owner

        /// The next message; nil when the task has been cancelled.
        ///
        /// - Throws: NOT_FOUND when there is no such subscription, or no more.
        public mutating func next() async throws -> Received? { try await owner.receiver.next() }
    }

    /// Ends the receiver when the iterator goes.
    final class Owner: Sendable {
        let receiver: Receiver

        init(_ receiver: Receiver) { self.receiver = receiver }

        deinit { receiver.close() }
    }
}

/// A standing consumer whose batches wait for a task to take them.
final class Receiver: ConsumerSink {
    fileprivate enum Phase {
        case unopened
        case open(ConsumerID)
        case ended(Status?)
    }

    fileprivate struct State {
        var phase = Phase.unopened
        var batch = RingBuffer<Delivery>()
        /// Whether the broker waits to hear that the last batch has been taken.
        var owesResume = false
        var waiting: CheckedContinuation<Void, Never>?
        /// What the fault rules have decided for this receiver.
        var fault: Fault?
        var batches = 0
        /// Messages that may still come before the stream is cut.
        var untilCut = Int.max
        /// Counts this receiver among the open streams; nil while nothing is metered.
        var openStream: OpenStream?
    }

    private let emulator: Emulator
    private let subscription: String
    private let options: ConsumerOptions
    private let state = Mutex(State())

    init(_ emulator: Emulator, _ subscription: String, _ options: ConsumerOptions) {
        self.emulator = emulator
        self.subscription = subscription
        self.options = options
    }

    private enum Step {
        case open
        case take(Delivery)
        case resume(ConsumerID)
        case wait
        case end(Status?)
    }

    func next() async throws -> Received? {
        while true {
            if Task.isCancelled { close() }
            switch nextStep() {
            case .open: try open()
            case .take(let delivery): return Received(delivery, subscription, emulator)
            case .resume(let id): emulator.host.resume(id)
            case .wait: await wait()
            case .end(let status?): throw status
            case .end(nil): return nil
            }
        }
    }

    private func nextStep() -> Step {
        state.withLock { state in
            if let delivery = state.batch.popFirst() { return .take(delivery) }
            switch state.phase {
            case .unopened: return .open
            case .ended(let status): return .end(status)
            case .open(let id):
                guard state.owesResume else { return .wait }
                state.owesResume = false
                return .resume(id)
            }
        }
    }

    private func open() throws {
        try meetFaults()
        let openStream = try emulator.host.quotas?.streams.open(on: subscription)
        state.withLock { $0.openStream = openStream }
        let id = try emulator.host.perform(adding: self) { [self] (broker, now) throws(Status) in
            let id = try broker.addConsumer(subscription, options, at: now)
            return (id, id)
        }
        let isOver = state.withLock { state in
            if case .unopened = state.phase { state.phase = .open(id) }
            if case .ended = state.phase { return true }
            return false
        }
        // Its first batch may have ended it.
        if isOver { emulator.host.remove(id) }
    }

    private func meetFaults() throws {
        guard emulator.interceptor.isActive else { return }
        var request = StreamingPullRequest()
        request.subscription = subscription
        let begun = emulator.interceptor.begin(
            "/google.pubsub.v1.Subscriber/StreamingPull", subscription, request, traits: .isStream)
        do throws(Status) {
            try begun.admit()
        } catch {
            finish(error)
            throw error
        }
        state.withLock { state in
            state.fault = begun.fault
            if case .cut(let count, _) = begun.fault?.effect { state.untilCut = count }
        }
        if case .cut(0, let status) = begun.fault?.effect {
            finish(status)
            throw status
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    var isOver = !state.batch.isEmpty
                    if case .ended = state.phase { isOver = true }
                    if !isOver { state.waiting = continuation }
                    return isOver
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            close()
        }
    }

    func deliver(_ batch: [Delivery]) -> Bool {
        do throws(Status) {
            try emulator.host.meterStream(batch, of: subscription)
        } catch {
            if case .open(let id) = finish(error).former { emulator.host.remove(id) }
            emulator.host.giveBack(batch, to: subscription)
            return false
        }
        let (isTaken, cut, waiting) = state.withLock {
            state -> (Bool, ConsumerID?, CheckedContinuation<Void, Never>?) in
            if case .ended = state.phase { return (false, nil, nil) }
            for delivery in state.afterFaults(batch) { state.batch.append(delivery) }
            state.owesResume = true
            return (true, state.cutIfDue(), state.waiting.take())
        }
        if let cut { emulator.host.remove(cut) }
        if !isTaken { emulator.host.giveBack(batch, to: subscription) }
        waiting?.resume()
        return false
    }

    func end(_ status: Status) { finish(status) }

    /// Stops receiving; what has not been handed out is available again.
    func close() {
        let (phase, undelivered) = finish(nil)
        if case .open(let id) = phase { emulator.host.remove(id, undelivered: undelivered) }
    }

    @discardableResult private func finish(_ status: Status?) -> (former: Phase, undelivered: [Delivery]) {
        let (phase, undelivered, waiting) = state.withLock { state in
            let phase = state.phase
            let undelivered = (0..<state.batch.count).compactMap { state.batch[$0] }
            if case .ended = phase {} else { state.phase = .ended(status) }
            state.batch.removeAll()
            state.openStream = nil
            return (phase, undelivered, state.waiting.take())
        }
        waiting?.resume()
        return (phase, undelivered)
    }
}

extension Receiver.State {
    /// What a fault lets through of a batch.
    mutating func afterFaults(_ batch: [Delivery]) -> [Delivery] {
        guard let fault else { return batch }
        batches += 1
        let kept = Array(fault.edit(batch, batch: batches).prefix(untilCut))
        if case .cut = fault.effect { untilCut -= kept.count }
        return kept
    }

    /// Ends the receiver when a fault says so: what has come is taken first. Returns the consumer to remove.
    mutating func cutIfDue() -> ConsumerID? {
        guard untilCut == 0, case .cut(_, let status) = fault?.effect else { return nil }
        defer { phase = .ended(status) }
        if case .open(let id) = phase { return id }
        return nil
    }
}
