import CloudCore
import Testing

/// The buffer against an array of bytes.
struct OutputBufferTests {
    @Test(
        "Whatever is appended and consumed, the buffer holds what an array would",
        arguments: 1...20 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        var buffer = OutputBuffer(capacity: 1)
        var model: [UInt8] = []
        for _ in 0..<1_000 {
            switch random(5) {
            case 0, 1:
                let bytes = (0..<random(40)).map { UInt8(truncatingIfNeeded: $0 &+ random(256)) }
                buffer.append(bytes)
                model += bytes
            case 2:
                let count = random(model.count + 1)
                buffer.consume(count)
                model.removeFirst(count)
            case 3:
                let count = random(model.count + 1)
                buffer.truncate(to: count)
                model.removeLast(model.count - count)
            default:
                buffer.append(bigEndian: UInt16(random(65_536)))
                model += buffer.copyBytes().suffix(2)
            }
            let bytes = buffer.copyBytes()
            #expect(bytes == model, "seed \(seed)")
        }
    }

    @Test(
        "A length prefix is the varint of what follows it, at every border, whatever width was left for it",
        arguments: [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152], 1...4)
    func lengthPrefix(length: Int, width: Int) {
        var buffer = OutputBuffer()
        buffer.append(7 as UInt8)
        let gap = buffer.appendGap(width)
        buffer.append([UInt8](repeating: 9, count: length))
        let written = buffer.closeLengthPrefix(at: gap, width: width)
        #expect(written == buffer.count - 1 - length)
        var expected = OutputBuffer()
        expected.append(7 as UInt8)
        expected.append(varint: UInt64(length))
        expected.append([UInt8](repeating: 9, count: length))
        let (actual, wanted) = (buffer.copyBytes(), expected.copyBytes())
        #expect(actual == wanted)
    }
}
