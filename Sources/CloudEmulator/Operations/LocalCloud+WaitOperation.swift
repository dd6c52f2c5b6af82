import CloudCore
import RPCServer
import Synchronization

extension LocalCloud {
    /// `google.longrunning.Operations.WaitOperation`, which Cloud Run has.
    var waitOperationMethod: RPCMethod {
        .deferred(
            "/google.longrunning.Operations/WaitOperation",
            ["v1", "v2"].map { .post("/\($0)/{name=projects/*/locations/*/operations/*}:wait") }
        ) {
            [self] (request: Longrunning.WaitOperationRequest, context, reply: Reply<Longrunning.Operation>)
            in
            let limit = [request.timeout, context.timeout].compactMap { $0 }.min()
            let cancel = awaitOperation(request.name, limit) { outcome in
                switch outcome {
                case .success(let operation): reply.succeed(operation)
                case .failure(let status): reply.fail(status)
                }
            }
            reply.onCancel(cancel)
        }
    }

    /// Calls `completion` once when an operation has ended, or with how it is when the time is over.
    ///
    /// - Returns: what gives up the wait.
    private func awaitOperation(
        _ name: String, _ limit: Duration?,
        _ completion: @escaping @Sendable (Result<Longrunning.Operation, Status>) -> Void
    ) -> @Sendable () -> Void {
        let box = OperationWait(completion)
        let look: @Sendable () -> Result<Longrunning.Operation, Status> = { [plane] in
            Result { () throws(Status) in
                try plane.perform { (plane, now) throws(Status) in
                    try plane.operations.operation(name, at: now)
                }
            }
        }
        let id = operationWaiters.wait {
            let operation = look()
            if case .success(let operation) = operation, !operation.done { return false }
            box.end(operation)
            return true
        }
        // Those whose end is known beforehand end by the timeline alone.
        let alarms = [
            inspect { $0.operations.end(of: name) }.map { end in
                timeline.schedule(at: end) { [operationWaiters] in operationWaiters.notify() }
            },
            limit.map { limit in timeline.schedule(at: timeline.now + limit) { box.end(look()) } },
        ]
        box.atEnd { [operationWaiters] in
            operationWaiters.cancel(id)
            for alarm in alarms { alarm?.cancel() }
        }
        return { box.abandon() }
    }

    /// The operation once it has ended.
    ///
    /// - Throws: NOT_FOUND.
    func endedOperation(_ name: String) async throws -> Longrunning.Operation {
        try await withCheckedThrowingContinuation { continuation in
            _ = awaitOperation(name, nil) { continuation.resume(with: $0) }
        }
    }
}

/// A wait for an operation, which ends once.
private final class OperationWait: Sendable {
    private struct State {
        var isOver = false
        var atEnd: (@Sendable () -> Void)?
    }

    private let completion: @Sendable (Result<Longrunning.Operation, Status>) -> Void
    private let state = Mutex(State())

    init(_ completion: @escaping @Sendable (Result<Longrunning.Operation, Status>) -> Void) {
        self.completion = completion
    }

    func end(_ outcome: Result<Longrunning.Operation, Status>) { if close() { completion(outcome) } }

    func abandon() { _ = close() }

    /// Registers what runs at the end, at once if that has come.
    func atEnd(_ action: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if !state.isOver { state.atEnd = action }
            return state.isOver
        }
        if isOver { action() }
    }

    private func close() -> Bool {
        let (isFirst, action) = state.withLock { state in
            defer { state = State(isOver: true) }
            return (!state.isOver, state.atEnd)
        }
        action?()
        return isFirst
    }
}
