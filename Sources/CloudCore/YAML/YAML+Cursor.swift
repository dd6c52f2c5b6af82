extension YAML {
    /// A position in the normalised text that knows its line.
    struct Cursor {
        let bytes: [UInt8]
        private(set) var offset = 0
        private(set) var line = 1
        private(set) var lineStart = 0
        // The last column that was asked for, so that many nodes on one long line stay linear.
        private var knownOffset = 0
        private var knownColumn = 1

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { offset >= bytes.count }

        /// The byte at the cursor plus `distance`, or nil outside of the text.
        func peek(_ distance: Int = 0) -> UInt8? {
            let index = offset + distance
            return index >= 0 && index < bytes.count ? bytes[index] : nil
        }

        /// Moves over `count` bytes, none of them a line break.
        mutating func advance(_ count: Int = 1) { offset += count }

        /// Moves back to an offset on the same line.
        mutating func rewind(to target: Int) { offset = target }

        /// An error at the cursor.
        mutating func error(_ message: String) -> YAMLError { YAMLError(place(), message) }

        /// Moves over a line break.
        mutating func advanceLine() {
            offset += 1
            line += 1
            lineStart = offset
        }

        /// The bytes since the line's start: the indentation, if all of them are spaces.
        var column: Int { offset - lineStart }

        /// The cursor's place.
        mutating func place() -> Place { place(at: offset) }

        /// The place of an offset on the cursor's line.
        mutating func place(at target: Int) -> Place {
            if knownOffset < lineStart || knownOffset > target {
                knownOffset = lineStart
                knownColumn = 1
            }
            while knownOffset < target {
                // Continuation bytes of UTF-8 belong to the character before.
                if knownOffset < bytes.count, bytes[knownOffset] & 0xc0 != 0x80 { knownColumn += 1 }
                knownOffset += 1
            }
            return Place(line: line, column: knownColumn)
        }

        /// Whether the byte at a distance is a space, a tab, a line break or the end.
        func isBlank(_ distance: Int = 0) -> Bool {
            guard let byte = peek(distance) else { return true }
            return byte == Char.space || byte == Char.tab || byte == Char.newline
        }

        /// Whether a line break or the end comes next.
        var isAtLineEnd: Bool {
            guard let byte = peek() else { return true }
            return byte == Char.newline
        }

        /// Moves over spaces and tabs.
        mutating func skipWhite() {
            while let byte = peek(), byte == Char.space || byte == Char.tab { advance() }
        }

        /// Moves over a comment, if one starts here: `#` at the start of a line or after a space.
        mutating func skipComment() {
            guard peek() == Char.hash else { return }
            let before = offset == lineStart ? Char.space : bytes[offset - 1]
            guard before == Char.space || before == Char.tab else { return }
            while !isAtLineEnd { advance() }
        }

        /// Moves over spaces, tabs, comments and line breaks to the next content or the end.
        mutating func skipToContent() {
            while true {
                skipWhite()
                skipComment()
                guard peek() == Char.newline else { return }
                advanceLine()
            }
        }

        /// Whether a `---` or `...` line starts here.
        var isAtDocumentMarker: Bool {
            guard offset == lineStart, let byte = peek(), byte == Char.dash || byte == Char.dot else {
                return false
            }
            return peek(1) == byte && peek(2) == byte && isBlank(3)
        }

        /// The text between two offsets. The bytes were checked to be UTF-8.
        func text(_ from: Int, _ to: Int) -> String { String(decoding: bytes[from..<to], as: UTF8.self) }
    }

    /// The characters that mean something in YAML.
    enum Char {
        static let tab = UInt8(ascii: "\t")
        static let newline = UInt8(ascii: "\n")
        static let space = UInt8(ascii: " ")
        static let hash = UInt8(ascii: "#")
        static let dash = UInt8(ascii: "-")
        static let dot = UInt8(ascii: ".")
        static let question = UInt8(ascii: "?")
        static let colon = UInt8(ascii: ":")
        static let comma = UInt8(ascii: ",")
        static let openBracket = UInt8(ascii: "[")
        static let closeBracket = UInt8(ascii: "]")
        static let openBrace = UInt8(ascii: "{")
        static let closeBrace = UInt8(ascii: "}")
        static let ampersand = UInt8(ascii: "&")
        static let star = UInt8(ascii: "*")
        static let bang = UInt8(ascii: "!")
        static let pipe = UInt8(ascii: "|")
        static let greater = UInt8(ascii: ">")
        static let single = UInt8(ascii: "'")
        static let double = UInt8(ascii: "\"")
        static let percent = UInt8(ascii: "%")
        static let at = UInt8(ascii: "@")
        static let backtick = UInt8(ascii: "`")
        static let backslash = UInt8(ascii: "\\")
        static let plus = UInt8(ascii: "+")

        /// Whether the character ends a plain scalar inside of a flow collection.
        static func isFlowIndicator(_ byte: UInt8) -> Bool {
            byte == comma || byte == openBracket || byte == closeBracket || byte == openBrace
                || byte == closeBrace
        }
    }
}
