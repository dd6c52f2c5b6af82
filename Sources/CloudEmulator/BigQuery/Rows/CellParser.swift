import CloudCore

/// What is wrong with a value of a row.
struct CellError: Error, Equatable, Sendable {
    /// The column, with dots between a record and what is in it.
    var location: String
    var message: String
}

/// Makes values of columns out of JSON.
///
/// Sources: "Loading JSON data" and "Data types" in BigQuery's documentation for what each type takes. The messages are those
/// that users have reported of the service, as far as they could be found; `Invalid …` ones are from memory.
enum CellParser {
    /// One value of a column that is no record, which is neither null nor a list.
    static func value(_ json: JSON, _ column: TableColumn) throws(CellError) -> CellValue {
        if json.objectValue != nil, column.type != .json, column.type != .range {
            throw refusal(column, "This field: \(column.name) is not a record.")
        }
        switch column.type {
        case .string: return .text(try limited(json, column) { $0.utf8.count })
        case .bytes: return .text(try bytes(json, column))
        case .integer: return .text(String(try integer(json, column)))
        case .float: return .text(try float(json, column))
        case .boolean: return .text(try boolean(json, column))
        case .numeric, .bigNumeric: return .text(try decimal(json, column))
        case .json: return .text(try document(json, column))
        case .range: return try range(json, column)
        case .timestamp, .date, .time, .datetime: return try time(json, column, column.type)
        case .record: throw refusal(column, "This field: \(column.name) is a record.")
        }
    }

    static func refusal(_ column: TableColumn, _ message: String) -> CellError {
        CellError(location: column.name, message: message)
    }

    private static func bad(_ column: TableColumn, _ type: String, _ json: JSON) -> CellError {
        let shown = json.stringValue ?? json.text()
        return refusal(column, "Cannot convert value to \(type) (bad value): \(shown.prefix(200))")
    }

    /// The text of a string, number or truth value.
    private static func text(_ json: JSON) -> String? {
        switch json {
        case .string(let text): text
        case .int, .uint, .double, .bool: json.text()
        default: nil
        }
    }

    // MARK: Texts

    private static func limited(
        _ json: JSON, _ column: TableColumn, _ length: (String) -> Int
    ) throws(CellError) -> String {
        guard let text = text(json) else { throw bad(column, "string", json) }
        if let most = column.maxLength, length(text) > most {
            throw refusal(
                column, "Field \(column.name): \(column.type.rawValue)(\(most)) has maximum length \(most)")
        }
        return text
    }

    private static func bytes(_ json: JSON, _ column: TableColumn) throws(CellError) -> String {
        guard let text = json.stringValue, let bytes = Base64.decode(text) else {
            throw bad(column, "bytes", json)
        }
        _ = try limited(json, column) { _ in bytes.count }
        return Base64.encode(bytes)
    }

    /// A JSON document: its text, as the clients send it, or the document itself.
    private static func document(_ json: JSON, _ column: TableColumn) throws(CellError) -> String {
        guard case .string(let text) = json else { return json.text() }
        guard let parsed = try? JSON.parse(text) else {
            throw refusal(column, "Invalid JSON value: \(text.prefix(200))")
        }
        return parsed.text()
    }

    // MARK: Numbers

    private static func integer(_ json: JSON, _ column: TableColumn) throws(CellError) -> Int64 {
        guard let value = json.intValue else { throw bad(column, "integer", json) }
        return value
    }

    private static func float(_ json: JSON, _ column: TableColumn) throws(CellError) -> String {
        guard json.boolValue == nil, let text = text(json) else { throw bad(column, "floating point", json) }
        switch text.lowercased() {
        case "nan": return "NaN"
        case "inf", "+inf", "infinity", "+infinity": return "Infinity"
        case "-inf", "-infinity": return "-Infinity"
        default:
            // Hexadecimal digits are Swift's, not BigQuery's.
            guard !text.lowercased().contains("x"), let value = Double(text), value.isFinite else {
                throw bad(column, "floating point", json)
            }
            return String(value)
        }
    }

    private static func boolean(_ json: JSON, _ column: TableColumn) throws(CellError) -> String {
        switch text(json)?.lowercased() {
        case "true", "t", "yes", "y", "1": return "true"
        case "false", "f", "no", "n", "0": return "false"
        default: throw bad(column, "boolean", json)
        }
    }

    private static let maxNumeric = ExactDecimal("99999999999999999999999999999.999999999")
    private static let maxBigNumeric = ExactDecimal(
        "578960446186580977117854925043439539266.34992332820282019728792003956564819967")

    private static func decimal(_ json: JSON, _ column: TableColumn) throws(CellError) -> String {
        let isBig = column.type == .bigNumeric
        guard json.boolValue == nil, let text = text(json), var value = ExactDecimal(text),
            let most = isBig ? maxBigNumeric : maxNumeric
        else {
            throw refusal(
                column,
                "Invalid \(column.type.rawValue) value: \((json.stringValue ?? json.text()).prefix(200))")
        }
        let scale = column.scale ?? (column.precision == nil ? (isBig ? 38 : 9) : 0)
        value.round(toScale: Int(scale), halfToEven: column.roundsHalfToEven)
        let digits = column.precision.map { Int($0 - scale) } ?? .max
        guard value.isMagnitude(atMost: most), value.integer.count <= digits else {
            throw refusal(
                column,
                "Invalid \(column.type.rawValue) value: \(text.prefix(200)) is out of range of field \(column.name)"
            )
        }
        return value.text
    }
}
