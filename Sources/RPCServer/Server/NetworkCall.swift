import CloudCore
import Synchronization

/// A deferred or streaming call of one connection: gathers what is sent from any thread, and has the event loop
/// fetch it.
final class NetworkCall: PendingCall {
    /// How messages are delimited on the wire.
    enum Framing: Sendable {
        /// gRPC: a flag byte and the length before each message.
        case lengthPrefixed
        /// REST: the body is the one message.
        case bare
    }

    /// How a call has ended.
    enum End: Sendable {
        case success
        case failure(Status)
        /// A gateway has answered.
        case answer(HTTPResponse)
    }

    private struct State: ~Copyable {
        var outgoing = OutputBuffer(capacity: 1)
        var end: End?
        var isGone = false
        var isPosted = false
        var onCancel: [@Sendable () -> Void] = []

        /// Whether the loop has to be notified: once until the next fetch.
        mutating func claimPost() -> Bool {
            defer { isPosted = true }
            return !isPosted
        }
    }

    /// What its connection knows the call by.
    let tag: UInt64
    private let state = Mutex(State())
    private let framing: Framing
    /// Whether the first message ends the call.
    private let isUnary: Bool
    private let writable = Atomic<Bool>(true)
    private let notify: @Sendable (NetworkCall) -> Void

    /// Makes a call that has `notify` called, from any thread, when there is something to fetch.
    init(
        tag: UInt64 = 0, framing: Framing, isUnary: Bool, notify: @escaping @Sendable (NetworkCall) -> Void
    ) {
        self.tag = tag
        self.framing = framing
        self.isUnary = isUnary
        self.notify = notify
    }

    // MARK: From any thread

    func send(_ message: consuming OutputBuffer) {
        writable.store(false, ordering: .relaxed)
        var message = message
        if framing == .lengthPrefixed {
            let length = UInt32(clamping: message.count)
            message.prependGap(GRPCMessageReader.prefixBytes)
            message.overwrite(at: 1, bigEndian: length)
        }
        let post = state.withLock { state -> Bool in
            guard !state.isGone, state.end == nil else { return false }
            if state.outgoing.isEmpty {
                swap(&state.outgoing, &message)
            } else {
                state.outgoing.append(message)
            }
            if isUnary { state.end = .success }
            return state.claimPost()
        }
        if post { notify(self) }
    }

    func finish(_ failure: Status?) { end(failure.map { .failure($0) } ?? .success) }

    func respond(_ response: HTTPResponse) { end(.answer(response)) }

    private func end(_ end: End) {
        let post = state.withLock { state -> Bool in
            guard !state.isGone, state.end == nil else { return false }
            state.end = end
            return state.claimPost()
        }
        if post { notify(self) }
    }

    var isWritable: Bool { writable.load(ordering: .relaxed) }

    func onCancel(_ action: @escaping @Sendable () -> Void) {
        let runNow = state.withLock { state -> Bool in
            if !state.isGone, state.end == nil { state.onCancel.append(action) }
            return state.isGone
        }
        if runNow { action() }
    }

    // MARK: On the event loop

    /// Swaps what has been sent since the last time into `sent`, which must be empty; returns how the call has
    /// ended, if it has.
    func fetch(into sent: inout OutputBuffer) -> End? {
        state.withLock { state in
            state.isPosted = false
            swap(&state.outgoing, &sent)
            if state.end != nil { state.onCancel = [] }
            return state.end
        }
    }

    /// Says that everything fetched so far has left for the network.
    func becomeWritable() { writable.store(true, ordering: .relaxed) }

    /// The caller is gone: nothing more is sent, and whoever asked to know is told.
    func cancel() {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard !state.isGone, state.end == nil else { return [] }
            state.isGone = true
            state.outgoing.removeAll(keepingAtMost: 1)
            defer { state.onCancel = [] }
            return state.onCancel
        }
        for action in actions { action() }
    }
}
