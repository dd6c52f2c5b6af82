import CloudCore
import Testing

@Suite struct CRC32CTests {
    /// The examples of RFC 3720, appendix B.4, and the check value that catalogues give.
    @Test(
        arguments: [
            ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
            ([UInt8](0..<32), 0x46dd_794e),
            ([UInt8]((0..<32).reversed()), 0x113f_db5c),
            (Array("123456789".utf8), 0xe306_9283),
            ([], 0),
        ] as [([UInt8], UInt32)])
    func `known checksums come out`(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(bytes) == checksum)
    }

    @Test func `a checksum goes on where that of the bytes before ended`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for cut in [0, 1, 7, 8, 9, 500, 999, 1000] {
            let continued = bytes.withUnsafeBytes { bytes in
                let first = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<cut]))
                return CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[cut...]), continuing: first)
            }
            #expect(continued == CRC32C.checksum(bytes), "cut at \(cut)")
        }
    }
}
