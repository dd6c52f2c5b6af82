import CloudCore

/// Encodes header lists (RFC 7541) with the static table and literals alone.
///
/// It inserts nothing into the peer's table, so a block means the same at any time: it can be made once and
/// sent for ever, or wait behind queued data. Responses are so short and constant that a dynamic table would
/// save a few bytes and cost a look-up per field.
enum HPACKEncoder {
    /// Appends the block of `fields`, pseudo-header fields first, to `output`.
    static func encode(_ fields: [(name: String, value: String)], into output: inout OutputBuffer) {
        for field in fields { encode(name: field.name, value: field.value, into: &output) }
    }

    /// The block of `fields`, for headers that never change.
    static func block(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var output = OutputBuffer()
        encode(fields, into: &output)
        return output.copyBytes()
    }

    /// Appends one field to `output`.
    static func encode(name: String, value: String, into output: inout OutputBuffer) {
        guard let index = StaticTable.indexOfName[name] else {
            output.append(0x00)
            encode(name, into: &output)
            encode(value, into: &output)
            return
        }
        // Entries of one name are neighbours.
        var candidate = index
        while candidate <= StaticTable.fields.count, StaticTable.fields[candidate - 1].name == name {
            if StaticTable.fields[candidate - 1].value == value {
                HPACKInteger.encode(candidate, prefixBits: 7, pattern: 0x80, into: &output)
                return
            }
            candidate += 1
        }
        HPACKInteger.encode(index, prefixBits: 4, pattern: 0x00, into: &output)
        encode(value, into: &output)
    }

    /// Appends a string literal in Huffman code or as it is, whichever is shorter (section 5.2).
    private static func encode(_ string: String, into output: inout OutputBuffer) {
        var string = string
        string.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            let huffmanCount = HuffmanEncoder.encodedCount(bytes)
            if huffmanCount < bytes.count {
                HPACKInteger.encode(huffmanCount, prefixBits: 7, pattern: 0x80, into: &output)
                HuffmanEncoder.encode(bytes, into: &output)
            } else {
                HPACKInteger.encode(bytes.count, prefixBits: 7, pattern: 0x00, into: &output)
                output.append(bytes)
            }
        }
    }
}
