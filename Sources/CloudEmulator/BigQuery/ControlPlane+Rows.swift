import CloudCore

extension ControlPlane {
    /// The most rows of one insertion ("Quotas and limits", streaming inserts).
    private static let maxInsertedRows = 50_000

    /// Adds rows to a table, or to one of its instances by a suffix; tells what is wrong with which.
    mutating func insertRows(
        _ request: BigQueryV2.InsertAllRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryV2.InsertAllResponse {
        let results = try checkedRows(request, by: caller, at: now)
        let isStopped = !request.skipInvalidRows && results.contains { (try? $0.get()) == nil }
        var accepted: [(id: String?, cells: [CellValue])] = []
        var response = BigQueryV2.InsertAllResponse()
        response.kind = "bigquery#tableDataInsertAllResponse"
        for (index, result) in results.enumerated() {
            switch result {
            case .failure(let errors): response.insertErrors.append(.init(index, errors))
            case .success where isStopped: response.insertErrors.append(.init(stopped: index))
            case .success(let cells): accepted.append((request.rows[index].insertID, cells))
            }
        }
        let id = try instance(request, by: caller, at: now)
        bigQuery.change(id, of: request.datasetID) { $0.insert(accepted, at: now) }
        settleBigQuery(at: now)
        return response
    }

    /// The rows of a request by the columns of its table. A function of its own, so that no copy of the table is left
    /// when rows are added.
    private mutating func checkedRows(
        _ request: BigQueryV2.InsertAllRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> [Result<[CellValue], RowErrors>] {
        let base = try tableEntry(
            request.tableID, of: request.datasetID, in: request.projectID, "bigquery.tables.updateData",
            by: caller, at: now)
        // An instance may have got other columns than its template since.
        let table = bigQuery.table(request.targetID, of: request.datasetID) ?? base
        guard (1...Self.maxInsertedRows).contains(request.rows.count) else {
            throw .listed(
                .invalidArgument, "invalid",
                request.rows.isEmpty
                    ? "No rows present in the request."
                    : "The request has \(request.rows.count) rows, but at most \(Self.maxInsertedRows) are allowed."
            )
        }
        guard !table.columns.all.isEmpty else {
            throw .listed(.invalidArgument, "invalid", "The destination table has no schema.")
        }
        try checkRoom()
        var rows: [JSONObject] = []
        for (index, row) in request.rows.enumerated() {
            guard let object = row.json?.objectValue else {
                throw SchemaRules.invalid("rows[\(index)].json must be an object.", "rows[\(index)].json")
            }
            rows.append(object)
        }
        return table.read(rows, ignoringUnknown: request.ignoreUnknownValues, at: now)
    }

    func checkRoom() throws(Status) {
        guard bigQuery.byteCount < BigQueryStore.maxBytes else {
            throw .listed(
                .resourceExhausted, "quotaExceeded",
                "All rows have \(BigQueryStore.maxBytes) bytes, more are not supported.")
        }
    }

    /// The id of the table that rows go to: the base table, or the one with the suffix, which is made of it.
    ///
    /// Source: "Creating tables automatically by using template tables" in BigQuery's documentation.
    private mutating func instance(
        _ request: BigQueryV2.InsertAllRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> String {
        guard !request.templateSuffix.isEmpty else { return request.tableID }
        let (id, dataset) = (request.targetID, request.datasetID)
        try TableRules.checkID(id)
        guard bigQuery.table(id, of: dataset) == nil, let parent = bigQuery.dataset(dataset)?.dataset,
            let base = bigQuery.table(request.tableID, of: dataset)
        else { return id }
        try authorize("bigquery.tables.create", on: datasetResource(dataset), by: caller, at: now)
        var template = Table()
        template.schema = base.table.schema
        template.timePartitioning = base.table.timePartitioning
        template.rangePartitioning = base.table.rangePartitioning
        template.clustering = base.table.clustering
        template.requirePartitionFilter = base.table.requirePartitionFilter
        let table = try newTable(template, id, of: parent, dataset, at: now)
        bigQuery.add(StoredTable(table), id, to: dataset)
        return id
    }
}

extension BigQueryV2.InsertAllRequest {
    /// The id of the table that the rows go to.
    fileprivate var targetID: String { tableID + templateSuffix }
}

extension StoredTable {
    /// Checks rows that are to be added.
    func read(
        _ rows: [JSONObject], ignoringUnknown: Bool, at now: Instant
    ) -> [Result<[CellValue], RowErrors>] {
        let reader = RowReader(columns: columns, ignoresUnknown: ignoringUnknown)
        return rows.map { row in
            reader.row(row).flatMap { cells in
                let problem = partitioning.problem(with: cells, columns, arrivedAt: now.nanoseconds / 1_000)
                return problem.map { .failure(RowErrors(all: [$0])) } ?? .success(cells)
            }
        }
    }
}

extension BigQueryV2.InsertAllResponse.InsertErrors {
    /// What is wrong with a row.
    init(_ index: Int, _ errors: RowErrors) {
        self.init()
        self.index = Int32(clamping: index)
        self.errors = errors.all.map { .init(reason: "invalid", location: $0.location, message: $0.message) }
    }

    /// A good row that was not added because another one is wrong.
    init(stopped index: Int) {
        self.init()
        self.index = Int32(clamping: index)
        errors = [.init(reason: "stopped", location: "", message: "")]
    }
}

extension BigQueryV2.ErrorProto {
    fileprivate init(reason: String, location: String, message: String) {
        self.init()
        (self.reason, self.location, self.debugInfo, self.message) = (reason, location, "", message)
    }
}
