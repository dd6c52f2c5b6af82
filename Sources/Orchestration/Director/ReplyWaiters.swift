import CloudCore
import Synchronization

/// Matches the director's events with whoever waits for them, by run and command id.
///
/// An event that nobody waits for (late, of another run, a duplicate) changes nothing.
final class ReplyWaiters: Sendable {
    private struct State {
        var byCommand: [String: OneShot<CompletionEvent>] = [:]
        var failure: (any Error)?
    }

    private let runID: String
    private let state = Mutex(State())
    private let readiness = OneShot<CompletionEvent>()

    init(runID: String) { self.runID = runID }

    /// The number of commands whose reply is waited for.
    var count: Int { state.withLock { $0.byCommand.count } }

    /// Whether a director of this run has said that it is ready.
    var isReady: Bool { readiness.isFulfilled }

    /// Waits for a director of this run to be ready; at once if it has said so already.
    func ready() async throws -> CompletionEvent {
        if let failure = state.withLock({ $0.failure }), !isReady { throw failure }
        return try await readiness.value()
    }

    /// Registers a command before it is published, runs `body`, and forgets it however `body` ends.
    func expecting<T>(
        _ commandID: String, _ body: (OneShot<CompletionEvent>) async throws -> T
    ) async throws -> T {
        let reply = OneShot<CompletionEvent>()
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.byCommand[commandID] == nil else {
                throw Status(.alreadyExists, "command \(commandID) is already in progress")
            }
            state.byCommand[commandID] = reply
        }
        defer { state.withLock { _ = $0.byCommand.removeValue(forKey: commandID) } }
        return try await body(reply)
    }

    /// Hands an event to whoever waits for it; false if nobody does.
    @discardableResult
    func deliver(_ event: CompletionEvent) -> Bool {
        guard event.runID == runID else { return false }
        guard let commandID = event.commandID else {
            return event.status == .setupComplete && readiness.fulfil(.success(event))
        }
        return state.withLock { $0.byCommand[commandID] }?.fulfil(.success(event)) ?? false
    }

    /// Fails everyone who waits, now and from now on: no reply can arrive any more.
    func failAll(_ error: any Error) {
        let waiting = state.withLock { state in
            state.failure = error
            return Array(state.byCommand.values)
        }
        for reply in waiting { reply.fulfil(.failure(error)) }
        readiness.fulfil(.failure(error))
    }

    /// Lets replies be waited for again after `failAll`.
    func reopen() { state.withLock { $0.failure = nil } }
}
