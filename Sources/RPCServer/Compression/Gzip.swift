import CloudCore

/// The gzip file format (RFC 1952), for request bodies, gRPC messages and what is stored compressed.
public enum Gzip {
    /// The flags of a member's header (section 2.3.1).
    private enum Flag {
        static let headerChecksum: UInt8 = 2
        static let extra: UInt8 = 4
        static let name: UInt8 = 8
        static let comment: UInt8 = 16
        static let reserved: UInt8 = 0xe0
    }

    /// Decompresses one member or several in a row, checking length and CRC-32 of each.
    ///
    /// - Throws: INVALID_ARGUMENT for data that is not gzip, RESOURCE_EXHAUSTED beyond `limit` bytes.
    public static func decompress(_ input: UnsafeRawBufferPointer, limit: Int) throws(Status) -> [UInt8] {
        var output: [UInt8] = []
        var offset = 0
        repeat {
            try skipHeader(input, &offset)
            let start = output.count
            try Inflate.decompress(input, &offset, into: &output, limit: limit)
            guard input.count - offset >= 8 else { throw Inflate.malformed("it is truncated") }
            let checksum = input.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
            let size = input.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self).littleEndian
            guard size == UInt32(truncatingIfNeeded: output.count - start) else {
                throw Inflate.malformed("its length differs")
            }
            let computed = output.withUnsafeBytes { CRC32.checksum($0[start...]) }
            guard checksum == computed else { throw Inflate.malformed("its checksum differs") }
            offset += 8
        } while offset < input.count
        return output
    }

    private static func skipHeader(_ input: UnsafeRawBufferPointer, _ offset: inout Int) throws(Status) {
        let start = offset
        guard input.count - offset >= 10 else { throw Inflate.malformed("it is truncated") }
        guard input[offset] == 0x1f, input[offset + 1] == 0x8b, input[offset + 2] == 8 else {
            throw Inflate.malformed("it is not gzip")
        }
        let flags = input[offset + 3]
        guard flags & Flag.reserved == 0 else { throw Inflate.malformed("a reserved flag") }
        offset += 10
        if flags & Flag.extra != 0 {
            guard input.count - offset >= 2 else { throw Inflate.malformed("it is truncated") }
            let length = Int(input[offset]) | Int(input[offset + 1]) << 8
            guard input.count - offset - 2 >= length else { throw Inflate.malformed("it is truncated") }
            offset += 2 + length
        }
        for flag in [Flag.name, Flag.comment] where flags & flag != 0 {
            guard let end = input[offset...].firstIndex(of: 0) else {
                throw Inflate.malformed("it is truncated")
            }
            offset = end + 1
        }
        if flags & Flag.headerChecksum != 0 {
            guard input.count - offset >= 2 else { throw Inflate.malformed("it is truncated") }
            let checksum = UInt16(input[offset]) | UInt16(input[offset + 1]) << 8
            guard checksum == UInt16(truncatingIfNeeded: CRC32.checksum(input[start..<offset])) else {
                throw Inflate.malformed("its header's checksum differs")
            }
            offset += 2
        }
    }
}
