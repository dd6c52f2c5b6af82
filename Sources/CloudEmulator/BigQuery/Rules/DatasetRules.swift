import CloudCore

/// What datasets must be.
///
/// Sources: `google/cloud/bigquery/v2/dataset.proto`, and the service's messages as users have reported them.
enum DatasetRules {
    /// The shortest default lifetime of tables, in milliseconds.
    static let minTableExpirationMs: Int64 = 3_600_000
    private static let maxIDLength = 1024
    private static let maxTextLength = 16_384

    /// Checks a dataset's id.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkID(_ id: String) throws(Status) {
        guard Identifier.isWord(id, of: 1...maxIDLength), !id.contains("-") else {
            throw invalid(
                "Invalid dataset ID \"\(id.prefix(100))\". Dataset IDs must be alphanumeric (plus underscores) and must "
                    + "be at most \(maxIDLength) characters long.")
        }
    }

    /// Checks what a caller may set of a dataset.
    ///
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED for what is not supported.
    static func check(_ dataset: BigQueryV2.Dataset) throws(Status) {
        if let name = dataset.unsupported.firstSet { throw SchemaRules.unsupported("dataset.\(name)") }
        guard dataset.type.isEmpty || dataset.type == "DEFAULT" else {
            throw SchemaRules.unsupported("dataset.type \(dataset.type.prefix(100))")
        }
        try LabelRules.check(dataset.labels, "labels")
        guard dataset.description?.count ?? 0 <= maxTextLength else {
            throw invalid("description is longer than \(maxTextLength) characters.")
        }
        if let expiration = dataset.defaultTableExpirationMs, expiration < minTableExpirationMs {
            throw invalid(
                "defaultTableExpirationMs is \(expiration), but must be at least \(minTableExpirationMs).")
        }
        if let expiration = dataset.defaultPartitionExpirationMs, expiration <= 0 {
            throw invalid("defaultPartitionExpirationMs is \(expiration), but must be positive.")
        }
        if let hours = dataset.maxTimeTravelHours {
            guard (48...168).contains(hours), hours.isMultiple(of: 24) else {
                throw invalid("maxTimeTravelHours is \(hours), but must be 48 to 168, a multiple of 24.")
            }
        }
        guard ["", "LOGICAL", "PHYSICAL"].contains(dataset.storageBillingModel) else {
            throw invalid(
                "storageBillingModel is \"\(dataset.storageBillingModel.prefix(100))\"; expected LOGICAL or PHYSICAL."
            )
        }
        let location = dataset.location
        guard location.isEmpty || Identifier.isLabel(location.lowercased()) && location.utf8.count <= 64
        else {
            throw invalid("Invalid storage region \"\(location.prefix(100))\".")
        }
    }

    private static func invalid(_ message: String) -> Status {
        .listed(.invalidArgument, "invalid", message)
    }
}
