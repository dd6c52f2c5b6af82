/// What a column holds.
///
/// Source: `type` of `google/cloud/bigquery/v2/table_schema.proto`.
enum ColumnType: String, Sendable {
    case string = "STRING"
    case bytes = "BYTES"
    case integer = "INTEGER"
    case float = "FLOAT"
    case boolean = "BOOLEAN"
    case timestamp = "TIMESTAMP"
    case date = "DATE"
    case time = "TIME"
    case datetime = "DATETIME"
    case numeric = "NUMERIC"
    case bigNumeric = "BIGNUMERIC"
    case json = "JSON"
    case record = "RECORD"
    case range = "RANGE"

    /// The type of that name, in either case; each of the newer names means an older one, which is what answers have.
    init?(named name: String) {
        switch name.uppercased() {
        case "INT64": self = .integer
        case "FLOAT64": self = .float
        case "BOOL": self = .boolean
        case "STRUCT": self = .record
        case let name: self.init(rawValue: name)
        }
    }

    /// Types of BigQuery that are not supported here: their values could not be checked.
    static let unsupported: Set<String> = ["GEOGRAPHY", "INTERVAL", "FOREIGN"]

    /// Whether rows can be clustered by it ("Introduction to clustered tables", limitations).
    var canCluster: Bool {
        switch self {
        case .bytes, .float, .time, .json, .record: false
        default: true
        }
    }
}

/// How often a column has a value.
enum ColumnMode: String, Sendable {
    case nullable = "NULLABLE"
    case required = "REQUIRED"
    case repeated = "REPEATED"
}
