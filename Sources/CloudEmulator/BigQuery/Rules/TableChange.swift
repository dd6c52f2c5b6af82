import CloudCore

/// A change of what is known of a table.
///
/// Source: "Managing tables" and "Managing partitioned tables" in BigQuery's documentation.
struct TableChange {
    /// The table's name in messages.
    let table: String

    /// Changes a table to what is wanted of it, which has been checked by itself.
    ///
    /// - Throws: INVALID_ARGUMENT for what cannot be changed.
    func apply(_ wanted: BigQueryV2.Table, to changed: inout BigQueryV2.Table) throws(Status) {
        try SchemaChange(table: table).check(
            from: changed.schema?.fields ?? [], to: wanted.schema?.fields ?? [])
        guard wanted.timePartitioning?.type == changed.timePartitioning?.type,
            wanted.timePartitioning?.field == changed.timePartitioning?.field,
            wanted.rangePartitioning == changed.rangePartitioning
        else {
            throw .listed(
                .invalidArgument, "invalid",
                "Cannot change the partitioning of table \(table), only the lifetime of its partitions.")
        }
        changed.schema = wanted.schema
        changed.timePartitioning = wanted.timePartitioning
        changed.clustering = wanted.clustering
        changed.requirePartitionFilter = wanted.requirePartitionFilter
        changed.expirationTime = wanted.expirationTime
        changed.friendlyName = wanted.friendlyName
        changed.description = wanted.description
        changed.labels = wanted.labels
    }
}
