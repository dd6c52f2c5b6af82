import CloudCore

/// Which projects of a listing are wanted: comparisons `field:value` and `field=value`, `*` in values, `NOT`, `AND` (which
/// may be left out), `OR` and parentheses.
///
/// Sources: `filter` of `projects.list` in the discovery document of Resource Manager v1, `query` of SearchProjects in
/// `google/cloud/resourcemanager/v3/projects.proto`, AIP-160; gcloud sends `lifecycleState:ACTIVE AND (…)`.
struct ProjectFilter: Sendable {
    /// The most characters of a filter.
    static let maxLength = 2_000
    /// The most parentheses inside each other.
    static let maxDepth = 20

    indirect enum Expression: Sendable {
        case everything
        case term(field: String, value: String)
        case not(Expression)
        case all([Expression])
        case any([Expression])
    }

    private var root = Expression.everything

    /// Reads a filter; an empty one matches everything.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ text: String, field: String) throws(Status) {
        guard text.utf8.count <= Self.maxLength else {
            throw Status(.invalidArgument, "\(field) is longer than \(Self.maxLength) bytes.")
        }
        var parser = ProjectFilterParser(text, field: field)
        guard !parser.words.isEmpty else { return }
        root = try parser.any(depth: 0)
        guard let rest = parser.words.first else { return }
        throw parser.refusal(rest)
    }

    /// Whether a project is wanted.
    ///
    /// - Parameter value: the value of a field of it, in lower case; nil where it has none.
    func matches(_ value: (String) -> String?) -> Bool { Self.matches(root, value) }

    private static func matches(_ expression: Expression, _ value: (String) -> String?) -> Bool {
        switch expression {
        case .everything: true
        case .term(let field, let wanted): value(field).map { matches($0.lowercased(), wanted) } ?? false
        case .not(let inner): !matches(inner, value)
        case .all(let parts): parts.allSatisfy { matches($0, value) }
        case .any(let parts): parts.contains { matches($0, value) }
        }
    }

    /// Whether a text is a pattern in which `*` stands for anything.
    private static func matches(_ text: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return text == pattern }
        guard text.hasPrefix(first) else { return false }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let start = rest.indices.first(where: { rest[$0...].hasPrefix(part) }) else { return false }
            rest = rest[start...].dropFirst(part.count)
        }
        return rest.hasSuffix(last)
    }

    /// What can be compared, beside labels.
    static let fields: Set<String> = [
        "name", "displayName", "id", "projectId", "projectNumber", "lifecycleState", "state", "parent",
        "parent.type", "parent.id",
    ]
}
