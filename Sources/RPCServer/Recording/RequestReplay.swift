import CloudCore
import Synchronization

/// Plays recorded requests against methods, in order, without a network: a virtual timeline is moved to the time of
/// each, and what would wait for an answer is not waited for.
public struct RequestReplay {
    /// A request that ended otherwise than when it was recorded.
    public struct Difference: Sendable, Equatable {
        /// The number of the record, from 1.
        public var number: Int
        /// The record.
        public var record: RequestRecord
        /// How the call ended now.
        public var actual: Status
    }

    /// What a replay has come to.
    public struct Report: Sendable, Equatable {
        /// The most differences that are kept.
        public static let maxDifferences = 100

        /// Requests that were played.
        public var played = 0
        /// Requests that were left out because a fault rule had kept them from their method.
        public var skipped = 0
        /// Requests that ended otherwise.
        public var differing = 0
        /// The first of them.
        public var differences: [Difference] = []
    }

    private let methods: [String: RPCMethod]
    private let timeline: VirtualTimeline?
    private var streams: [Int: any ErasedRequestStream] = [:]
    private var report = Report()

    /// The most streams open at a time.
    private static let maxStreams = 10_000

    private init(_ methods: [RPCMethod], _ timeline: any Timeline) {
        self.methods = Dictionary(methods.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        self.timeline = timeline as? VirtualTimeline
    }

    /// Plays a log. Streams that are open at its end are ended as if their callers had gone.
    public static func run(_ log: RequestLog, against methods: [RPCMethod], on timeline: any Timeline)
        -> Report
    {
        var replay = RequestReplay(methods, timeline)
        for (index, record) in log.records.enumerated() { replay.play(record, number: index + 1) }
        for stream in replay.streams.values { stream.cancel() }
        return replay.report
    }

    private mutating func play(_ record: RequestRecord, number: Int) {
        guard !record.isPrevented else {
            report.skipped += 1
            return
        }
        report.played += 1
        timeline?.advance(to: record.time)
        let actual = outcome(of: record)
        // A message of a stream has no outcome of its own, unless it cannot even be received.
        let expected = record.stream == nil ? record.code ?? .ok : .ok
        guard (actual?.code ?? .ok) != expected, expected != .cancelled else { return }
        report.differing += 1
        guard report.differences.count < Report.maxDifferences else { return }
        let status = actual ?? Status(.ok, "")
        report.differences.append(Difference(number: number, record: record, actual: status))
    }

    /// Nil for success, and for what would wait.
    private mutating func outcome(of record: RequestRecord) -> Status? {
        do throws(Status) {
            guard let method = methods["/" + record.method] else {
                throw Status(.unimplemented, "Method not found: \(record.method)")
            }
            if let stream = record.stream {
                try play(record, onStream: stream, method)
                return nil
            }
            let call = ReplayedCall()
            switch method.kind {
            case .either(_, let isDeferred, let begin) where isDeferred():
                try begin(.json(record.request), Self.context(of: record), call)
            case .unary(let serve), .either(let serve, _, _):
                var out = OutputBuffer()
                try serve(.json(record.request), Self.context(of: record), &out)
            case .deferred(let begin):
                try begin(.json(record.request), Self.context(of: record), call)
            case .streaming:
                throw Status(.invalidArgument, "stream is missing: \(record.method) is a streaming method.")
            }
            return call.leave()
        } catch {
            return error
        }
    }

    /// The call of the same caller.
    private static func context(of record: RequestRecord) -> CallContext {
        CallContext(authorization: record.principal.isEmpty ? nil : "Bearer \(record.principal)")
    }

    private mutating func play(
        _ record: RequestRecord, onStream number: Int, _ method: RPCMethod
    ) throws(Status) {
        guard case .streaming(let open) = method.kind else {
            throw Status(.invalidArgument, "\(record.method) is not a streaming method.")
        }
        if let code = record.code {
            let stream = streams.removeValue(forKey: number)
            if code == .cancelled { stream?.cancel() } else { stream?.halfClose() }
            return
        }
        let bytes = try method.signature.request.protobuf(of: record.request)
        let stream: any ErasedRequestStream
        if let known = streams[number] {
            stream = known
        } else {
            guard streams.count < Self.maxStreams else {
                throw Status(.resourceExhausted, "More than \(Self.maxStreams) streams are open.")
            }
            stream = try open(Self.context(of: record), ReplayedCall())
            streams[number] = stream
        }
        try bytes.withStatus { (bytes) throws(Status) in try stream.receive(bytes) }
    }
}

/// A call whose answers nobody reads.
private final class ReplayedCall: PendingCall {
    private struct State {
        var failure: Status?
        var isAnswered = false
        var onCancel: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    func send(_ message: consuming OutputBuffer) { state.withLock { $0.isAnswered = true } }

    func finish(_ failure: Status?) {
        state.withLock { state in
            state.isAnswered = true
            state.failure = failure
        }
    }

    var isWritable: Bool { true }

    func onCancel(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onCancel.append(action) } }

    /// Goes away if there is no answer yet; returns how the call failed, if it has.
    func leave() -> Status? {
        let (failure, actions) = state.withLock { state in
            (state.failure, state.isAnswered ? [] : state.onCancel)
        }
        for action in actions { action() }
        return failure
    }
}
