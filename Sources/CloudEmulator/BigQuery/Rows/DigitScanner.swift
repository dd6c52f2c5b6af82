/// Reads numbers of a few digits, and what stands between them.
struct DigitScanner {
    private let text: [UInt8]
    private(set) var offset = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    var isAtEnd: Bool { offset == text.count }

    var isAtDigit: Bool { digit != nil }

    private var digit: Int? {
        guard offset < text.count, (0x30...0x39).contains(text[offset]) else { return nil }
        return Int(text[offset] - 0x30)
    }

    /// Takes as many digits as there are up to the upper bound, which must be at most 18.
    mutating func number(_ count: ClosedRange<Int>) -> Int? {
        let start = offset
        var value = 0
        while offset - start < count.upperBound, let digit {
            value = value * 10 + digit
            offset += 1
        }
        return offset - start >= count.lowerBound ? value : nil
    }

    /// Takes that letter; false if another is next.
    mutating func skip(_ letter: UInt8) -> Bool {
        guard offset < text.count, text[offset] == letter else { return false }
        offset += 1
        return true
    }

    /// Takes one of the letters, and tells which.
    mutating func skip(of letters: String) -> UInt8? { letters.utf8.first { skip($0) } }

    /// Takes a word; false, with nothing taken, if something else is next.
    mutating func skip(_ word: String) -> Bool {
        guard text[offset...].starts(with: word.utf8) else { return false }
        offset += word.utf8.count
        return true
    }
}
