extension YAML {
    /// The anchor and the tag before a node.
    struct Properties {
        var anchor: String?
        var tag: String?
        var place: Place?

        var isEmpty: Bool { anchor == nil && tag == nil }
    }
}

extension YAML.Parser {
    /// Whether an anchor or a tag comes next.
    var isAtProperties: Bool {
        cursor.peek() == YAML.Char.ampersand || cursor.peek() == YAML.Char.bang
    }

    /// The anchor and the tag that come next on this line, in either order.
    mutating func properties() throws(YAMLError) -> YAML.Properties {
        var result = YAML.Properties()
        while isAtProperties {
            let place = cursor.place()
            result.place = result.place ?? place
            if cursor.peek() == YAML.Char.ampersand {
                guard result.anchor == nil else {
                    throw error(place, "a node has one anchor: remove this one")
                }
                cursor.advance()
                let name = anchorName()
                guard !name.isEmpty else { throw error(place, "an anchor needs a name right after the &") }
                result.anchor = name
            } else {
                guard result.tag == nil else { throw error(place, "a node has one tag: remove this one") }
                if cursor.peek(1) == UInt8(ascii: "<") {
                    throw error(place, "verbatim tags are not read: write a tag such as !!str, or none")
                }
                let start = cursor.offset
                _ = anchorName()
                result.tag = cursor.text(start, cursor.offset)
            }
            guard cursor.isBlank() || cursor.peek().map(YAML.Char.isFlowIndicator) == true else {
                throw errorHere("a space must follow an anchor or a tag")
            }
            if let byte = cursor.peek(), byte == YAML.Char.openBracket || byte == YAML.Char.openBrace {
                throw errorHere("a space must stand between an anchor or a tag and its node")
            }
            cursor.skipWhite()
        }
        return result
    }

    /// The node with its tag applied; refuses a tag that is not the core schema's or does not fit the node.
    func applyTag(_ properties: YAML.Properties, to node: YAML.Node) throws(YAMLError) -> YAML.Node {
        guard let tag = properties.tag else { return node }
        let place = properties.place ?? node.place
        switch node.content {
        case .scalar(var scalar):
            guard let known = tag == "!" ? .str : scalarTag(tag) else {
                throw unknownTag(tag, place, "a scalar")
            }
            scalar.tag = known
            var tagged = node
            tagged.content = .scalar(scalar)
            return tagged
        case .sequence:
            guard tag == "!!seq" || tag == "!" else { throw unknownTag(tag, place, "a sequence") }
        case .mapping:
            guard tag == "!!map" || tag == "!" else { throw unknownTag(tag, place, "a mapping") }
        }
        return node
    }

    private func scalarTag(_ tag: String) -> YAML.Tag? {
        tag.hasPrefix("!!") ? YAML.Tag(rawValue: String(tag.dropFirst(2))) : nil
    }

    private func unknownTag(_ tag: String, _ place: YAML.Place, _ noun: String) -> YAMLError {
        error(
            place,
            "tag \(tag) is not read on \(noun): remove it, or use one of !!str, !!int, !!float, !!bool, !!null, "
                + "!!seq and !!map that fits")
    }
}
