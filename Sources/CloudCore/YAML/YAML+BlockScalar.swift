extension YAML.Parser {
    /// The header of a block scalar.
    private struct BlockHeader {
        /// `+` keeps all line breaks at the end, `-` none; otherwise one is kept.
        var chomping: UInt8?
        /// The indentation beyond the parent's, if it was given.
        var indentation: Int?
    }

    /// The lines of a block scalar without their indentation.
    private struct BlockLines {
        var lines: [String] = []
        /// The empty lines after the last line with text.
        var emptyAtEnd = 0
        /// Whether a line break follows the last line with text.
        var hasFinalBreak = false
    }

    /// A literal or folded block scalar. The cursor is at its `|` or `>`. YAML 1.2.2 section 8.1.
    mutating func blockScalar(parent: Int) throws(YAMLError) -> YAML.Node {
        let place = cursor.place()
        let isFolded = cursor.peek() == YAML.Char.greater
        let header = try blockHeader()
        let indentation: Int
        if let given = header.indentation {
            indentation = max(parent, 0) + given
        } else {
            indentation = try detectIndentation(parent)
        }
        let block = blockLines(indentation)
        var text = isFolded ? Self.fold(block.lines) : block.lines.joined(separator: "\n")
        if header.chomping != YAML.Char.dash, block.hasFinalBreak { text += "\n" }
        if header.chomping == YAML.Char.plus { text += String(repeating: "\n", count: block.emptyAtEnd) }
        return YAML.Node(.scalar(YAML.Scalar(text, style: isFolded ? .folded : .literal)), at: place)
    }

    /// The indicators after `|` or `>`, a comment perhaps, and the line break.
    private mutating func blockHeader() throws(YAMLError) -> BlockHeader {
        cursor.advance()
        var header = BlockHeader()
        while let byte = cursor.peek(), !cursor.isBlank() {
            if byte == YAML.Char.plus || byte == YAML.Char.dash, header.chomping == nil {
                header.chomping = byte
            } else if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte), header.indentation == nil {
                header.indentation = Int(byte - UInt8(ascii: "0"))
            } else {
                throw errorHere(
                    "after | or > stand at most + or - and a digit from 1 to 9: start the text on the next line"
                )
            }
            cursor.advance()
        }
        cursor.skipWhite()
        cursor.skipComment()
        guard cursor.isAtLineEnd else {
            throw errorHere("the text of a block scalar starts on the line after | or >: move it there")
        }
        if !cursor.isAtEnd { cursor.advanceLine() }
        return header
    }

    /// The indentation of the first line with text, which must be more than the parent's.
    private mutating func detectIndentation(_ parent: Int) throws(YAMLError) -> Int {
        var ahead = cursor
        var longest = 0
        while true {
            while ahead.peek() == YAML.Char.space { ahead.advance() }
            guard ahead.peek() == YAML.Char.newline else { break }
            longest = max(longest, ahead.column)
            ahead.advanceLine()
        }
        // Spaces up to the end of the text are an empty line as well.
        if ahead.isAtEnd { longest = max(longest, ahead.column) }
        let least = parent + 1
        guard !ahead.isAtEnd, ahead.column >= least, !ahead.isAtDocumentMarker else {
            return max(longest, least)
        }
        guard longest <= ahead.column else {
            throw ahead.error(
                "an empty line before this one has more spaces than it: remove those, or give the indentation "
                    + "after | or >")
        }
        return ahead.column
    }

    /// The lines with that indentation; the cursor stops at the start of the first line without it.
    private mutating func blockLines(_ indentation: Int) -> BlockLines {
        var block = BlockLines()
        while !cursor.isAtEnd, !cursor.isAtDocumentMarker {
            while cursor.column < indentation, cursor.peek() == YAML.Char.space { cursor.advance() }
            if cursor.isAtLineEnd {
                guard !cursor.isAtEnd else { break }
                block.emptyAtEnd += 1
                cursor.advanceLine()
                continue
            }
            guard cursor.column == indentation else {
                cursor.rewind(to: cursor.lineStart)
                break
            }
            let start = cursor.offset
            while !cursor.isAtLineEnd { cursor.advance() }
            block.lines += [String](repeating: "", count: block.emptyAtEnd)
            block.lines.append(cursor.text(start, cursor.offset))
            block.emptyAtEnd = 0
            block.hasFinalBreak = !cursor.isAtEnd
            if !cursor.isAtEnd { cursor.advanceLine() }
        }
        return block
    }

    /// Joins lines: a break between two lines of text is a space, those around indented lines stay.
    private static func fold(_ lines: [String]) -> String {
        var text = ""
        var empty = 0
        var wasSpaced: Bool?
        for line in lines {
            guard let first = line.utf8.first else {
                empty += 1
                continue
            }
            let isSpaced = first == YAML.Char.space || first == YAML.Char.tab
            if let wasSpaced {
                if wasSpaced || isSpaced {
                    empty += 1
                } else if empty == 0 {
                    text += " "
                }
            }
            text += String(repeating: "\n", count: empty)
            text += line
            empty = 0
            wasSpaced = isSpaced
        }
        return text
    }
}
