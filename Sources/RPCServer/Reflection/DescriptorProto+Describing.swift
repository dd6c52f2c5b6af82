import CloudCore

extension DescriptorProto {
    /// Describes a message, without the types that are nested in it, apart from the entries of its maps.
    init(describing type: any Message.Type, _ symbol: SymbolName) {
        self.init()
        name = symbol.path.last ?? ""
        for oneof in type.oneofs { oneofDecl.append(OneofDescriptorProto(name: "\(oneof.name)")) }
        for field in type.fields {
            var described = FieldDescriptorProto(describing: field, in: symbol)
            if field.kind.isMap { nestedType.append(.mapEntry(of: field, in: symbol.package)) }
            if let index = type.oneofs.firstIndex(where: { $0.fields.contains(field.number) }) {
                described.oneofIndex = Int32(index)
            } else if field.hasPresence {
                // An optional scalar is the only member of a oneof that the definition does not show
                // ("Implementing Proto3 Presence" in the protobuf documentation).
                described.oneofIndex = Int32(oneofDecl.count)
                described.proto3Optional = true
                oneofDecl.append(OneofDescriptorProto(name: "_" + field.name))
            }
            self.field.append(described)
        }
    }

    /// The message of one entry of a map.
    private static func mapEntry(of field: FieldDescription, in package: String) -> DescriptorProto {
        var entry = DescriptorProto()
        entry.name = field.mapEntryName
        entry.options = MessageOptions(mapEntry: true)
        for (number, name) in [(Int32(1), "key"), (2, "value")] {
            var part = FieldDescriptorProto()
            part.name = name
            part.jsonName = name
            part.number = number
            if name == "value", case .integerMap = field.kind { part.type = .int64 }
            if name == "value", case .messageMap(let type) = field.kind {
                part.type = .message
                part.typeName = "." + DefinitionName.of(type, in: package)
            }
            entry.field.append(part)
        }
        return entry
    }
}

extension FieldDescriptorProto {
    fileprivate init(describing field: FieldDescription, in symbol: SymbolName) {
        self.init()
        name = field.name
        jsonName = field.jsonName
        number = Int32(clamping: field.number)
        label = field.isRepeated ? .repeated : .optional
        switch field.kind {
        case .string: type = .string
        case .bool: type = .bool
        case .int32: type = .int32
        case .int64: type = .int64
        case .double: type = .double
        case .bytes: type = .bytes
        case .stringMap, .integerMap, .messageMap:
            type = .message
            label = .repeated
            typeName = ".\(symbol.text).\(field.mapEntryName)"
        case .enumeration(let enumeration):
            type = .enumeration
            typeName = "." + DefinitionName.of(enumeration, in: symbol.package)
        case .duration, .timestamp, .fieldMask, .message, .json:
            type = .message
            if let message = field.kind.messageType {
                typeName = "." + DefinitionName.of(message, in: symbol.package)
            }
        }
    }
}

extension EnumDescriptorProto {
    /// Describes an enumeration.
    init(describing type: any ProtoEnum.Type, _ symbol: SymbolName) {
        self.init()
        name = symbol.path.last ?? ""
        value = type.names.map { EnumValueDescriptorProto(name: $0.name, number: $0.number) }
    }
}

extension FieldDescription.Kind {
    fileprivate var isMap: Bool {
        switch self {
        case .stringMap, .integerMap, .messageMap: true
        default: false
        }
    }
}

extension FieldDescription {
    /// `FieldEntry`, as the compiler names the message of a map's entries.
    fileprivate var mapEntryName: String { jsonName.prefix(1).uppercased() + jsonName.dropFirst() + "Entry" }
}
