extension YAML {
    /// A recursive-descent parser of YAML 1.2.2; the grammar's `n` is the indentation of the parent here.
    struct Parser {
        var cursor: Cursor
        let limits: Limits
        private var anchors: [String: Anchor] = [:]
        private var nodes = 0
        private var aliasBytes = 0
        private var depth = 0
        // The depth of the deepest node since the innermost open anchor, to bound what its aliases add.
        private var deepest = 0

        init(cursor: Cursor, limits: Limits) {
            self.cursor = cursor
            self.limits = limits
        }

        /// An anchor that was read: complete, or still open, in which case an alias to it would have no end.
        private struct Anchor {
            var node: Node?
            var nodes = 0
            var bytes = 0
            var height = 0
        }

        /// What was true when a node with an anchor began.
        struct AnchorStart {
            let name: String
            let nodes: Int
            let depth: Int
            let deepest: Int
            let offset: Int
            let aliasBytes: Int
        }

        func error(_ place: Place, _ message: String) -> YAMLError { YAMLError(place, message) }

        /// An error at the cursor.
        mutating func errorHere(_ message: String) -> YAMLError { cursor.error(message) }

        /// Counts a node and refuses one too many or too deep; `leave` is its counterpart.
        mutating func enter() throws(YAMLError) {
            nodes += 1
            depth += 1
            deepest = max(deepest, depth)
            guard nodes <= limits.maxNodes else {
                throw errorHere(
                    "the document has more than \(limits.maxNodes) nodes, aliases followed: split it")
            }
            guard depth <= limits.maxDepth else {
                throw errorHere("nodes are nested more than \(limits.maxDepth) deep: flatten them")
            }
        }

        mutating func leave() { depth -= 1 }

        /// Opens an anchor: until `close`, an alias of that name is refused.
        mutating func open(_ name: String) -> AnchorStart {
            let start = AnchorStart(
                name: name, nodes: nodes, depth: depth, deepest: deepest, offset: cursor.offset,
                aliasBytes: aliasBytes)
            anchors[name] = Anchor()
            deepest = depth
            return start
        }

        mutating func close(_ start: AnchorStart, _ node: Node) {
            // No escape is longer than three bytes, so the span of the text bounds the bytes of its scalars.
            anchors[start.name] = Anchor(
                node: node, nodes: nodes - start.nodes,
                bytes: cursor.offset - start.offset + aliasBytes - start.aliasBytes,
                height: deepest - start.depth)
            deepest = max(deepest, start.deepest)
        }

        /// What an alias stands for. The cursor is at `*`.
        mutating func alias() throws(YAMLError) -> Node {
            let place = cursor.place()
            cursor.advance()
            let name = anchorName()
            guard let anchor = anchors[name] else {
                let hint =
                    name.hasSuffix(":")
                    ? "put a space before the colon" : "write &\(name) on a node before it"
                throw error(place, "alias *\(name) has no anchor: \(hint)")
            }
            guard let node = anchor.node else {
                throw error(
                    place, "alias *\(name) stands inside of its own anchor, so it has no end: write it out")
            }
            nodes += anchor.nodes
            aliasBytes += anchor.bytes
            deepest = max(deepest, depth + anchor.height)
            guard nodes <= limits.maxNodes, aliasBytes <= limits.maxAliasBytes else {
                throw error(
                    place,
                    "aliases stand for more than \(limits.maxNodes) nodes or \(limits.maxAliasBytes) bytes: "
                        + "use fewer of them")
            }
            guard depth + anchor.height <= limits.maxDepth else {
                throw error(place, "aliases nest nodes more than \(limits.maxDepth) deep: flatten them")
            }
            return node
        }

        /// The characters up to a blank or a flow indicator.
        mutating func anchorName() -> String {
            let start = cursor.offset
            while !cursor.isBlank(), let byte = cursor.peek(), !Char.isFlowIndicator(byte) {
                cursor.advance()
            }
            return cursor.text(start, cursor.offset)
        }
    }
}
