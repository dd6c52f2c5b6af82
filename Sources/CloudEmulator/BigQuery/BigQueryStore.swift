import CloudCore

/// The datasets of the project with their tables and rows.
struct BigQueryStore: Sendable {
    /// A dataset with its tables by their ids.
    struct DatasetEntry: Sendable {
        var dataset: BigQueryV2.Dataset
        var tables: [String: StoredTable] = [:]
    }

    /// A dataset that was deleted and can come back.
    struct DeletedDataset: Sendable {
        let entry: DatasetEntry
        let deletedAt: Instant
        let goneAt: Instant
    }

    /// The most datasets of a project, tables of a dataset, and bytes of all rows. Google's limits are higher or none;
    /// these bound memory.
    static let maxDatasets = 1_000
    static let maxTables = 10_000
    static let maxBytes = 256 << 20

    private(set) var datasets: [String: DatasetEntry] = [:]
    private(set) var deleted: [String: DeletedDataset] = [:]
    private(set) var byteCount = 0
    private var writeCount: UInt64 = 0
    /// Nothing is due before; it may be that nothing is then.
    private var nextDue = Instant.distantFuture

    /// A dataset.
    func dataset(_ id: String) -> DatasetEntry? { datasets[id] }

    /// A table.
    func table(_ id: String, of dataset: String) -> StoredTable? { datasets[dataset]?.tables[id] }

    /// An etag that nothing had before: 16 bytes, as the service's are, which repeat from run to run.
    mutating func nextEtag() -> String {
        writeCount += 1
        let dice = Dice(seed: writeCount)
        var bytes: [UInt8] = []
        for half in 0..<2 as Range<UInt64> {
            withUnsafeBytes(of: dice.bits("etag", half).bigEndian) { bytes += $0 }
        }
        return Base64.encode(bytes)
    }

    // MARK: Datasets

    /// Checks that a dataset can be added.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func checkRoomForDataset() throws(Status) {
        guard datasets.count < Self.maxDatasets else {
            throw .listed(
                .resourceExhausted, "quotaExceeded",
                "The project has \(Self.maxDatasets) datasets, more are not supported.")
        }
    }

    /// Adds a dataset, for which there is room.
    mutating func add(_ dataset: BigQueryV2.Dataset, _ id: String) {
        datasets[id] = DatasetEntry(dataset: dataset)
    }

    /// Changes what is known of a dataset, not of its tables.
    mutating func update(_ id: String, _ dataset: BigQueryV2.Dataset) { datasets[id]?.dataset = dataset }

    /// Removes a dataset with its tables; it can come back until `goneAt`.
    mutating func remove(_ id: String, at now: Instant, goneAt: Instant) {
        guard let entry = datasets.removeValue(forKey: id) else { return }
        // Its rows still take memory.
        forget(id)
        deleted[id] = DeletedDataset(entry: entry, deletedAt: now, goneAt: goneAt)
        nextDue = min(nextDue, goneAt)
    }

    /// Brings a dataset back; the caller has looked that it can.
    mutating func restore(_ id: String) {
        guard let back = deleted.removeValue(forKey: id) else { return }
        datasets[id] = back.entry
        for table in back.entry.tables.values { nextDue = min(nextDue, table.due) }
    }

    private mutating func forget(_ id: String) {
        guard let former = deleted.removeValue(forKey: id) else { return }
        byteCount -= former.entry.tables.values.reduce(0) { $0 + $1.byteCount }
    }

    // MARK: Tables

    /// Checks that a table can be added to a dataset.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func checkRoomForTable(in dataset: String) throws(Status) {
        guard datasets[dataset]?.tables.count ?? 0 < Self.maxTables else {
            throw .listed(
                .resourceExhausted, "quotaExceeded",
                "The dataset has \(Self.maxTables) tables, more are not supported.")
        }
    }

    /// Adds a table, for which there is room.
    mutating func add(_ table: StoredTable, _ id: String, to dataset: String) {
        datasets[dataset]?.tables[id] = table
        nextDue = min(nextDue, table.due)
    }

    /// Changes a table in its place.
    mutating func change(_ id: String, of dataset: String, _ body: (inout StoredTable) -> Void) {
        guard datasets[dataset]?.tables[id] != nil else { return }
        func apply(_ table: inout StoredTable) {
            let before = table.byteCount
            body(&table)
            byteCount += table.byteCount - before
            nextDue = min(nextDue, table.due)
        }
        // Through the chain, so that the rows are not copied.
        datasets[dataset]?.tables[id]?.modify(apply)
    }

    /// Removes a table with its rows.
    mutating func removeTable(_ id: String, of dataset: String) {
        guard let table = datasets[dataset]?.tables.removeValue(forKey: id) else { return }
        byteCount -= table.byteCount
    }

    // MARK: Time

    /// Removes the tables and partitions that have expired, and the datasets that can no longer come back.
    ///
    /// - Returns: the tables that are gone.
    mutating func settle(at now: Instant) -> [(dataset: String, table: String)] {
        // Every call comes by here, and there may be many tables to look through.
        guard nextDue <= now else { return [] }
        for (id, former) in deleted where former.goneAt <= now { forget(id) }
        var gone: [(dataset: String, table: String)] = []
        for (dataset, entry) in datasets {
            for (id, table) in entry.tables where table.due <= now {
                if table.expiresAt <= now {
                    removeTable(id, of: dataset)
                    gone.append((dataset, id))
                } else {
                    change(id, of: dataset) { $0.dropPartitions(at: now) }
                }
            }
        }
        let dues = datasets.values.flatMap { $0.tables.values.map(\.due) } + deleted.values.map(\.goneAt)
        nextDue = dues.min() ?? .distantFuture
        return gone
    }
}
