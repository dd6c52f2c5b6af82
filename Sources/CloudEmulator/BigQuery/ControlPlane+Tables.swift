import CloudCore

extension ControlPlane {
    typealias Table = BigQueryV2.Table

    /// Creates a table without rows.
    mutating func insertTable(
        _ request: BigQueryV2.InsertTableRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Table {
        let dataset = request.datasetID
        let entry = try datasetEntry(
            dataset, in: request.projectID, "bigquery.tables.create", by: caller, at: now)
        let given = request.table ?? Table()
        let reference = given.tableReference ?? BigQueryV2.TableReference()
        guard reference.datasetID.isEmpty || reference.datasetID == dataset,
            reference.projectID.isEmpty || project.isNamed(reference.projectID)
        else {
            throw SchemaRules.invalid(
                "tableReference is of \(reference.projectID):\(reference.datasetID), but the request of "
                    + "\(datasetName(dataset)).", "tableReference")
        }
        let id = reference.tableID
        try TableRules.checkID(id)
        guard entry.tables[id] == nil else {
            throw .listed(
                .alreadyExists, "duplicate", "Already Exists: Table \(tableName(id, of: dataset))")
        }
        let table = try newTable(TableRules.check(given), id, of: entry.dataset, dataset, at: now)
        bigQuery.add(StoredTable(table), id, to: dataset)
        return table
    }

    /// Completes a table that has been checked, and for which there must be room.
    mutating func newTable(
        _ checked: Table, _ id: String, of parent: Dataset, _ dataset: String, at now: Instant
    ) throws(Status) -> Table {
        try bigQuery.checkRoomForTable(in: dataset)
        var table = checked
        table.kind = "bigquery#table"
        table.type = "TABLE"
        table.id = tableName(id, of: dataset)
        table.tableReference = tableReference(id, of: dataset)
        table.selfLink = bigQueryLink(tableResource(id, of: dataset))
        table.location = parent.location
        table.outputs = .init()
        (table.numBytes, table.numLongTermBytes, table.numRows) = (0, 0, 0)
        table.creationTime = now.milliseconds
        table.lastModifiedTime = now.milliseconds
        if let partitioning = table.timePartitioning, let lifetime = parent.defaultPartitionExpirationMs {
            // It takes the place of the tables' one ("Configure default partition expiration").
            table.timePartitioning?.expirationMs = partitioning.expirationMs ?? lifetime
        } else if table.expirationTime == nil, let lifetime = parent.defaultTableExpirationMs {
            table.expirationTime = (now + .milliseconds(lifetime)).milliseconds
        }
        try Self.checkExpiration(table, at: now)
        table.etag = bigQuery.nextEtag()
        return table
    }

    static func checkExpiration(_ table: Table, at now: Instant) throws(Status) {
        guard let time = table.expirationTime, Instant(milliseconds: time) <= now else { return }
        throw SchemaRules.invalid("expirationTime \(time) is not in the future.", "expirationTime")
    }

    /// The table of that name.
    mutating func table(
        _ request: BigQueryV2.GetTableRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Table {
        let stored = try tableEntry(
            request.tableID, of: request.datasetID, in: request.projectID, "bigquery.tables.get", by: caller,
            at: now)
        var table = stored.shown
        switch request.view {
        case "", "TABLE_METADATA_VIEW_UNSPECIFIED", "STORAGE_STATS", "FULL": break
        case "BASIC":
            (table.numBytes, table.numLongTermBytes, table.numRows) = (nil, nil, nil)
            table.lastModifiedTime = nil
        case let other:
            throw .listed(
                .invalidArgument, "invalid",
                "view is \"\(other.prefix(100))\"; expected BASIC, STORAGE_STATS or FULL.")
        }
        if let fields = table.schema?.fields {
            table.schema?.fields = try FieldSelection(request.selectedFields, of: stored.columns).pick(fields)
        }
        return table
    }

    /// A page of the tables of a dataset.
    mutating func listTables(
        _ request: BigQueryV2.ListTablesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryV2.TableList {
        let entry = try datasetEntry(
            request.datasetID, in: request.projectID, "bigquery.tables.list", by: caller, at: now)
        let pages = try ListingPage(maxResults: request.maxResults, token: request.pageToken)
        let (page, token) = pages.page(entry.tables)
        var list = BigQueryV2.TableList()
        list.kind = "bigquery#tableList"
        list.etag = entry.dataset.etag
        list.nextPageToken = token
        list.tables = page.map { $0.value.table.listed }
        list.totalItems = Int32(clamping: entry.tables.count)
        return list
    }

    /// Deletes a table with its rows.
    mutating func deleteTable(
        _ request: BigQueryV2.DeleteTableRequest, ifMatch: String?, by caller: Caller, at now: Instant
    ) throws(Status) {
        let (id, dataset) = (request.tableID, request.datasetID)
        let stored = try tableEntry(
            id, of: dataset, in: request.projectID, "bigquery.tables.delete", by: caller, at: now)
        try checkMatch(ifMatch, stored.table.etag)
        bigQuery.removeTable(id, of: dataset)
        policies.remove(tableResource(id, of: dataset))
    }
}

extension StoredTable {
    /// The table as answers have it, with its size at present.
    var shown: BigQueryV2.Table {
        var table = table
        table.numRows = Int64(rows.count)
        table.numBytes = Int64(byteCount)
        return table
    }
}

extension BigQueryV2.Table {
    /// The table in a listing.
    fileprivate var listed: BigQueryV2.ListFormatTable {
        var item = BigQueryV2.ListFormatTable()
        item.kind = kind
        item.id = id
        item.tableReference = tableReference
        item.friendlyName = friendlyName
        item.type = type
        item.timePartitioning = timePartitioning
        item.rangePartitioning = rangePartitioning
        item.clustering = clustering
        item.labels = labels
        item.creationTime = creationTime
        item.expirationTime = expirationTime
        item.requirePartitionFilter = requirePartitionFilter
        return item
    }
}
