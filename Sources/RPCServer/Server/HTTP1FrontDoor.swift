import CloudCore

/// Serves REST on one HTTP/1.1 connection: requests one by one, each answered before the next is taken.
struct HTTP1FrontDoor: ~Copyable {
    private var http1: HTTP1Connection
    private let services: Services
    private let notify: @Sendable (NetworkCall) -> Void
    /// The request that a method has and will answer.
    private var waiting: (call: NetworkCall, request: RESTRequest)?
    /// What takes in the body that is arriving in pieces.
    private var receiver: (any HTTPBodyReceiver)?
    /// Empty between deliveries; its memory serves the next.
    private var sent = OutputBuffer(capacity: 1)

    init(services: Services, registration: UInt32, now: Int64) {
        self.services = services
        notify = services.notifier(for: registration)
        let rest = services.rest
        http1 = HTTP1Connection(limits: services.limits, now: now) {
            rest.streamsBodies(of: $0.target, for: $0.authority)
        }
    }

    mutating func withOutput(_ body: (inout OutputBuffer) -> Void) { body(&http1.output) }

    mutating func receive(_ input: UnsafeRawBufferPointer, now: Int64) -> Int {
        var offset = 0
        while waiting == nil {
            switch http1.next(input, &offset, now: now) {
            case .needMoreInput: return offset
            case .head: receiver = services.rest.open(currentRequest, localPort: services.localPort)
            case .piece: http1.body.withBytes { receiver?.receive($0) }
            case .request: serve(now: now)
            case .closed: return input.count
            }
        }
        return offset
    }

    private var currentRequest: RESTRequest {
        RESTRequest(
            method: http1.request.method, target: http1.request.target, authority: http1.request.authority,
            fields: http1.request.fields)
    }

    private mutating func serve(now: Int64) {
        if let receiver = receiver.take() { return http1.respond(receiver.finish(), now: now) }
        let request = currentRequest
        var call: NetworkCall?
        let answer = http1.body.withBytes { body in
            services.rest.serve(request, body: body, localPort: services.localPort) {
                let made = NetworkCall(framing: .bare, isUnary: true, notify: notify)
                call = made
                return made
            }
        }
        if let answer {
            http1.respond(answer, now: now)
        } else if let call {
            waiting = (call, request)
        }
    }

    mutating func deliver(_ call: NetworkCall, now: Int64) {
        guard let (expected, request) = waiting, expected === call, let end = call.fetch(into: &sent) else {
            return
        }
        waiting = nil
        http1.respond(services.rest.answer(end, sent, for: request), now: now)
        sent.removeAll(keepingAtMost: 64 * 1024)
    }

    var wantsClose: Bool { http1.isClosed }

    /// While a request is being answered, the next one waits in the socket.
    var isCongested: Bool { waiting != nil || http1.isSending }

    /// Returns whether there is more to be written.
    mutating func outputWritten(now: Int64) -> Bool {
        guard http1.isSending else { return false }
        http1.sendMore(now: now)
        return true
    }

    mutating func sweep(now: Int64) { http1.checkTimeouts(now: now) }

    /// Refuses what waits, which could go on for as long as its caller likes.
    mutating func beginDrain(now: Int64) {
        http1.beginDrain()
        guard let (call, request) = waiting else { return }
        waiting = nil
        call.cancel()
        http1.respond(
            services.rest.failure(Status(.unavailable, "The server is shutting down."), for: request),
            now: now)
    }

    mutating func close() {
        waiting?.call.cancel()
        waiting = nil
        receiver.take()?.cancel()
    }
}

extension RESTService {
    /// The answer of a deferred call that has ended.
    func answer(_ end: NetworkCall.End, _ sent: borrowing OutputBuffer, for request: RESTRequest)
        -> HTTPResponse
    {
        let answer =
            switch end {
            case .success: sent.withBytes { success($0, for: request) }
            case .failure(let status): failure(status, for: request)
            case .answer(let response): response
            }
        note(answer, for: request)
        return answer
    }
}
