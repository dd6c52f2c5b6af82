import CloudCore
import Testing

@testable import RPCServer

struct HPACKDecoderTests {
    /// Decodes blocks one after another; false as soon as one is refused.
    static func accepts(_ blocks: [[UInt8]], maxListBytes: Int = 65_536) -> Bool {
        var decoder = HPACKDecoder(maxListBytes: maxListBytes)
        var head = RequestHead()
        return blocks.allSatisfy { block in block.withUnsafeBytes { decoder.decodeRequest($0, into: &head) } }
    }

    @Test(
        "Invalid blocks are compression errors",
        arguments: [
            ("index 0", "80"), ("index beyond the static table", "be"), ("index cut short", "ff"),
            ("index that overflows", "ff ff ff ff ff ff ff ff ff 7f"),
            ("index in too many bytes", "ff 80 80 80 80 80 01"),
            ("name index beyond the tables", "7e 01 61"), ("value missing", "41"),
            ("value cut short", "41 05 61 62"),
            ("value length that overflows", "41 7f ff ff ff ff ff 7f"), ("name missing", "40"),
            ("name cut short", "40 03 61"), ("invalid Huffman code", "41 81 00"),
            ("EOS", "41 84 ff ff ff ff"),
            ("table size above the limit", "3f e2 1f"), ("table size update behind a field", "82 20"),
            ("table size cut short", "3f"),
        ])
    func invalid(_ name: String, _ block: String) {
        #expect(!Self.accepts([Wire.hex(block)]), "\(name)")
    }

    @Test(
        "Unusual blocks are accepted",
        arguments: [
            ("empty block", [""]), ("several table size updates at the start", ["20 3f e1 1f 82"]),
            ("index in several bytes", ["0f 80 80 00 00"]), ("empty value", ["41 00"]),
            ("empty Huffman value", ["41 80"]),
            ("table size 0, then literal with indexing", ["20 40 01 61 01 62"]),
            ("dynamic entry used again", ["40 01 61 01 62", "be"]),
        ])
    func unusual(_ name: String, _ blocks: [String]) {
        #expect(Self.accepts(blocks.map(Wire.hex)), "\(name)")
    }

    @Test("An entry that was evicted can no longer be used")
    func evicted() {
        #expect(!Self.accepts([Wire.hex("40 01 61 01 62"), Wire.hex("20 be")]))
        #expect(!Self.accepts([Wire.hex("40 01 61 01 62"), Wire.hex("20"), Wire.hex("3f e1 1f be")]))
    }

    @Test("A list above the limit keeps no more fields, but the table learns them all")
    func tooLarge() {
        var decoder = HPACKDecoder(maxListBytes: 100)
        var head = RequestHead()
        let block = (0..<8).flatMap { Wire.literal("name-\($0)", "value", pattern: 0x40) }
        #expect(block.withUnsafeBytes { decoder.decodeRequest($0, into: &head) })
        #expect(head.isTooLarge)
        #expect(head.fields.count == 2)
        #expect(decoder.table.count == 8)
    }

    @Test(
        "A known name is recognised in any representation, other names are not", arguments: KnownName.allCases
    )
    func knownNames(_ known: KnownName) {
        var decoder = HPACKDecoder(maxListBytes: 65_536)
        var head = RequestHead()
        let name = known.name.isEmpty ? "x-other" : known.name
        let encoded = HuffmanTests.encode(Array(name.utf8))
        let block = Wire.literal(name, "1") + [0, 0x80 | UInt8(encoded.count)] + encoded + [1, 0x31]
        #expect(block.withUnsafeBytes { decoder.decodeTrailers($0, into: &head) })
        guard ![.method, .scheme, .path, .authority].contains(known) else { return }
        #expect(head.fields.map(\.known) == (known == .unknownPseudo ? [.other, .other] : [known, known]))
        #expect(head.fields.map(\.name) == [name, name])
        #expect(known == .other || known == .unknownPseudo || head.fields[known] == "1")
    }

    @Test(
        "What a block shares with the one before decodes as if it were new",
        arguments: 0..<60 as Range<UInt64>)
    func memory(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var remembering = HPACKDecoder(maxListBytes: 400, tableSizeLimit: 256)
        var forgetting = HPACKDecoder(maxListBytes: 400, tableSizeLimit: 256)
        var head = RequestHead()
        var fresh = RequestHead()
        var block: [UInt8] = []
        // A block that is too long to be remembered makes the decoder forget the one before.
        let long = [UInt8](repeating: 0x82, count: 600)
        for _ in 0..<300 {
            block = Self.vary(block, &random)
            let former = (head.serial, head.pathSerial, head.lines)
            let accepted = block.withUnsafeBytes { remembering.decodeRequest($0, into: &head) }
            let forgot = long.withUnsafeBytes { forgetting.decodeRequest($0, into: &fresh) }
            let expected = block.withUnsafeBytes { forgetting.decodeRequest($0, into: &fresh) }
            #expect(forgot && accepted == expected)
            guard accepted else { return }
            #expect(head.lines == fresh.lines)
            #expect(head.isMalformed == fresh.isMalformed)
            #expect(head.isTooLarge == fresh.isTooLarge)
            #expect(head.contentLength == fresh.contentLength)
            #expect(head.serial != former.0 || head.lines == former.2)
            #expect(
                head.pathSerial != former.1 || former.2.contains(":path: \(head.path)") || head.path.isEmpty)
        }
    }

    /// A block that shares a random part with the one before.
    private static func vary(_ block: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let choices: [[UInt8]] = [
            [0x82], [0x83], [0x84], [0x86], [0x87], [0xbe], Wire.literal(":path", "/x"), [0x88],
            Wire.literal("content-length", "\(Int.random(in: 0...2, using: &random))"),
            Wire.literal("grpc-timeout", "\(Int.random(in: 0...3, using: &random))S"),
            Wire.literal("k\(Int.random(in: 0...3, using: &random))", "v", pattern: 0x40),
        ]
        var pieces = Bool.random(using: &random) ? block : []
        if Int.random(in: 0..<3, using: &random) == 0 { return pieces }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            pieces += choices[Int.random(in: 0..<choices.count, using: &random)]
        }
        // Long blocks would only repeat themselves.
        return pieces.count > 60 ? [0x82, 0xbe].dropLast(1) + choices[6] : pieces
    }
}
