/// The CRC-32C (Castagnoli) of RFC 3720, appendix B.4, which Cloud Storage uses, too.
///
/// Eight bytes a step with eight tables: about five times as fast as one byte with one.
public enum CRC32C {
    /// The checksum of bytes, continued from the checksum of those before them.
    public static func checksum(_ bytes: UnsafeRawBufferPointer, continuing checksum: UInt32 = 0) -> UInt32 {
        var crc = ~checksum
        tables.withUnsafeBufferPointer { tables in
            var offset = 0
            while bytes.count - offset >= 8 {
                let low = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian ^ crc
                let high = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self).littleEndian
                crc = fold(low, tables, 4) ^ fold(high, tables, 0)
                offset += 8
            }
            while offset < bytes.count {
                crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[offset])] ^ (crc >> 8)
                offset += 1
            }
        }
        return ~crc
    }

    /// The checksum of an array of bytes.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { checksum($0) } }

    /// What four bytes contribute, of which the last has `table` tables' bytes behind it.
    @inline(__always) private static func fold(
        _ word: UInt32, _ tables: UnsafeBufferPointer<UInt32>, _ table: Int
    ) -> UInt32 {
        var result: UInt32 = 0
        for byte in 0..<4 {
            let index = Int(UInt8(truncatingIfNeeded: word >> UInt32(8 * byte)))
            result ^= tables[(table + 3 - byte) * 256 + index]
        }
        return result
    }

    /// Table n holds, for each byte, its checksum with n zero bytes behind it.
    private static let tables: [UInt32] = { () -> [UInt32] in
        var tables: [UInt32] = []
        for byte: UInt32 in 0..<256 {
            var crc = byte
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0x82f6_3b78 ^ (crc >> 1) : crc >> 1 }
            tables.append(crc)
        }
        for index in 256..<2048 {
            let shorter = tables[index - 256]
            tables.append(tables[Int(shorter & 0xff)] ^ (shorter >> 8))
        }
        return tables
    }()
}
