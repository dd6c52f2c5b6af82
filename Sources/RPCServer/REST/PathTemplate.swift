/// A path template of `google/api/http.proto`, for example `/v1/{name=projects/*/topics/*}:publish`.
///
/// ```
/// Template = "/" Segments [ ":" LITERAL ]      Segment  = "*" | "**" | LITERAL | Variable
/// Segments = Segment { "/" Segment }           Variable = "{" FieldPath [ "=" Segments ] "}"
/// ```
///
/// `**` may stand only at the end. Beyond the grammar, `/` alone is the template of the root.
struct PathTemplate: Equatable {
    /// What a part of the path must be.
    enum Segment: Hashable {
        case literal(String)
        /// `*`: one part, not empty.
        case single
        /// `**`: all that follows, even nothing.
        case rest
    }

    /// A field that is bound to a part of the path.
    struct Variable: Equatable {
        /// The names on the way to the field, in snake_case.
        let fieldPath: [Substring]
        /// The segments that its value is made of.
        let segments: Range<Int>
        /// Whether the value is more than one segment, so that `%2F` in it stays encoded.
        let isMultiSegment: Bool
    }

    private(set) var segments: [Segment] = []
    private(set) var variables: [Variable] = []
    /// The custom verb, for example `publish`; nil for none.
    private(set) var verb: String?

    /// Parses a template; nil if it is malformed.
    init?(_ text: String) {
        guard text.first == "/" else { return nil }
        var rest = text.dropFirst()
        if rest.isEmpty { return }
        guard parseSegments(&rest, inVariable: false) else { return nil }
        if rest.first == ":" {
            let verb = rest.dropFirst()
            guard !verb.isEmpty, !verb.contains(where: { "/{}*:".contains($0) }) else { return nil }
            self.verb = String(verb)
            rest = ""
        }
        guard rest.isEmpty, !segments.dropLast().contains(.rest) else { return nil }
    }

    private mutating func parseSegments(_ rest: inout Substring, inVariable: Bool) -> Bool {
        while true {
            guard parseSegment(&rest, inVariable: inVariable) else { return false }
            guard rest.first == "/" else { return true }
            rest.removeFirst()
        }
    }

    private mutating func parseSegment(_ rest: inout Substring, inVariable: Bool) -> Bool {
        if rest.first == "{" {
            guard !inVariable else { return false }
            return parseVariable(&rest)
        }
        let text = rest.prefix { !"/{}:=".contains($0) }
        rest = rest.dropFirst(text.count)
        switch text {
        case "": return false
        case "*": segments.append(.single)
        case "**": segments.append(.rest)
        default:
            guard !text.contains("*") else { return false }
            segments.append(.literal(String(text)))
        }
        return true
    }

    private mutating func parseVariable(_ rest: inout Substring) -> Bool {
        rest.removeFirst()
        let path = rest.prefix { $0 != "=" && $0 != "}" }
        rest = rest.dropFirst(path.count)
        let names = path.split(separator: ".", omittingEmptySubsequences: false)
        guard names.allSatisfy(Self.isIdentifier) else { return false }
        let start = segments.count
        if rest.first == "=" {
            rest.removeFirst()
            guard parseSegments(&rest, inVariable: true) else { return false }
        } else {
            segments.append(.single)
        }
        guard rest.first == "}" else { return false }
        rest.removeFirst()
        let range = start..<segments.count
        variables.append(
            Variable(
                fieldPath: names, segments: range,
                isMultiSegment: range.count > 1 || segments[start] == .rest))
        return true
    }

    private static func isIdentifier(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
            default: false
            }
        }
    }
}
