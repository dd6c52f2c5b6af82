extension ArchitectureValidator {
    mutating func checkBigQuery(_ resources: Resources, _ path: String) {
        for (index, dataset) in resources.datasets.enumerated() {
            let path = "\(path).bigquery_datasets[\(index)]"
            checkCommon(dataset.common, path)
            findings.check(dataset.name, "\(path).name", .dataset)
            declare("dataset", dataset.name, path)
        }
        for (index, table) in resources.tables.enumerated() {
            let path = "\(path).bigquery_tables[\(index)]"
            checkCommon(table.common, path)
            findings.check(table.name, "\(path).name", .table)
            findings.require(table.dataset, "\(path).dataset")
            findings.check(table.dataset, "\(path).dataset", .dataset)
            declare("table", "\(table.dataset).\(table.name)", path)
            checkLinks(of: table, path)
            checkPartitioning(of: table, path)
            if !table.schemaImportPath.isEmpty { findings.note("\(path).schema_import_path") }
            if table.expiration != nil { findings.note("\(path).expiration") }
        }
    }

    /// Source: BigQuery v2, Table: timePartitioning and clustering (at most four columns).
    private mutating func checkPartitioning(of table: BigQueryTable, _ path: String) {
        findings.check(table.timePartitioningField, "\(path).time_partitioning_field", .column)
        if table.timePartitioningField.isEmpty {
            if table.timePartitioningType != nil {
                findings.error("\(path).time_partitioning_type", "needs time_partitioning_field beside it")
            }
            if table.timePartitioningExpiration != nil {
                findings.error(
                    "\(path).time_partitioning_expiration", "needs time_partitioning_field beside it")
            }
        }
        if let expiration = table.timePartitioningExpiration, expiration <= .zero {
            findings.error("\(path).time_partitioning_expiration", "must be more than 0s")
        }
        if table.clusteringFields.count > 4 {
            findings.error(
                "\(path).clustering_fields", "has \(table.clusteringFields.count) columns: use at most 4")
        }
        for (index, field) in table.clusteringFields.enumerated() {
            findings.check(field, "\(path).clustering_fields[\(index)]", .column)
        }
    }
}
