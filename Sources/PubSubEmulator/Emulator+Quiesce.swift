import CloudCore
import Synchronization

/// Nothing would become quiet in time; says what is still outstanding, and where.
public struct NotQuiescent: Error, CustomStringConvertible {
    /// What is still outstanding.
    public let outstanding: OutstandingReport

    /// The report for people.
    public var description: String { "not quiescent in time: \(outstanding)" }
}

/// Whose time a timeout goes by.
public enum TimeoutClock: Sendable {
    /// The emulator's timeline.
    case timeline
    /// The machine's clock, however still a virtual timeline stands.
    case real
}

extension Emulator {
    /// What a topic, a subscription or everything has outstanding, and where; at most `limit` messages of it in
    /// detail.
    ///
    /// - Throws: NOT_FOUND.
    public func outstanding(
        topic: String? = nil, subscription: String? = nil, limit: Int = OutstandingReport.maxMessages
    ) throws(Status) -> OutstandingReport {
        try outstanding(try scope(topic: topic, subscription: subscription), limit: limit)
    }

    func outstanding(_ scope: MessageScope, limit: Int) throws(Status) -> OutstandingReport {
        let limit = min(max(limit, 0), OutstandingReport.maxMessages)
        return try host.perform { (broker, now) throws(Status) in
            try broker.outstanding(scope, limit: limit, at: now)
        }
    }

    /// Waits until every message of a topic, of a subscription or of everything has been acknowledged or
    /// dead-lettered or has expired. It returns at once when nothing is outstanding, and looks again only when
    /// something happens.
    ///
    /// - Parameters:
    ///   - timeout: how long it waits at most.
    ///   - clock: whose time that is.
    /// - Throws: `NotQuiescent` when the time is over; `Status` NOT_FOUND for a topic or subscription that does not
    ///   exist, CANCELLED when the task is cancelled.
    public func quiesce(
        topic: String? = nil, subscription: String? = nil, timeout: Duration = .seconds(60),
        on clock: TimeoutClock = .timeline
    ) async throws {
        let scope = try scope(topic: topic, subscription: subscription)
        let wait = QuiesceTask(host)
        let end = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait.begin(continuation) { (answer) throws(Status) in
                    try self.watch(scope, timeout: timeout, on: clock, answer)
                }
            }
        } onCancel: {
            wait.cancel()
        }
        switch try end.get() {
        case .quiescent: return
        case .cancelled: throw Status(.cancelled, "The wait for quiescence was cancelled.")
        case .timedOut:
            // What has become quiet this very moment has done so in time.
            let report = try outstanding(scope, limit: OutstandingReport.maxMessages)
            if !report.isEmpty { throw NotQuiescent(outstanding: report) }
        }
    }

    /// Has `answer` called once: when nothing of the scope is outstanding, or the time is over.
    ///
    /// - Throws: NOT_FOUND, RESOURCE_EXHAUSTED; then it is not called.
    @discardableResult func watch(
        _ scope: MessageScope, timeout: Duration, on clock: TimeoutClock,
        _ answer: @escaping @Sendable (QuiescenceWatcher.End) -> Void
    ) throws(Status) -> QuiescenceWatcher {
        let watcher = QuiescenceWatcher(scope, answer)
        try host.add(watcher)
        let timeline: any Timeline = clock == .real ? RealTimeline.shared : self.timeline
        watcher.attach(
            timeline.schedule(at: timeline.now + timeout) { [host, weak watcher] in
                guard let watcher else { return }
                host.remove(watcher)
                watcher.finish(.timedOut)
            })
        return watcher
    }

    /// The scope that a caller names.
    ///
    /// - Throws: INVALID_ARGUMENT for both a topic and a subscription.
    func scope(topic: String?, subscription: String?) throws(Status) -> MessageScope {
        switch (topic, subscription) {
        case (nil, nil): .everything
        case (let topic?, nil): .topic(topicName(topic))
        case (nil, let subscription?): .subscription(subscriptionName(subscription))
        case (_?, _?): throw Status(.invalidArgument, "Both topic and subscription are given; expected one.")
        }
    }
}

/// A task that waits for quiescence, resumed once.
private final class QuiesceTask: Sendable {
    typealias End = Result<QuiescenceWatcher.End, Status>

    private struct State {
        var continuation: CheckedContinuation<End, Never>?
        var watcher: QuiescenceWatcher?
        var isCancelled = false
    }

    private let host: BrokerHost
    private let state = Mutex(State())

    init(_ host: BrokerHost) { self.host = host }

    func begin(
        _ continuation: CheckedContinuation<End, Never>,
        _ watch: (@escaping @Sendable (QuiescenceWatcher.End) -> Void) throws(Status) -> QuiescenceWatcher
    ) {
        state.withLock { $0.continuation = continuation }
        do throws(Status) {
            let watcher = try watch { self.finish(.success($0)) }
            let isCancelled = state.withLock { state in
                state.watcher = watcher
                return state.isCancelled
            }
            if isCancelled { host.giveUp(watcher) }
        } catch {
            finish(.failure(error))
        }
    }

    func cancel() {
        let watcher = state.withLock { state in
            state.isCancelled = true
            return state.watcher
        }
        if let watcher { host.giveUp(watcher) }
    }

    private func finish(_ end: End) { state.withLock { $0.continuation.take() }?.resume(returning: end) }
}
