import CloudCore

/// What bounds columns may put on their values.
///
/// Source: `max_length`, `precision`, `scale`, `rounding_mode` and `range_element_type` of
/// `google/cloud/bigquery/v2/table_schema.proto`.
enum ColumnLimitRules {
    /// Checks the bounds of one column of that type.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func check(
        _ field: BigQueryV2.TableFieldSchema, _ type: ColumnType, _ path: String
    ) throws(Status) {
        if let length = field.maxLength {
            guard type == .string || type == .bytes, length > 0 else {
                throw SchemaRules.invalid(
                    "maxLength of field \(field.name) is \(length); it must be positive, and only STRING and BYTES have "
                        + "it.", path)
            }
        }
        let isDecimal = type == .numeric || type == .bigNumeric
        guard isDecimal || field.precision == nil && field.scale == nil else {
            throw SchemaRules.invalid(
                "Field \(field.name) has precision or scale, which only NUMERIC and BIGNUMERIC have.", path)
        }
        guard field.roundingMode.isEmpty || isDecimal && roundingModes.contains(field.roundingMode) else {
            throw SchemaRules.invalid(
                "roundingMode \(field.roundingMode.prefix(100)) of field \(field.name): expected one of "
                    + "\(roundingModes.joined(separator: ", ")), of NUMERIC or BIGNUMERIC.", path)
        }
        if isDecimal { try checkDecimal(field, isBig: type == .bigNumeric, path) }
        try checkRange(field, type, path)
    }

    private static let roundingModes = ["ROUND_HALF_AWAY_FROM_ZERO", "ROUND_HALF_EVEN"]

    private static func checkDecimal(
        _ field: BigQueryV2.TableFieldSchema, isBig: Bool, _ path: String
    ) throws(Status) {
        let scale = field.scale ?? 0
        guard let precision = field.precision else {
            guard field.scale == nil else {
                throw SchemaRules.invalid("Field \(field.name) has a scale, but no precision.", path)
            }
            return
        }
        let (maxDigits, maxScale): (Int64, Int64) = isBig ? (38, 38) : (29, 9)
        guard (0...maxScale).contains(scale), precision <= 100, (1...maxDigits).contains(precision - scale)
        else {
            throw SchemaRules.invalid(
                "Field \(field.name) has precision \(precision) and scale \(scale); the scale must be 0 to \(maxScale), "
                    + "and the precision 1 to \(maxDigits) more.", path)
        }
    }

    private static func checkRange(
        _ field: BigQueryV2.TableFieldSchema, _ type: ColumnType, _ path: String
    ) throws(Status) {
        let element = field.rangeElementType.flatMap { ColumnType(named: $0.type) }
        let isBound = element.map { [.date, .datetime, .timestamp].contains($0) } ?? false
        guard type == .range ? isBound : field.rangeElementType == nil else {
            throw SchemaRules.invalid(
                "Field \(field.name): a RANGE, and nothing else, has a rangeElementType, which is DATE, DATETIME or "
                    + "TIMESTAMP.", path)
        }
    }
}
