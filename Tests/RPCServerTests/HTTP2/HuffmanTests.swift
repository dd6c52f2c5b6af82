import CloudCore
import Testing

@testable import RPCServer

struct HuffmanTests {
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var output = OutputBuffer()
        bytes.withUnsafeBytes { HuffmanEncoder.encode($0, into: &output) }
        return output.copyBytes()
    }

    static func decode(_ bytes: [UInt8]) -> [UInt8]? {
        var room = [UInt8](repeating: 0, count: HuffmanDecoder.maxDecodedCount(bytes.count))
        let count = bytes.withUnsafeBytes { input in
            room.withUnsafeMutableBytes { HuffmanDecoder.shared.decode(input, into: $0) }
        }
        return count.map { Array(room[..<$0]) }
    }

    @Test("The code lengths make a complete prefix code, so that every bit sequence means something")
    func kraft() {
        let total = HuffmanCode.lengths.reduce(UInt64(0)) { $0 + (1 << UInt64(30 - Int($1))) }
        #expect(HuffmanCode.lengths.count == 257)
        #expect(total == 1 << 30)
    }

    @Test(
        "Codes are those of RFC 7541, appendix B",
        arguments: [
            (0, 0x1ff8), (1, 0x7fffd8), (10, 0x3fff_fffc), (32, 0x14), (48, 0x0), (97, 0x3), (122, 0x7b),
            (123, 0x7ffe), (127, 0xfff_fffc), (195, 0x7fff1), (249, 0xfff_fffe), (255, 0x3ff_ffee),
            (256, 0x3fff_ffff),
        ])
    func codes(_ symbol: Int, _ code: Int) {
        #expect(HuffmanCode.codes[symbol] == UInt32(code))
    }

    @Test("Each byte comes back, alone and repeated")
    func everyByte() {
        for byte in UInt8.min...UInt8.max {
            for count in [1, 2, 7] {
                let bytes = [UInt8](repeating: byte, count: count)
                #expect(Self.decode(Self.encode(bytes)) == bytes)
            }
        }
    }

    @Test("Random strings come back, and are as long as was foretold", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let length = Int.random(in: 0...80, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...(.max), using: &random) }
            let encoded = Self.encode(bytes)
            #expect(bytes.withUnsafeBytes { HuffmanEncoder.encodedCount($0) } == encoded.count)
            #expect(Self.decode(encoded) == bytes)
        }
    }

    @Test(
        "Padding is fewer than eight ones, and EOS is an error",
        arguments: [
            ([0x1f], [0x61]),  // "a", three ones.
            ([0x1f, 0xff], nil),  // "a", eleven ones.
            ([0x18], nil),  // "a", three zeros.
            ([0xff], nil),  // Eight ones.
            ([0xff, 0xff, 0xff, 0xff], nil),  // EOS.
            ([0xff, 0xff, 0xff, 0xfc, 0x1f], nil),  // EOS in the middle.
            ([], []),
        ] as [([UInt8], [UInt8]?)])
    func padding(_ input: [UInt8], _ expected: [UInt8]?) {
        #expect(Self.decode(input) == expected)
    }
}
