import CloudCore

extension ControlPlane {
    /// The names of a dataset and its tables in the three forms in which BigQuery has them: for policies, ids and links.
    func datasetResource(_ id: String) -> String { "\(project.name)/datasets/\(id)" }

    func tableResource(_ id: String, of dataset: String) -> String {
        "\(datasetResource(dataset))/tables/\(id)"
    }

    func datasetName(_ id: String) -> String { "\(project.id):\(id)" }

    func tableName(_ id: String, of dataset: String) -> String { "\(datasetName(dataset)).\(id)" }

    func bigQueryLink(_ resource: String) -> String {
        "https://bigquery.googleapis.com/bigquery/v2/\(resource)"
    }

    func datasetReference(_ id: String) -> BigQueryV2.DatasetReference {
        var reference = BigQueryV2.DatasetReference()
        reference.projectID = project.id
        reference.datasetID = id
        return reference
    }

    func tableReference(_ id: String, of dataset: String) -> BigQueryV2.TableReference {
        var reference = BigQueryV2.TableReference()
        reference.projectID = project.id
        reference.datasetID = dataset
        reference.tableID = id
        return reference
    }

    // MARK: Look-up

    /// A dataset that exists, for a caller who has a permission on it.
    ///
    /// - Throws: NOT_FOUND for another project or dataset, PERMISSION_DENIED.
    mutating func datasetEntry(
        _ id: String, in project: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryStore.DatasetEntry {
        try checkBigQueryProject(project)
        try authorize(permission, on: datasetResource(id), by: caller, at: now)
        settleBigQuery(at: now)
        guard let entry = bigQuery.dataset(id) else { throw noDataset(id) }
        return entry
    }

    /// A table that exists, for a caller who has a permission on it.
    ///
    /// - Throws: NOT_FOUND for another project, dataset or table, PERMISSION_DENIED.
    mutating func tableEntry(
        _ id: String, of dataset: String, in project: String, _ permission: String, by caller: Caller,
        at now: Instant
    ) throws(Status) -> StoredTable {
        try checkBigQueryProject(project)
        try authorize(permission, on: tableResource(id, of: dataset), by: caller, at: now)
        settleBigQuery(at: now)
        guard let table = bigQuery.table(id, of: dataset) else {
            guard bigQuery.dataset(dataset) != nil else { throw noDataset(dataset) }
            try TableRules.checkID(id)
            throw noTable(id, of: dataset)
        }
        return table
    }

    /// Refuses another project than the one there is.
    func checkBigQueryProject(_ id: String) throws(Status) {
        guard project.isNamed(id) else {
            throw .listed(.notFound, "notFound", "Not found: Project \(id.prefix(100))")
        }
    }

    func noDataset(_ id: String) -> Status {
        .listed(.notFound, "notFound", "Not found: Dataset \(datasetName(String(id.prefix(300))))")
    }

    func noTable(_ id: String, of dataset: String) -> Status {
        .listed(.notFound, "notFound", "Not found: Table \(tableName(String(id.prefix(300)), of: dataset))")
    }

    /// Lets what has become due happen.
    mutating func settleBigQuery(at now: Instant) {
        for (dataset, table) in bigQuery.settle(at: now) {
            policies.remove(tableResource(table, of: dataset))
        }
    }

    /// Refuses a write on another version of a resource than the one that the caller has seen (`If-Match`).
    func checkMatch(_ wanted: String?, _ etag: String) throws(Status) {
        guard let wanted, wanted != "*", wanted != etag, wanted != "\"\(etag)\"" else { return }
        throw .listed(.failedPrecondition, "conditionNotMet", "Precondition check failed.")
    }
}
