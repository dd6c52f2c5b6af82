extension YAML.Parser {
    /// A scalar in single quotes. The cursor is at the opening quote.
    mutating func singleQuoted(_ parent: Int) throws(YAMLError) -> YAML.Node {
        let place = cursor.place()
        cursor.advance()
        var text: [UInt8] = []
        while true {
            guard let byte = cursor.peek() else { throw unterminated(place) }
            if byte == YAML.Char.single {
                cursor.advance()
                guard cursor.peek() == YAML.Char.single else { break }
                text.append(byte)
                cursor.advance()
            } else if byte == YAML.Char.newline {
                try fold(parent, place, into: &text, keeping: 0)
            } else {
                text.append(byte)
                cursor.advance()
            }
        }
        return scalar(text, .singleQuoted, place)
    }

    /// A scalar in double quotes. The cursor is at the opening quote.
    mutating func doubleQuoted(_ parent: Int) throws(YAMLError) -> YAML.Node {
        let place = cursor.place()
        cursor.advance()
        var text: [UInt8] = []
        // Spaces before this count were escaped, so a line break does not remove them.
        var kept = 0
        while true {
            guard let byte = cursor.peek() else { throw unterminated(place) }
            switch byte {
            case YAML.Char.double:
                cursor.advance()
                return scalar(text, .doubleQuoted, place)
            case YAML.Char.newline:
                try fold(parent, place, into: &text, keeping: kept)
            case YAML.Char.backslash where cursor.peek(1) == YAML.Char.newline:
                cursor.advance()
                kept = text.count
                let length = text.count
                try fold(parent, place, into: &text, keeping: kept)
                // The escaped break itself is dropped; empty lines after it stay.
                if text.count == length + 1, text.last == YAML.Char.space { text.removeLast() }
            case YAML.Char.backslash:
                try escape(into: &text)
                kept = text.count
            default:
                text.append(byte)
                cursor.advance()
            }
        }
    }

    private func scalar(_ text: [UInt8], _ style: YAML.Style, _ place: YAML.Place) -> YAML.Node {
        YAML.Node(.scalar(YAML.Scalar(String(decoding: text, as: UTF8.self), style: style)), at: place)
    }

    private func unterminated(_ place: YAML.Place) -> YAMLError {
        error(place, "this quote is not closed: write the same quote at the value's end")
    }

    /// Folds the line breaks at the cursor: one is a space, of more all but one stay. YAML 1.2.2 section 6.5.
    private mutating func fold(
        _ parent: Int, _ opening: YAML.Place, into text: inout [UInt8], keeping kept: Int
    ) throws(YAMLError) {
        while text.count > kept, let last = text.last, last == YAML.Char.space || last == YAML.Char.tab {
            text.removeLast()
        }
        var breaks = 0
        while cursor.peek() == YAML.Char.newline {
            cursor.advanceLine()
            breaks += 1
            if cursor.isAtDocumentMarker { break }
            cursor.skipWhite()
        }
        guard !cursor.isAtEnd else { throw unterminated(opening) }
        try checkContinuation(parent, "quoted value")
        if breaks == 1 {
            text.append(YAML.Char.space)
        } else {
            text.append(contentsOf: [UInt8](repeating: YAML.Char.newline, count: breaks - 1))
        }
    }

    /// An escape sequence. The cursor is at its backslash. YAML 1.2.2 section 5.7.
    private mutating func escape(into text: inout [UInt8]) throws(YAMLError) {
        let place = cursor.place()
        let letter = cursor.peek(1)
        if let letter, let digits = Self.hexDigits[letter] {
            cursor.advance(2)
            try unicodeEscape(digits, place, into: &text)
            return
        }
        guard let letter, let value = Self.escapes[letter] else {
            throw error(place, "this escape is unknown: write \\\\ for a backslash, or use single quotes")
        }
        cursor.advance(2)
        text.append(contentsOf: String(Character(value)).utf8)
    }

    /// The digits of an escape; a UTF-16 surrogate must be followed by its other half, as in JSON.
    private mutating func unicodeEscape(_ digits: Int, _ place: YAML.Place, into text: inout [UInt8])
        throws(YAMLError)
    {
        var value = try hexValue(digits, place)
        if digits == 4, (0xd800..<0xdc00).contains(value), cursor.peek() == YAML.Char.backslash,
            cursor.peek(1) == UInt8(ascii: "u")
        {
            cursor.advance(2)
            let low = try hexValue(4, place)
            guard (0xdc00..<0xe000).contains(low) else {
                throw error(place, "this escape is half a character: write \\U and eight digits")
            }
            value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let character = Unicode.Scalar(value) else {
            throw error(place, "this escape is no Unicode character: write \\U and eight digits of one")
        }
        text.append(contentsOf: String(Character(character)).utf8)
    }

    private mutating func hexValue(_ digits: Int, _ place: YAML.Place) throws(YAMLError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = cursor.peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue,
                byte < 0x80
            else {
                throw error(place, "this escape needs \(digits) hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            cursor.advance()
        }
        return value
    }

    private static let hexDigits: [UInt8: Int] = [
        UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
    ]

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "t"): "\t", UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n",
        UInt8(ascii: "v"): "\u{b}",
        UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1b}",
        UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"", UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\",
        UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{a0}", UInt8(ascii: "L"): "\u{2028}",
        UInt8(ascii: "P"): "\u{2029}",
    ]
}
