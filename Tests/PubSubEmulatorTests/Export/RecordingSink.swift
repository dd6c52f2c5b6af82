import CloudCore
import PubSubEmulator
import Synchronization

/// A sink that is the test: it sees what is written, and says what becomes of it when it is told to.
final class RecordingSink: ExportSink {
    private struct State {
        var objects: [ExportedObject] = []
        var rows: [ExportedRows] = []
        var waiting: [@Sendable (Result<[Int: Status], Status>) -> Void] = []
    }

    private let state = Mutex(State())

    func write(_ object: ExportedObject, _ completion: @escaping @Sendable (Result<Void, Status>) -> Void) {
        state.withLock { state in
            state.objects.append(object)
            state.waiting.append { completion($0.map { _ in }) }
        }
    }

    func insert(
        _ rows: ExportedRows, _ completion: @escaping @Sendable (Result<[Int: Status], Status>) -> Void
    ) {
        state.withLock { state in
            state.rows.append(rows)
            state.waiting.append(completion)
        }
    }

    var objects: [ExportedObject] { state.withLock { $0.objects } }
    var rows: [ExportedRows] { state.withLock { $0.rows } }
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Says what became of the oldest that waits.
    func answer(_ outcome: Result<[Int: Status], Status> = .success([:])) {
        let completion = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        completion?(outcome)
    }
}
