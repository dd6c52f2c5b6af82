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
        let schema = try AvroSchema.parse(Array(parts[0]))
        precondition(AvroResolution.incompatibility(schema, schema) == nil, "a schema does not read itself")
        let definition = SchemaDefinition.avro(schema)
        for encoding in [Encoding.binary, .json] { check(value, encoding, definition) }
    } catch {
        precondition(!error.problem.isEmpty && error.offset ?? 0 <= parts[0].count, "\(error)")
    }
    return 0
}

private func check(_ value: [UInt8], _ encoding: Encoding, _ definition: SchemaDefinition) {
    do throws(SchemaFault) {
        try definition.check(value, encoding)
        guard encoding == .binary else { return }
        // A value ends where its schema says: no more and no less can be one too.
        precondition((try? definition.check(value + [0], .binary)) == nil, "a byte too many is taken")
    } catch {
        precondition(!error.problem.isEmpty && error.offset ?? 0 <= value.count, "\(error)")
    }
}
