extension JSONParser {
    mutating func parseNumber() throws(Status) -> JSON {
        let start = offset
        let negative = peek == UInt8(ascii: "-")
        if negative { offset += 1 }
        guard isDigit(peek) else { throw unexpected("Expected a digit.") }
        var magnitude: UInt64 = 0
        var fits = true
        if peek == UInt8(ascii: "0") {
            offset += 1
        } else {
            while isDigit(peek) {
                let (scaled, overflow) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, overflow2) = scaled.addingReportingOverflow(UInt64(peek - 0x30))
                magnitude = sum
                if overflow || overflow2 { fits = false }
                offset += 1
            }
        }
        var isInteger = true
        if peek == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            try skipDigits()
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            try skipDigits()
        }
        if isInteger, fits, let exact = Self.integer(negative, magnitude) { return exact }
        return .double(try parseDouble(from: start))
    }

    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private mutating func skipDigits() throws(Status) {
        guard isDigit(peek) else { throw unexpected("Expected a digit.") }
        while isDigit(peek) { offset += 1 }
    }

    /// The integer; nil when it fits no 64-bit type, or is -0, whose sign only a double keeps.
    private static func integer(_ negative: Bool, _ magnitude: UInt64) -> JSON? {
        if !negative { return Int64(exactly: magnitude).map(JSON.int) ?? .uint(magnitude) }
        guard magnitude > 0, magnitude <= UInt64(Int64.max) + 1 else { return nil }
        return .int(Int64(bitPattern: 0 &- magnitude))
    }

    private func parseDouble(from start: Int) throws(Status) -> Double {
        guard offset - start <= Self.maxNumberLength else { throw failure("Number is too long.") }
        let text = String(decoding: input[start..<offset], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw failure("Number is out of range.") }
        return value
    }

    mutating func parseString() throws(Status) -> String {
        offset += 1
        let start = offset
        skipPlainWords()
        while offset < input.count {
            let byte = input[offset]
            if byte == UInt8(ascii: "\"") {
                let string = try text(UnsafeRawBufferPointer(rebasing: input[start..<offset]), start)
                offset += 1
                return string
            }
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
            guard byte >= 0x20 else { throw failure("Control character in a string.") }
            offset += 1
        }
        throw unexpected("Expected a closing quote.")
    }

    private func text(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(Status) -> String {
        guard let string = String(utf8: bytes) else { throw failure("String is not valid UTF-8.") }
        return string
    }

    /// Skips eight bytes at a time as long as none of them is a quote, a backslash or a control character.
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var next = offset
        while next <= input.count - 8 {
            let word = input.loadUnaligned(fromByteOffset: next, as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte's high bit is set where it is below the subtrahend, or a lower byte is.
            let special =
                (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones)
                & ~backslashes
            if special & highs != 0 { break }
            next += 8
        }
        offset = next
    }

    /// Parses a string from its first escape, at `offset`, on; `start` is after the opening quote.
    private mutating func parseEscapedString(from start: Int) throws(Status) -> String {
        var bytes = [UInt8](input[start..<offset])
        while offset < input.count {
            let byte = input[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    throw failure("String is not valid UTF-8.")
                }
                return string
            case UInt8(ascii: "\\"): try parseEscape(into: &bytes)
            case 0..<0x20:
                offset -= 1
                throw failure("Control character in a string.")
            default: bytes.append(byte)
            }
        }
        throw unexpected("Expected a closing quote.")
    }

    private mutating func parseEscape(into bytes: inout [UInt8]) throws(Status) {
        let escape = peek
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            bytes.append(contentsOf: try parseUnicodeEscape())
            return
        default: throw unexpected("Invalid escape sequence.")
        }
        offset += 1
    }

    /// Parses `uXXXX`, and the low surrogate after a high one, to UTF-8.
    private mutating func parseUnicodeEscape() throws(Status) -> [UInt8] {
        let start = offset
        var code = try parseHex()
        if code >= 0xd800, code < 0xdc00, peek == UInt8(ascii: "\\") {
            offset += 1
            guard peek == UInt8(ascii: "u") else { throw unexpected("Expected a low surrogate.") }
            let low = try parseHex()
            if low >= 0xdc00, low < 0xe000 { code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00) }
        }
        guard let scalar = Unicode.Scalar(code) else {
            offset = start
            throw failure("Unpaired surrogate.")
        }
        return Array(String(scalar).utf8)
    }

    private mutating func parseHex() throws(Status) -> UInt32 {
        offset += 1
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hexadecimal.value(of: peek) else {
                throw unexpected("Expected four hexadecimal digits.")
            }
            code = code << 4 | UInt32(digit)
            offset += 1
        }
        return code
    }
}
