/// Reads bits, least significant first (RFC 1951, section 3.1.1), and never beyond the input.
struct DeflateBits {
    private let input: UnsafeRawBufferPointer
    private var offset: Int
    private var buffer: UInt64 = 0
    private var available = 0

    init(_ input: UnsafeRawBufferPointer, from offset: Int) {
        self.input = input
        self.offset = offset
    }

    /// How much of the input has been consumed, in whole bytes.
    var consumed: Int { offset - available / 8 }

    /// Loads what fits; afterwards at least 48 bits are there unless the input ends.
    @inline(__always)
    private mutating func refill() {
        while available <= 56, offset < input.count {
            buffer |= UInt64(input[offset]) << UInt64(available)
            available += 8
            offset += 1
        }
    }

    /// The next `count` bits without consuming them; zeros stand for what is beyond the input.
    @inline(__always)
    mutating func peek(_ count: Int) -> Int {
        if available < count { refill() }
        return Int(buffer & (1 << UInt64(count) - 1))
    }

    /// Consumes `count` bits; false if there are not as many.
    @inline(__always)
    mutating func skip(_ count: Int) -> Bool {
        guard available >= count else { return false }
        buffer >>= UInt64(count)
        available -= count
        return true
    }

    /// The next `count` bits, 0 to 16; nil if there are not as many.
    @inline(__always)
    mutating func read(_ count: Int) -> Int? {
        let value = peek(count)
        return skip(count) ? value : nil
    }

    /// Goes on at the next whole byte.
    mutating func alignToByte() {
        _ = skip(available % 8)
    }

    /// The next `count` bytes; nil if there are not as many. Only at a whole byte.
    mutating func readBytes(_ count: Int) -> UnsafeRawBufferPointer? {
        let start = consumed
        guard input.count - start >= count else { return nil }
        offset = start + count
        buffer = 0
        available = 0
        return UnsafeRawBufferPointer(rebasing: input[start..<offset])
    }
}
