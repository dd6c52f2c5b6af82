import CloudCore

/// Integers with a prefix of N bits (RFC 7541, section 5.1).
enum HPACKInteger {
    /// An integer takes at most five bytes after its prefix; together with `maximum` it is the limit on
    /// value and octet length that section 5.1 asks for.
    static let maxContinuationBytes = 5
    /// Larger than any index, length or table size that is accepted.
    static let maximum = 1 << 30

    /// Decodes the integer whose prefix is in the low `prefixBits` of the byte at `offset`, and moves
    /// `offset` behind it; nil if it is cut short, too long or too large.
    @inline(__always)
    static func decode(_ input: UnsafeRawBufferPointer, _ offset: inout Int, prefixBits: UInt8) -> Int? {
        guard offset < input.count else { return nil }
        let mask = UInt8(truncatingIfNeeded: (1 << UInt16(prefixBits)) - 1)
        let prefix = input[offset] & mask
        offset += 1
        if prefix < mask { return Int(prefix) }
        return decodeContinuation(input, &offset, prefix: Int(mask))
    }

    @inline(never)
    private static func decodeContinuation(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int, prefix: Int
    ) -> Int? {
        var value = prefix
        for index in 0..<maxContinuationBytes {
            guard offset < input.count else { return nil }
            let byte = input[offset]
            offset += 1
            value += Int(byte & 0x7f) << (7 * index)
            if byte & 0x80 == 0 { return value <= maximum ? value : nil }
        }
        return nil
    }

    /// Appends `value` with a prefix of `prefixBits` under the `pattern` of the representation.
    static func encode(_ value: Int, prefixBits: UInt8, pattern: UInt8, into output: inout OutputBuffer) {
        let mask = (1 << Int(prefixBits)) - 1
        if value < mask {
            output.append(pattern | UInt8(value))
            return
        }
        output.append(pattern | UInt8(mask))
        output.append(varint: UInt64(value - mask))
    }
}
