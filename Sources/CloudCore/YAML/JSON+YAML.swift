extension JSON {
    /// The value of a YAML node: scalars by the core schema, so that what is in quotes is a string.
    public init(yaml node: YAML.Node) {
        switch node.content {
        case .sequence(let nodes): self = .array(nodes.map { JSON(yaml: $0) })
        case .mapping(let entries):
            self = .object(
                JSONObject(entries.map { (key: $0.key.scalar?.text ?? "", value: JSON(yaml: $0.value)) }))
        case .scalar(let scalar):
            switch scalar.kind {
            case .null: self = .null
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(Int64(value))
            case .float(let value): self = value.isFinite ? .double(value) : .string(scalar.text)
            case .string: self = .string(scalar.text)
            }
        }
    }
}
