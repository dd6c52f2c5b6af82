/// Message ids: consecutive numbers in decimal.
enum MessageID {
    /// The first id of a broker: 15 digits, the most that a Swift string holds without an allocation.
    static let first: UInt64 = 100_000_000_000_001

    /// The id as it is sent.
    static func text(_ number: UInt64) -> String {
        let (high, low) = number.quotientAndRemainder(dividingBy: 100_000_000)
        guard high < 100_000_000, high > 0 else { return String(number) }
        let digits = eightDigits(high)
        // Leading zeros are in the lowest bytes.
        let zeros = (digits ^ Self.zeros).trailingZeroBitCount / 8
        return String(unsafeUninitializedCapacity: 16 - zeros) { buffer in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            withUnsafeBytes(of: (digits.littleEndian, eightDigits(low).littleEndian)) { text in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: text[zeros...]))
            }
            return 16 - zeros
        }
    }

    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// The digits of a number below 10^8, the first in the lowest byte: halves, quarters and digits are parted in all
    /// places at once, dividing by multiplication (exact for numbers this small).
    private static func eightDigits(_ number: UInt64) -> UInt64 {
        let halves = number / 10_000 | (number % 10_000) << 32
        let hundreds = (halves &* 10_486) >> 20 & 0x7f_0000_007f
        let quarters = hundreds | (halves &- hundreds &* 100) << 16
        let tens = (quarters &* 103) >> 10 & 0x000f_000f_000f_000f
        let digits = tens | (quarters &- tens &* 10) << 8
        return digits | zeros
    }
}
