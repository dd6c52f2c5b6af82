/// An odd number modulo which is multiplied, by Montgomery's method: without a division, and with numbers of any size.
///
/// Its time depends on the numbers: it is for those that are no secret.
struct OddModulus: Sendable, Equatable {
    /// Little-endian, the last one not zero.
    private let limbs: [UInt64]
    /// The number of bytes of the modulus.
    let byteCount: Int
    /// The inverse of the modulus, negated, modulo 2^64.
    private let inverse: UInt64

    /// Makes a modulus of big-endian bytes without leading zeros; nil when it is even, or none.
    init?(_ bytes: [UInt8]) {
        guard let first = bytes.first, let last = bytes.last, first != 0, last & 1 == 1 else { return nil }
        limbs = Self.limbs(bytes, count: (bytes.count + 7) / 8)
        byteCount = bytes.count
        // Newton's iteration doubles the number of right bits, of which an odd number has three to begin with.
        var inverse = limbs[0]
        for _ in 0..<5 { inverse = inverse &* (2 &- limbs[0] &* inverse) }
        self.inverse = 0 &- inverse
    }

    /// The power of a number, both as big-endian bytes; nil when the number is not below the modulus.
    func power(_ number: [UInt8], _ exponent: UInt64) -> [UInt8]? {
        guard number.count <= byteCount else { return nil }
        let number = Self.limbs(number, count: limbs.count)
        guard exponent > 0, Self.isLess(number, limbs) else { return nil }
        var one = Array(repeating: 0 as UInt64, count: limbs.count)
        one[0] = 1
        let base = multiply(number, square)
        var result = base
        for bit in (0..<63 - exponent.leadingZeroBitCount).reversed() {
            result = multiply(result, result)
            if exponent >> UInt64(bit) & 1 == 1 { result = multiply(result, base) }
        }
        return Self.bytes(multiply(result, one), count: byteCount)
    }

    /// The square of Montgomery's factor R, which is 2 to the number of bits of all limbs, modulo the modulus.
    private var square: [UInt64] {
        var factor = Array(repeating: 0 as UInt64, count: limbs.count)
        factor[limbs.count - 1] = 1
        // From 2^(64 (n - 1)) to twice R; then each product doubles how far it is above R.
        for _ in 0..<65 { factor = doubled(factor) }
        let bits = 64 * limbs.count
        let width = Int.bitWidth - bits.leadingZeroBitCount
        for bit in (0..<width - 1).reversed() {
            factor = multiply(factor, factor)
            if bits >> bit & 1 == 1 { factor = doubled(factor) }
        }
        return factor
    }

    /// Twice a number that is not much larger than the modulus, modulo it.
    private func doubled(_ number: [UInt64]) -> [UInt64] {
        var result = number
        var carry: UInt64 = 0
        for index in result.indices {
            let top = result[index] >> 63
            result[index] = result[index] << 1 | carry
            carry = top
        }
        return reduced(result, overflow: carry)
    }

    /// a · b / R modulo the modulus, for numbers below it.
    private func multiply(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        let count = limbs.count
        var sum = Array(repeating: 0 as UInt64, count: count + 2)
        sum.withUnsafeMutableBufferPointer { sum in
            for digit in b {
                Self.add(a, times: digit, to: sum)
                Self.add(limbs, times: sum[0] &* inverse, to: sum)
                for index in 0...count { sum[index] = sum[index + 1] }
                sum[count + 1] = 0
            }
        }
        return reduced(Array(sum[..<count]), overflow: sum[count])
    }

    @inline(__always) private static func add(
        _ number: [UInt64], times factor: UInt64, to sum: UnsafeMutableBufferPointer<UInt64>
    ) {
        var carry: UInt64 = 0
        for index in number.indices {
            let product = number[index].multipliedFullWidth(by: factor)
            let (first, overflow) = product.low.addingReportingOverflow(sum[index])
            let (second, overflow2) = first.addingReportingOverflow(carry)
            sum[index] = second
            carry = product.high &+ (overflow ? 1 : 0) &+ (overflow2 ? 1 : 0)
        }
        let (last, overflow) = sum[number.count].addingReportingOverflow(carry)
        sum[number.count] = last
        if overflow { sum[number.count + 1] &+= 1 }
    }

    private func reduced(_ number: [UInt64], overflow: UInt64) -> [UInt64] {
        guard overflow != 0 || !Self.isLess(number, limbs) else { return number }
        var result = number
        var borrow: UInt64 = 0
        for index in result.indices {
            let (first, borrow1) = result[index].subtractingReportingOverflow(limbs[index])
            let (second, borrow2) = first.subtractingReportingOverflow(borrow)
            result[index] = second
            borrow = borrow1 || borrow2 ? 1 : 0
        }
        return result
    }

    private static func isLess(_ a: [UInt64], _ b: [UInt64]) -> Bool {
        for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] }
        return false
    }

    private static func limbs(_ bytes: [UInt8], count: Int) -> [UInt64] {
        var limbs = Array(repeating: 0 as UInt64, count: count)
        for (place, byte) in bytes.reversed().enumerated() {
            limbs[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
        }
        return limbs
    }

    private static func bytes(_ limbs: [UInt64], count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: limbs[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }
}
