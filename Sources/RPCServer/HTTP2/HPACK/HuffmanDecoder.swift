/// Decodes HPACK's Huffman code: one look-up for a code of at most nine bits, which covers the letters,
/// digits and most punctuation of headers, and a walk over the code lengths for a longer one.
struct HuffmanDecoder {
    static let shared = HuffmanDecoder()

    private static let lookupBits = 9

    /// Indexed by the next nine bits: `symbol << 4 | length`, or 0 when the code is longer.
    private let short: [UInt16]
    /// All symbols, ordered by code.
    private let symbols: [UInt16]
    /// The first code of each length, moved to the top of 32 bits; `.max` when no shorter code may follow.
    private let firstCode: [UInt32]
    /// The position in `symbols` of the first code of each length.
    private let firstIndex: [Int]
    /// How many codes there are of each length.
    private let counts: [UInt32]

    private init() {
        let lengths = HuffmanCode.lengths
        let codes = HuffmanCode.codes
        var short = [UInt16](repeating: 0, count: 1 << Self.lookupBits)
        var symbols: [UInt16] = []
        var firstCode = [UInt32](repeating: 0, count: HuffmanCode.longest + 1)
        var firstIndex = [Int](repeating: 0, count: HuffmanCode.longest + 1)
        var counts = [UInt32](repeating: 0, count: HuffmanCode.longest + 1)
        for length in 1...HuffmanCode.longest {
            let group = lengths.indices.filter { Int(lengths[$0]) == length }
            firstIndex[length] = symbols.count
            counts[length] = UInt32(group.count)
            if let first = group.first { firstCode[length] = codes[first] }
            symbols += group.map(UInt16.init)
            guard length <= Self.lookupBits else { continue }
            for symbol in group {
                let free = Self.lookupBits - length
                let start = Int(codes[symbol]) << free
                for index in start..<(start + 1 << free) {
                    short[index] = UInt16(symbol) << 4 | UInt16(length)
                }
            }
        }
        self.short = short
        self.symbols = symbols
        self.firstCode = firstCode
        self.firstIndex = firstIndex
        self.counts = counts
    }

    /// The most bytes that `count` encoded bytes decode to, the shortest code having five bits.
    static func maxDecodedCount(_ count: Int) -> Int { count * 8 / 5 }

    /// Decodes `input` into `output`, which has room for `maxDecodedCount`; returns the number of bytes
    /// written, or nil if the input is not a valid code.
    func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
        var bits: UInt64 = 0  // The waiting bits, at the top.
        var available = 0
        var position = 0
        var written = 0
        while true {
            while available <= 56, position < input.count {
                bits |= UInt64(input[position]) << UInt64(56 - available)
                available += 8
                position += 1
            }
            if available == 0 { return written }
            let entry = short[Int(truncatingIfNeeded: bits >> UInt64(64 - Self.lookupBits))]
            var length = Int(entry & 0xf)
            var symbol = entry >> 4
            if length == 0 || length > available {
                guard length == 0, let long = longCode(bits, available) else {
                    return Self.isPadding(bits, available) ? written : nil
                }
                symbol = long.symbol
                length = long.length
                // RFC 7541, 5.2: a string that contains the EOS symbol is a decoding error.
                if symbol == HuffmanCode.endOfString { return nil }
            }
            guard written < output.count else { return nil }
            output[written] = UInt8(truncatingIfNeeded: symbol)
            written += 1
            bits <<= UInt64(length)
            available -= length
        }
    }

    private func longCode(_ bits: UInt64, _ available: Int) -> (symbol: UInt16, length: Int)? {
        var length = Self.lookupBits + 1
        while length <= HuffmanCode.longest, length <= available {
            let code = UInt32(truncatingIfNeeded: bits >> UInt64(64 - length))
            let first = firstCode[length]
            if code >= first, code - first < counts[length] {
                return (symbols[firstIndex[length] + Int(code - first)], length)
            }
            length += 1
        }
        return nil
    }

    /// RFC 7541, 5.2: padding is fewer than eight bits, and they are the most significant ones of EOS.
    private static func isPadding(_ bits: UInt64, _ available: Int) -> Bool {
        available < 8 && bits >> UInt64(64 - available) == (1 << UInt64(available)) - 1
    }
}
