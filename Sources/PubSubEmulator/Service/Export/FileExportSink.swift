import CloudCore
import Dispatch

/// Writes what is exported to files below a folder:
///
/// - objects as `BUCKET/NAME`;
/// - rows as lines of JSON, those of BigQuery to `_bigquery/PROJECT.DATASET.TABLE.jsonl`, those of Bigtable to
///   `_bigtable/PROJECT.INSTANCE.TABLE.jsonl`. No bucket's name begins with `_`.
///
/// Data that is UTF-8 is in the field `data` as text, other data in `data_base64`. A table has any column, so no
/// field is unknown and none is left out.
public struct FileExportSink: ExportSink {
    private let tree: FileTree
    private let queue = DispatchQueue(label: "rehearsal.pubsub.exports")

    /// Writes below `folder`, which is made when something is written.
    public init(folder: String) { tree = FileTree(root: folder) }

    /// Writes an object as a file.
    public func write(
        _ object: ExportedObject, _ completion: @escaping @Sendable (Result<Void, Status>) -> Void
    ) {
        queue.async {
            completion(
                Result { () throws(Status) in
                    try tree.write(object.body, to: "\(object.bucket)/\(object.name)")
                })
        }
    }

    /// Adds rows to a file.
    public func insert(
        _ rows: ExportedRows, _ completion: @escaping @Sendable (Result<[Int: Status], Status>) -> Void
    ) {
        queue.async {
            completion(
                Result { () throws(Status) in
                    var lines: [UInt8] = []
                    for row in rows.rows { lines += Self.line(row).bytes() + [UInt8(ascii: "\n")] }
                    try tree.append(lines, to: Self.path(rows))
                    return [:]
                })
        }
    }

    /// The file of a table.
    static func path(_ rows: ExportedRows) -> String {
        switch rows.product {
        case .bigQuery: return "_bigquery/\(rows.table.replacing(":", with: ".")).jsonl"
        case .bigtable:
            let parts = rows.table.split(separator: "/")
            let names = [1, 3, 5].filter(parts.indices.contains).map { String(parts[$0]) }
            return "_bigtable/\(names.joined(separator: ".")).jsonl"
        }
    }

    /// A row as a line.
    static func line(_ row: ExportedRow) -> JSON {
        var object = JSONObject()
        if !row.key.isEmpty { object["row_key"] = .string(row.key) }
        for column in row.columns {
            let place = [column.family, column.name].filter { !$0.isEmpty }.joined(separator: ":")
            switch column.value {
            case .json(let value): object[place] = value
            case .bytes(let bytes):
                if let text = String(validating: bytes, as: UTF8.self) {
                    object[place] = .string(text)
                } else {
                    object[place + "_base64"] = .string(Base64.encode(bytes))
                }
            }
        }
        return .object(object)
    }
}
