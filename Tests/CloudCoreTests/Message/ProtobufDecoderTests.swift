import CloudCore
import Testing

struct ProtobufDecoderTests {
    static func decode(_ bytes: [UInt8]) throws -> Sample {
        try bytes.withUnsafeBytes { try ProtobufDecoder.decode(Sample.self, from: $0) }
    }

    @Test(
        "A duration of any seconds and nanoseconds can be encoded again", arguments: [Int64.max, Int64.min])
    func hugeDuration(seconds: Int64) throws {
        var inner = OutputBuffer()
        inner.append(UInt8(0x08))
        inner.append(varint: UInt64(bitPattern: seconds))
        inner.append(UInt8(0x10))
        inner.append(varint: UInt64(bitPattern: Int64(seconds > 0 ? Int32.max : Int32.min)))
        let bytes: [UInt8] = [9 << 3 | 2, UInt8(inner.count)] + inner.copyBytes()
        let message = try Self.decode(bytes)
        #expect(try Self.decode(ProtobufEncoder.bytes(of: message)) == message)
        #expect(ProtoJSONEncoder.text(of: message).contains("31557600000"))
    }

    @Test(
        "Fields in any order, unknown fields and groups are read",
        arguments: [
            [0x18, 1, 0x0a, 1, 0x61],  // flag, then text
            [0x0a, 1, 0x61, 0xa0, 0x06, 5, 0x18, 1],  // unknown varint between
            [0xa3, 0x06, 0x0a, 1, 0x62, 0xa4, 0x06, 0x0a, 1, 0x61, 0x18, 1],  // unknown group
            [0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0x18, 1, 0xa5, 0x06, 1, 2, 3, 4, 0x0a, 1, 0x61],
            [0x0a, 1, 0x62, 0x18, 0, 0x0a, 1, 0x61, 0x18, 2],  // the last wins
        ] as [[UInt8]])
    func anyOrder(bytes: [UInt8]) throws {
        var expected = Sample()
        expected.text = "a"
        expected.flag = true
        #expect(try Self.decode(bytes) == expected)
    }

    @Test(
        "A packed and an unpacked list are the same",
        arguments: [
            [0x6a, 3, 1, 0xac, 0x02], [0x68, 1, 0x68, 0xac, 0x02], [0x6a, 1, 1, 0x68, 0xac, 0x02],
        ] as [[UInt8]])
    func packed(bytes: [UInt8]) throws {
        #expect(try Self.decode(bytes).deadlines == [1, 300])
    }

    @Test(
        "Malformed bytes are INTERNAL, as in gRPC",
        arguments: [
            [0x0a], [0x0a, 2, 0x61], [0x0a, 1, 0xff], [0x00], [0x07], [0x0c], [0x18], [0x18, 0x80],
            [0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02], [0x39, 1, 2, 3],
            [0x6a, 1, 0x80],
            [0xa3, 0x06], [0xa3, 0x06, 0xac, 0x06], [0x82, 0x01, 2, 0x0a, 1], [0x72, 2, 0x0a, 5],
            [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        let error = #expect(throws: Status.self) { try Self.decode(bytes) }
        #expect(error?.code == .internal)
    }

    @Test("Messages nested deeper than Google's parsers allow are refused")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            var message = Sample()
            for _ in 0..<depth {
                var outer = Sample()
                outer.parent = [message]
                message = outer
            }
            return ProtobufEncoder.bytes(of: message)
        }
        _ = try Self.decode(nested(99))
        #expect(throws: Status.self) { try Self.decode(nested(100)) }
    }

    @Test(
        "More elements than any API allows are refused",
        arguments: [[0x62, 0], [0x8a, 0x01, 0]] as [[UInt8]])
    func elements(element: [UInt8]) throws {
        let most = [UInt8]((0..<ProtobufDecoder.maxElements).map { _ in element }.joined())
        _ = try Self.decode(most)
        #expect(throws: Status.self) { try Self.decode(most + element) }
    }

    @Test("No prefix of a message and no changed byte traps", arguments: 0..<4)
    func damaged(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<100 {
            var bytes = ProtobufEncoder.bytes(of: Sample.random(using: &random))
            guard !bytes.isEmpty else { continue }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            guard let message = try? Self.decode(bytes) else { continue }
            _ = ProtoJSONEncoder.text(of: message)
        }
    }
}
