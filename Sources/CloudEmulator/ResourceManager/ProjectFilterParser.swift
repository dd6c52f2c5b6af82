import CloudCore

/// Reads filters of projects, word by word.
struct ProjectFilterParser {
    /// What is left to be read.
    private(set) var words: ArraySlice<String>
    private let field: String

    typealias Expression = ProjectFilter.Expression

    /// A parser of a text that came in the field of that name.
    init(_ text: String, field: String) {
        words = Self.words(text)[...]
        self.field = field
    }

    /// Reads alternatives: what `OR` joins, which binds less than `AND`.
    mutating func any(depth: Int) throws(Status) -> Expression {
        var parts = [try all(depth: depth)]
        while words.first == "OR" {
            words.removeFirst()
            parts.append(try all(depth: depth))
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func all(depth: Int) throws(Status) -> Expression {
        var parts = [try one(depth: depth)]
        while let word = words.first, word != "OR", word != ")" {
            if word == "AND" { words.removeFirst() }
            parts.append(try one(depth: depth))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func one(depth: Int) throws(Status) -> Expression {
        guard depth < ProjectFilter.maxDepth, let word = words.popFirst() else {
            throw refusal("its end")
        }
        if word == "NOT" { return .not(try one(depth: depth + 1)) }
        if word == "(" {
            let inner = try any(depth: depth + 1)
            guard words.popFirst() == ")" else { throw refusal("a parenthesis that is not closed") }
            return inner
        }
        if word.hasPrefix("-"), word.count > 1 {
            words = [String(word.dropFirst())] + words
            return .not(try one(depth: depth + 1))
        }
        guard let end = word.firstIndex(where: { $0 == ":" || $0 == "=" }) else { throw refusal(word) }
        let name = String(word[..<end])
        guard ProjectFilter.fields.contains(name) || name.hasPrefix("labels.") else {
            throw refusal(word)
        }
        let value = String(word[word.index(after: end)...])
        guard !value.isEmpty else { throw refusal(word) }
        return .term(field: name, value: value.lowercased())
    }

    /// The refusal of a word that is not understood.
    func refusal(_ word: String) -> Status {
        Status(
            .invalidArgument,
            "\(field): \"\(word.prefix(100))\" is not understood; FIELD:VALUE, NOT, AND, OR and parentheses are, with "
                + "the fields \(ProjectFilter.fields.sorted().joined(separator: ", ")) and labels.KEY.")
    }

    /// The words of a filter; parentheses are words of their own, and what is in quotes stays together.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        func end() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        for character in text {
            switch character {
            case "\"", "'": isQuoted.toggle()
            case "(" where !isQuoted, ")" where !isQuoted:
                end()
                words.append(String(character))
            case " " where !isQuoted, "\t" where !isQuoted, "\n" where !isQuoted: end()
            default: word.append(character)
            }
        }
        end()
        return words
    }
}
