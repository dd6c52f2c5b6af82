import CloudCore
import Dispatch
import Synchronization

/// What a service function answers with, once it can.
typealias Answer<Response> = @Sendable (Result<Response, Status>) -> Void

/// Holds an answer that may come before or after it is asked for.
final class PendingAnswer<Response: Sendable>: Sendable {
    private enum State {
        case open
        case answered(Response)
        case closed
    }

    private let state = Mutex(State.open)
    private let semaphore = DispatchSemaphore(value: 0)

    /// Keeps an answer; false when nobody will ask for it any more.
    func keep(_ response: Response) -> Bool {
        let isKept = state.withLock { state in
            if case .closed = state { return false }
            state = .answered(response)
            return true
        }
        semaphore.signal()
        return isKept
    }

    /// The answer if it has come; otherwise it is for `keep`'s caller to deal with.
    func close() -> Response? {
        state.withLock { state in
            defer { state = .closed }
            if case .answered(let response) = state { return response }
            return nil
        }
    }

    /// Blocks the thread until there is an answer.
    static func wait<Value>(
        _ begin: (@escaping Answer<Value>) -> Void
    ) throws(Status) -> Value where Response == Result<Value, Status> {
        let pending = PendingAnswer()
        begin { _ = pending.keep($0) }
        pending.semaphore.wait()
        guard let result = pending.close() else { throw Status(.internal, "A call was not answered.") }
        return try result.get()
    }
}
