import CloudCore

extension CellParser {
    static func time(
        _ json: JSON, _ column: TableColumn, _ type: ColumnType
    ) throws(CellError) -> CellValue {
        let value: CellValue?
        switch type {
        case .date: value = json.stringValue.flatMap(CalendarText.days).map { .text(CalendarText.date($0)) }
        case .time:
            value = json.stringValue.flatMap(CalendarText.timeOfDay).map { .text(CalendarText.time($0)) }
        case .datetime:
            value = json.stringValue.flatMap(CalendarText.datetime).map { .text(CalendarText.datetime($0)) }
        default:
            value =
                (json.stringValue.map(CalendarText.timestamp)
                ?? json.doubleValue.flatMap(CalendarText.timestamp(seconds:))).map { .timestamp($0) }
        }
        guard let value else {
            let what = type == .datetime ? "datetime string" : type.rawValue.lowercased()
            throw refusal(
                column, "Invalid \(what) \"\((json.stringValue ?? json.text()).prefix(200))\"")
        }
        return value
    }

    /// `{"start": …, "end": …}`, or the text `[start, end)`, in which null and UNBOUNDED are no bound.
    static func range(_ json: JSON, _ column: TableColumn) throws(CellError) -> CellValue {
        guard let element = column.element, let bounds = bounds(json) else {
            throw refusal(column, "Invalid range \"\((json.stringValue ?? json.text()).prefix(200))\"")
        }
        let from = bounds.start.isNull ? .null : try time(bounds.start, column, element)
        let to = bounds.end.isNull ? .null : try time(bounds.end, column, element)
        if let first = from.order, let second = to.order, !(first < second) {
            throw refusal(column, "Invalid range: the start must be before the end.")
        }
        return .range(from, to)
    }

    private static func bounds(_ json: JSON) -> (start: JSON, end: JSON)? {
        if let object = json.objectValue {
            guard object.allSatisfy({ $0.key == "start" || $0.key == "end" }) else { return nil }
            return (object["start"] ?? .null, object["end"] ?? .null)
        }
        guard let text = json.stringValue, text.first == "[", text.last == ")" else { return nil }
        let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let bound = { (part: Substring) -> JSON in
            let text = part.drop { $0 == " " }
            return ["NULL", "UNBOUNDED"].contains(text.uppercased()) ? .null : .string(String(text))
        }
        return (bound(parts[0]), bound(parts[1]))
    }
}

extension CellValue {
    /// What bounds of one range are ordered by: fixed-width texts, or microseconds beyond any sign.
    fileprivate var order: String? {
        switch self {
        case .text(let text): text
        case .timestamp(let microseconds): CalendarText.datetime(microseconds)
        default: nil
        }
    }
}
