/// Reads fixed-width decimal fields of ASCII text, as RFC 3339 times and proto3 JSON durations have them.
struct DecimalScanner {
    private let text: [UInt8]
    private(set) var offset = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    var isAtEnd: Bool { offset == text.count }

    /// Consumes that letter; false if something else is next.
    mutating func skip(_ letter: UInt8) -> Bool {
        guard offset < text.count, text[offset] == letter else { return false }
        offset += 1
        return true
    }

    /// Consumes exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
        guard text.count - offset >= count else { return nil }
        var value = 0
        for _ in 0..<count {
            guard let digit = nextDigit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Consumes all digits up to the next other letter; nil for none or more than `atMost`.
    mutating func digits(atMost: Int) -> (value: Int64, count: Int)? {
        var value: Int64 = 0
        var count = 0
        while let digit = nextDigit() {
            count += 1
            guard count <= atMost else { return nil }
            value = value * 10 + Int64(digit)
        }
        return count > 0 ? (value, count) : nil
    }

    /// Consumes a fraction of one to nine digits after its point, as nanoseconds; 0 if there is no point.
    mutating func nanoseconds() -> Int32? {
        guard skip(UInt8(ascii: ".")) else { return 0 }
        guard let (value, count) = digits(atMost: 9) else { return nil }
        var nanos = Int32(value)
        for _ in count..<9 { nanos *= 10 }
        return nanos
    }

    private mutating func nextDigit() -> Int? {
        guard offset < text.count, (0x30...0x39).contains(text[offset]) else { return nil }
        defer { offset += 1 }
        return Int(text[offset] - 0x30)
    }
}

/// Writes fixed-width decimal fields.
enum DecimalText {
    /// `value`, not negative, with zeros in front up to `width` digits.
    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }

    /// A fraction with its point in 0, 3, 6 or 9 digits, as few as keep the value (proto3 JSON mapping).
    static func fraction(nanos: Int) -> String {
        if nanos == 0 { return "" }
        if nanos % 1_000_000 == 0 { return "." + padded(nanos / 1_000_000, 3) }
        if nanos % 1_000 == 0 { return "." + padded(nanos / 1_000, 6) }
        return "." + padded(nanos, 9)
    }
}
