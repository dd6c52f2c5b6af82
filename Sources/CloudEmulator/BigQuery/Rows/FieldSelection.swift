import CloudCore

/// Which columns a caller wants: names with dots for what is in records, between commas.
indirect enum FieldSelection: Sendable {
    case all
    /// The places of the wanted columns, ascending, each with what is wanted of it.
    case some([(place: Int, of: FieldSelection)])

    /// Reads `selectedFields`; empty for all.
    ///
    /// - Throws: INVALID_ARGUMENT for a name that no column has.
    init(_ text: String, of columns: TableColumns) throws(Status) {
        guard !text.isEmpty else {
            self = .all
            return
        }
        let paths = text.split(separator: ",").map { $0.split(separator: ".") }
        self = try Self.selection(paths.map { $0[...] }, of: columns, text)
    }

    private static func selection(
        _ paths: [ArraySlice<Substring>], of columns: TableColumns, _ text: String
    ) throws(Status) -> FieldSelection {
        // The whole record is wanted when one of the paths ends here.
        if paths.contains(where: \.isEmpty) { return .all }
        var wanted: [Int: [ArraySlice<Substring>]] = [:]
        for path in paths {
            guard let name = path.first, let place = columns.place(of: name) else {
                throw Status(
                    .invalidArgument,
                    "selectedFields \"\(text.prefix(200))\": there is no column \"\((path.first ?? "").prefix(100))\"."
                )
            }
            wanted[place, default: []].append(path.dropFirst())
        }
        var places: [(place: Int, of: FieldSelection)] = []
        for (place, rest) in wanted.sorted(by: { $0.key < $1.key }) {
            places.append((place, try selection(rest, of: columns.all[place].columns, text)))
        }
        return .some(places)
    }

    /// The wanted values of a row or a record.
    func pick(_ cells: [CellValue]) -> [CellValue] {
        switch self {
        case .all: cells
        case .some(let places):
            places.compactMap { cells.indices.contains($0.place) ? $0.of.pick(cells[$0.place]) : nil }
        }
    }

    private func pick(_ cell: CellValue) -> CellValue {
        switch (self, cell) {
        case (.all, _): cell
        case (_, .record(let cells)): .record(pick(cells))
        case (_, .list(let elements)): .list(elements.map(pick))
        default: cell
        }
    }

    /// The wanted fields of a schema.
    func pick(_ fields: [BigQueryV2.TableFieldSchema]) -> [BigQueryV2.TableFieldSchema] {
        guard case .some(let places) = self else { return fields }
        return places.compactMap { place, inner in
            guard fields.indices.contains(place) else { return nil }
            var field = fields[place]
            field.fields = inner.pick(field.fields)
            return field
        }
    }
}
