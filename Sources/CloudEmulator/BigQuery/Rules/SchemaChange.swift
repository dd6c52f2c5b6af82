import CloudCore

/// A change of a table's schema: columns may be added if rows need not have them, and made to demand less.
///
/// Source: "Modifying table schemas" in BigQuery's documentation; the messages are the service's, as users have reported
/// them.
struct SchemaChange {
    /// The table's name in messages.
    let table: String

    /// Checks that one schema may take the place of another. Both have been checked by themselves.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func check(
        from old: [BigQueryV2.TableFieldSchema], to new: [BigQueryV2.TableFieldSchema], _ prefix: String = ""
    ) throws(Status) {
        for field in old {
            let name = prefix + field.name
            guard let successor = new.first(where: { $0.name.lowercased() == field.name.lowercased() }) else {
                throw mismatch("Field \(name) is missing in new schema")
            }
            try check(from: field, to: successor, name)
        }
        let known = Set(old.map { $0.name.lowercased() })
        for field in new where !known.contains(field.name.lowercased()) && field.mode == "REQUIRED" {
            throw mismatch(
                "Cannot add required fields to an existing schema. (field: \(prefix)\(field.name))")
        }
    }

    private func check(
        from old: BigQueryV2.TableFieldSchema, to new: BigQueryV2.TableFieldSchema, _ name: String
    ) throws(Status) {
        guard old.type == new.type, old.rangeElementType == new.rangeElementType else {
            throw mismatch("Field \(name) has changed type from \(old.type) to \(new.type)")
        }
        let (before, after) = (mode(old), mode(new))
        guard before == after || before == "REQUIRED" && after == "NULLABLE" else {
            throw mismatch("Field \(name) has changed mode from \(before) to \(after)")
        }
        guard isAtLeast(new.maxLength, old.maxLength), isAtLeast(new.precision, old.precision),
            isAtLeast(new.scale, old.scale) || new.precision == nil,
            isAtLeast(digits(new), digits(old))
        else {
            throw mismatch("Field \(name) has changed its length, precision or scale to a smaller one")
        }
        try check(from: old.fields, to: new.fields, name + ".")
    }

    private func mode(_ field: BigQueryV2.TableFieldSchema) -> String {
        field.mode.isEmpty ? "NULLABLE" : field.mode
    }

    private func digits(_ field: BigQueryV2.TableFieldSchema) -> Int64? {
        field.precision.map { $0 - (field.scale ?? 0) }
    }

    /// Whether a bound allows all that another one does; nil is no bound.
    private func isAtLeast(_ new: Int64?, _ old: Int64?) -> Bool {
        guard let new else { return true }
        return old.map { new >= $0 } ?? false
    }

    private func mismatch(_ what: String) -> Status {
        .listed(.invalidArgument, "invalid", "Provided Schema does not match Table \(table). \(what)")
    }

    // MARK: Rows

    /// Puts the values of a row into the order of new columns; those that it does not have are null, or no elements.
    static func convert(
        _ cells: [CellValue], from old: TableColumns, to new: TableColumns
    ) -> [CellValue] {
        new.all.map { column in
            guard let place = old.place(of: column.name), cells.indices.contains(place) else {
                return column.mode == .repeated ? .list([]) : .null
            }
            return convert(cells[place], from: old.all[place].columns, to: column.columns)
        }
    }

    private static func convert(
        _ cell: CellValue, from old: TableColumns, to new: TableColumns
    ) -> CellValue {
        switch cell {
        case .record(let cells): .record(convert(cells, from: old, to: new))
        case .list(let elements): .list(elements.map { convert($0, from: old, to: new) })
        default: cell
        }
    }
}
