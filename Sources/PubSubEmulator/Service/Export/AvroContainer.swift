import CloudCore

/// Writes Avro object container files ("Object Container Files" in the Avro specification 1.11): a header with the
/// schema, then blocks of records, not compressed.
struct AvroContainer {
    /// Bytes of records from which on a block is closed.
    static let blockBytes = 64 << 10

    private var out: [UInt8] = []
    private var block: [UInt8] = []
    private var blockCount: Int64 = 0
    private let marker: [UInt8]

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - schema: the JSON text of the schema of each record.
    ///   - marker: the 16 bytes that end each block.
    init(schema: String, marker: [UInt8]) {
        self.marker = marker
        out = Array("Obj".utf8) + [1]
        Self.append(2, to: &out)
        Self.append("avro.codec", to: &out)
        Self.append("null", to: &out)
        Self.append("avro.schema", to: &out)
        Self.append(schema, to: &out)
        Self.append(0, to: &out)
        out += marker
    }

    /// Adds a record by its encoding.
    mutating func append(record: [UInt8]) {
        block += record
        blockCount += 1
        if block.count >= Self.blockBytes { closeBlock() }
    }

    /// The whole file.
    mutating func finish() -> [UInt8] {
        closeBlock()
        return out
    }

    private mutating func closeBlock() {
        guard blockCount > 0 else { return }
        Self.append(blockCount, to: &out)
        Self.append(Int64(block.count), to: &out)
        out += block
        out += marker
        block = []
        blockCount = 0
    }

    // MARK: Values

    /// A long: zig-zag, seven bits a byte, lowest first.
    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        while rest > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Bytes with their length before them.
    static func append(_ value: [UInt8], to bytes: inout [UInt8]) {
        append(Int64(value.count), to: &bytes)
        bytes += value
    }

    /// A string: its length in UTF-8, and its bytes.
    static func append(_ value: String, to bytes: inout [UInt8]) { append(Array(value.utf8), to: &bytes) }

    /// A map of strings: one block of all entries, and the empty one.
    static func append(_ map: [(key: String, value: String)], to bytes: inout [UInt8]) {
        if !map.isEmpty {
            append(Int64(map.count), to: &bytes)
            for (key, value) in map {
                append(key, to: &bytes)
                append(value, to: &bytes)
            }
        }
        append(0, to: &bytes)
    }
}
