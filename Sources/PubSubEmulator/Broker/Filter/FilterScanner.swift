/// Reads the words, marks and string literals of a filter. What is not what was asked for becomes an error with its
/// place.
struct FilterScanner {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { offset += 1 }
    }

    /// Takes a mark if it comes next, after space.
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard let byte = next, Unicode.Scalar(byte) == mark else { return false }
        offset += 1
        return true
    }

    /// Takes a mark.
    mutating func expect(_ mark: Unicode.Scalar) throws(FilterError) {
        guard take(mark) else { throw unexpected("\"\(mark)\"") }
    }

    /// Takes the letters that come next, after space; empty when there are none.
    mutating func takeWord() -> String {
        skipSpace()
        return takeRun(Self.isLetter)
    }

    /// Takes an attribute's key: bare, or as a string literal.
    mutating func key() throws(FilterError) -> String {
        skipSpace()
        if next == Self.quote { return try literal() }
        let key = takeRun(Self.isKeyByte)
        guard !key.isEmpty else {
            throw unexpected("a key of letters, digits, - and _, or one in double quotes,")
        }
        return key
    }

    /// Takes a string literal.
    mutating func literal() throws(FilterError) -> String {
        skipSpace()
        guard next == Self.quote else { throw unexpected("a string in double quotes") }
        offset += 1
        var text: [UInt8] = []
        while let byte = next, byte != Self.quote {
            guard byte >= 0x20, byte != 0x7f else {
                throw unexpected("an escape sequence such as \\n, and no control character,")
            }
            offset += 1
            if byte == UInt8(ascii: "\\") {
                text += Array(String(try escape()).utf8)
            } else {
                text.append(byte)
            }
        }
        guard next == Self.quote else { throw unexpected("a closing double quote") }
        offset += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// The character of an escape sequence whose backslash has been taken. Those of the programming languages are
    /// meant, the documentation says no more: `\x` and octal ones give the character of that number, as in CEL.
    private mutating func escape() throws(FilterError) -> Character {
        let start = offset - 1
        guard let byte = next else { throw unexpected("the rest of an escape sequence") }
        if (0x30...0x37).contains(byte) {
            return try number(digits: 3, radix: 8, from: start, isExact: false)
        }
        offset += 1
        switch Unicode.Scalar(byte) {
        case "\\", "\"", "'", "?", "`": return Character(Unicode.Scalar(byte))
        case "a": return "\u{7}"
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{b}"
        case "x", "X": return try number(digits: 2, radix: 16, from: start)
        case "u": return try number(digits: 4, radix: 16, from: start)
        case "U": return try number(digits: 8, radix: 16, from: start)
        default:
            offset = start
            throw unexpected(
                #"one of the escape sequences \\ \" \' \a \b \f \n \r \t \v \xHH \uHHHH \UHHHHHHHH \OOO"#)
        }
    }

    private mutating func number(
        digits: Int, radix: UInt32, from start: Int, isExact: Bool = true
    ) throws(FilterError) -> Character {
        var value: UInt32 = 0
        var count = 0
        while count < digits, let digit = digitValue, digit < radix {
            // Eight hexadecimal digits fill 32 bits.
            value = value &* radix &+ digit
            count += 1
            offset += 1
        }
        guard count == digits || !isExact else { throw unexpected("\(digits) hexadecimal digits") }
        guard let scalar = Unicode.Scalar(value) else {
            offset = start
            throw unexpected("the number of a Unicode character")
        }
        return Character(scalar)
    }

    private var digitValue: UInt32? {
        switch next {
        case let byte? where (0x30...0x39).contains(byte): UInt32(byte - 0x30)
        case let byte? where (0x61...0x66).contains(byte | 0x20): UInt32((byte | 0x20) - 0x57)
        default: nil
        }
    }

    private mutating func takeRun(_ isIncluded: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = next, isIncluded(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    // MARK: Errors

    /// The error that what comes next is not what it should be.
    func unexpected(_ expected: String) -> FilterError {
        error("has \(found) at character \(character(offset)), where \(expected) is expected", at: offset)
    }

    func error(_ problem: String, at offset: Int) -> FilterError {
        FilterError(character: character(offset), problem: problem)
    }

    /// The number, from 1, of the character at that offset.
    func character(_ offset: Int) -> Int { bytes[..<offset].count { $0 & 0xc0 != 0x80 } + 1 }

    private var found: String {
        guard offset < bytes.count else { return "its end" }
        if Self.isKeyByte(bytes[offset]) {
            let run = bytes[offset...].prefix(while: Self.isKeyByte).prefix(40)
            return "\"\(String(decoding: run, as: UTF8.self))\""
        }
        let first = String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars.first ?? " "
        return first.value < 0x20 || first.value == 0x7f
            ? "the control character U+00\(first.value < 16 ? "0" : "")\(String(first.value, radix: 16))"
            : first == "\"" ? "a string" : "\"\(first)\""
    }

    private static let quote = UInt8(ascii: "\"")

    static func isKeyByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
}
