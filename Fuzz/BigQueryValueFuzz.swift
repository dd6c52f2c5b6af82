// modules: CloudCore
// sources: Sources/CloudEmulator/BigQuery/Messages Sources/CloudEmulator/BigQuery/Rules Sources/CloudEmulator/BigQuery/Rows Sources/CloudEmulator/NamedFields.swift Sources/CloudEmulator/LabelRules.swift Sources/CloudEmulator/LocalProject.swift
// max_len: 300

/// Any value is either refused, with the column and a reason, or listed in a form that is taken again as the same value.
/// The first byte chooses the column.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let column = columns[Int(data[0]) % columns.count]
    let text = String(decoding: UnsafeBufferPointer(start: data + 1, count: count - 1), as: UTF8.self)
    check(.string(text), column)
    if let json = try? JSON.parse(text) { check(json, column) }
    return 0
}

private func check(_ json: JSON, _ column: TableColumn) {
    let reader = RowReader(columns: TableColumns([field(column)]), ignoresUnknown: false)
    switch reader.row(["v": json]) {
    case .failure(let errors):
        precondition(!errors.all.isEmpty)
        for error in errors.all { precondition(error.location.hasPrefix("v") && !error.message.isEmpty) }
    case .success(let cells):
        precondition(cells.count == 1 && cells[0].byteCount >= 0)
        _ = cells[0].json(.float)
        _ = cells[0].json(.integer)
        let listed = cells[0].json(.iso8601)
        guard !listed.isNull else { return }
        guard case .success(let again) = reader.row(["v": listed]) else {
            fatalError("not taken again: \(listed.text())")
        }
        precondition(again == cells, "\(listed.text()) became \(again)")
    }
}

private func field(_ column: TableColumn) -> BigQueryV2.TableFieldSchema {
    fields[columns.firstIndex(of: column) ?? 0]
}

private let fields: [BigQueryV2.TableFieldSchema] = {
    let types = [
        "STRING", "BYTES", "INTEGER", "FLOAT", "BOOLEAN", "TIMESTAMP", "DATE", "TIME", "DATETIME", "NUMERIC",
        "BIGNUMERIC", "JSON",
    ]
    var fields = types.map { type in
        var field = BigQueryV2.TableFieldSchema()
        (field.name, field.type) = ("v", type)
        return field
    }
    for type in ["DATE", "DATETIME", "TIMESTAMP"] {
        var field = BigQueryV2.TableFieldSchema()
        (field.name, field.type) = ("v", "RANGE")
        field.rangeElementType = BigQueryV2.FieldElementType()
        field.rangeElementType?.type = type
        fields.append(field)
    }
    for mode in ["ROUND_HALF_EVEN", ""] {
        var field = BigQueryV2.TableFieldSchema()
        (field.name, field.type, field.roundingMode) = ("v", "NUMERIC", mode)
        (field.precision, field.scale) = (5, 2)
        fields.append(field)
    }
    return fields
}()

private let columns = fields.compactMap(TableColumn.init)
