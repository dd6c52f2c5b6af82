extension JSONObject {
    /// No message has as many fields. The search for one is linear, so the bound keeps it cheap.
    private static let maxFields = 2_048

    /// Sets the field of a message's JSON at a path of names, whichever of its two spellings the members have,
    /// making the messages on the way. How path and query of a REST request are merged into its body.
    ///
    /// - Parameter appending: whether a field that is already set becomes, or is, a list that gets the value.
    /// - Throws: INVALID_ARGUMENT when something on the way is set and is no message.
    public mutating func setField(
        _ path: ArraySlice<Substring>, to value: JSON, appending: Bool = false
    ) throws(Status) {
        guard let name = path.first else { return }
        guard members.count < Self.maxFields else {
            throw Status(.invalidArgument, "A message has more than \(Self.maxFields) members.")
        }
        let index = members.firstIndex { FieldName.areSame($0.key, name) }
        guard path.count > 1 else {
            guard let index else { return members.append((String(name), value)) }
            guard appending else { return members[index].value = value }
            var elements = members[index].value.arrayValue ?? [members[index].value]
            // Lets `members` own the array no longer, so that appending does not copy it.
            members[index].value = .null
            elements.append(value)
            members[index].value = .array(elements)
            return
        }
        guard path.count <= ProtobufDecoder.maxDepth else {
            throw Status(.invalidArgument, "Field path of more than \(ProtobufDecoder.maxDepth) names.")
        }
        var inner = JSONObject()
        switch index.map({ members[$0].value }) {
        case .object(let object)?: inner = object
        case .null?, nil: break
        default:
            throw Status(.invalidArgument, "Invalid value at '\(name)' (TYPE_MESSAGE), it must be an object.")
        }
        try inner.setField(path.dropFirst(), to: value, appending: appending)
        if let index {
            members[index].value = .object(inner)
        } else {
            members.append((String(name), .object(inner)))
        }
    }
}
