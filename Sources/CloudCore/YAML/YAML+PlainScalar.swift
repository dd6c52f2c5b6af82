extension YAML.Parser {
    /// A plain scalar in a block: of one line if a colon follows it, else with its continuation lines.
    mutating func plainInBlock(_ parent: Int) throws(YAMLError) -> YAML.Node {
        try plain(parent, isInFlow: false)
    }

    /// A plain scalar inside of a flow collection, with its continuation lines.
    mutating func plainInFlow(_ parent: Int) throws(YAMLError) -> YAML.Node {
        try plain(parent, isInFlow: true)
    }

    private mutating func plain(_ parent: Int, isInFlow: Bool) throws(YAMLError) -> YAML.Node {
        let place = cursor.place()
        try checkPlainStart(isInFlow)
        var text = plainLine(isInFlow)
        while let folded = try plainContinuation(parent, isInFlow) {
            text += folded
            text += plainLine(isInFlow)
            if !isInFlow, isAtPlainColon() {
                cursor.skipWhite()
                throw errorHere(
                    "a colon with a space cannot stand inside of a value of several lines: put quotes around the "
                        + "value, or align the key")
            }
        }
        return YAML.Node(.scalar(YAML.Scalar(text)), at: place)
    }

    /// Refuses characters that cannot start a plain scalar. YAML 1.2.2, rule ns-plain-first.
    private mutating func checkPlainStart(_ isInFlow: Bool) throws(YAMLError) {
        guard let byte = cursor.peek() else { throw errorHere("a value is expected here") }
        switch byte {
        case YAML.Char.dash, YAML.Char.question, YAML.Char.colon:
            guard isPlainSafe(1, isInFlow) else {
                let meaning =
                    byte == YAML.Char.colon ? "the key before the colon is missing" : "no value can start so"
                throw errorHere("\(meaning): put quotes around \(Character(UnicodeScalar(byte)))")
            }
        case YAML.Char.at, YAML.Char.backtick, YAML.Char.percent, YAML.Char.comma, YAML.Char.closeBracket,
            YAML.Char.closeBrace, YAML.Char.hash, YAML.Char.star, YAML.Char.ampersand, YAML.Char.bang,
            YAML.Char.pipe, YAML.Char.greater:
            throw errorHere(
                "no value can start with \(Character(UnicodeScalar(byte))) here: put quotes around it")
        default: break
        }
    }

    /// Whether the byte at a distance may follow an indicator inside of a plain scalar.
    private func isPlainSafe(_ distance: Int, _ isInFlow: Bool) -> Bool {
        guard !cursor.isBlank(distance), let byte = cursor.peek(distance) else { return false }
        return !isInFlow || !YAML.Char.isFlowIndicator(byte)
    }

    /// The rest of the scalar's line without the spaces at its end; the cursor stops right after it.
    private mutating func plainLine(_ isInFlow: Bool) -> String {
        let start = cursor.offset
        var end = cursor.offset
        scan: while let byte = cursor.peek(), byte != YAML.Char.newline {
            switch byte {
            case YAML.Char.space, YAML.Char.tab:
                cursor.advance()
                continue
            case YAML.Char.hash where cursor.offset > start && cursor.offset > end: break scan
            case YAML.Char.colon where !isPlainSafe(1, isInFlow): break scan
            case _ where isInFlow && YAML.Char.isFlowIndicator(byte): break scan
            default: break
            }
            cursor.advance()
            end = cursor.offset
        }
        cursor.rewind(to: end)
        return cursor.text(start, end)
    }

    /// Whether a colon and a blank follow, perhaps after spaces.
    private func isAtPlainColon() -> Bool {
        var ahead = cursor
        ahead.skipWhite()
        return ahead.peek() == YAML.Char.colon && ahead.isBlank(1)
    }

    /// The folded line breaks before a continuation line, with the cursor at that line's text; nil if the
    /// scalar ends here, with the cursor where it was.
    private mutating func plainContinuation(_ parent: Int, _ isInFlow: Bool) throws(YAMLError) -> String? {
        var ahead = cursor
        ahead.skipWhite()
        guard ahead.peek() == YAML.Char.newline else { return nil }
        var breaks = 0
        while ahead.peek() == YAML.Char.newline {
            ahead.advanceLine()
            breaks += 1
            ahead.skipWhite()
        }
        guard let byte = ahead.peek(), byte != YAML.Char.hash, !ahead.isAtDocumentMarker else { return nil }
        if isInFlow {
            if YAML.Char.isFlowIndicator(byte) { return nil }
            let next = ahead.peek(1)
            let isColon = ahead.isBlank(1) || next.map(YAML.Char.isFlowIndicator) == true
            if byte == YAML.Char.colon, isColon { return nil }
            cursor = ahead
            try checkContinuation(parent, "flow collection")
        } else {
            let spaces = ahead.bytes[ahead.lineStart..<ahead.offset].prefix { $0 == YAML.Char.space }.count
            // Less indented: the next entry, or a tab that the block refuses.
            guard spaces > parent else { return nil }
            cursor = ahead
        }
        return breaks == 1 ? " " : String(repeating: "\n", count: breaks - 1)
    }
}
