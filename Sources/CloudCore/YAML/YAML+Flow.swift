extension YAML.Parser {
    /// A flow sequence or mapping. The cursor is at its opening bracket.
    mutating func flowCollection(_ parent: Int) throws(YAMLError) -> YAML.Node {
        let place = cursor.place()
        let isSequence = cursor.peek() == YAML.Char.openBracket
        let close = isSequence ? YAML.Char.closeBracket : YAML.Char.closeBrace
        cursor.advance()
        var items: [YAML.Node] = []
        var entries = YAML.MappingBuilder()
        try skipInFlow(parent, place)
        while cursor.peek() != close {
            if cursor.peek() == YAML.Char.comma { throw errorHere("a value is missing before this comma") }
            if isSequence {
                items.append(try flowItem(parent, place))
            } else {
                let entry = try flowEntry(parent, place)
                try entries.add(entry.key, entry.value)
            }
            try skipInFlow(parent, place)
            if cursor.peek() == close { break }
            guard cursor.peek() == YAML.Char.comma else {
                let closing = isSequence ? "]" : "}"
                throw errorHere(
                    "a comma or the \(closing) of the \(isSequence ? "[" : "{") at \(place) is expected here")
            }
            cursor.advance()
            try skipInFlow(parent, place)
        }
        cursor.advance()
        return YAML.Node(isSequence ? .sequence(items) : .mapping(try entries.merged()), at: place)
    }

    /// Skips to the next content inside of a flow collection, over lines that are indented enough.
    private mutating func skipInFlow(_ parent: Int, _ opening: YAML.Place) throws(YAMLError) {
        let line = cursor.line
        cursor.skipToContent()
        if cursor.isAtEnd {
            throw errorHere("the flow collection that starts at \(opening) is not closed: write its ] or }")
        }
        guard cursor.line != line else { return }
        try checkContinuation(parent, "flow collection")
    }

    /// Refuses a continuation line that starts a document or is not indented more than the parent.
    mutating func checkContinuation(_ parent: Int, _ noun: String) throws(YAMLError) {
        if cursor.isAtDocumentMarker {
            throw errorHere("a document marker cannot stand inside of a \(noun): close the \(noun) before it")
        }
        let spaces = cursor.bytes[cursor.lineStart..<cursor.offset].prefix { $0 == YAML.Char.space }.count
        if spaces > parent { return }
        if spaces < cursor.column {
            throw error(cursor.place(at: cursor.lineStart + spaces), "a tab cannot indent: use spaces")
        }
        let isClosing = cursor.peek() == YAML.Char.closeBracket || cursor.peek() == YAML.Char.closeBrace
        if isClosing, spaces == parent { return }
        throw errorHere("a line of this \(noun) must be indented more than what it belongs to: indent it")
    }

    /// An item of a flow sequence; `key: value` is a mapping of one entry.
    private mutating func flowItem(_ parent: Int, _ opening: YAML.Place) throws(YAMLError) -> YAML.Node {
        let start = cursor.offset
        let line = cursor.line
        let (node, isJSON) = try flowNode(parent)
        let end = cursor
        try skipInFlow(parent, opening)
        guard isAtFlowValue(afterJSON: isJSON) else {
            // Line breaks before a comma mean nothing, so the cursor may stay.
            return node
        }
        guard cursor.line == line, end.line == line else {
            throw errorHere("a key must stand on one line with its colon: put the pair into { }")
        }
        guard cursor.offset - start <= YAML.maxKeyBytes else { throw keyTooLong(node.place) }
        var entry = YAML.MappingBuilder()
        try entry.add(node, try flowValue(parent, opening))
        return YAML.Node(.mapping(try entry.merged()), at: node.place)
    }

    /// An entry of a flow mapping; a key without a colon has the value null.
    private mutating func flowEntry(_ parent: Int, _ opening: YAML.Place) throws(YAMLError) -> YAML.Entry {
        let (key, isJSON) = try flowNode(parent)
        try skipInFlow(parent, opening)
        guard isAtFlowValue(afterJSON: isJSON) else {
            return YAML.Entry(key: key, value: emptyNode(cursor.place()))
        }
        return YAML.Entry(key: key, value: try flowValue(parent, opening))
    }

    /// Whether a colon that separates key and value comes next; after a quoted key no blank need follow it.
    private func isAtFlowValue(afterJSON: Bool) -> Bool {
        guard cursor.peek() == YAML.Char.colon else { return false }
        return afterJSON || cursor.isBlank(1) || cursor.peek(1).map(YAML.Char.isFlowIndicator) == true
    }

    /// The value after a colon, null if there is none. The cursor is at the colon.
    private mutating func flowValue(_ parent: Int, _ opening: YAML.Place) throws(YAMLError) -> YAML.Node {
        cursor.advance()
        let origin = cursor.place()
        try skipInFlow(parent, opening)
        guard let byte = cursor.peek(), byte != YAML.Char.comma, byte != YAML.Char.closeBracket,
            byte != YAML.Char.closeBrace
        else { return emptyNode(origin) }
        return try flowNode(parent).node
    }

    /// A node inside of a flow collection, and whether it is written as in JSON: quoted, or a collection.
    private mutating func flowNode(_ parent: Int) throws(YAMLError) -> (node: YAML.Node, isJSON: Bool) {
        try enter()
        defer { leave() }
        let opening = cursor.place()
        let own = try properties()
        let anchor = own.anchor.map { open($0) }
        if !own.isEmpty { try skipInFlow(parent, opening) }
        var isJSON = true
        var node: YAML.Node
        switch cursor.peek() {
        case YAML.Char.openBracket, YAML.Char.openBrace: node = try flowCollection(parent)
        case YAML.Char.double: node = try doubleQuoted(parent)
        case YAML.Char.single: node = try singleQuoted(parent)
        case YAML.Char.star:
            guard own.isEmpty else {
                throw error(opening, "an alias has no anchor and no tag of its own: remove them")
            }
            node = try alias()
            isJSON = false
        default:
            isJSON = false
            node = try isAtFlowEmpty(own) ? emptyNode(cursor.place()) : plainInFlow(parent)
        }
        node = try applyTag(own, to: node)
        if let anchor { close(anchor, node) }
        return (node, isJSON)
    }

    /// Whether nothing follows an anchor or a tag. Refuses a colon without a key, and `? `.
    private mutating func isAtFlowEmpty(_ own: YAML.Properties) throws(YAMLError) -> Bool {
        if isAtIndicator(YAML.Char.question) {
            throw errorHere("? is not read inside of a flow collection: write key: value")
        }
        let isColon = isAtFlowValue(afterJSON: false)
        let isEnd = cursor.peek().map(YAML.Char.isFlowIndicator) == true
        guard isColon || isEnd else { return false }
        if own.isEmpty {
            throw errorHere(isColon ? "the key before the colon is missing" : "a value is expected here")
        }
        return true
    }
}
