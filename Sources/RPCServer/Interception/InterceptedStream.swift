import CloudCore
import Synchronization

/// A stream that fault rules look at, or that is recorded. It is opened with its first message, which names the
/// resource. All of it is called on the event loop, in order, apart from the end of a stream that is cut.
final class InterceptedStream: ErasedRequestStream {
    private struct State {
        var stream: (any ErasedRequestStream)?
        var answer: InterceptedAnswer?
        var recording: StreamRecording?
        /// Whether requests go nowhere any more.
        var isDeaf = false
    }

    private let interceptor: Interceptor
    private let method: RPCMethod
    private let open: RPCMethod.Streaming
    private let context: CallContext
    private let call: any PendingCall
    private let state = Mutex(State())

    init(
        _ interceptor: Interceptor, _ method: RPCMethod, _ open: @escaping RPCMethod.Streaming,
        _ context: CallContext, _ call: any PendingCall
    ) {
        self.interceptor = interceptor
        self.method = method
        self.open = open
        self.context = context
        self.call = call
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Status) {
        let (stream, recording, isDeaf) = state.withLock { ($0.stream, $0.recording, $0.isDeaf) }
        if let recording, let request = try? method.signature.request.json(of: .protobuf(bytes)) {
            recording.message(request, isPrevented: isDeaf)
        }
        if isDeaf { return }
        if let stream { return try stream.receive(bytes) }
        guard let opened = try begin(bytes) else { return }
        try opened.receive(bytes)
    }

    /// Opens the stream, unless a fault keeps it from being opened.
    private func begin(_ bytes: UnsafeRawBufferPointer) throws(Status) -> (any ErasedRequestStream)? {
        let request = (try? method.signature.request.json(of: .protobuf(bytes))) ?? .null
        let description = FaultCall(
            method: method.name, resource: method.resource(of: request),
            principal: interceptor.principal(of: context),
            traits: interceptor.traits(of: method.path).union([.canWait, .isStream]))
        let begun = interceptor.begin(description, request)
        let recording = begun.recording?.onStream()
        let isPrevented = begun.fault?.preventsWork ?? false
        recording?.message(request, isPrevented: isPrevented)
        state.withLock { state in
            state.recording = recording
            state.isDeaf = isPrevented
        }
        if case .error(let status) = begun.fault?.effect { call.finish(status) }
        return isPrevented ? nil : try open(begun.fault, recording)
    }

    private func open(
        _ fault: Fault?, _ recording: StreamRecording?
    ) throws(Status) -> any ErasedRequestStream {
        let answer = InterceptedAnswer(call, fault, .protobuf, interceptor.timeline, isStream: true) {
            recording?.end($0)
        }
        let stream = try open(context, answer)
        state.withLock { state in
            state.stream = stream
            state.answer = answer
        }
        answer.onCut { [weak self] in
            self?.state.withLock { $0.isDeaf = true }
            // What has come stays leased, as when a connection breaks.
            stream.halfClose()
        }
        return stream
    }

    func halfClose() {
        let (stream, isDeaf) = state.withLock { ($0.stream, $0.isDeaf) }
        if isDeaf { return }
        if let stream { return stream.halfClose() }
        do throws(Status) { try open(nil, nil).halfClose() } catch { call.finish(error) }
    }

    func writable() {
        let (stream, answer, isDeaf) = state.withLock { ($0.stream, $0.answer, $0.isDeaf) }
        // What waits for its latency has not left, whatever else has.
        if !isDeaf, answer?.isDelaying != true { stream?.writable() }
    }

    func cancel() {
        let (stream, recording) = state.withLock { ($0.stream, $0.recording) }
        recording?.end(.cancelled)
        stream?.cancel()
    }
}

extension Fault {
    /// Whether the request does not reach its method.
    var preventsWork: Bool {
        switch effect {
        case .error, .dropRequest: true
        case .dropResponse, .duplicate, .reorder, .cut, nil: false
        }
    }
}
