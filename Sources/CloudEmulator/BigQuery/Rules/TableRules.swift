import CloudCore

/// What tables must be, apart from their schema.
///
/// Sources: `google/cloud/bigquery/v2/table.proto`, and the service's messages as users have reported them.
enum TableRules {
    private static let maxIDLength = 1024
    private static let maxTextLength = 16_384

    /// Checks a table's id.
    ///
    /// - Throws: INVALID_ARGUMENT; UNIMPLEMENTED for one with a partition behind a `$`.
    static func checkID(_ id: String) throws(Status) {
        if let dollar = id.firstIndex(of: "$"), isID(id[..<dollar]) {
            throw SchemaRules.unsupported("The partition decorator of \(id.prefix(100))")
        }
        guard isID(id) else {
            throw invalid(
                "Invalid table ID \"\(id.prefix(100))\". Table IDs must be alphanumeric (plus underscores) and must be at "
                    + "most \(maxIDLength) characters long. Also, Table decorators cannot be used.")
        }
    }

    /// Letters, marks, numbers, connectors, dashes and spaces, by their Unicode categories.
    private static func isID(_ id: some StringProtocol) -> Bool {
        (1...maxIDLength).contains(id.utf8.count)
            && id.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
                    .otherNumber, .connectorPunctuation, .dashPunctuation, .spaceSeparator:
                    true
                default: false
                }
            }
    }

    /// Checks what a caller may set of a table.
    ///
    /// - Returns: the table with its schema as answers have it.
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED for what is not supported.
    static func check(_ table: BigQueryV2.Table) throws(Status) -> BigQueryV2.Table {
        if let name = table.unsupported.firstSet { throw SchemaRules.unsupported("table.\(name)") }
        guard table.type.isEmpty || table.type == "TABLE" else {
            throw SchemaRules.unsupported("table.type \(table.type.prefix(100))")
        }
        try LabelRules.check(table.labels, "labels")
        guard table.description?.count ?? 0 <= maxTextLength else {
            throw invalid("description is longer than \(maxTextLength) characters.")
        }
        var checked = table
        checked.schema = try table.schema.map { schema throws(Status) in try SchemaRules.check(schema) }
        if let type = checked.timePartitioning?.type { checked.timePartitioning?.type = type.uppercased() }
        // The older place of the option means the same.
        if let filter = checked.timePartitioning?.requirePartitionFilter,
            checked.requirePartitionFilter == nil
        {
            checked.requirePartitionFilter = filter
        }
        try PartitionRules.check(checked, TableColumns(checked.schema?.fields ?? []))
        return checked
    }

    private static func invalid(_ message: String) -> Status {
        .listed(.invalidArgument, "invalid", message)
    }
}
