import CloudCore

/// What schemas must be.
///
/// Sources: `google/cloud/bigquery/v2/table_schema.proto`; "Specifying a schema" and "Quotas and limits" in BigQuery's
/// documentation. The service's messages are as users have reported them, where they could be found.
enum SchemaRules {
    /// The most columns of a table, nested ones included, and the most records inside each other.
    static let maxColumns = 10_000
    static let maxDepth = 15
    /// The longest name and description of a column, in characters.
    static let maxNameLength = 300
    static let maxDescriptionLength = 1024

    private static let reservedPrefixes = [
        "_table_", "_file_", "_partition", "_row_timestamp", "__root__", "_colidentifier",
    ]

    /// Checks a schema.
    ///
    /// - Returns: the schema as answers have it: types by their older names, modes in capitals.
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED for types and options that are not supported.
    static func check(_ schema: BigQueryV2.TableSchema) throws(Status) -> BigQueryV2.TableSchema {
        if let name = schema.unsupported.firstSet { throw unsupported("schema.\(name)") }
        var count = 0
        var checked = BigQueryV2.TableSchema()
        checked.fields = try check(schema.fields, "schema.fields", depth: 1, &count)
        return checked
    }

    private static func check(
        _ fields: [BigQueryV2.TableFieldSchema], _ path: String, depth: Int, _ count: inout Int
    ) throws(Status) -> [BigQueryV2.TableFieldSchema] {
        guard depth <= maxDepth else {
            throw invalid("Schema has records nested deeper than \(maxDepth).", path)
        }
        count += fields.count
        guard count <= maxColumns else {
            throw invalid("Too many columns: a table has at most \(maxColumns).", path)
        }
        var names: Set<String> = []
        var checked: [BigQueryV2.TableFieldSchema] = []
        for (index, field) in fields.enumerated() {
            let place = "\(path)[\(index)]"
            try checkName(field.name, place)
            guard names.insert(field.name.lowercased()).inserted else {
                throw invalid("Field \(field.name) already exists in schema", place)
            }
            checked.append(try check(field, place, depth: depth, &count))
        }
        return checked
    }

    private static func check(
        _ field: BigQueryV2.TableFieldSchema, _ path: String, depth: Int, _ count: inout Int
    ) throws(Status) -> BigQueryV2.TableFieldSchema {
        if let name = field.unsupported.firstSet { throw unsupported("\(path).\(name)") }
        guard let type = ColumnType(named: field.type) else {
            if ColumnType.unsupported.contains(field.type.uppercased()) {
                throw unsupported("\(path).type \(field.type.uppercased())")
            }
            throw invalid("Invalid value for type: \(field.type.prefix(100)) is not a valid value", path)
        }
        guard field.mode.isEmpty || ColumnMode(rawValue: field.mode.uppercased()) != nil else {
            throw invalid("Invalid value for mode: \(field.mode.prefix(100)) is not a valid value", path)
        }
        guard field.description?.count ?? 0 <= maxDescriptionLength else {
            throw invalid(
                "Description of field \(field.name) is longer than \(maxDescriptionLength) characters.", path)
        }
        guard (type == .record) != field.fields.isEmpty else {
            throw invalid(
                type == .record
                    ? "Field \(field.name) is type RECORD but has no schema"
                    : "Field \(field.name) is not of type RECORD but has a schema", path)
        }
        try ColumnLimitRules.check(field, type, path)
        var checked = field
        checked.type = type.rawValue
        checked.mode = field.mode.uppercased()
        checked.fields = try check(field.fields, path + ".fields", depth: depth + 1, &count)
        return checked
    }

    private static func checkName(_ name: String, _ path: String) throws(Status) {
        let isWord = Identifier.isWord(name, of: 1...maxNameLength) && !name.contains("-")
        let startsWithDigit = name.utf8.first.map { (0x30...0x39).contains($0) } ?? true
        guard isWord, !startsWithDigit else {
            throw invalid(
                "Invalid field name \"\(name.prefix(maxNameLength))\". Fields must contain only letters, numbers, and "
                    + "underscores, start with a letter or underscore, and be at most \(maxNameLength) characters long.",
                path)
        }
        let lower = name.lowercased()
        if let prefix = reservedPrefixes.first(where: { lower.hasPrefix($0) }) {
            throw invalid(
                "Invalid field name \"\(name)\". Field names are not allowed to start with the (case-insensitive) "
                    + "prefix \(prefix.uppercased())", path)
        }
    }

    /// Refuses what is wrong in the place of that path.
    static func invalid(_ message: String, _ path: String) -> Status {
        .listed(.invalidArgument, "invalid", message, location: path)
    }

    static func unsupported(_ what: String) -> Status {
        .listed(.unimplemented, "notImplemented", "\(what) is not supported.")
    }
}
