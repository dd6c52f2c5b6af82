/// A canonical Huffman code of RFC 1951, section 3.2.2, made from the lengths of its code words.
struct DeflateCode {
    private static let maxLength = 15
    /// Code words up to this long are decoded by one look-up.
    private static let fastBits = 10

    /// For each value of the next `fastBits` bits: the symbol and the length of its code word, 0 for a longer one.
    private var fast: [UInt16]
    /// The number of code words of each length.
    private var counts = [Int](repeating: 0, count: maxLength + 1)
    /// The symbols in the order of their code words.
    private var symbols: [UInt16] = []

    /// Makes the code; nil for lengths that are no prefix code. As in zlib, a code that leaves words unused is
    /// one only if it has a single word.
    init?(lengths: ArraySlice<UInt8>) {
        fast = [UInt16](repeating: 0, count: 1 << Self.fastBits)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var unused = 1
        for length in 1...Self.maxLength {
            unused = unused * 2 - counts[length]
            if unused < 0 { return nil }
        }
        let total = counts.reduce(0, +)
        guard unused == 0 || total <= 1 else { return nil }
        assign(lengths, total)
    }

    private mutating func assign(_ lengths: ArraySlice<UInt8>, _ total: Int) {
        var nextIndex = [Int](repeating: 0, count: Self.maxLength + 2)
        var nextCode = [Int](repeating: 0, count: Self.maxLength + 2)
        for length in 1...Self.maxLength {
            nextIndex[length + 1] = nextIndex[length] + counts[length]
            nextCode[length + 1] = (nextCode[length] + counts[length]) << 1
        }
        symbols = [UInt16](repeating: 0, count: total)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(length)
            symbols[nextIndex[length]] = UInt16(symbol)
            nextIndex[length] += 1
            if length <= Self.fastBits { fillFast(UInt16(symbol), nextCode[length], length) }
            nextCode[length] += 1
        }
    }

    /// Code words come most significant bit first, so the look-up is by their reversal.
    private mutating func fillFast(_ symbol: UInt16, _ code: Int, _ length: Int) {
        var reversed = 0
        for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
        for index in stride(from: reversed, to: fast.count, by: 1 << length) {
            fast[index] = symbol << 4 | UInt16(length)
        }
    }

    /// Decodes the next symbol; nil at the end of the input, and for a word that the code does not have.
    @inline(__always)
    func decode(_ bits: inout DeflateBits) -> Int? {
        let entry = fast[bits.peek(Self.fastBits)]
        if entry != 0 { return bits.skip(Int(entry & 0xf)) ? Int(entry >> 4) : nil }
        return decodeLong(&bits)
    }

    private func decodeLong(_ bits: inout DeflateBits) -> Int? {
        var code = 0
        var first = 0
        var index = 0
        for length in 1...Self.maxLength {
            guard let bit = bits.read(1) else { return nil }
            code = code << 1 | bit
            if code - first < counts[length] { return Int(symbols[index + code - first]) }
            index += counts[length]
            first = (first + counts[length]) << 1
        }
        return nil
    }
}
