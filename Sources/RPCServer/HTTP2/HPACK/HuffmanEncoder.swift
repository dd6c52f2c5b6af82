import CloudCore

/// Encodes HPACK's Huffman code (RFC 7541, section 5.2).
enum HuffmanEncoder {
    /// The number of bytes that `input` takes when encoded.
    static func encodedCount(_ input: UnsafeRawBufferPointer) -> Int {
        let lengths = HuffmanCode.lengths
        var bits = 0
        for byte in input { bits += Int(lengths[Int(byte)]) }
        return (bits + 7) / 8
    }

    /// Appends the code of `input` to `output`, padded with the first bits of EOS, which are ones.
    static func encode(_ input: UnsafeRawBufferPointer, into output: inout OutputBuffer) {
        let lengths = HuffmanCode.lengths
        let codes = HuffmanCode.codes
        var bits: UInt64 = 0
        var count: UInt64 = 0
        for byte in input {
            let length = UInt64(lengths[Int(byte)])
            bits = bits << length | UInt64(codes[Int(byte)])
            count += length
            while count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        if count > 0 {
            let padding = 8 - count
            output.append(UInt8(truncatingIfNeeded: bits << padding | ((1 << padding) - 1)))
        }
    }
}
