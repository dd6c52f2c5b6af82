import CloudCore

/// Splits the text of a `.proto` file into tokens ("Protocol Buffers Language Specification", Lexical Elements).
struct ProtoLexer {
    enum Token: Equatable {
        case identifier(String)
        case integer(UInt64)
        case float(Double)
        case string([UInt8])
        case symbol(UInt8)
        case end

        /// The token in error texts.
        var text: String {
            switch self {
            case .identifier(let name): "\"\(name.prefix(100))\""
            case .integer(let value): "\(value)"
            case .float(let value): "\(value)"
            case .string: "a string"
            case .symbol(let byte): "\"\(Unicode.Scalar(byte))\""
            case .end: "the end of the definition"
            }
        }
    }

    private let text: [UInt8]
    private var offset = 0

    init(_ text: [UInt8]) { self.text = text }

    private var peek: UInt8 { offset < text.count ? text[offset] : 0 }
    private var peekNext: UInt8 { offset + 1 < text.count ? text[offset + 1] : 0 }

    /// The next token, and where it starts.
    mutating func next() throws(SchemaFault) -> (token: Token, offset: Int) {
        try skipSpace()
        guard offset < text.count else { return (.end, offset) }
        let start = offset
        let byte = peek
        if Self.isLetter(byte) {
            while Self.isLetter(peek) || Self.isDigit(peek) { offset += 1 }
            return (.identifier(String(decoding: text[start..<offset], as: UTF8.self)), start)
        }
        if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(peekNext)) {
            return (try number(), start)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return (try string(), start) }
        guard byte > 0x20, byte < 0x7f else {
            throw SchemaFault("unexpected byte \(byte) outside of a string", at: offset)
        }
        offset += 1
        return (.symbol(byte), start)
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "_")
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func skipSpace() throws(SchemaFault) {
        while offset < text.count {
            switch peek {
            case 0x20, 0x09...0x0d: offset += 1
            case UInt8(ascii: "/") where peekNext == UInt8(ascii: "/"):
                while offset < text.count, peek != 0x0a { offset += 1 }
            case UInt8(ascii: "/") where peekNext == UInt8(ascii: "*"): try skipBlock()
            default: return
            }
        }
    }

    private mutating func skipBlock() throws(SchemaFault) {
        let start = offset
        offset += 2
        while !(peek == UInt8(ascii: "*") && peekNext == UInt8(ascii: "/")) {
            guard offset < text.count else { throw SchemaFault("a comment that does not end", at: start) }
            offset += 1
        }
        offset += 2
    }

    private mutating func number() throws(SchemaFault) -> Token {
        let start = offset
        if peek == UInt8(ascii: "0"), peekNext | 0x20 == UInt8(ascii: "x") {
            offset += 2
            let digits = skipLetters()
            guard let value = UInt64(digits, radix: 16) else {
                throw SchemaFault("not a hexadecimal number of 64 bits", at: start)
            }
            return .integer(value)
        }
        while Self.isDigit(peek) { offset += 1 }
        var isFloat = false
        if peek == UInt8(ascii: ".") {
            isFloat = true
            offset += 1
            while Self.isDigit(peek) { offset += 1 }
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            isFloat = true
            offset += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            while Self.isDigit(peek) { offset += 1 }
        }
        let digits = String(decoding: text[start..<offset], as: UTF8.self)
        guard !Self.isLetter(peek), offset - start <= 400 else {
            throw SchemaFault("not a number", at: start)
        }
        if isFloat {
            let padded = digits.hasPrefix(".") ? "0" + digits : digits
            guard let value = Double(padded) else { throw SchemaFault("not a number", at: start) }
            return .float(value)
        }
        let isOctal = digits.utf8.count > 1 && digits.utf8.first == UInt8(ascii: "0")
        if let value = UInt64(digits, radix: isOctal ? 8 : 10) { return .integer(value) }
        guard !isOctal, let value = Double(digits) else { throw SchemaFault("not a number", at: start) }
        return .float(value)
    }

    private mutating func skipLetters() -> String {
        let start = offset
        while Self.isLetter(peek) || Self.isDigit(peek) { offset += 1 }
        return String(decoding: text[start..<offset], as: UTF8.self)
    }

    private mutating func string() throws(SchemaFault) -> Token {
        let start = offset
        let quote = peek
        offset += 1
        var bytes: [UInt8] = []
        while true {
            guard offset < text.count, peek != 0x0a else {
                throw SchemaFault("a string that does not end on its line", at: start)
            }
            let byte = peek
            offset += 1
            if byte == quote { return .string(bytes) }
            if byte == UInt8(ascii: "\\") { try escape(&bytes) } else { bytes.append(byte) }
        }
    }

    private mutating func escape(_ bytes: inout [UInt8]) throws(SchemaFault) {
        let start = offset - 1
        let letter = peek
        offset += 1
        switch letter {
        case UInt8(ascii: "a"): bytes.append(7)
        case UInt8(ascii: "b"): bytes.append(8)
        case UInt8(ascii: "f"): bytes.append(12)
        case UInt8(ascii: "n"): bytes.append(10)
        case UInt8(ascii: "r"): bytes.append(13)
        case UInt8(ascii: "t"): bytes.append(9)
        case UInt8(ascii: "v"): bytes.append(11)
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"):
            bytes.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            bytes.append(UInt8(truncatingIfNeeded: try digits(1...2, radix: 16, start)))
        case UInt8(ascii: "u"): try scalar(4, start, &bytes)
        case UInt8(ascii: "U"): try scalar(8, start, &bytes)
        case 0x30...0x37:
            offset -= 1
            bytes.append(UInt8(truncatingIfNeeded: try digits(1...3, radix: 8, start)))
        default: throw SchemaFault("an escape sequence that does not exist", at: start)
        }
    }

    private mutating func scalar(_ count: Int, _ start: Int, _ bytes: inout [UInt8]) throws(SchemaFault) {
        guard let scalar = Unicode.Scalar(try digits(count...count, radix: 16, start)) else {
            throw SchemaFault("an escape sequence that stands for no character", at: start)
        }
        bytes += Array(String(scalar).utf8)
    }

    private mutating func digits(
        _ count: ClosedRange<Int>, radix: UInt32, _ start: Int
    ) throws(SchemaFault) -> UInt32 {
        var value: UInt32 = 0
        var found = 0
        while found < count.upperBound, let digit = Hexadecimal.value(of: peek), digit < radix {
            value = value &* radix &+ UInt32(digit)
            found += 1
            offset += 1
        }
        guard found >= count.lowerBound else {
            throw SchemaFault("an escape sequence without digits", at: start)
        }
        return value
    }
}
