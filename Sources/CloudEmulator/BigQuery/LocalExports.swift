import CloudCore
import Dispatch
import PubSubEmulator

/// Where export subscriptions of a local cloud write to: rows of BigQuery into its tables, everything else to `others`.
struct LocalExports: ExportSink {
    let bigQuery: BigQueryExportSink
    /// Nil when there is nowhere else, so that no subscription wants it.
    let others: (any ExportSink)?

    func takes(_ destination: ExportDestination) -> Bool {
        switch destination {
        case .bigQuery: true
        case .cloudStorage, .bigtable: others?.takes(destination) ?? false
        }
    }

    func write(
        _ object: ExportedObject, _ completion: @escaping @Sendable (Result<Void, Status>) -> Void
    ) {
        guard let others else { return refuse(completion) }
        others.write(object, completion)
    }

    func insert(
        _ rows: ExportedRows, _ completion: @escaping @Sendable (Result<[Int: Status], Status>) -> Void
    ) {
        guard rows.product != .bigQuery else { return bigQuery.insert(rows, completion) }
        guard let others else { return refuse(completion) }
        others.insert(rows, completion)
    }

    private func refuse<R>(_ completion: @escaping @Sendable (Result<R, Status>) -> Void) {
        DispatchQueue.global().async {
            completion(.failure(Status(.unimplemented, "There is nowhere to export this to.")))
        }
    }
}
