import CloudCore
import Synchronization

/// What a method that a fault has met, or whose call is recorded, answers through: lets answers through late, changed
/// or not at all, and cuts a stream.
final class InterceptedAnswer: PendingCall {
    private struct State {
        /// Messages of batches that may still come before the stream is cut.
        var untilCut: Int?
        var batches = 0
        /// Answers that wait for their latency.
        var delayed = 0
        var isOver = false
        var onCut: (@Sendable () -> Void)?
    }

    private let base: any PendingCall
    private let fault: Fault?
    private let format: PayloadFormat
    private let timeline: any Timeline
    /// Whether each answer is late, and not only the call.
    private let isStream: Bool
    /// Told how the call has ended.
    private let onEnd: @Sendable (Status.Code) -> Void
    private let state: Mutex<State>

    init(
        _ base: any PendingCall, _ fault: Fault?, _ format: PayloadFormat, _ timeline: any Timeline,
        isStream: Bool, onEnd: @escaping @Sendable (Status.Code) -> Void
    ) {
        self.base = base
        self.fault = fault
        self.format = format
        self.timeline = timeline
        self.isStream = isStream
        self.onEnd = onEnd
        var untilCut: Int?
        if case .cut(let count, _) = fault?.effect { untilCut = count }
        state = Mutex(State(untilCut: untilCut))
        base.onCancel { onEnd(.cancelled) }
    }

    /// Registers what runs when the stream is cut, and cuts it at once if nothing is to come of it at all.
    func onCut(_ action: @escaping @Sendable () -> Void) {
        let isDue = state.withLock { state in
            state.onCut = action
            return state.untilCut == 0
        }
        if isDue { cut() }
    }

    // MARK: Answers

    func send(_ message: consuming OutputBuffer) {
        if !isStream { onEnd(.ok) }
        guard let fault else { return base.send(message) }
        switch fault.effect {
        case .dropResponse: return
        case .duplicate, .reorder:
            let number = state.withLock { state in
                state.batches += 1
                return state.batches
            }
            let edited = BatchEdit.apply(message, format) { fault.edit($0, batch: number) }
            pass(edited)
        case .cut: sendUntilCut(message)
        case .error, .dropRequest, nil: pass(message)
        }
    }

    private func sendUntilCut(_ message: consuming OutputBuffer) {
        var isLast = false
        let edited = BatchEdit.apply(message, format) { items in
            state.withLock { state in
                let rest = state.isOver ? 0 : state.untilCut ?? 0
                state.untilCut = max(rest - items.count, 0)
                isLast = items.count >= rest
                return Array(items.prefix(rest))
            }
        }
        if state.withLock({ $0.isOver }) { return }
        pass(edited)
        if isLast { cut() }
    }

    private func cut() {
        guard case .cut(_, let status) = fault?.effect else { return }
        finish(status)
        state.withLock { $0.onCut.take() }?()
    }

    func finish(_ failure: Status?) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        guard isFirst else { return }
        onEnd(failure?.code ?? .ok)
        if case .dropResponse = fault?.effect { return }
        guard isStream, let latency = fault?.latency, latency > .zero else { return base.finish(failure) }
        let base = base
        timeline.schedule(at: timeline.now + latency) { base.finish(failure) }
    }

    /// Lets an answer through, late if it is to be: alarms of one instant run in their order.
    private func pass(_ message: consuming OutputBuffer) {
        guard isStream, let latency = fault?.latency, latency > .zero else { return base.send(message) }
        state.withLock { $0.delayed += 1 }
        let bytes = message.copyBytes()
        timeline.schedule(at: timeline.now + latency) { [self] in
            state.withLock { $0.delayed -= 1 }
            var message = OutputBuffer(capacity: bytes.count)
            message.append(bytes)
            base.send(message)
        }
    }

    // MARK: The caller

    /// Whether answers wait for their latency.
    var isDelaying: Bool { state.withLock { $0.delayed > 0 } }

    var isWritable: Bool { !isDelaying && base.isWritable }

    func onCancel(_ action: @escaping @Sendable () -> Void) { base.onCancel(action) }
}
