import CloudCore
import Testing

/// The examples of FIPS 180-4, as NIST publishes them.
struct SHA256Tests {
    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { Hexadecimal.text(UInt64($0), digits: 2) }.joined()
    }

    @Test(
        "Known texts have their known digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func known(text: String, digest: String) {
        #expect(hexadecimal(SHA256.digest(Array(text.utf8))) == digest)
    }

    @Test("A million letters, in pieces of any length, have the digest of the whole")
    func pieces() {
        let all = Array(repeating: UInt8(ascii: "a"), count: 1_000_000)
        for length in [1, 63, 64, 65, 1_000] {
            var hash = SHA256()
            all.prefix(10_000).withUnsafeBytes { bytes in
                for start in stride(from: 0, to: bytes.count, by: length) {
                    hash.update(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + length, bytes.count)]))
                }
            }
            #expect(hash.finish() == SHA256.digest(Array(all.prefix(10_000))), "pieces of \(length)")
        }
        #expect(
            hexadecimal(SHA256.digest(all))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
