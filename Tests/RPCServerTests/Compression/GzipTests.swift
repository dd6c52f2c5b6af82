import CloudCore
import Testing

@testable import RPCServer

struct GzipTests {
    static func decompress(_ bytes: [UInt8], limit: Int = 1_000_000) throws -> [UInt8] {
        try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: limit) }
    }

    static func bytes(_ base64: String) throws -> [UInt8] { try #require(Base64.decode(base64)) }

    /// What zlib 1.3 makes of each text.
    static let samples: [(compressed: String, text: String)] = [
        ("H4sIAAAAAAACAwMAAAAAAAAAAAA=", ""),
        ("H4sIAAAAAAACA8tIzcnJV8hAJwHjUT2NFwAAAA==", "hello hello hello hello"),
        ("H4sIAAAAAAAEAwEGAPn/c3RvcmVkC/lDVgYAAAA=", "stored"),
        ("H4sIAAAAAAACA+3BMQEAAADCoKz2L7EUfsAAAAAAgLsAdln0TIgTAAA=", String(repeating: "a", count: 5_000)),
        (
            "H4sIAAAAAAACA3XVO2oDQRCE4btsbNjp1zx8GyMUWCBrsTYTvrtxMl3gqfyPPnpqXtvXx/26vW/H9+N2vZzP/Sj7+Tg+"
                + "L8/9LNvP2+t/IDNo60BnIL4ubBYq68Kz6OsiZmGxLuosXNdFy2Ksiz6LqOtizKIaAUvSxkwBlahKsnbCKuk6iKsk"
                + "7CCwkrJSCK2krQjBlQYN4ZX0FSXAksJihFgL3BwxVoGGnS7cbhBlTWWphFkdGuKs4NyIs4JzJ84Kzp04KzgP4qzp"
                + "rIU4W4GXS5xNoCHOls6qbCRgJYw4G+yEEWdLZ3XibOmsQZytQUOcLZ21EmcD50acHZw7cXZw7sTZwXkQZ09nK2yO"
                + "HRri7LDIQpw9nU2JszdoiLOnsxlx9nQ2J85R4BchziHQEOdIZ6vEOcC5EecA58Y+PnDuxDnAeRDnAOdBnCOdvRDn"
                + "SGeXP+dfXn5rIFUIAAA=",
            (0..<60).map { "{\"name\":\"projects/p\($0)/topics/t\($0 * 7)\"}," }.joined()
        ),
    ]

    @Test("What zlib compressed is decompressed", arguments: samples)
    func zlib(compressed: String, text: String) throws {
        #expect(String(decoding: try Self.decompress(Self.bytes(compressed)), as: UTF8.self) == text)
    }

    @Test("Members in a row are one text, whatever their headers have")
    func members() throws {
        var first = try Self.bytes(Self.samples[1].compressed)
        first[3] = 4 | 8 | 16  // extra field, name, comment
        first.insert(contentsOf: [3, 0, 9, 9, 9, 0x61, 0, 0x62, 0x63, 0], at: 10)
        let second = try Self.bytes(Self.samples[2].compressed)
        #expect(
            String(decoding: try Self.decompress(first + second), as: UTF8.self) == Self.samples[1].text
                + "stored")
    }

    @Test("A header's checksum is checked")
    func headerChecksum() throws {
        var member = try Self.bytes(Self.samples[2].compressed)
        member[3] = 2
        let checksum = UInt16(truncatingIfNeeded: CRC32.checksum(member[..<10]))
        member.insert(contentsOf: [UInt8(truncatingIfNeeded: checksum), UInt8(checksum >> 8)], at: 10)
        #expect(String(decoding: try Self.decompress(member), as: UTF8.self) == "stored")
        member[10] ^= 1
        #expect(throws: Status.self) { try Self.decompress(member) }
    }

    @Test("Every truncation and every flipped bit that matters is noticed", arguments: samples.dropFirst())
    func damage(compressed: String, text: String) throws {
        let bytes = try Self.bytes(compressed)
        for count in 0..<bytes.count {
            #expect(throws: Status.self) { try Self.decompress(Array(bytes[..<count])) }
        }
        // Bytes 4 to 9 (time, flags, system) carry nothing that is checked.
        for index in bytes.indices where !(4..<10).contains(index) {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(index % 8)
            let result = try? Self.decompress(damaged)
            #expect(result == nil || result == Array(text.utf8), "byte \(index)")
        }
    }

    @Test("Output is bounded: a bomb is RESOURCE_EXHAUSTED", arguments: samples.dropFirst())
    func bounded(compressed: String, text: String) throws {
        let bytes = try Self.bytes(compressed)
        #expect(try Self.decompress(bytes, limit: text.utf8.count).count == text.utf8.count)
        let error = #expect(throws: Status.self) { try Self.decompress(bytes, limit: text.utf8.count - 1) }
        #expect(error?.code == .resourceExhausted)
    }

    @Test("The check value of CRC-32")
    func crc() {
        #expect(CRC32.checksum("123456789".utf8) == 0xcbf4_3926)
    }
}

struct InflateTests {
    @Test(
        "What is not DEFLATE is refused",
        arguments: [
            [], [0x07],  // block type 3
            [0x01, 0x01, 0x00, 0x00, 0x00, 0x61],  // stored length and its complement differ
            [0x01, 0x02, 0x00, 0xfd, 0xff, 0x61],  // stored block beyond the input
            [0x03, 0x02],  // a match before any output, in the fixed code
            [0x05, 0xe0, 0x81, 0x08, 0x00, 0x00],  // dynamic block without an end-of-block code
            [0xfd, 0xff, 0xff],  // too many codes
        ] as [[UInt8]])
    func refused(bytes: [UInt8]) {
        var output: [UInt8] = []
        let error = #expect(throws: Status.self) {
            try bytes.withUnsafeBytes { input in
                var offset = 0
                try Inflate.decompress(input, &offset, into: &output, limit: 1_000)
            }
        }
        #expect(error?.code == .invalidArgument)
    }
}
