import CloudCore

/// A column in the form in which rows are checked.
struct TableColumn: Sendable, Equatable {
    let name: String
    let type: ColumnType
    let mode: ColumnMode
    /// Those of a record.
    let columns: TableColumns
    let maxLength: Int64?
    let precision: Int64?
    let scale: Int64?
    let roundsHalfToEven: Bool
    /// The type of the bounds of a range.
    let element: ColumnType?

    /// A column of a schema that has been checked; nil for one that has not.
    init?(_ field: BigQueryV2.TableFieldSchema) {
        guard let type = ColumnType(named: field.type),
            let mode = ColumnMode(rawValue: field.mode.isEmpty ? "NULLABLE" : field.mode.uppercased())
        else { return nil }
        name = field.name
        self.type = type
        self.mode = mode
        columns = TableColumns(field.fields)
        maxLength = field.maxLength
        precision = field.precision
        scale = field.scale
        roundsHalfToEven = field.roundingMode == "ROUND_HALF_EVEN"
        element = field.rangeElementType.flatMap { ColumnType(named: $0.type) }
    }
}

/// The columns of a table or a record, found by their names, in which case does not matter.
struct TableColumns: Sendable, Equatable {
    let all: [TableColumn]
    private let places: [String: Int]

    /// The columns of a schema that has been checked.
    init(_ fields: [BigQueryV2.TableFieldSchema]) {
        all = fields.compactMap(TableColumn.init)
        places = Dictionary(
            all.enumerated().map { ($1.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The place of the column of that name.
    func place(of name: some StringProtocol) -> Int? { places[name.lowercased()] }

    /// The column of that name.
    func column(_ name: String) -> TableColumn? { place(of: name).map { all[$0] } }
}
