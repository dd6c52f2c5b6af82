import CloudCore
import Testing

@testable import RPCServer

struct HPACKEncoderTests {
    @Test(
        "Fields take the static table where it has them",
        arguments: [
            (":status", "200", [0x88]), (":status", "404", [0x8d]),
            (":status", "431", [0x08, 0x03, 0x34, 0x33, 0x31]),
            ("content-type", "", [0x9f]), ("content-type", "a", [0x0f, 0x10, 0x01, 0x61]),
            ("x", "", [0x00, 0x01, 0x78, 0x00]),
        ] as [(String, String, [UInt8])])
    func representation(_ name: String, _ value: String, _ expected: [UInt8]) {
        #expect(HPACKEncoder.block([(name, value)]) == expected)
    }

    @Test("Whatever is encoded decodes to the same, and leaves the table alone")
    func roundTrip() {
        let fields = [
            ("content-type", "application/grpc"), ("grpc-status", "0"), ("accept-encoding", "gzip, deflate"),
            ("x-long", String(repeating: "long value ", count: 200)), ("x-binary", "\u{1}\u{7f}é\u{10ffff}"),
        ]
        let block = HPACKEncoder.block(fields)
        var decoder = HPACKDecoder(maxListBytes: 65_536)
        var head = RequestHead()
        #expect(block.withUnsafeBytes { decoder.decodeTrailers($0, into: &head) })
        let expected = fields.map { "\($0): \($1)" }
        #expect(head.lines == expected)
        #expect(decoder.table.count == 0)
    }
}
