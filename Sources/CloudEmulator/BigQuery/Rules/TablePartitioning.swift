import CloudCore

/// How a table's rows are divided: by the time of a column or of their arrival, by the integers of a column, or not.
enum TablePartitioning: Sendable, Equatable {
    /// The length of a partition.
    enum Unit: String, Sendable {
        case hour = "HOUR"
        case day = "DAY"
        case month = "MONTH"
        case year = "YEAR"
    }

    case none
    case arrival(Unit)
    /// By the column in that place.
    case time(Unit, column: Int, ColumnType)
    case integers(column: Int)

    /// The partitioning of a table that has been checked.
    init(_ table: BigQueryV2.Table, _ columns: TableColumns) {
        if let time = table.timePartitioning, let unit = Unit(rawValue: time.type.uppercased()) {
            guard let field = time.field else {
                self = .arrival(unit)
                return
            }
            self = columns.place(of: field).map { .time(unit, column: $0, columns.all[$0].type) } ?? .none
        } else if let range = table.rangePartitioning, let place = columns.place(of: range.field) {
            self = .integers(column: place)
        } else {
            self = .none
        }
    }

    /// When the partition of a row begins, in microseconds since the epoch, if rows are divided by time and the row has one.
    func start(of cells: [CellValue], arrivedAt now: Int64) -> Int64? {
        switch self {
        case .none, .integers: return nil
        case .arrival(let unit): return unit.start(of: now)
        case .time(let unit, let column, _):
            return cells.indices.contains(column) ? cells[column].microseconds.map(unit.start) : nil
        }
    }

    /// The first and the last microsecond that rows may be streamed to: "you can only stream to" ten years back and one
    /// ahead.
    private static let pastDays: Int64 = 3650
    private static let futureDays: Int64 = 366

    /// What is wrong with a row that belongs to a partition too far away.
    func problem(with cells: [CellValue], _ columns: TableColumns, arrivedAt now: Int64) -> CellError? {
        guard case .time(_, let column, _) = self, cells.indices.contains(column),
            let time = cells[column].microseconds
        else { return nil }
        let day: Int64 = 86_400_000_000
        guard time < now - Self.pastDays * day || time > now + Self.futureDays * day else { return nil }
        let name = columns.all[column].name
        return CellError(
            location: name,
            message:
                "The value \(CalendarText.datetime(time)) for field \(name) of the destination table is outside the "
                + "allowed bounds. You can only stream to date range within \(Self.pastDays) days in the past and "
                + "\(Self.futureDays) days in the future relative to the current date.")
    }
}

extension TablePartitioning.Unit {
    /// When the partition begins that a time is in, both in microseconds since the epoch.
    func start(of time: Int64) -> Int64 {
        let day: Int64 = 86_400_000_000
        switch self {
        case .hour: return time - time.flooredRemainder(3_600_000_000)
        case .day: return time - time.flooredRemainder(day)
        case .month, .year:
            var date = CivilDate(daysSinceEpoch: time.flooredQuotient(day))
            date.day = 1
            if self == .year { date.month = 1 }
            return date.daysSinceEpoch * day
        }
    }
}

extension CellValue {
    /// The time of a date, datetime or timestamp, in microseconds since the epoch.
    fileprivate var microseconds: Int64? {
        switch self {
        case .timestamp(let time): time
        case .text(let text): CalendarText.datetime(text)
        default: nil
        }
    }
}
