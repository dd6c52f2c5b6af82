import CloudCore
import Dispatch
import PubSubEmulator

/// Writes what BigQuery subscriptions export into the tables of the local cloud, as Pub/Sub's service agent.
///
/// Source: "BigQuery subscriptions" in the Pub/Sub documentation: fields that the table has no column for are left out only
/// when the subscription drops unknown ones; the agent needs `bigquery.tables.updateData` on the table.
struct BigQueryExportSink: Sendable {
    let plane: ControlPlaneHost
    private let queue = DispatchQueue(label: "rehearsal.bigquery.exports")

    init(_ plane: ControlPlaneHost) { self.plane = plane }

    /// Adds rows; see `ExportSink.insert`.
    func insert(
        _ rows: ExportedRows, _ completion: @escaping @Sendable (Result<[Int: Status], Status>) -> Void
    ) {
        queue.async {
            completion(
                Result { () throws(Status) in
                    try plane.perform(recording: RowsExported(rows)).failures
                })
        }
    }
}

extension ControlPlane {
    /// Adds the rows that can be added; tells why the others cannot.
    mutating func insertExported(
        _ rows: RowsExported, at now: Instant
    ) throws(Status) -> RowsExported.Outcome {
        let parts = rows.table.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw Status(
                .invalidArgument, "table \"\(rows.table.prefix(300))\": expected PROJECT.DATASET.TABLE.")
        }
        let (dataset, id) = (String(parts[1]), String(parts[2]))
        let (accepted, failures) = try exported(rows, String(parts[0]), dataset, id, at: now)
        if !accepted.isEmpty {
            bigQuery.change(id, of: dataset) { $0.insert(accepted, at: now) }
            settleBigQuery(at: now)
        }
        return RowsExported.Outcome(failures: failures, count: accepted.count)
    }

    /// The values of rows by the columns of their table. A function of its own, so that no copy of the table is left when
    /// rows are added.
    private mutating func exported(
        _ rows: RowsExported, _ project: String, _ dataset: String, _ id: String, at now: Instant
    ) throws(Status) -> (accepted: [(id: String?, cells: [CellValue])], failures: [Int: Status]) {
        let agent = Caller(email: self.project.serviceAgent("pubsub"))
        let table = try tableEntry(
            id, of: dataset, in: project, "bigquery.tables.updateData", by: agent, at: now)
        try checkRoom()
        var accepted: [(id: String?, cells: [CellValue])] = []
        var failures: [Int: Status] = [:]
        for (index, row) in rows.rows.enumerated() {
            do throws(Status) {
                let object = try row.object(for: table.columns)
                let read = table.read([object], ignoringUnknown: rows.dropsUnknownFields, at: now)
                accepted += try read.map { result throws(Status) in
                    (row.messageID, try result.mapError(\.status).get())
                }
            } catch {
                failures[index] = error
            }
        }
        return (accepted, failures)
    }
}

extension RowErrors {
    fileprivate var status: Status {
        Status(.invalidArgument, all.map(\.message).joined(separator: "; "))
    }
}
