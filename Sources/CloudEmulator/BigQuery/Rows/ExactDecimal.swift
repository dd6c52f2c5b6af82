/// A decimal number of some digits, exactly.
struct ExactDecimal: Equatable, Sendable {
    private(set) var isNegative = false
    /// The digits before the point, without leading zeros.
    private(set) var integer: [UInt8] = []
    /// The digits behind it, without trailing zeros.
    private(set) var fraction: [UInt8] = []

    /// The longest text, and the largest exponent either way: beyond any number that a column can hold.
    private static let maxTextBytes = 200
    private static let maxExponent = 100

    /// Reads `-12.5e-3`; nil for what is no number, or far beyond those of any column.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maxTextBytes else { return nil }
        var rest = bytes[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        integer = Self.takeDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = Self.takeDigits(&rest)
        }
        guard !integer.isEmpty || !fraction.isEmpty else { return nil }
        if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
            guard let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
                abs(exponent) <= Self.maxExponent
            else { return nil }
            shift(exponent)
            rest = []
        }
        guard rest.isEmpty else { return nil }
        normalize()
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.map { $0 - 0x30 }
    }

    private mutating func shift(_ exponent: Int) {
        if exponent > 0 {
            let moved = fraction.prefix(exponent)
            integer += moved + [UInt8](repeating: 0, count: exponent - moved.count)
            fraction.removeFirst(moved.count)
        } else {
            let moved = integer.suffix(-exponent)
            fraction = [UInt8](repeating: 0, count: -exponent - moved.count) + moved + fraction
            integer.removeLast(moved.count)
        }
    }

    private mutating func normalize() {
        integer = Array(integer.drop { $0 == 0 })
        while fraction.last == 0 { fraction.removeLast() }
        if integer.isEmpty, fraction.isEmpty { isNegative = false }
    }

    /// Rounds to that many digits behind the point: half away from zero, or half to even.
    mutating func round(toScale scale: Int, halfToEven: Bool = false) {
        guard fraction.count > scale else { return }
        let dropped = fraction[scale...]
        fraction.removeLast(dropped.count)
        let last = fraction.last ?? integer.last ?? 0
        // Without trailing zeros, it is just half only when the five stands alone.
        let isHalf = dropped.first == 5 && dropped.count == 1
        if dropped.first ?? 0 >= 5, !(isHalf && halfToEven && last.isMultiple(of: 2)) { increment() }
        normalize()
    }

    /// Adds one to the last digit.
    private mutating func increment() {
        for index in fraction.indices.reversed() {
            if fraction[index] < 9 { return fraction[index] += 1 }
            fraction[index] = 0
        }
        for index in integer.indices.reversed() {
            if integer[index] < 9 { return integer[index] += 1 }
            integer[index] = 0
        }
        integer.insert(1, at: 0)
    }

    /// Whether the number without its sign is at most that of `other`.
    func isMagnitude(atMost other: ExactDecimal) -> Bool {
        if integer.count != other.integer.count { return integer.count < other.integer.count }
        if integer != other.integer { return integer.lexicographicallyPrecedes(other.integer) }
        return fraction == other.fraction || fraction.lexicographicallyPrecedes(other.fraction)
    }

    /// The shortest text without exponent.
    var text: String {
        let digits = { (digits: [UInt8]) in String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) }
        let whole = (isNegative ? "-" : "") + (integer.isEmpty ? "0" : digits(integer))
        return fraction.isEmpty ? whole : "\(whole).\(digits(fraction))"
    }
}
