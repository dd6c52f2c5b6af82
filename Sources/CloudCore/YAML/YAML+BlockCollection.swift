extension YAML.Parser {
    /// A block sequence. The cursor is at its first `-`.
    mutating func blockSequence(_ position: YAML.BlockPosition) throws(YAMLError) -> YAML.Node {
        let place = cursor.place()
        let column = cursor.column
        var items: [YAML.Node] = []
        repeat {
            cursor.advance()
            items.append(try blockNode(YAML.BlockPosition(parent: column, allowsCompact: true)))
            guard try isAtNextEntry(column) else { break }
            if isAtIndicator(YAML.Char.dash) { continue }
            // A sequence as far left as its key ends where the next key starts.
            guard column == position.parent else {
                throw errorHere("an item of the sequence is expected here: write - before it")
            }
            break
        } while true
        return YAML.Node(.sequence(items), at: place)
    }

    /// Whether another entry of a collection in that column comes next.
    private mutating func isAtNextEntry(_ column: Int) throws(YAMLError) -> Bool {
        cursor.skipToContent()
        if cursor.isAtEnd || cursor.isAtDocumentMarker { return false }
        guard try isFirstOnLine(), cursor.column <= column else { throw unexpectedContent() }
        return cursor.column == column
    }

    /// A block mapping whose first key, if given, was read with its colon.
    mutating func blockMapping(column: Int, first: YAML.Node?) throws(YAMLError) -> YAML.Node {
        let place = first?.place ?? cursor.place()
        var entries = YAML.MappingBuilder()
        var key = first
        repeat {
            let value: YAML.Node
            if let read = key {
                value = try blockNode(YAML.BlockPosition(parent: column, allowsSequenceAtParent: true))
                try entries.add(read, value)
            } else {
                let entry = try blockEntry(column)
                try entries.add(entry.key, entry.value)
            }
            key = nil
        } while try isAtNextEntry(column)
        return YAML.Node(.mapping(try entries.merged()), at: place)
    }

    /// An entry of a mapping in that column, its key implicit or after `? `.
    private mutating func blockEntry(_ column: Int) throws(YAMLError) -> YAML.Entry {
        let valuePosition = YAML.BlockPosition(parent: column, allowsSequenceAtParent: true)
        guard isAtIndicator(YAML.Char.question) else {
            if isAtIndicator(YAML.Char.dash) {
                throw errorHere(
                    "a key is expected here, not an item: indent the sequence like its neighbours")
            }
            return YAML.Entry(key: try implicitKey(column: column), value: try blockNode(valuePosition))
        }
        cursor.advance()
        let key = try blockNode(YAML.BlockPosition(parent: column, allowsCompact: true))
        guard key.scalar != nil else {
            throw error(key.place, "a mapping's key must be a scalar: put quotes around it")
        }
        cursor.skipToContent()
        let origin = cursor.place()
        guard !cursor.isAtEnd, try isFirstOnLine(), cursor.column == column, isAtIndicator(YAML.Char.colon)
        else {
            return YAML.Entry(key: key, value: emptyNode(origin))
        }
        cursor.advance()
        var position = valuePosition
        position.allowsCompact = true
        return YAML.Entry(key: key, value: try blockNode(position))
    }
}

extension YAML {
    /// Collects a mapping's entries: refuses equal keys and carries out merge keys.
    struct MappingBuilder {
        private var entries: [Entry] = []
        private var places: [String: Place] = [:]
        private var merges: [Node] = []

        /// Adds an entry; `<<` without quotes is a merge key.
        mutating func add(_ key: Node, _ value: Node) throws(YAMLError) {
            guard let scalar = key.scalar else {
                throw YAMLError(key.place, "a mapping's key must be a scalar: put quotes around it")
            }
            guard !scalar.text.isEmpty || scalar.style != .plain else {
                throw YAMLError(key.place, "the key before the colon is missing: write key: value")
            }
            if let first = places[scalar.text] {
                throw YAMLError(
                    key.place,
                    "key \(scalar.excerpt) stands in this mapping already, at \(first): remove one of them")
            }
            places[scalar.text] = key.place
            if scalar.text == "<<", scalar.style == .plain, scalar.tag == nil {
                try collectMerges(value)
            } else {
                entries.append(Entry(key: key, value: value))
            }
        }

        private mutating func collectMerges(_ value: Node) throws(YAMLError) {
            switch value.content {
            case .mapping: merges.append(value)
            case .sequence(let items):
                for item in items {
                    guard case .mapping = item.content else { throw notMergeable(item) }
                    merges.append(item)
                }
            case .scalar: throw notMergeable(value)
            }
        }

        private func notMergeable(_ node: Node) -> YAMLError {
            YAMLError(
                node.place,
                "<< merges mappings only: write an alias to a mapping, a list of those, or \"<<\" in quotes for a key"
            )
        }

        /// The entries, then those of merged mappings whose keys are not there yet; the earlier mapping wins.
        ///
        /// Source: yaml.org/type/merge.html.
        consuming func merged() throws(YAMLError) -> [Entry] {
            var result = entries
            guard !merges.isEmpty else { return result }
            var present = Set(entries.compactMap(\.key.scalar?.text))
            for merge in merges {
                guard case .mapping(let more) = merge.content else { continue }
                for entry in more where present.insert(entry.key.scalar?.text ?? "").inserted {
                    result.append(entry)
                }
            }
            return result
        }
    }
}
