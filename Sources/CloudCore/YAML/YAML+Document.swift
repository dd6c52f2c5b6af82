extension YAML.Parser {
    /// The one document of the text.
    mutating func document() throws(YAMLError) -> YAML.Node {
        try directives()
        cursor.skipToContent()
        if cursor.isAtDocumentMarker, cursor.peek() == YAML.Char.dash { cursor.advance(3) }
        let node = try blockNode(YAML.BlockPosition(parent: -1))
        cursor.skipToContent()
        try documentEnd()
        return node
    }

    /// `%YAML 1.x` and nothing else; a directive must be followed by `---`.
    private mutating func directives() throws(YAMLError) {
        var isVersioned = false
        while true {
            cursor.skipToContent()
            guard cursor.peek() == YAML.Char.percent, cursor.column == 0 else { break }
            let place = cursor.place()
            let start = cursor.offset
            while !cursor.isAtLineEnd { cursor.advance() }
            let words = cursor.text(start, cursor.offset).split { $0 == " " || $0 == "\t" }
            guard words.first == "%YAML" else {
                throw error(place, "directive \(words[0]) is not read: only %YAML 1.2 is; remove the line")
            }
            let isComplete = words.count == 2 || (words.count > 2 && words[2].hasPrefix("#"))
            guard isComplete, words[1] == "1.2" || words[1] == "1.1" else {
                throw error(place, "this YAML version is not read: write %YAML 1.2 or remove the line")
            }
            guard !isVersioned else { throw error(place, "%YAML stands here a second time: remove the line") }
            isVersioned = true
        }
        if isVersioned, !(cursor.isAtDocumentMarker && cursor.peek() == YAML.Char.dash) {
            throw errorHere("a directive must be followed by a line --- before the document")
        }
    }

    /// Nothing but comments may follow the document, with or without a `...` line.
    private mutating func documentEnd() throws(YAMLError) {
        let isClosed = cursor.isAtDocumentMarker && cursor.peek() == YAML.Char.dot
        if isClosed {
            cursor.advance(3)
            cursor.skipWhite()
            cursor.skipComment()
            guard cursor.isAtLineEnd else { throw errorHere("nothing may follow ... on its line") }
            cursor.skipToContent()
        }
        guard !cursor.isAtEnd else { return }
        if isClosed || cursor.isAtDocumentMarker || cursor.peek() == YAML.Char.percent {
            throw errorHere("only one document is read: put the next one into a file of its own")
        }
        throw unexpectedContent()
    }

    /// The error for content that belongs to no open node.
    mutating func unexpectedContent() -> YAMLError {
        let isFirst = cursor.bytes[cursor.lineStart..<cursor.offset].allSatisfy {
            $0 == YAML.Char.space || $0 == YAML.Char.tab
        }
        if isFirst {
            return errorHere("this line's indentation fits no open collection: align it with its neighbours")
        }
        return errorHere(
            "nothing may follow a complete value on its line: put quotes around the whole, or a new line")
    }
}
