import CloudCore
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "The examples of FIPS 180-4 come out",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(text: String, digest: String) {
        var sum = SHA256()
        sum.update(Array(text.utf8))
        #expect(sum.hexadecimal == digest)
    }

    @Test("A million letters come out, in whatever pieces they are taken")
    func pieces() {
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        for size in [1_000, 63, 64, 65, 4_097] {
            var sum = SHA256()
            var left = 1_000_000
            while left > 0 {
                sum.update([UInt8](repeating: UInt8(ascii: "a"), count: min(size, left)))
                left -= size
            }
            #expect(sum.hexadecimal == expected)
        }
    }

    @Test("Every length around the ends of blocks has a digest of its own, which asking does not change")
    func lengths() {
        var seen: Set<String> = []
        for length in 0...200 {
            var sum = SHA256()
            sum.update([UInt8](repeating: 7, count: length))
            #expect(sum.finish() == sum.finish())
            seen.insert(sum.hexadecimal)
        }
        #expect(seen.count == 201)
    }
}
