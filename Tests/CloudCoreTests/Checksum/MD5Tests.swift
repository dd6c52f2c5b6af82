import CloudCore
import Testing

@Suite("MD5")
struct MD5Tests {
    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { Hexadecimal.text(UInt64($0), digits: 2) }.joined()
    }

    @Test(
        "The test suite of RFC 1321",
        arguments: [
            ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "d174ab98d277d9f5a5611c2c9f419d9f"
            ),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a"
            ),
        ])
    func published(text: String, digest: String) {
        #expect(Self.hex(MD5.digest(Array(text.utf8))) == digest)
    }

    @Test("In pieces of any length it is the same")
    func pieces() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = MD5.digest(bytes)
        for length in [1, 7, 55, 56, 63, 64, 65, 128, 999] {
            var md5 = MD5()
            var start = 0
            while start < bytes.count {
                let end = min(start + length, bytes.count)
                bytes[start..<end].withUnsafeBytes { md5.update($0) }
                start = end
            }
            #expect(md5.digest == whole)
        }
    }
}
