import CloudCore

/// What takes the objects and rows that export subscriptions write: files, a local cloud, or a test.
public protocol ExportSink: Sendable {
    /// Whether it takes what goes to a product; subscriptions that export to another one cannot be created.
    func takes(_ destination: ExportDestination) -> Bool

    /// Writes an object.
    ///
    /// - Parameter completion: called once, from any thread, when the object is there or cannot be. It must not be
    ///   called before `write` returns. NOT_FOUND and PERMISSION_DENIED show as the state of the subscription.
    func write(
        _ object: ExportedObject, _ completion: @escaping @Sendable (Result<Void, Status>) -> Void)

    /// Adds rows to a table.
    ///
    /// - Parameter completion: called as above; with the rows that failed, by their index, or why all of them did.
    func insert(
        _ rows: ExportedRows, _ completion: @escaping @Sendable (Result<[Int: Status], Status>) -> Void)
}

extension ExportSink {
    /// A sink takes everything unless it says otherwise.
    public func takes(_ destination: ExportDestination) -> Bool { true }
}

/// The product that a subscription exports to.
public enum ExportDestination: Sendable {
    case bigQuery, cloudStorage, bigtable
}

/// An object of Cloud Storage.
public struct ExportedObject: Sendable, Equatable {
    /// The bucket's name.
    public var bucket: String
    /// The object's name, which no other object of this subscription has had.
    public var name: String
    /// `text/plain` or `application/avro`.
    public var contentType: String
    /// What it holds.
    public var body: [UInt8]
}

/// Rows for one table.
public struct ExportedRows: Sendable {
    /// The product that the table is in.
    public enum Product: String, Sendable {
        case bigQuery = "bigquery"
        case bigtable
    }

    /// The product that the table is in.
    public var product: Product
    /// The table: `{project}.{dataset}.{table}` of BigQuery, the resource name of Bigtable.
    public var table: String
    /// Whether fields that the table has no column for are to be left out; otherwise their rows fail.
    public var dropsUnknownFields: Bool
    /// The rows.
    public var rows: [ExportedRow]
}

/// One row, from one message.
public struct ExportedRow: Sendable, Equatable {
    /// What a column holds.
    public enum Value: Sendable, Equatable {
        /// The message's data as it is; a table may have it in a column of bytes, text or JSON.
        case bytes([UInt8])
        /// Any other value.
        case json(JSON)
    }

    /// One column of the row.
    public struct Column: Sendable, Equatable {
        /// The column family in Bigtable, empty in BigQuery.
        public var family: String
        /// The name, or qualifier.
        public var name: String
        /// What it holds.
        public var value: Value
    }

    /// The id of the message, which tells a row that is written twice.
    public var messageID: String
    /// The row key in Bigtable, empty in BigQuery.
    public var key: String
    /// The publish time of the message, which is the timestamp of cells.
    public var publishTime: Instant
    /// The columns.
    public var columns: [Column]
}
