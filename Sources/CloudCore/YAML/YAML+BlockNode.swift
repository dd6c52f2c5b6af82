extension YAML {
    /// Where a block node may stand.
    struct BlockPosition {
        /// The indentation of the parent; -1 for the document.
        var parent: Int
        /// Whether a sequence may be as far left as the parent: it is the value of a mapping's key.
        var allowsSequenceAtParent = false
        /// Whether a collection may start on the parent's line: it follows `- ` or `? `.
        var allowsCompact = false
    }

    /// A node that may turn out to be a mapping's key.
    private struct Candidate {
        var node: Node
        var place: Place
        var start: Int
        var isOnOneLine: Bool
    }
}

extension YAML.Parser {
    /// The node that comes next at a position; a null scalar if there is none.
    mutating func blockNode(_ position: YAML.BlockPosition) throws(YAMLError) -> YAML.Node {
        try enter()
        defer { leave() }
        let origin = cursor.place()
        let start = cursor.offset
        let startLine = cursor.line
        cursor.skipToContent()
        guard try hasNode(position) else { return emptyNode(origin) }
        let hasTab =
            cursor.line == startLine && cursor.bytes[start..<cursor.offset].contains(YAML.Char.tab)
        let allowsCollection = try isFirstOnLine() || (position.allowsCompact && !hasTab)

        let column = cursor.column
        let own = try properties()
        guard !own.isEmpty, cursor.isAtLineEnd || cursor.peek() == YAML.Char.hash else {
            return try content(
                position, outer: nil, inner: own, column: column, allowsCollection: allowsCollection)
        }
        // The properties stand alone on their line: they are the node's, not those of a first key.
        let anchor = own.anchor.map { open($0) }
        cursor.skipToContent()
        var node: YAML.Node
        if try hasNode(position) {
            let column = cursor.column
            let inner = try properties()
            node = try content(position, outer: own, inner: inner, column: column, allowsCollection: true)
        } else {
            node = emptyNode(origin)
        }
        node = try applyTag(own, to: node)
        if let anchor { close(anchor, node) }
        return node
    }

    func emptyNode(_ place: YAML.Place) -> YAML.Node { YAML.Node(.scalar(YAML.Scalar("")), at: place) }

    /// Whether content stands at the cursor that belongs at the position.
    private mutating func hasNode(_ position: YAML.BlockPosition) throws(YAMLError) -> Bool {
        if cursor.isAtEnd || cursor.isAtDocumentMarker { return false }
        guard try isFirstOnLine() else { return true }
        if cursor.column > position.parent { return true }
        return position.allowsSequenceAtParent && cursor.column == position.parent
            && isAtIndicator(YAML.Char.dash)
    }

    /// Whether nothing but spaces stands before the cursor on its line. Refuses tabs there.
    mutating func isFirstOnLine() throws(YAMLError) -> Bool {
        var tab: Int?
        for index in cursor.lineStart..<cursor.offset {
            switch cursor.bytes[index] {
            case YAML.Char.space: continue
            case YAML.Char.tab: tab = tab ?? index
            default: return false
            }
        }
        if let tab {
            throw error(cursor.place(at: tab), "a tab cannot indent: use spaces")
        }
        return true
    }

    /// Whether an indicator comes next, with a blank after it.
    func isAtIndicator(_ byte: UInt8) -> Bool { cursor.peek() == byte && cursor.isBlank(1) }

    /// A node whose properties were read. `outer` are those on a line of their own, `inner` those on this line.
    private mutating func content(
        _ position: YAML.BlockPosition, outer: YAML.Properties?, inner: YAML.Properties, column: Int,
        allowsCollection: Bool
    ) throws(YAMLError) -> YAML.Node {
        if isAtIndicator(YAML.Char.dash) || isAtIndicator(YAML.Char.question) {
            let noun = cursor.peek() == YAML.Char.dash ? "a sequence" : "a key"
            guard inner.isEmpty else {
                throw errorHere("\(noun) cannot follow an anchor or a tag on its line: start a new line")
            }
            guard allowsCollection else {
                throw errorHere(
                    "\(noun) cannot start on this line: start a new line, or put quotes around the value")
            }
            if cursor.peek() == YAML.Char.dash { return try blockSequence(position) }
            return try blockMapping(column: column, first: nil)
        }
        if let byte = cursor.peek(), byte == YAML.Char.pipe || byte == YAML.Char.greater {
            let anchor = inner.anchor.map { open($0) }
            let scalar = try blockScalar(parent: position.parent)
            return try finish(scalar, outer: outer, inner: inner, anchor: anchor)
        }
        let anchor = inner.anchor.map { open($0) }
        let candidate = try keyCandidate(position.parent, inner)
        guard isAtValueIndicator() else {
            return try finish(candidate.node, outer: outer, inner: inner, anchor: anchor)
        }
        guard allowsCollection else {
            throw errorHere(
                "a mapping cannot start on this line: start a new line after the first colon, or put quotes "
                    + "around the value")
        }
        let key = try finish(try asKey(candidate), outer: nil, inner: inner, anchor: anchor)
        return try blockMapping(column: column, first: key)
    }

    /// A scalar, alias or flow collection with the properties on its own line.
    private mutating func finish(
        _ node: YAML.Node, outer: YAML.Properties?, inner: YAML.Properties, anchor: AnchorStart?
    ) throws(YAMLError) -> YAML.Node {
        if let outer, !outer.isEmpty, !inner.isEmpty {
            let isClash =
                (outer.anchor != nil && inner.anchor != nil) || (outer.tag != nil && inner.tag != nil)
            throw error(
                inner.place ?? node.place,
                isClash ? "a node has one anchor and one tag: remove one" : "write anchor and tag on one line"
            )
        }
        let tagged = try applyTag(inner, to: node)
        if let anchor { close(anchor, tagged) }
        return tagged
    }

    /// What comes next and may be a key: quoted, plain, an alias or a flow collection.
    private mutating func keyCandidate(
        _ parent: Int, _ properties: YAML.Properties
    ) throws(YAMLError) -> YAML.Candidate {
        let place = cursor.place()
        let start = cursor.offset
        let line = cursor.line
        let node: YAML.Node
        switch cursor.peek() {
        case YAML.Char.openBracket, YAML.Char.openBrace: node = try flowCollection(parent)
        case YAML.Char.double: node = try doubleQuoted(parent)
        case YAML.Char.single: node = try singleQuoted(parent)
        case YAML.Char.star:
            if let place = properties.place {
                throw error(place, "an alias has no anchor and no tag of its own: remove them")
            }
            node = try alias()
            guard cursor.isBlank() else { throw errorHere("a space must follow an alias") }
        default: node = try plainInBlock(parent)
        }
        return YAML.Candidate(node: node, place: place, start: start, isOnOneLine: cursor.line == line)
    }

    /// Whether `:` and a blank follow on this line, perhaps after spaces; then the cursor is at the `:`.
    private mutating func isAtValueIndicator() -> Bool {
        var ahead = cursor
        ahead.skipWhite()
        guard ahead.peek() == YAML.Char.colon, ahead.isBlank(1) else { return false }
        cursor = ahead
        return true
    }

    /// The candidate as a key. The cursor is at the `:`, and moves over it.
    private mutating func asKey(_ candidate: YAML.Candidate) throws(YAMLError) -> YAML.Node {
        guard candidate.node.scalar != nil else {
            throw error(candidate.place, "a mapping's key must be a scalar: put quotes around it")
        }
        guard candidate.isOnOneLine else {
            throw errorHere("a key must stand on one line with its colon: put quotes around it or shorten it")
        }
        guard cursor.offset - candidate.start <= YAML.maxKeyBytes else { throw keyTooLong(candidate.place) }
        cursor.advance()
        return candidate.node
    }

    func keyTooLong(_ place: YAML.Place) -> YAMLError {
        error(place, "a key has at most \(YAML.maxKeyBytes) bytes: shorten it")
    }

    /// A key, its properties and the colon after it, as the entries after a mapping's first one start.
    mutating func implicitKey(column: Int) throws(YAMLError) -> YAML.Node {
        try enter()
        defer { leave() }
        let inner = try properties()
        if let byte = cursor.peek(), byte == YAML.Char.pipe || byte == YAML.Char.greater || cursor.isAtLineEnd
        {
            throw errorHere("a key is expected here: write key: value")
        }
        let anchor = inner.anchor.map { open($0) }
        let candidate = try keyCandidate(column, inner)
        guard isAtValueIndicator() else {
            throw error(candidate.place, "a colon and a space must follow the key: write key: value")
        }
        return try finish(try asKey(candidate), outer: nil, inner: inner, anchor: anchor)
    }
}

extension YAML {
    /// YAML 1.2.2 section 7.4.2: an implicit key is limited to 1024 characters; bytes here, which is stricter.
    static let maxKeyBytes = 1024
}
