import CloudCore

/// What the partitioning and clustering of a table must be.
///
/// Sources: `google/cloud/bigquery/v2/time_partitioning.proto`, `range_partitioning.proto` and `clustering.proto`;
/// "Introduction to partitioned tables" and "Introduction to clustered tables" for the limits.
enum PartitionRules {
    private static let maxRanges: Int64 = 10_000
    private static let maxClusteringFields = 4

    /// Checks the partitioning and clustering of a table with those columns.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func check(_ table: BigQueryV2.Table, _ columns: TableColumns) throws(Status) {
        if let time = table.timePartitioning {
            guard table.rangePartitioning == nil else {
                throw invalid("Only one of timePartitioning and rangePartitioning can be set.")
            }
            try check(time, columns)
        }
        if let range = table.rangePartitioning { try check(range, columns) }
        if let clustering = table.clustering { try check(clustering, columns) }
        let isPartitioned = table.timePartitioning != nil || table.rangePartitioning != nil
        guard isPartitioned || table.requirePartitionFilter != true else {
            throw invalid("requirePartitionFilter is true, but the table is not partitioned.")
        }
    }

    private static func check(
        _ time: BigQueryV2.TimePartitioning, _ columns: TableColumns
    ) throws(Status) {
        guard let unit = TablePartitioning.Unit(rawValue: time.type.uppercased()) else {
            throw invalid(
                "timePartitioning.type is \"\(time.type.prefix(100))\"; expected one of DAY, HOUR, MONTH, YEAR."
            )
        }
        if let expiration = time.expirationMs, expiration <= 0 {
            throw invalid("timePartitioning.expirationMs is \(expiration), but must be positive.")
        }
        guard let field = time.field else { return }
        guard let column = columns.column(field) else { throw missing(field) }
        guard [.date, .datetime, .timestamp].contains(column.type), column.mode != .repeated,
            !(unit == .hour && column.type == .date)
        else {
            throw invalid(
                "The field specified for partitioning, \(field), is a \(column.mode.rawValue) \(column.type.rawValue); "
                    + "by \(unit.rawValue) it must be a DATE (not by HOUR), TIMESTAMP or DATETIME that is not REPEATED."
            )
        }
    }

    private static func check(
        _ partitioning: BigQueryV2.RangePartitioning, _ columns: TableColumns
    ) throws(Status) {
        guard let column = columns.column(partitioning.field) else { throw missing(partitioning.field) }
        guard column.type == .integer, column.mode != .repeated else {
            throw invalid(
                "The field specified for range partitioning, \(partitioning.field), must be an INTEGER that is not "
                    + "REPEATED.")
        }
        guard let range = partitioning.range, let start = range.start, let end = range.end,
            let interval = range.interval
        else { throw invalid("rangePartitioning.range must have start, end and interval.") }
        let (length, isTooLong) = end.subtractingReportingOverflow(start)
        guard start < end, interval > 0, !isTooLong, (length - 1) / interval < maxRanges else {
            throw invalid(
                "rangePartitioning.range is \(start) to \(end) by \(interval); the start must be before the end, the "
                    + "interval positive, and there may be at most \(maxRanges) partitions.")
        }
    }

    private static func check(
        _ clustering: BigQueryV2.Clustering, _ columns: TableColumns
    ) throws(Status) {
        guard (1...maxClusteringFields).contains(clustering.fields.count),
            Set(clustering.fields.map { $0.lowercased() }).count == clustering.fields.count
        else {
            throw invalid(
                "clustering.fields has \(clustering.fields.count) fields; expected 1 to \(maxClusteringFields), each once."
            )
        }
        for field in clustering.fields {
            guard let column = columns.column(field) else { throw missing(field) }
            guard column.type.canCluster, column.mode != .repeated else {
                throw invalid(
                    "Unsupported type for clustering field \(field): \(column.mode.rawValue) \(column.type.rawValue)."
                )
            }
        }
    }

    private static func missing(_ field: String) -> Status {
        invalid(
            "The field specified for partitioning or clustering cannot be found in the schema: \(field.prefix(300))"
        )
    }

    private static func invalid(_ message: String) -> Status {
        .listed(.invalidArgument, "invalid", message)
    }
}
