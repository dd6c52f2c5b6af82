/// Looks up the names of types in a file, and checks what only shows when all are known.
struct ProtoLinker {
    private var file: ProtoFile

    init(_ file: ProtoFile) { self.file = file }

    mutating func link() throws(SchemaFault) -> ProtoSchema {
        for place in file.schema.messages.indices {
            let scope = file.schema.messages[place].name
            for index in file.schema.messages[place].fields.indices
            where !file.schema.messages[place].fields[index].typeName.isEmpty {
                let field = file.schema.messages[place].fields[index]
                file.schema.messages[place].fields[index].type = try type(of: field, in: scope)
            }
        }
        for found in file.extensions { try add(found) }
        for place in file.schema.messages.indices { try index(place) }
        return file.schema
    }

    private func type(of field: ProtoSchema.Field, in scope: String) throws(SchemaFault)
        -> ProtoSchema.FieldType
    {
        switch lookUp(field.typeName, in: scope) {
        case .message(let place) where !file.schema.messages[place].isMapEntry: return .message(place)
        case .enumeration(let place): return .enumeration(place)
        default:
            throw SchemaFault("unknown type \"\(field.typeName.prefix(200))\"", at: field.offset)
        }
    }

    /// What a name means in a scope: what is innermost first, or the full name behind a dot.
    private func lookUp(_ name: String, in scope: String) -> ProtoFile.Symbol? {
        if name.utf8.first == UInt8(ascii: ".") { return file.names[String(name.dropFirst())] }
        var scope = scope[...]
        while true {
            switch file.names[ProtoFile.join(String(scope), name)] {
            case .message(let place): return .message(place)
            case .enumeration(let place): return .enumeration(place)
            default: break
            }
            if scope.isEmpty { return nil }
            scope = scope.lastIndex(of: ".").map { scope[..<$0] } ?? ""
        }
    }

    private mutating func add(_ found: ProtoFile.Extension) throws(SchemaFault) {
        guard case .message(let place)? = lookUp(found.extendee, in: found.scope) else {
            throw SchemaFault("unknown message \"\(found.extendee.prefix(200))\"", at: found.offset)
        }
        for var field in found.fields {
            guard file.schema.messages[place].extensions.contains(field.number) else {
                throw SchemaFault(
                    "\(found.extendee.prefix(200)) has no extension range with \(field.number)",
                    at: field.offset)
            }
            if !field.typeName.isEmpty { field.type = try type(of: field, in: found.scope) }
            file.schema.messages[place].fields.append(field)
        }
    }

    /// Makes the tables of a message, and checks that each of its numbers and names has one meaning.
    private mutating func index(_ place: Int) throws(SchemaFault) {
        var message = file.schema.messages[place]
        for index in message.fields.indices {
            let field = message.fields[index]
            guard message.byNumber.updateValue(index, forKey: field.number) == nil else {
                throw SchemaFault(
                    "field number \(field.number) is used twice in \(message.name)", at: field.offset)
            }
            let isExtension = field.name.utf8.first == UInt8(ascii: "[")
            guard !message.reserved.contains(field.number),
                !message.reservedNames.contains(field.name)
            else { throw SchemaFault("\(field.name) = \(field.number) is reserved", at: field.offset) }
            guard isExtension || !message.extensions.contains(field.number) else {
                throw SchemaFault("\(field.number) is in a range of extensions", at: field.offset)
            }
            try checkEnum(field, isMapValue: message.isMapEntry)
            if field.label == .required { message.requiredCount += 1 }
        }
        for index in message.fields.indices { message.byName[message.fields[index].name] = index }
        var jsonNames: Set<String> = []
        for index in message.fields.indices {
            let field = message.fields[index]
            guard jsonNames.insert(field.jsonName).inserted else {
                throw SchemaFault("two fields have the JSON name \(field.jsonName)", at: field.offset)
            }
            message.byName[field.jsonName] = message.byName[field.jsonName] ?? index
        }
        file.schema.messages[place] = message
    }

    private func checkEnum(_ field: ProtoSchema.Field, isMapValue: Bool) throws(SchemaFault) {
        guard isMapValue, case .enumeration(let place) = field.type,
            file.schema.enumerations[place].values.first?.number != 0
        else { return }
        throw SchemaFault("the enum of a map's values must have 0 as its first value", at: field.offset)
    }
}
