import CloudCore

extension RPCMethod {
    /// How a call is served now: as the method says, or, while there is something to intercept, through
    /// `interceptor`.
    @inline(__always) func kind(through interceptor: Interceptor?) -> Kind {
        guard let interceptor, interceptor.isActive else { return kind }
        return interceptor.kind(of: self)
    }
}

extension Interceptor {
    /// How a method is served while calls are intercepted. All unary calls are answered later then, because a fault
    /// may want that.
    func kind(of method: RPCMethod) -> RPCMethod.Kind {
        switch method.kind {
        case .unary(let serve): answering(method, serve, unless: { false }, nil)
        case .either(let serve, let isDeferred, let begin):
            answering(method, serve, unless: isDeferred, begin)
        case .deferred(let serve):
            .deferred { [self] (payload, context, call) throws(Status) in
                intercept(method, payload, context, call) { (payload, call) throws(Status) in
                    try serve(payload, context, call)
                }
            }
        case .streaming(let open):
            .streaming { [self] (context, call) throws(Status) in
                InterceptedStream(self, method, open, context, call)
            }
        }
    }

    /// A method that answers at once, unless it wants to answer later.
    private func answering(
        _ method: RPCMethod, _ serve: @escaping RPCMethod.Unary,
        unless isDeferred: @escaping @Sendable () -> Bool,
        _ begin: RPCMethod.Deferred?
    ) -> RPCMethod.Kind {
        .deferred { [self] (payload, context, call) throws(Status) in
            intercept(method, payload, context, call) { (payload, call) throws(Status) in
                if let begin, isDeferred() { return try begin(payload, context, call) }
                var out = OutputBuffer()
                try serve(payload, context, &out)
                call.send(out)
            }
        }
    }

    private typealias Work = @Sendable (RequestPayload, any PendingCall) throws(Status) -> Void

    private func intercept(
        _ method: RPCMethod, _ payload: RequestPayload, _ context: CallContext, _ call: any PendingCall,
        _ work: @escaping Work
    ) {
        // A request that cannot be read is the method's to refuse.
        let request = (try? method.signature.request.json(of: payload)) ?? .null
        let begun = begin(
            FaultCall(
                method: method.name, resource: method.resource(of: request),
                principal: principal(of: context),
                traits: traits(of: method.path).union(.canWait)), request)
        let answer = InterceptedAnswer(call, begun.fault, payload.format, timeline, isStream: false) {
            begun.recording?.end($0)
        }
        guard let latency = begun.fault?.latency, latency > .zero else {
            return Self.serve(payload, begun, call, answer, work)
        }
        let kept = KeptPayload(payload)
        let alarm = timeline.schedule(at: timeline.now + latency) {
            kept.withPayload { Self.serve($0, begun, call, answer, work) }
        }
        call.onCancel { alarm.cancel() }
    }

    private static func serve(
        _ payload: RequestPayload, _ begun: InterceptedCall, _ call: any PendingCall,
        _ answer: InterceptedAnswer, _ work: Work
    ) {
        do throws(Status) {
            switch begun.fault?.effect {
            case .dropRequest: begun.recording?.end(.deadlineExceeded, isPrevented: true)
            case .error(let status):
                begun.recording?.end(status.code, isPrevented: true)
                call.finish(status)
            default: try work(payload, answer)
            }
        } catch {
            answer.finish(error)
        }
    }
}

/// A request that outlives the call that brought it.
private enum KeptPayload: Sendable {
    case protobuf([UInt8])
    case json(JSON)

    init(_ payload: RequestPayload) {
        switch payload {
        case .protobuf(let bytes, _): self = .protobuf([UInt8](bytes))
        case .json(let json): self = .json(json)
        }
    }

    func withPayload(_ body: (RequestPayload) -> Void) {
        switch self {
        case .protobuf(let bytes): bytes.withUnsafeBytes { body(.protobuf($0)) }
        case .json(let json): body(.json(json))
        }
    }
}
