import CloudCore

/// What a row has in one column.
enum CellValue: Sendable, Equatable {
    case null
    /// The text that the API answers with, for every type that has just one.
    case text(String)
    /// Microseconds since the Unix epoch.
    case timestamp(Int64)
    /// From the first, to before the second; null for unbounded.
    indirect case range(CellValue, CellValue)
    case list([CellValue])
    /// The values of a record, in the order of its columns.
    case record([CellValue])
}

/// The representation of timestamps in answers.
enum TimestampFormat: Sendable {
    /// Seconds as a floating-point number.
    case float
    /// Microseconds.
    case integer
    case iso8601
}

extension CellValue {
    /// The value as the API answers with it.
    func json(_ format: TimestampFormat) -> JSON {
        switch self {
        case .null: .null
        case .text(let text): .string(text)
        case .timestamp(let microseconds): .string(Self.text(microseconds, format))
        case .range(let from, let to): .string("[\(from.bound(format)), \(to.bound(format)))")
        case .list(let elements): .array(elements.map { ["v": $0.json(format)] })
        case .record(let cells): Self.row(cells, format)
        }
    }

    /// A row, or a record in one.
    static func row(_ cells: [CellValue], _ format: TimestampFormat) -> JSON {
        ["f": .array(cells.map { ["v": $0.json(format)] })]
    }

    private func bound(_ format: TimestampFormat) -> String { json(format).stringValue ?? "UNBOUNDED" }

    private static func text(_ microseconds: Int64, _ format: TimestampFormat) -> String {
        switch format {
        case .integer: String(microseconds)
        case .iso8601: CalendarText.timestamp(microseconds)
        case .float: seconds(microseconds)
        }
    }

    /// Seconds with an exponent, as the service writes them: `1.408452095E9`.
    private static func seconds(_ microseconds: Int64) -> String {
        guard microseconds != 0 else { return "0.0" }
        let digits = String(microseconds.magnitude)
        var rest = digits.dropFirst()
        while rest.last == "0" { rest = rest.dropLast() }
        let exponent = digits.count - 7
        let sign = microseconds < 0 ? "-" : ""
        let number = "\(sign)\(digits.prefix(1)).\(rest.isEmpty ? "0" : rest)"
        return exponent == 0 ? number : "\(number)E\(exponent)"
    }

    /// About how many bytes it is, by "Data type sizes" in BigQuery's documentation of prices: texts by their length,
    /// a timestamp eight bytes.
    var byteCount: Int {
        switch self {
        case .null: 0
        case .text(let text): text.utf8.count
        case .timestamp: 8
        case .range(let from, let to): from.byteCount + to.byteCount
        case .list(let cells), .record(let cells): cells.reduce(0) { $0 + $1.byteCount }
        }
    }
}
