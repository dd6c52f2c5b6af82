import CloudCore

/// A place in the tree of metadata: a folder, or a value.
indirect enum MetadataNode: Sendable {
    /// What a key holds.
    enum Value: Sendable {
        case text(String)
        case number(Int64)
        /// A line for each.
        case list([String])
    }

    case value(Value)
    case folder([(name: String, node: MetadataNode)])

    /// The tree of values with their paths.
    static func tree(_ entries: [(path: String, value: Value)]) -> MetadataNode {
        tree(entries.map { ($0.path.split(separator: "/").map(String.init)[...], $0.value) })
    }

    private static func tree(_ entries: [(path: ArraySlice<String>, value: Value)]) -> MetadataNode {
        if let entry = entries.first, entry.path.isEmpty { return .value(entry.value) }
        let groups = Dictionary(grouping: entries) { $0.path.first ?? "" }
        return .folder(
            groups.keys.sorted().map { name in
                (name, tree((groups[name] ?? []).map { ($0.path.dropFirst(), $0.value) }))
            })
    }

    /// What is at a path below.
    func descendant(_ path: [String]) -> MetadataNode? {
        var node = self
        for name in path {
            guard case .folder(let members) = node, let next = members.first(where: { $0.name == name })
            else {
                return nil
            }
            node = next.node
        }
        return node
    }

    /// As text: a folder is the list of its names, where those of folders end in a slash.
    var text: String {
        switch self {
        case .value(.text(let text)): text
        case .value(.number(let number)): String(number)
        case .value(.list(let lines)): lines.map { $0 + "\n" }.joined()
        case .folder(let members):
            members.map { name, node in
                if case .folder = node { name + "/\n" } else { name + "\n" }
            }.joined()
        }
    }

    /// As JSON, with everything below; names are in lowerCamelCase there.
    var json: JSON {
        switch self {
        case .value(.text(let text)): .string(text)
        case .value(.number(let number)): .int(number)
        case .value(.list(let lines)): .array(lines.map { .string($0) })
        case .folder(let members):
            .object(JSONObject(distinct: members.map { (key: Self.camelCase($0.name), value: $0.node.json) }))
        }
    }

    /// `numeric-project-id` as `numericProjectId`; an email address stays.
    private static func camelCase(_ name: String) -> String {
        if name.contains("@") { return name }
        let words = name.split(separator: "-")
        return words.prefix(1).joined()
            + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
