import CloudCore

/// A table with its rows.
struct StoredTable: Sendable {
    /// A row, and when the partition begins that it is in, in microseconds since the epoch.
    struct Row: Sendable, Equatable {
        var cells: [CellValue]
        let partition: Int64?
    }

    private(set) var table: BigQueryV2.Table
    private(set) var columns: TableColumns
    private(set) var partitioning: TablePartitioning
    private(set) var rows: [Row] = []
    /// The ids of the latest rows, which are not added again.
    private(set) var recent = RecentInserts()
    /// About how many bytes the rows have.
    private(set) var byteCount = 0
    /// How many rows are in each partition that has a time.
    private var partitionSizes: [Int64: Int] = [:]

    /// A table without rows.
    init(_ table: BigQueryV2.Table) {
        self.table = table
        columns = TableColumns(table.schema?.fields ?? [])
        partitioning = TablePartitioning(table, columns)
    }

    /// Changes it in its place.
    mutating func modify(_ body: (inout StoredTable) -> Void) { body(&self) }

    /// Changes what is known of the table; its rows get the new columns.
    mutating func update(_ changed: BigQueryV2.Table) {
        let columns = TableColumns(changed.schema?.fields ?? [])
        if columns != self.columns {
            for index in rows.indices {
                rows[index].cells = SchemaChange.convert(rows[index].cells, from: self.columns, to: columns)
            }
        }
        table = changed
        self.columns = columns
        partitioning = TablePartitioning(changed, columns)
    }

    /// Adds rows that have been checked, apart from those whose ids were added within the last minute.
    mutating func insert(_ new: [(id: String?, cells: [CellValue])], at now: Instant) {
        let microseconds = now.nanoseconds / 1_000
        for (id, cells) in new {
            if let id, !recent.note(id, at: now) { continue }
            let partition = partitioning.start(of: cells, arrivedAt: microseconds)
            rows.append(Row(cells: cells, partition: partition))
            byteCount += Row.byteCount(cells)
            if let partition { partitionSizes[partition, default: 0] += 1 }
        }
        table.lastModifiedTime = now.milliseconds
    }

    // MARK: Time

    /// When the table expires.
    var expiresAt: Instant { table.expirationTime.map(Instant.init(milliseconds:)) ?? .distantFuture }

    /// When the table or its oldest partition expires.
    var due: Instant {
        guard let lifetime = table.timePartitioning?.expirationMs, let oldest = partitionSizes.keys.min()
        else { return expiresAt }
        return min(expiresAt, Self.end(oldest, lifetime))
    }

    /// Removes the rows of partitions that have expired, which counts from where a partition begins
    /// ("Set the partition expiration" in BigQuery's documentation).
    mutating func dropPartitions(at now: Instant) {
        guard let lifetime = table.timePartitioning?.expirationMs else { return }
        let expired = partitionSizes.keys.filter { Self.end($0, lifetime) <= now }
        guard !expired.isEmpty else { return }
        for partition in expired { partitionSizes[partition] = nil }
        rows.removeAll { row in row.partition.map { partitionSizes[$0] == nil } ?? false }
        byteCount = rows.reduce(0) { $0 + Row.byteCount($1.cells) }
    }

    private static func end(_ partition: Int64, _ lifetime: Int64) -> Instant {
        Instant(milliseconds: partition / 1_000) + .milliseconds(lifetime)
    }
}

extension StoredTable.Row {
    /// About how many bytes the values take; even a row of nulls takes some memory.
    static func byteCount(_ cells: [CellValue]) -> Int { cells.reduce(cells.count) { $0 + $1.byteCount } }
}

extension Instant {
    /// Milliseconds since the Unix epoch, in which BigQuery has its times.
    var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// The instant that many milliseconds after the Unix epoch, held at the ends of time.
    init(milliseconds: Int64) {
        self = Instant(nanoseconds: 0) + .milliseconds(milliseconds)
    }
}
