// modules: CloudCore
// sources: Sources/CloudEmulator/BigQuery/Messages Sources/CloudEmulator/BigQuery/Rules Sources/CloudEmulator/BigQuery/Rows Sources/CloudEmulator/NamedFields.swift Sources/CloudEmulator/LabelRules.swift Sources/CloudEmulator/LocalProject.swift
// max_len: 4096

/// Any JSON is either refused, with a reason, or a schema that checks as itself, may take its own place, and has a column
/// for each of its fields.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    do throws(Status) {
        let json = try JSON.parse(bytes)
        let given = try ProtoJSONDecoder.decode(BigQueryV2.TableSchema.self, from: json)
        let schema = try SchemaRules.check(given)
        guard let again = try? SchemaRules.check(schema), again == schema else {
            fatalError("does not check as itself")
        }
        guard (try? SchemaChange(table: "t").check(from: schema.fields, to: schema.fields)) != nil else {
            fatalError("may not take its own place")
        }
        let columns = TableColumns(schema.fields)
        precondition(columns.all.count == schema.fields.count)
        let row = columns.all.map { _ in CellValue.null }
        precondition(SchemaChange.convert(row, from: columns, to: columns) == row)
        _ = RowReader(columns: columns, ignoresUnknown: true).row(JSONObject())
    } catch {
        precondition(!error.message.isEmpty)
    }
    return 0
}
