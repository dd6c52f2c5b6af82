extension ProtoSchema {
    /// Why a revision is no compatible successor; nil when it is.
    ///
    /// Optional fields may be added and removed, no others, and no field may be changed ("Commit a schema revision").
    /// The values of enums must stay as they are: the service refused a new one with the words that are used here
    /// (stackoverflow.com, "Backward and forward compatibility issues with protobufs in Google Pub/Sub").
    func incompatibility(with former: ProtoSchema) -> String? {
        if syntax != former.syntax { return "the syntax was changed" }
        let (mine, theirs) = (messages[root].name, former.messages[former.root].name)
        if mine != theirs { return "the message was \(theirs), is \(mine)" }
        let messagesBefore = Dictionary(former.messages.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for message in messages {
            guard let before = messagesBefore[message.name] else { continue }
            if let problem = change(message, before, former) { return problem }
        }
        let enumsBefore = Dictionary(former.enumerations.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for enumeration in enumerations {
            guard let before = enumsBefore[enumeration.name] else { continue }
            if let problem = Self.missing(enumeration, before) ?? Self.missing(before, enumeration) {
                return problem
            }
        }
        return nil
    }

    private static func missing(_ enumeration: Enumeration, _ other: Enumeration) -> String? {
        for value in enumeration.values where other.byName[value.name] != value.number {
            let scope = enumeration.name.lastIndex(of: ".").map { enumeration.name[..<$0] + "." } ?? ""
            return "\(scope)\(value.name) = \(value.number) is missing in \(enumeration.name)"
        }
        return nil
    }

    private func change(_ message: Message, _ before: Message, _ former: ProtoSchema) -> String? {
        for field in message.fields {
            guard let index = before.byNumber[field.number] else {
                if field.label == .optional { continue }
                return "field \(message.name).\(field.name) was added, which is not optional"
            }
            let old = before.fields[index]
            let isSame =
                field.name == old.name && field.label == old.label
                && name(of: field.type) == former.name(of: old.type)
                && field.oneof.map { message.oneofs[$0] } == old.oneof.map { before.oneofs[$0] }
                && field.jsonName == old.jsonName
            if !isSame { return "field \(message.name).\(old.name) = \(old.number) was changed" }
        }
        for old in before.fields where message.byNumber[old.number] == nil && old.label != .optional {
            return "field \(message.name).\(old.name) was removed, which is not optional"
        }
        return nil
    }
}
