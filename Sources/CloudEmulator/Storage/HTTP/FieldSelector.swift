import CloudCore

/// The part of an answer that is asked for with `fields`: paths with slashes or dots, several in parentheses, `*` for
/// any member.
///
/// Source: "Partial responses" in the Cloud Storage documentation.
struct FieldSelector: Sendable, Equatable {
    /// The longest selector, in bytes, and the deepest.
    static let maxBytes = 8 * 1_024
    static let maxDepth = 32

    /// What is wanted of each member; nil for all of it.
    private var members: [String: FieldSelector?] = [:]

    /// Reads a selector; nil for everything.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init?(_ text: String) throws(Status) {
        if text.isEmpty || text == "*" { return nil }
        guard text.utf8.count <= Self.maxBytes else { throw Self.malformed(text) }
        var rest = text.unicodeScalars[...]
        try self.init(&rest, depth: 0, text)
        guard rest.isEmpty else { throw Self.malformed(text) }
    }

    private init() {}

    private init(
        _ rest: inout Substring.UnicodeScalarView, depth: Int, _ text: String
    ) throws(Status) {
        repeat {
            if rest.first == "," { rest.removeFirst() }
            try addPath(&rest, depth: depth, text)
        } while rest.first == ","
    }

    private mutating func addPath(
        _ rest: inout Substring.UnicodeScalarView, depth: Int, _ text: String
    ) throws(Status) {
        let end = rest.firstIndex { ",/.()".unicodeScalars.contains($0) } ?? rest.endIndex
        let name = String(rest[..<end])
        guard !name.isEmpty, depth < Self.maxDepth else { throw Self.malformed(text) }
        rest = rest[end...]
        switch rest.first {
        case "/", ".":
            rest.removeFirst()
            var inner = FieldSelector()
            try inner.addPath(&rest, depth: depth + 1, text)
            add(name, inner)
        case "(":
            rest.removeFirst()
            let inner = try FieldSelector(&rest, depth: depth + 1, text)
            guard rest.popFirst() == ")" else { throw Self.malformed(text) }
            add(name, inner)
        default: add(name, nil)
        }
    }

    private mutating func add(_ name: String, _ inner: FieldSelector?) {
        guard let known = members[name] else {
            members[name] = .some(inner)
            return
        }
        guard var merged = known, let inner else {
            members[name] = .some(nil)
            return
        }
        for (name, part) in inner.members { merged.add(name, part) }
        members[name] = .some(merged)
    }

    private static func malformed(_ text: String) -> Status {
        Status.listed(
            .invalidArgument, "invalidParameter", "Invalid field selection \(text.prefix(200))")
    }

    /// The part of a value that is asked for.
    func select(from value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(select))
        case .object(let object):
            var part = JSONObject()
            for (key, value) in object {
                guard let inner = members[key] ?? members["*"] else { continue }
                part[key] = inner.map { $0.select(from: value) } ?? value
            }
            return .object(part)
        default: return value
        }
    }
}
