// modules: CloudCore
// sources: Sources/PubSubEmulator/Messages/Schema.swift Sources/PubSubEmulator/Messages/SchemaSettings.swift Sources/PubSubEmulator/Schemas
// max_len: 2048

/// Any text is a schema or refused, and any data fits it or is refused at a place that the data has. The input is the
/// schema and the data, with a zero byte between them.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: data, count: count)
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count > 1 ? Array(parts[1]) : []
    do throws(SchemaFault) {
        let schema = try ProtoSchema.parse(Array(parts[0]))
        precondition(schema.incompatibility(with: schema) == nil, "a schema is no successor of itself")
        let definition = SchemaDefinition.protocolBuffer(schema)
        if fits(value, .binary, definition) {
            // Messages join by standing behind each other.
            precondition(fits(value + value, .binary, definition), "a message twice is none")
        }
        _ = fits(value, .json, definition)
    } catch {
        precondition(!error.problem.isEmpty && error.offset ?? 0 <= parts[0].count, "\(error)")
    }
    return 0
}

private func fits(_ value: [UInt8], _ encoding: Encoding, _ definition: SchemaDefinition) -> Bool {
    do throws(SchemaFault) {
        try definition.check(value, encoding)
        return true
    } catch {
        precondition(!error.problem.isEmpty && error.offset ?? 0 <= value.count, "\(error)")
        return false
    }
}
