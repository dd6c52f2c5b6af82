import CloudCore
import Dispatch
import Synchronization

/// Probes an instance as often as its container says: until it has started, or for as long as it runs.
///
/// When attempts begin is a matter of the timeline. Within an attempt whoever does not listen yet is asked again every now
/// and then, in real time: the program that is waited for lives in that.
final class InstanceProbe: Sendable {
    private struct State {
        var isOver = false
        var attempts = 0
        var failures: Int32 = 0
        /// The attempt that is under way, by its number; nil between two.
        var current: Int?
        var alarms: [Alarm] = []
        var call: OutgoingCall?
    }

    /// How soon a port is tried again that nobody listens on.
    private static let retryInterval = DispatchTimeInterval.milliseconds(20)
    private static let queue = DispatchQueue(label: "rehearsal.run-probes")

    private let probe: RunV2.Probe
    private let port: UInt16
    private let endsWithSuccess: Bool
    private let timeline: any Timeline
    private let http: (any OutgoingHTTP)?
    private let state = Mutex(State())
    /// Called once with whether it has succeeded, and the number of attempts.
    private let completion: @Sendable (Bool, Int) -> Void

    /// Makes a probe of the instance that listens on `port`.
    ///
    /// - Parameter endsWithSuccess: whether one success is enough; otherwise it goes on until there have been too many
    ///   failures in a row.
    init(
        _ probe: RunV2.Probe, port: UInt16, endsWithSuccess: Bool, timeline: any Timeline,
        http: (any OutgoingHTTP)?, _ completion: @escaping @Sendable (Bool, Int) -> Void
    ) {
        self.probe = probe
        self.port = port
        self.endsWithSuccess = endsWithSuccess
        self.timeline = timeline
        self.http = http
        self.completion = completion
    }

    /// Begins.
    func start() { schedule(after: .seconds(Int64(probe.initialDelaySeconds))) { $0.begin() } }

    /// Ends it; nothing is told any more.
    func cancel() {
        let (alarms, call) = state.withLock { state in
            state.isOver = true
            defer { state.alarms = [] }
            return (state.alarms, state.call)
        }
        for alarm in alarms { alarm.cancel() }
        call?.cancel()
    }

    private func schedule(after delay: Duration, _ action: @escaping @Sendable (InstanceProbe) -> Void) {
        let alarm = timeline.schedule(at: timeline.now + delay) { [weak self] in
            if let self { action(self) }
        }
        let isOver = state.withLock { state in
            if !state.isOver { state.alarms = state.alarms.suffix(3) + [alarm] }
            return state.isOver
        }
        if isOver { alarm.cancel() }
    }

    private func begin() {
        let attempt = state.withLock { state -> Int? in
            guard !state.isOver else { return nil }
            state.attempts += 1
            state.current = state.attempts
            return state.attempts
        }
        guard let attempt else { return }
        schedule(after: .seconds(Int64(probe.timeoutSeconds))) { $0.end(attempt, succeeded: false) }
        schedule(after: .seconds(Int64(probe.periodSeconds))) { $0.begin() }
        ask(attempt)
    }

    private func isCurrent(_ attempt: Int) -> Bool { state.withLock { !$0.isOver && $0.current == attempt } }

    private func ask(_ attempt: Int) {
        guard isCurrent(attempt) else { return }
        Self.queue.async { [weak self] in
            guard let self, isCurrent(attempt) else { return }
            guard LoopbackPort.isListening(port) else {
                Self.queue.asyncAfter(deadline: .now() + Self.retryInterval) { [weak self] in
                    self?.ask(attempt)
                }
                return
            }
            guard let get = probe.httpGet else { return end(attempt, succeeded: true) }
            send(get, attempt)
        }
    }

    private func send(_ get: RunV2.HTTPGetAction, _ attempt: Int) {
        guard let http else { return end(attempt, succeeded: false) }
        var request = OutgoingRequest(
            url: "http://127.0.0.1:\(port)\(get.path)", timeout: .seconds(Int64(probe.timeoutSeconds)))
        request.method = "GET"
        request.headers =
            [("User-Agent", "GoogleHC/1.0")] + get.httpHeaders.map { (name: $0.name, value: $0.value) }
        let call = http.send(request) { [weak self] outcome in
            guard let self else { return }
            if case .success(200...399) = outcome { return end(attempt, succeeded: true) }
            end(attempt, succeeded: false)
        }
        state.withLock { $0.call = call }
    }

    private func end(_ attempt: Int, succeeded: Bool) {
        let result = state.withLock { state -> (Bool, Int)? in
            guard !state.isOver, state.current == attempt else { return nil }
            state.current = nil
            state.failures = succeeded ? 0 : state.failures + 1
            guard succeeded ? endsWithSuccess : state.failures >= probe.failureThreshold else { return nil }
            state.isOver = true
            return (succeeded, state.attempts)
        }
        guard let result else { return }
        cancel()
        completion(result.0, result.1)
    }
}
