import CloudCore

/// Finds all types that messages consist of, with their full names.
struct TypeCollector {
    private(set) var messages: [SymbolName: any Message.Type] = [:]
    private(set) var enumerations: [SymbolName: any ProtoEnum.Type] = [:]

    /// Adds a message that is used in `package`, with everything that it consists of. Returns its full name.
    mutating func add(_ type: any Message.Type, in package: String) -> String {
        let name = SymbolName(DefinitionName.of(type, in: package))
        guard messages[name] == nil else { return name.text }
        messages[name] = type
        for field in type.fields {
            switch field.kind {
            case .enumeration(let type):
                enumerations[SymbolName(DefinitionName.of(type, in: name.package))] = type
            case let kind:
                if let type = kind.messageType ?? kind.mappedType { _ = add(type, in: name.package) }
            }
        }
        return name.text
    }
}

extension FieldDescription.Kind {
    /// The message that it is on the wire; nil for a scalar and for a map.
    var messageType: (any Message.Type)? {
        switch self {
        case .message(let type): type
        case .timestamp: TimestampShape.self
        case .duration: DurationShape.self
        case .fieldMask: FieldMaskShape.self
        default: nil
        }
    }

    /// The message that the values of a map are.
    var mappedType: (any Message.Type)? { if case .messageMap(let type) = self { type } else { nil } }
}
