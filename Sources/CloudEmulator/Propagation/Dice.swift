import CloudCore

/// Random numbers by name: the same seed and the same question give the same answer, whatever was asked
/// before. So a run repeats exactly, and two resources do not disturb each other's fate.
struct Dice: Sendable {
    let seed: UInt64

    /// 64 random bits for a question.
    func bits(_ subject: String, _ numbers: UInt64...) -> UInt64 {
        // FNV-1a over the words, then SplitMix64's finalizer, which FNV's low bits need.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in subject.utf8 { mix(byte) }
        for number in [seed] + numbers {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                mix(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        return SeededGenerator.mix(hash)
    }

    /// A number from 0 up to but not including 1, made of the upper 53 bits.
    static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) / 9_007_199_254_740_992 }
}
