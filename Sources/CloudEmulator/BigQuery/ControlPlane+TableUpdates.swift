import CloudCore

extension ControlPlane {
    /// Changes what the request's table has, and keeps the rest; or changes everything to what it has.
    mutating func updateTable(
        _ request: BigQueryV2.UpdateOrPatchTableRequest, isPatch: Bool, ifMatch: String?, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Table {
        let (id, dataset) = (request.tableID, request.datasetID)
        let stored = try tableEntry(
            id, of: dataset, in: request.projectID, "bigquery.tables.update", by: caller, at: now)
        try checkMatch(ifMatch, stored.table.etag)
        guard !request.autodetectSchema else { throw SchemaRules.unsupported("autodetect_schema") }
        var given = request.table ?? .object(JSONObject())
        // A table keeps its schema; bq says so with null.
        if given["schema"]?.isNull == true { given["schema"] = nil }
        let json = isPatch ? stored.table.protoJSON.merged(with: given) : given
        let wanted = try TableRules.check(ProtoJSONDecoder.decode(Table.self, from: json))
        var changed = stored.table
        try TableChange(table: tableName(id, of: dataset)).apply(wanted, to: &changed)
        if changed.expirationTime != stored.table.expirationTime {
            try Self.checkExpiration(changed, at: now)
        }
        changed.lastModifiedTime = now.milliseconds
        changed.etag = bigQuery.nextEtag()
        bigQuery.change(id, of: dataset) { $0.update(changed) }
        settleBigQuery(at: now)
        return bigQuery.table(id, of: dataset)?.shown ?? changed
    }
}
