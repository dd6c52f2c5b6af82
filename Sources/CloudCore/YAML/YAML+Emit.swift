extension YAML {
    /// Writes a node as a document in block style, ending with a line break.
    ///
    /// Parsing it gives the same tree, but for places and styles: a scalar that is no string stays plain, every
    /// string comes back as the same string. Texts that another reader could take for a number or a boolean
    /// are put in double quotes.
    public static func emit(_ node: Node) -> String {
        var emitter = Emitter()
        emitter.write(node, indentation: 0, start: .line)
        return emitter.text
    }

    private struct Emitter {
        var text = ""

        /// What stands before a node on its line.
        enum Start {
            /// Nothing: the node starts the line.
            case line
            /// `-`: a collection may go on here.
            case item
            /// `key:`: a collection starts on the next line.
            case key
        }

        mutating func write(_ node: Node, indentation: Int, start: Start) {
            switch node.content {
            case .scalar(let scalar): inline(scalar.spelling, start)
            case .sequence(let items) where items.isEmpty: inline("[]", start)
            case .mapping(let entries) where entries.isEmpty: inline("{}", start)
            case .sequence(let items):
                for (index, item) in items.enumerated() {
                    lead(index, indentation, start)
                    text += "-"
                    write(item, indentation: indentation + 2, start: .item)
                }
            case .mapping(let entries):
                for (index, entry) in entries.enumerated() {
                    lead(index, indentation, start)
                    writeKey(entry.key.scalar?.keySpelling ?? "\"\"", indentation)
                    write(entry.value, indentation: indentation + 2, start: .key)
                }
            }
        }

        /// What stands before an entry: the first one after `- ` goes on in its line.
        private mutating func lead(_ index: Int, _ indentation: Int, _ start: Start) {
            if index == 0, start == .item {
                text += " "
                return
            }
            if index == 0, start == .key { text += "\n" }
            text += String(repeating: " ", count: indentation)
        }

        private mutating func writeKey(_ key: String, _ indentation: Int) {
            if key.utf8.count < YAML.maxKeyBytes {
                text += key
            } else {
                text += "? " + key + "\n" + String(repeating: " ", count: indentation)
            }
            text += ":"
        }

        private mutating func inline(_ value: String, _ start: Start) {
            if start != .line { text += " " }
            text += value + "\n"
        }
    }
}

extension YAML.Scalar {
    /// The scalar as it is written to a document.
    fileprivate var spelling: String {
        if let tag, tag != .str { return "!!\(tag.rawValue) \(quoted)" }
        guard kind == .string else { return text.isEmpty ? "null" : text }
        return isPlainSafe ? text : quoted
    }

    /// The scalar as a key; a key without text must have its quotes.
    fileprivate var keySpelling: String { text.isEmpty ? "\"\"" : spelling }

    /// Whether every reader, also of YAML 1.1, takes the text for the same string without quotes.
    private var isPlainSafe: Bool {
        guard let first = text.utf8.first, Self.isLetter(first) || first == 0x2f || first == 0x5f,
            text.utf8.last != 0x20,
            YAML.Scalar(text).kind == .string
        else { return false }
        let isSafe = text.utf8.allSatisfy { byte in
            Self.isLetter(byte) || (0x30...0x39).contains(byte)
                || [0x20, 0x2d, 0x2e, 0x2f, 0x40, 0x5f].contains(byte)
        }
        return isSafe && !["y", "n", "yes", "no", "on", "off"].contains(text.lowercased())
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    /// The start of the text in double quotes on one line, for messages.
    var excerpt: String {
        let start = text.unicodeScalars.prefix(40)
        let isWhole = start.endIndex == text.unicodeScalars.endIndex
        return YAML.Scalar(isWhole ? text : String(start) + "…").quoted
    }

    /// The text in double quotes on one line.
    private var quoted: String {
        var result = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}",
                "\u{ffff}":
                result += "\\u" + Hexadecimal.text(UInt64(character.value), digits: 4)
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }
}
