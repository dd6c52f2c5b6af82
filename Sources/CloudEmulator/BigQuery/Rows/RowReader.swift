import CloudCore

/// Reads rows as a table's columns want them.
struct RowReader: Sendable {
    let columns: TableColumns
    /// Whether members that no column has the name of are left out; otherwise they are errors.
    let ignoresUnknown: Bool

    /// The most errors of one row that are told.
    private static let maxErrors = 20

    /// The values of a row in the order of the columns, or what is wrong with it.
    func row(_ object: JSONObject) -> Result<[CellValue], RowErrors> {
        var errors: [CellError] = []
        let cells = record(object, columns, "", &errors)
        return errors.isEmpty ? .success(cells) : .failure(RowErrors(all: errors))
    }

    private func record(
        _ object: JSONObject, _ columns: TableColumns, _ path: String, _ errors: inout [CellError]
    ) -> [CellValue] {
        var cells = [CellValue?](repeating: nil, count: columns.all.count)
        for (name, json) in object {
            guard errors.count < Self.maxErrors else { break }
            guard let place = columns.place(of: name) else {
                if !ignoresUnknown {
                    note("no such field: \(path)\(name.prefix(300)).", path + name, &errors)
                }
                continue
            }
            cells[place] = value(json, columns.all[place], path, &errors)
        }
        for (place, column) in columns.all.enumerated() where cells[place] == nil {
            switch column.mode {
            case .nullable: break
            case .repeated: cells[place] = .list([])
            case .required:
                note("Missing required field: \(path)\(column.name).", path + column.name, &errors)
            }
        }
        return cells.map { $0 ?? .null }
    }

    private func note(_ message: String, _ location: String, _ errors: inout [CellError]) {
        if errors.count < Self.maxErrors {
            errors.append(CellError(location: String(location.prefix(300)), message: message))
        }
    }

    private func value(
        _ json: JSON, _ column: TableColumn, _ path: String, _ errors: inout [CellError]
    ) -> CellValue {
        let location = path + column.name
        guard column.mode == .repeated else {
            if json.isNull {
                if column.mode == .required {
                    note(
                        "Only optional fields can be set to NULL. Field: \(location); Value: NULL", location,
                        &errors)
                }
                return .null
            }
            if json.arrayValue != nil, column.type != .json {
                note("Array specified for non-repeated field: \(location).", location, &errors)
                return .null
            }
            return single(json, column, path, &errors)
        }
        if json.isNull { return .list([]) }
        guard let elements = json.arrayValue else {
            note("Repeated field must be imported as a JSON array. Field: \(location).", location, &errors)
            return .null
        }
        return .list(
            elements.map { element in
                if element.isNull {
                    note(
                        "Only optional fields can be set to NULL. Field: \(location); Value: NULL", location,
                        &errors)
                    return .null
                }
                return single(element, column, path, &errors)
            })
    }

    private func single(
        _ json: JSON, _ column: TableColumn, _ path: String, _ errors: inout [CellError]
    ) -> CellValue {
        if column.type == .record {
            guard let object = json.objectValue else {
                let location = path + column.name
                note("Cannot convert value to record (bad value): \(location)", location, &errors)
                return .null
            }
            return .record(record(object, column.columns, "\(path)\(column.name).", &errors))
        }
        do throws(CellError) {
            return try CellParser.value(json, column)
        } catch {
            note(error.message, path + error.location, &errors)
            return .null
        }
    }
}

/// What is wrong with one row.
struct RowErrors: Error, Equatable, Sendable {
    let all: [CellError]
}
