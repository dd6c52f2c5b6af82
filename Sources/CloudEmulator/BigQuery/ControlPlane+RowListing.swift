import CloudCore

extension ControlPlane {
    private static let standardRowsPage = 10_000
    private static let maxRowsPage = 100_000

    /// A page of the rows of a table, in the order in which they came.
    mutating func listRows(
        _ request: BigQueryV2.ListRowsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryV2.TableDataList {
        let stored = try tableEntry(
            request.tableID, of: request.datasetID, in: request.projectID, "bigquery.tables.getData",
            by: caller, at: now)
        let format = try TimestampFormat(request.formatOptions)
        let selection = try FieldSelection(request.selectedFields, of: stored.columns)
        let start = try Self.start(request)
        let wanted = request.maxResults.map { Int($0) } ?? Self.standardRowsPage
        guard wanted >= 0 else { throw SchemaRules.invalid("maxResults is negative.", "maxResults") }
        let page = stored.rows.dropFirst(start).prefix(min(wanted, Self.maxRowsPage))
        var list = BigQueryV2.TableDataList()
        list.kind = "bigquery#tableDataList"
        list.etag = stored.table.etag
        list.totalRows = Int64(stored.rows.count)
        list.rows = page.map { CellValue.row(selection.pick($0.cells), format) }
        let next = start + page.count
        if next < stored.rows.count { list.pageToken = Base64.encode(Array(String(next).utf8)) }
        return list
    }

    private static func start(_ request: BigQueryV2.ListRowsRequest) throws(Status) -> Int {
        guard !request.pageToken.isEmpty else {
            guard let start = Int(exactly: request.startIndex ?? 0), start >= 0 else {
                throw SchemaRules.invalid("startIndex is negative.", "startIndex")
            }
            return start
        }
        guard
            let start = Base64.decode(request.pageToken)
                .flatMap({ String(validating: $0, as: UTF8.self) }).flatMap({ Int($0) }), start >= 0
        else {
            throw SchemaRules.invalid(
                "Invalid pageToken: \(request.pageToken.prefix(100))", "pageToken")
        }
        return start
    }
}

extension TimestampFormat {
    /// Reads the options of a request.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ options: BigQueryV2.DataFormatOptions?) throws(Status) {
        switch options?.timestampOutputFormat ?? "" {
        case "", "TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED":
            self = options?.useInt64Timestamp == true ? .integer : .float
        case "FLOAT64" where options?.useInt64Timestamp != true: self = .float
        case "INT64": self = .integer
        case "ISO8601_STRING" where options?.useInt64Timestamp != true: self = .iso8601
        case let other:
            throw SchemaRules.invalid(
                "formatOptions.timestampOutputFormat is \"\(other.prefix(100))\"; expected FLOAT64, INT64 or "
                    + "ISO8601_STRING, the first and the last not with useInt64Timestamp.",
                "formatOptions.timestampOutputFormat")
        }
    }
}
