import CloudCore

/// A value of any shape, kept for other tools and written back as it was.
public indirect enum ConfigTree: Sendable, Equatable {
    /// A scalar with its style, which decides its type.
    case scalar(YAML.Scalar)
    /// A list.
    case list([ConfigTree])
    /// Values by key.
    case mapping([String: ConfigTree])
}

extension ConfigTree: ConfigValue {
    static var unset: ConfigTree { .scalar(YAML.Scalar("")) }
    var isUnset: Bool { self == .unset }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> ConfigTree {
        switch node.content {
        case .scalar(let scalar):
            // Only the type matters, so that writing and reading gives an equal value.
            let style: YAML.Style = scalar.kind == .string ? .doubleQuoted : .plain
            return .scalar(YAML.Scalar(scalar.text, style: style))
        case .sequence(let items):
            return .list(items.map { decode($0, path, &decoder) })
        case .mapping(let entries):
            return .mapping(
                entries.reduce(into: [:]) { $0[$1.key.scalar?.text ?? ""] = decode($1.value, path, &decoder) }
            )
        }
    }

    var node: YAML.Node {
        switch self {
        case .scalar(let scalar): YAML.Node(.scalar(scalar))
        case .list(let items): YAML.Node(.sequence(items.map(\.node)))
        case .mapping(let values): values.node
        }
    }
}
