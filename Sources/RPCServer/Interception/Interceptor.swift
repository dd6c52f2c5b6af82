import CloudCore
import Synchronization

/// Stands between a server's front doors, or callers in process, and the methods: has calls meet the fault rules, and
/// records requests. While there is neither a rule nor a recorder, a call pays one load of a flag for it.
public final class Interceptor: Sendable {
    /// Names the caller of a call; nil when it does not know who that is.
    public typealias PrincipalName = @Sendable (CallContext) -> String?

    private struct State {
        var plan: FaultPlan
        var recorder: RequestRecorder?
        var principal: PrincipalName = { _ in nil }

        var isActive: Bool { recorder != nil || !plan.entries.isEmpty }
    }

    /// The time that latencies go by.
    let timeline: any Timeline
    /// The paths of the methods that answer with batches: their messages' field 1 has the batch.
    private let batchMethods: Set<String>
    private let state: Mutex<State>
    @usableFromInline let active = Atomic<Bool>(false)

    /// Makes an interceptor that does nothing yet.
    ///
    /// - Parameters:
    ///   - timeline: the time that latencies go by.
    ///   - batchMethods: the gRPC paths of the methods whose answers have a batch of messages in field 1.
    ///   - seed: where all random choices begin.
    public init(timeline: any Timeline, batchMethods: Set<String> = [], seed: UInt64 = 0) {
        self.timeline = timeline
        self.batchMethods = batchMethods
        state = Mutex(State(plan: FaultPlan(seed: seed)))
    }

    /// Whether there is anything to do for a call.
    @inlinable public var isActive: Bool { active.load(ordering: .relaxed) }

    /// The rules with their counts, in order.
    public var rules: [FaultPlan.Entry] { state.withLock { $0.plan.entries } }

    /// Puts rules behind the others, all or none; returns their numbers.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when there would be more than `FaultPlan.maxRules`.
    @discardableResult public func add(_ rules: [FaultRule]) throws(Status) -> [Int] {
        let outcome = change { plan -> Result<[Int], Status> in
            var changed = plan
            var ids: [Int] = []
            do throws(Status) {
                for rule in rules { ids.append(try changed.add(rule)) }
            } catch {
                return .failure(error)
            }
            plan = changed
            return .success(ids)
        }
        return try outcome.get()
    }

    /// Removes a rule.
    ///
    /// - Throws: NOT_FOUND.
    public func remove(_ id: Int) throws(Status) {
        let outcome = change { plan in Result { () throws(Status) in try plan.remove(id) } }
        try outcome.get()
    }

    /// Removes all rules.
    public func removeAll() { change { $0.removeAll() } }

    /// Begins the random choices of the rules anew.
    public func restart(seed: UInt64) { change { $0.restart(seed: seed) } }

    /// Records requests from now on; nil for no more.
    public func record(to recorder: RequestRecorder?) {
        let former = state.withLock { state -> RequestRecorder? in
            let former = state.recorder
            state.recorder = recorder
            active.store(state.isActive, ordering: .relaxed)
            return former
        }
        former?.flush()
    }

    /// Has callers named otherwise than by what their headers say: for who knows callers by more than that.
    public func namePrincipals(by name: @escaping PrincipalName) { state.withLock { $0.principal = name } }

    /// The name of a caller, for rules and records.
    func principal(of context: CallContext) -> String {
        state.withLock { $0.principal }(context) ?? Principal.name(context.authorization)
    }

    private func change<R: Sendable>(_ body: (inout FaultPlan) -> R) -> R {
        state.withLock { state in
            defer { active.store(state.isActive, ordering: .relaxed) }
            return body(&state.plan)
        }
    }

    /// What a call of `method` lets the rules do.
    func traits(of path: String) -> FaultCall.Traits { batchMethods.contains(path) ? [.hasBatch] : [] }

    /// Has a request of a route meet the rules, of which no front door knows that it is a call: who serves it asks.
    /// It is not recorded, because records are played again by methods. Nil when there is nothing to do.
    public func meet(_ call: FaultCall) -> InterceptedCall? {
        guard isActive else { return nil }
        return InterceptedCall(fault: state.withLock { $0.plan.strike(call) }, recording: nil)
    }

    /// Looks at a call that begins: which fault it meets, and where it is recorded.
    func begin(_ call: FaultCall, _ request: JSON) -> InterceptedCall {
        let (fault, recorder) = state.withLock { ($0.plan.strike(call), $0.recorder) }
        guard let recorder else { return InterceptedCall(fault: fault, recording: nil) }
        var record = RequestRecord(time: timeline.now, method: call.method)
        record.principal = call.principal
        record.resource = call.resource
        record.request = request
        return InterceptedCall(fault: fault, recording: Recording(recorder, record, timeline))
    }
}

/// A call that has begun: what it meets, and how its end is recorded.
public struct InterceptedCall: Sendable {
    /// The fault that it meets.
    public let fault: Fault?
    let recording: Recording?

    /// Fails a call that must not reach its method.
    ///
    /// - Throws: the error of the rule; DEADLINE_EXCEEDED for a request that is lost.
    public func admit() throws(Status) {
        switch fault?.effect {
        case .error(let status):
            recording?.end(status.code, isPrevented: true)
            throw status
        case .dropRequest:
            let status = Self.lost("request", fault?.rule)
            recording?.end(status.code, isPrevented: true)
            throw status
        default: break
        }
    }

    /// Ends a call in process whose method has answered.
    ///
    /// - Throws: DEADLINE_EXCEEDED when the answer is lost.
    public func answer() throws(Status) {
        recording?.end(.ok)
        if case .dropResponse = fault?.effect { throw Self.lost("answer", fault?.rule) }
    }

    /// Notes that the method has failed.
    public func fail(_ status: Status) { recording?.end(status.code) }

    /// What a caller in process is told, who cannot wait for ever.
    private static func lost(_ what: String, _ rule: Int?) -> Status {
        Status(.deadlineExceeded, "The \(what) was lost by fault rule \(rule ?? 0).")
    }
}

/// The record of one call, written when it ends.
final class Recording: Sendable {
    private let recorder: RequestRecorder
    private let record: RequestRecord
    private let timeline: any Timeline
    private let isWritten = Atomic<Bool>(false)

    init(_ recorder: RequestRecorder, _ record: RequestRecord, _ timeline: any Timeline) {
        self.recorder = recorder
        self.record = record
        self.timeline = timeline
    }

    /// Writes the record; what comes later changes nothing.
    func end(_ code: Status.Code, isPrevented: Bool = false) {
        guard !isWritten.exchange(true, ordering: .relaxed) else { return }
        var record = record
        record.time = timeline.now
        record.code = code
        record.isPrevented = isPrevented
        recorder.append(record)
    }

    /// The same for the messages of a stream.
    func onStream() -> StreamRecording { StreamRecording(recorder, record, timeline) }
}

/// The records of one stream: a line for each message as it arrives, and one for the end.
final class StreamRecording: Sendable {
    private let recorder: RequestRecorder
    private let template: RequestRecord
    private let timeline: any Timeline
    private let isEnded = Atomic<Bool>(false)

    init(_ recorder: RequestRecorder, _ template: RequestRecord, _ timeline: any Timeline) {
        self.recorder = recorder
        var template = template
        template.stream = recorder.nextStream()
        self.template = template
        self.timeline = timeline
    }

    func message(_ request: JSON, isPrevented: Bool) {
        guard !isEnded.load(ordering: .relaxed) else { return }
        var record = template
        record.time = timeline.now
        record.request = request
        record.isPrevented = isPrevented
        recorder.append(record)
    }

    func end(_ code: Status.Code) {
        guard !isEnded.exchange(true, ordering: .relaxed) else { return }
        var record = template
        record.time = timeline.now
        record.request = .null
        record.code = code
        recorder.append(record)
    }
}
