import CloudCore
import PubSubEmulator

/// Pub/Sub has exported messages to a table.
struct RowsExported: PlaneEvent {
    /// What came of it.
    struct Outcome: Sendable {
        /// Why rows could not be added, by their places.
        var failures: [Int: Status]
        /// How many could.
        var count: Int
    }

    /// `{project}.{dataset}.{table}`.
    var table = ""
    var dropsUnknownFields = false
    var rows: [Row] = []

    static let eventName = "bigquery.RowsExported"

    init() {}

    init(_ exported: ExportedRows) {
        table = exported.table
        dropsUnknownFields = exported.dropsUnknownFields
        rows = exported.rows.map(Row.init)
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "table", &table)
        visitor.field(2, "drops_unknown_fields", &dropsUnknownFields)
        visitor.field(3, "rows", &rows)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) throws(Status) -> Outcome {
        try plane.insertExported(self, at: now)
    }

    /// Rows that cannot be added come again and again.
    static func isChange(_ outcome: Outcome) -> Bool { outcome.count > 0 }

    /// A row.
    struct Row: Message {
        var messageID = ""
        var columns: [Column] = []

        init() {}

        fileprivate init(_ row: ExportedRow) {
            messageID = row.messageID
            columns = row.columns.map(Column.init)
        }

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "message_id", &messageID)
            visitor.field(2, "columns", &columns)
        }

        /// The row as it would be streamed. A column of bytes takes the data as it is, any other as text.
        ///
        /// - Throws: INVALID_ARGUMENT for data that is no text where it has to be.
        func object(for columns: TableColumns) throws(Status) -> JSONObject {
            var object = JSONObject()
            for column in self.columns {
                if !column.isData {
                    object[column.name] = column.json ?? .null
                } else if columns.column(column.name)?.type == .bytes {
                    object[column.name] = .string(Base64.encode(column.data))
                } else if let text = String(validating: column.data, as: UTF8.self) {
                    object[column.name] = .string(text)
                } else {
                    throw Status(
                        .invalidArgument,
                        "The data of message \(messageID) is no UTF-8, which column \(column.name) wants.")
                }
            }
            return object
        }
    }

    /// A value: JSON, or the data of the message.
    struct Column: Message {
        var name = ""
        var json: JSON?
        var data: [UInt8] = []
        var isData = false

        init() {}

        fileprivate init(_ column: ExportedRow.Column) {
            name = column.name
            switch column.value {
            case .json(let value): json = value
            case .bytes(let bytes): (data, isData) = (bytes, true)
            }
        }

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "json", &json)
            visitor.field(3, "data", &data)
            visitor.field(4, "is_data", &isData)
        }
    }
}
